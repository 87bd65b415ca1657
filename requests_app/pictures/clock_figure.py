"""Everything a page shows about a clock: both pictures, their legend and the tables behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from requests_app.pictures.clock_strip import clock_strip
from requests_app.pictures.day_cells import (
    LEGEND_ORDER,
    DayFacts,
    Look,
    WhyRow,
    day_rows,
    look,
    why_rows,
    with_restarts,
)
from requests_app.pictures.svg import Svg, path, rect, tag
from requests_app.pictures.week_calendar import week_calendar

_HATCH = {"pause": "M6 2v12M10 2v12M14 2v12", "rest": "M4 14 16 2M2 9 9 2M11 14l7-7"}


@dataclass(frozen=True)
class LegendEntry:
    """A swatch and the words for it."""

    swatch: Svg
    words: str


@dataclass(frozen=True)
class ClockFigure:
    """`wide` or `narrow` is shown, by screen width; `rows` is the short table, `days` the long one."""

    ident: str
    wide: Svg
    narrow: Svg
    legend: tuple[LegendEntry, ...]
    rows: tuple[WhyRow, ...]
    days: tuple[WhyRow, ...]


def clock_figure(days: Sequence[DayFacts], today: date | None, ident: str = "clock") -> ClockFigure:
    """The figure for the days of one derivation (`Derivation.days`). `ident`: unique on the page."""
    days = with_restarts(days)
    return ClockFigure(
        ident,
        clock_strip(days, today, f"{ident}-wide"),
        week_calendar(days, today, f"{ident}-narrow"),
        _legend(days, today),
        why_rows(days, today),
        day_rows(days, today),
    )


def _legend(days: Sequence[DayFacts], today: date | None) -> tuple[LegendEntry, ...]:
    shown = {look(day, today) for day in days}
    entries = [LegendEntry(_swatch(found), found.words) for found in LEGEND_ORDER if found in shown]
    if any(day.date == today for day in days):
        box = rect(2, 2, 16, 12, "ck-todaybox")
        entries.append(LegendEntry(_swatch_frame(box), "今天"))
    return tuple(entries)


def _swatch(found: Look) -> Svg:
    box = rect(1.5, 1.5, 17, 13, f"ck-cell {found.box}")
    hatch = path(_HATCH[found.hatch], f"hatch-{found.hatch}") if found.hatch else Svg("")
    return _swatch_frame(box, hatch)


def _swatch_frame(*children: Svg) -> Svg:
    return tag(
        "svg", *children, width=20, height=16, viewBox="0 0 20 16", aria_hidden="true", focusable="false"
    )
