"""The calendar file of one year (contracts.md 6): CSV with the columns date,kind,name,source,source_date.

It is written from the State Council's holiday notice: `holiday` for every day off it names, `workday` for every
weekend day it makes a working day. A file replaces its year; nothing of a bad file is used.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from requests_app.errors import InvalidInput
from requests_app.rules.projected_holidays import projected_holidays
from requests_app.rules.working_days import FIRST_YEAR, LAST_YEAR, SATURDAY, CalendarYear

COLUMNS = ("date", "kind", "name", "source", "source_date")
HOLIDAY, WORKDAY = "holiday", "workday"
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MAX_NAME, MAX_SOURCE = 40, 200


def read_calendar_file(content: bytes) -> CalendarYear:
    """The year in the file. UTF-8, or GB18030 as Chinese office programs write it.

    Raises `InvalidInput` with a sentence that names the line.
    """
    lines = csv.reader(io.StringIO(_text(content), newline=""), strict=True)
    days: dict[str, dict[date, str]] = {HOLIDAY: {}, WORKDAY: {}}
    notices: set[tuple[str, date | None]] = set()
    years: set[int] = set()
    try:
        for line, row in _rows(lines):
            day = _date(line, row["date"], "date")
            _check_day(line, row, day, days)
            days[row["kind"]][day] = row["name"]
            notices.add((row["source"], _source_date(line, row["source_date"])))
            years.add(day.year)
            if len(years) > 1:
                raise _bad(line, "一个文件只能有一年的日期。")
            if len(notices) > 1:
                raise _bad(line, "每一行的来源和来源日期应当相同。")
    except csv.Error as error:
        raise _bad(lines.line_num, f"不是有效的 CSV（{error}）。") from None
    if not years:
        raise InvalidInput("calendar_file", "文件中没有日期。")
    ((source, source_date),) = notices
    return CalendarYear(years.pop(), days[HOLIDAY], days[WORKDAY], source, source_date)


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


def _rows(lines: Any) -> Iterator[tuple[int, dict[str, str]]]:
    header = [cell.strip() for cell in next(lines, [])]
    if header != list(COLUMNS):
        raise _bad(1, f"第一行须是 {','.join(COLUMNS)}。")
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(COLUMNS):
            raise _bad(lines.line_num, f"须有 {len(COLUMNS)} 列，读到 {len(cells)} 列。")
        yield lines.line_num, dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))


def _source_date(line: int, value: str) -> date | None:
    return _date(line, value, "source_date") if value else None


def _date(line: int, value: str, column: str) -> date:
    try:
        if _ISO_DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # it looks like a date, and there is no such day
    raise _bad(line, f"{column} 须是存在的日期，写成“2027-01-01”的样子，读到的是“{value}”。")


def _check_day(line: int, row: Mapping[str, str], day: date, days: Mapping[str, Mapping[date, str]]) -> None:
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise _bad(line, f"{day} 超出可以计算的范围。")
    if row["kind"] not in days:
        raise _bad(line, f"kind 只能是 {HOLIDAY} 或者 {WORKDAY}，读到的是“{row['kind']}”。")
    if not row["name"] or len(row["name"]) > MAX_NAME:
        raise _bad(line, f"name 须写明节日名称，不超过 {MAX_NAME} 个字。")
    if not row["source"] or len(row["source"]) > MAX_SOURCE:
        raise _bad(line, f"source 须写明日历的来源，不超过 {MAX_SOURCE} 个字。")
    if any(day in listed for listed in days.values()):
        raise _bad(line, f"{day} 已经列过。")
    if row["kind"] == WORKDAY and day.weekday() < SATURDAY:
        raise _bad(line, f"{day} 不是周六、周日，不能是调休上班日。")


def _bad(line: int, sentence: str) -> InvalidInput:
    return InvalidInput("calendar_file", f"第 {line} 行：{sentence}没有载入任何内容。")
