"""The clock on the printed sheet: the strip of the case page, the short table and a line per day."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pypdfium2.raw
import pytest

from letters.context import LetterContext, parse_context
from letters.examples import example
from letters.render import letter_text, render_html, render_pdf
from letters.sheet_clock import clock_facts, sheet_clock, strip_svg
from requests_app.calendars import shipped_calendar
from requests_app.rules.clock import derive, parse_history
from tests.rules.events import consulted, corrected, delayed, extended, history, notice

SVG = "{http://www.w3.org/2000/svg}"
LONGEST = history(
    consulted("2026-03-05", "2026-03-06", "2026-03-20"),
    extended(20, "2026-03-20"),
    delayed("2026-07-31", "2026-04-01"),
)


def sheet(**facts: Any) -> LetterContext:
    given = example("case_sheet")
    given["facts"] |= facts
    return parse_context("case_sheet", given)


def of(given: dict[str, Any]) -> LetterContext:
    days = derive(parse_history(given), shipped_calendar()).days
    return sheet(**clock_facts(days, None))


@pytest.mark.parametrize(
    "given",
    [history(), LONGEST, history(notice("2026-03-04"), corrected("2026-03-09"))],
    ids=["plain", "long", "anew"],
)
def test_the_strip_holds_every_day_within_the_width_of_the_paper(given: dict[str, Any]) -> None:
    context = of(given)
    svg = strip_svg(context.facts)
    assert svg is not None
    root = ElementTree.fromstring(svg)
    width = float(root.attrib["viewBox"].split()[2])
    cells = [e for e in root.iter(f"{SVG}rect") if "ck-cell" in e.get("class", "")]
    assert len(cells) == len(context.facts["days"])
    assert all(float(e.attrib["x"]) + float(e.attrib["width"]) <= width for e in cells)
    coloured = svg.decode().partition("</style>")[0]
    assert all(f".{e.attrib['class'].split()[-1]}" in coloured for e in cells)


def test_a_line_per_day_names_class_event_article_and_the_source_of_the_holiday() -> None:
    lines = letter_text(render_html("case_sheet", sheet())).partition("逐日列出")[2].splitlines()
    assert "10月9日 周五 计入 4 第4个工作日；当日发出征求意见书 条例第三十三条第二款" in lines
    holiday = next(line for line in lines if line.startswith("10月1日"))
    assert "不计" in holiday
    assert "国庆节 chinesecalendar" in holiday
    assert any("10月13日 周二 暂停" in line and "条例第三十三条第三款" in line for line in lines)


def test_the_longest_clock_stays_on_its_pages() -> None:
    """Nothing is drawn beyond the right edge of the text block, the picture of the strip included."""
    made = render_pdf("case_sheet", of(LONGEST))
    document = pypdfium2.PdfDocument(made.pdf)
    edge = (210 - 26) * 72 / 25.4 + 2  # half a line of the table stands out
    for page in document:
        for found in page.get_objects(max_depth=1):
            assert found.get_bounds()[2] <= edge or found.type == pypdfium2.raw.FPDF_PAGEOBJ_FORM


def test_before_receipt_is_confirmed_there_is_no_clock() -> None:
    context = sheet(days=[])
    assert strip_svg(context.facts) is sheet_clock(context.facts) is None
    assert "逐日列出" not in letter_text(render_html("case_sheet", context))
