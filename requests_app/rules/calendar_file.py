"""The calendar file of one year (contracts.md 6): CSV with the columns date,kind,name,source,source_date.

It is written from the State Council's holiday notice: `holiday` for every day off it names, `workday` for every
weekend day it makes a working day. A file replaces its year; nothing of a bad file is used.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from requests_app.errors import InvalidInput
from requests_app.rules.projected_holidays import projected_holidays
from requests_app.rules.working_days import FIRST_YEAR, LAST_YEAR, SATURDAY, CalendarYear

COLUMNS = ("date", "kind", "name", "source", "source_date")
HOLIDAY, WORKDAY = "holiday", "workday"
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MAX_NAME, MAX_SOURCE = 40, 200
MAX_NAMED = 20
"""Bad lines that one refusal names."""


def read_calendar_file(content: bytes) -> CalendarYear:
    """The year in the file. UTF-8, or GB18030 as Chinese office programs write it.

    Raises `InvalidInput` with a sentence that names every bad line.
    """
    lines = csv.reader(io.StringIO(_text(content), newline=""), strict=True)
    listed = _Listed()
    bad: list[str] = []
    try:
        for line, cells in _rows(lines):
            try:
                listed.add(line, cells)
            except _BadLine as problem:
                bad.append(str(problem))
    except csv.Error as error:
        bad.append(f"第 {lines.line_num} 行：不是有效的 CSV（{error}）。")
    if bad:
        raise _refused(bad)
    if not listed.years:
        raise InvalidInput("calendar_file", "文件中没有日期。")
    ((source, source_date),) = listed.notices
    return CalendarYear(listed.years.pop(), listed.days[HOLIDAY], listed.days[WORKDAY], source, source_date)


def unlisted_statutory_days(year: CalendarYear) -> Mapping[date, str]:
    """Statutory days off, as far as they are known, that are not in the file: most likely an omission."""
    return {day: name for day, name in projected_holidays(year.year).items() if day not in year.holidays}


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput("calendar_file", "文件不是文本文件，请保存为 CSV（UTF-8）。")


def _rows(lines: Any) -> Iterator[tuple[int, list[str]]]:
    header = [cell.strip() for cell in next(lines, [])]
    if header != list(COLUMNS):
        raise _refused([f"第 1 行：第一行须是 {','.join(COLUMNS)}。"])
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield lines.line_num, cells


class _BadLine(Exception):
    """One line that cannot be read, in the words of the refusal."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"第 {line} 行：{sentence}")


@dataclass
class _Listed:
    """What the good lines of the file said so far."""

    days: dict[str, dict[date, str]] = field(default_factory=lambda: {HOLIDAY: {}, WORKDAY: {}})
    notices: set[tuple[str, date | None]] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    def add(self, line: int, cells: list[str]) -> None:
        """Take one line. Raises `_BadLine` and takes nothing of it."""
        if len(cells) != len(COLUMNS):
            raise _BadLine(line, f"须有 {len(COLUMNS)} 列，读到 {len(cells)} 列。")
        row = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        day = _date(line, row["date"], "date")
        _check_day(line, row, day, self.days)
        notice = (
            row["source"],
            _date(line, row["source_date"], "source_date") if row["source_date"] else None,
        )
        if self.years and day.year not in self.years:
            raise _BadLine(line, "一个文件只能有一年的日期。")
        if self.notices and notice not in self.notices:
            raise _BadLine(line, "每一行的来源和来源日期应当相同。")
        self.days[row["kind"]][day] = row["name"]
        self.notices.add(notice)
        self.years.add(day.year)


def _date(line: int, value: str, column: str) -> date:
    try:
        if _ISO_DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # it looks like a date, and there is no such day
    raise _BadLine(line, f"{column} 须是存在的日期，写成“2027-01-01”的样子，读到的是“{value}”。")


def _check_day(line: int, row: Mapping[str, str], day: date, days: Mapping[str, Mapping[date, str]]) -> None:
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise _BadLine(line, f"{day} 超出可以计算的范围。")
    if row["kind"] not in days:
        raise _BadLine(line, f"kind 只能是 {HOLIDAY} 或者 {WORKDAY}，读到的是“{row['kind']}”。")
    if not row["name"] or len(row["name"]) > MAX_NAME:
        raise _BadLine(line, f"name 须写明节日名称，不超过 {MAX_NAME} 个字。")
    if not row["source"] or len(row["source"]) > MAX_SOURCE:
        raise _BadLine(line, f"source 须写明日历的来源，不超过 {MAX_SOURCE} 个字。")
    if any(day in listed for listed in days.values()):
        raise _BadLine(line, f"{day} 已经列过。")
    if row["kind"] == WORKDAY and day.weekday() < SATURDAY:
        raise _BadLine(line, f"{day} 不是周六、周日，不能是调休上班日。")


def _refused(bad: list[str]) -> InvalidInput:
    """Every line that is bad; of very many the first ones."""
    more = f"另有 {len(bad) - MAX_NAMED} 行有误。" if len(bad) > MAX_NAMED else ""
    return InvalidInput("calendar_file", f"{''.join(bad[:MAX_NAMED])}{more}没有载入任何内容。")
