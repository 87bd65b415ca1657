"""The clock for narrow screens: the same days as a calendar of weeks, Monday first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from requests_app.pictures.date_words import WEEKDAYS
from requests_app.pictures.day_cells import REST, DayFacts, describe, look, mark, with_restarts
from requests_app.pictures.svg import Svg, hatching, picture, rect, tag, text

STEP, BOX, HEAD = 46.0, 43.0, 23.5
LEFT = 2.5
DARK = {"ck-receipt": "on-ink", "ck-counted": "on-dark"}


def week_calendar(days: Sequence[DayFacts], today: date | None, ident: str = "weeks") -> Svg:
    """The narrow picture; the same arguments as `clock_strip`."""
    if not days:
        raise ValueError("a week calendar needs at least one day")
    days = with_restarts(days)
    monday = days[0].date.toordinal() - days[0].date.weekday()
    drawn: list[str] = [hatching(ident)]
    for index, name in enumerate(WEEKDAYS):
        drawn.append(text(LEFT + index * STEP + BOX / 2, 15, name, "t2", "middle"))
    todays: list[Svg] = []
    for position, day in enumerate(days):
        week = (day.date.toordinal() - monday) // 7
        x, y = LEFT + day.date.weekday() * STEP, HEAD + week * STEP
        drawn.extend(_cell(day, today, ident, x, y, with_month=position == 0 or day.date.day == 1))
        if day.date == today:
            todays.append(rect(x - 1.5, y - 1.5, BOX + 3, BOX + 3, "ck-todaybox"))
    weeks = (days[-1].date.toordinal() - monday) // 7 + 1
    return picture(
        ident,
        2 * LEFT + 6 * STEP + BOX,
        HEAD + weeks * STEP + 2,
        "答复期限日历（按周）",
        describe(days, today),
        "chart chart-narrow only-narrow",
        "\n".join([*drawn, *todays]),
    )


def _cell(
    day: DayFacts, today: date | None, ident: str, x: float, y: float, with_month: bool
) -> Iterator[Svg]:
    found, sign = look(day, today), mark(day, today)
    date_words = f"{day.date.month}月{day.date.day}" if with_month else str(day.date.day)
    yield rect(x, y, BOX, BOX, f"ck-cell {found.box}")
    if found.hatch:
        yield tag("rect", x=x, y=y, width=BOX, height=BOX, fill=f"url(#{ident}-{found.hatch})")
        # A patch without hatching behind the figures keeps them readable.
        yield rect(x + 1.5, y + 1.5, 40 if with_month else 20, 15, found.box, stroke_width=0)
    yield text(x + 3.5, y + 12.5, date_words, f"t11 {DARK.get(found.box, 't2')}")
    if not sign or found is REST:
        return
    middle = x + BOX / 2
    if found.hatch:
        yield rect(middle - 9, y + 19.5, 18, 18, found.box, stroke_width=0)
    yield text(middle, y + 34.5, sign, f"{found.mark_class} t14", "middle")
