"""The clock on the sheet of a case: the strip of the case page drawn for paper, its short table and a line per day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from letters.facts import Fact, Facts, FactType
from requests_app.pictures.clock_strip import clock_strip
from requests_app.pictures.day_cells import DayCell, WhyRow, day_rows, why_rows, with_restarts
from requests_app.rules.clock import Day

KIND = "case_sheet"
FACTS = (
    Fact(
        "days",
        "期限的计算",
        FactType.ROWS,
        columns=(
            Fact("date", "日期", FactType.DATE),
            Fact("class", "性质"),
            Fact("n", "累计", FactType.NUMBER, required=False),
            Fact("because", "事由", required=False),
            Fact("basis", "依据", required=False),
        ),
        required=False,
    ),
    Fact("counted_to", "计至", FactType.DATE, required=False),
)
"""The days as `explain_deadline` prints them, and the day to which they were used up: None once the case is closed."""

# The width of the text block holds so many units: twelve of them, the type of the strip, make some 8 points.
_WIDTH = 640
# The classes of static/css/charts.css in the colours of paper: an image knows no style sheet but its own.
_STYLE = """
text { font-family: "Noto Sans CJK SC"; font-size: 12px; fill: #17202c; }
.t2 { fill: #4b5767; } .t11 { font-size: 11px; } .t14 { font-size: 14px; } .tb { font-weight: 700; }
.on-dark, .on-ink { fill: #fff; } .tx-brand { fill: #0b4a8f; } .tx-pause { fill: #5b2c83; }
.tx-danger { fill: #a3141c; }
.ck-cell { stroke: #fff; stroke-width: 1; }
.ck-receipt, .ck-mark { fill: #17202c; }
.ck-counted { fill: #0b4a8f; }
.ck-future { fill: #e9f0f8; stroke: #b3c8e2; }
.ck-due { fill: #fff; stroke: #0b4a8f; stroke-width: 3; }
.ck-rest { fill: #eceff3; }
.ck-paused { fill: #f3ecf9; stroke: #b79bd0; }
.ck-waiting { fill: #fff; stroke: #b79bd0; stroke-dasharray: 3 2; }
.ck-before { fill: #eceff3; stroke: #c3cad4; }
.ck-after { fill: #fdeeee; stroke: #a3141c; }
.ck-provisional { fill: #fff; stroke: #0b4a8f; stroke-dasharray: 4 2; }
.hatch-rest { stroke: #c3cad4; stroke-width: 1; } .hatch-pause { stroke: #b79bd0; stroke-width: 1; }
.ck-line { stroke: #7a8696; fill: none; } .ck-line-pause { stroke: #5b2c83; fill: none; stroke-width: 1.5; }
.ck-todaybox { fill: none; stroke: #17202c; stroke-width: 2.5; }
"""


@dataclass(frozen=True)
class SheetClock:
    """`rows`: each stretch of days with one reason. `days`: every single day."""

    rows: tuple[WhyRow, ...]
    days: tuple[WhyRow, ...]


def clock_facts(days: Iterable[Day], today: date | None) -> dict[str, Any]:
    """The days of a derivation as facts of the sheet."""
    return {"days": [day.as_json() for day in days], "counted_to": today}


def sheet_clock(facts: Mapping[str, Any]) -> SheetClock | None:
    """The tables of the sheet; None before receipt is confirmed."""
    days = _cells(facts)
    if not days:
        return None
    today = facts["counted_to"]
    return SheetClock(_printed(why_rows(days, today)), _printed(day_rows(days, today)))


def strip_svg(facts: Mapping[str, Any]) -> bytes | None:
    """The strip as a picture file of its own; None where there is no day to draw."""
    days = _cells(facts)
    if not days:
        return None
    drawn = clock_strip(days, facts["counted_to"], "sheet", _WIDTH)
    named = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return named.replace("<defs>", f"<style>{_STYLE}</style><defs>", 1).encode()


def _cells(facts: Mapping[str, Any]) -> list[Any]:
    rows: Iterable[Facts] = facts["days"] or ()
    return with_restarts(
        [
            DayCell(row["date"], row["class"], row["n"], row["because"] or "", row["basis"] or "")
            for row in rows
        ]
    )


def _printed(rows: Iterable[WhyRow]) -> tuple[WhyRow, ...]:
    # The fonts of the form have no dash of this width.
    return tuple(
        replace(row, dates=row.dates.replace("–", "至"), count=row.count.replace("–", "至")) for row in rows
    )
