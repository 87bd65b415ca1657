"""The clock strip: every day from receipt to the due date as one cell, with the reasons written below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from requests_app.pictures.date_words import month_day_weekday
from requests_app.pictures.day_cells import (
    PAUSED,
    REST,
    WAITING,
    DayFacts,
    describe,
    first_clause,
    look,
    mark,
    runs,
    spoken_for,
    with_restarts,
)
from requests_app.pictures.svg import Svg, hatching, number, path, picture, rect, tag, text, text_width

WIDTH = 1103.0
MARGIN = 15.0
MOST_CELLS = 44  # in one line: below 24 units a cell cannot hold two figures
WIDEST_CELL = 36.0
BOX_TOP, BOX_HEIGHT = 36.0, 32.0
LABEL_TOP, LABEL_STEP = 97.0, 17.0
LINE_GAP = 14.0
HOLIDAY_RUN = 4  # shorter rests explain themselves


@dataclass(frozen=True)
class Label:
    """Words below the cells, what ties them to their cells, and where they stand: centred on `x` or from it."""

    words: str
    klass: str
    x: float
    tie: Svg
    centred: bool = True


def clock_strip(
    days: Sequence[DayFacts], today: date | None, ident: str = "clock", width: float = WIDTH
) -> Svg:
    """The wide picture. `ident` must be unique on the page; `today` None draws a case that is finished. A smaller
    `width` (user units, at least some 400) takes more lines: the cells stay as wide as their figures need.

    Raises ValueError when there is no day to draw.
    """
    if not days:
        raise ValueError("a clock strip needs at least one day")
    days = with_restarts(days)
    most = int(MOST_CELLS * (width - 2 * MARGIN) / (WIDTH - 2 * MARGIN))
    lines = ceil(len(days) / most)
    length = ceil(len(days) / lines)
    step = min(WIDEST_CELL, (width - 2 * MARGIN) / length)
    body, top = [hatching(ident)], 0.0
    for start in range(0, len(days), length):
        drawn, height = _line(days[start : start + length], today, ident, step, width)
        body.append(tag("g", *drawn, transform=f"translate(0 {number(top)})"))
        top += height + LINE_GAP
    return picture(
        ident,
        width,
        top - LINE_GAP,
        "答复期限日历",
        describe(days, today),
        "chart only-wide",
        "\n".join(body),
    )


def _line(
    days: Sequence[DayFacts], today: date | None, ident: str, step: float, width: float
) -> tuple[list[str], float]:
    drawn: list[str] = []
    for index, day in enumerate(days):
        drawn.extend(_cell(day, today, ident, MARGIN + index * step, step, with_month=index == 0))
    for index, day in enumerate(days):
        if day.date == today:  # last, so that no neighbour covers the frame
            left = MARGIN + index * step - 2
            drawn.append(rect(left, BOX_TOP - 2, step + 2, BOX_HEIGHT + 4, "ck-todaybox"))
    placed, height = _place(list(_labels(days, today, step)), width)
    return ["\n" + element for element in drawn + placed], height


def _cell(
    day: DayFacts, today: date | None, ident: str, x: float, step: float, with_month: bool
) -> Iterator[Svg]:
    width, middle = step - 2, x + (step - 2) / 2
    found, sign = look(day, today), mark(day, today)
    if with_month or day.date.day == 1:
        year = f"{day.date.year}年" if day.date.month == 1 else ""
        yield text(x + 1, 12, f"{year}{day.date.month}月", "tb")
    yield text(middle, 30, str(day.date.day), "t11 tb" if day.date == today else "t11 t2", "middle")
    yield rect(x, BOX_TOP, width, BOX_HEIGHT, f"ck-cell {found.box}")
    if found.hatch:
        yield tag("rect", x=x, y=BOX_TOP, width=width, height=BOX_HEIGHT, fill=f"url(#{ident}-{found.hatch})")
    if found is PAUSED:
        yield rect(middle - 7.5, 44, 15, 16, "ck-paused", stroke_width=0)
    if sign:
        yield text(middle, 56.5, sign, found.mark_class, "middle")


def _labels(days: Sequence[DayFacts], today: date | None, step: float) -> Iterator[Label]:
    """Labels in order of importance: what comes first gets the line nearest to the cells."""
    centre = {day.date: MARGIN + i * step + (step - 2) / 2 for i, day in enumerate(days)}
    for day in days:
        x = centre[day.date]
        if day.klass == "due":
            words = f"答复到期 {month_day_weekday(day.date)}"
            yield Label(words, "tx-danger tb t14", x, path(f"M{number(x)} 71v12", "ck-line"))
    for day in days:
        x = centre[day.date]
        if day.date == today:
            words = "今天" if day.n is None or day.klass != "counted" else f"今天，第 {day.n} 日"
            yield Label(words, "tb", x - 7, path(f"M{number(x)} 73l6 9h-12z", "ck-mark"), centred=False)
        elif day.klass in ("receipt", "restart"):
            yield Label("收到" if day.klass == "receipt" else "重新起算", "", x, Svg(""))
    for run in runs(days, today):
        words, klass, line = _bracket_words(run, today)
        if words:
            last = max(d.date for d in run if look(d, today) is look(spoken_for(run, today), today))
            left, right = centre[run[0].date] - step / 2 + 2, centre[last] + step / 2 - 2
            tie = path(f"M{number(left)} 75v5H{number(right)}v-5", line)
            yield Label(words, klass, (left + right) / 2, tie)


def _bracket_words(run: Sequence[DayFacts], today: date | None) -> tuple[str, str, str]:
    kind = spoken_for(run, today)
    found, reason = look(kind, today), first_clause(kind.because)
    if found is PAUSED:
        working = sum(look(d, today) is PAUSED for d in run)
        return f"{reason}，暂停 {working} 日", "tx-pause tb", "ck-line-pause"
    if found is WAITING:
        return f"{reason}，不计期限", "tx-pause tb", "ck-line-pause"
    if found is REST and len(run) >= HOLIDAY_RUN:
        return f"{reason}，不计", "t2", "ck-line"
    return "", "", ""


def _place(labels: Sequence[Label], most: float) -> tuple[list[str], float]:
    """Put every label on the first line where it covers no other, within `most` user units; returns the markup and the
    height."""
    lines: list[list[tuple[float, float]]] = []
    drawn: list[str] = []
    for label in labels:
        width = text_width(label.words, 14 if "t14" in label.klass else 12)
        left = min(max(label.x - width / 2 if label.centred else label.x, 1), most - 1 - width)
        level = next((i for i, line in enumerate(lines) if _is_free(line, left, left + width)), len(lines))
        if level == len(lines):
            lines.append([])
        lines[level].append((left, left + width))
        drawn.extend(filter(None, (label.tie, _words(label, left, width, level))))
    return drawn, LABEL_TOP + LABEL_STEP * max(len(lines) - 1, 0) + 8


def _words(label: Label, left: float, width: float, level: int) -> Svg:
    return text(left + width / 2, LABEL_TOP + level * LABEL_STEP, label.words, label.klass, "middle")


def _is_free(line: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    return all(right + 10 < taken_left or left > taken_right + 10 for taken_left, taken_right in line)
