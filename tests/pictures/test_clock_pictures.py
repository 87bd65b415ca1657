"""The clock as a picture: well-formed, escaped, coloured by classes only, equal to the kept snapshot.

After a wanted change of a picture, write the snapshots anew with `UPDATE_GOLDEN=1 pytest tests/pictures` and look
at them before committing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from requests_app.pictures.clock_figure import clock_figure
from requests_app.pictures.clock_strip import MOST_CELLS, WIDTH, clock_strip
from requests_app.pictures.day_cells import DayCell, DayFacts
from requests_app.pictures.steps import flow_picture, steps
from requests_app.pictures.svg import Svg
from requests_app.pictures.week_calendar import week_calendar
from tests.pictures.cast import TODAY, paused_case, run_of

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = DayCell(date(2026, 3, 2), "waiting", None, '<script>alert("1")</script>&\x0b，等', 'a"b')

PICTURES: dict[str, Svg] = {
    "clock_strip": clock_strip(paused_case(), TODAY),
    "clock_strip_restarted": clock_strip(
        [
            *run_of("receipt", date(2026, 3, 2), 1),
            *run_of("before_restart", date(2026, 3, 3), 3, "重新起算"),
            *run_of("waiting", date(2026, 3, 6), 4, "等待申请人补正"),
            *run_of("receipt", date(2026, 3, 10), 1),
            *run_of("counted", date(2026, 3, 11), 4),
            *run_of("due", date(2026, 3, 15), 1),
            *run_of("after_due", date(2026, 3, 16), 2),
        ],
        date(2026, 3, 17),
    ),
    "week_calendar": week_calendar(paused_case(), TODAY),
    "flow": flow_picture(steps(["登记", "审核", "办理", "答复"], 2, ["9月28日", "9月29日"])),
}


def texts(picture: Svg) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(picture).iter("text")]


@pytest.mark.parametrize("name", PICTURES)
def test_picture_equals_its_snapshot(name: str) -> None:
    kept = GOLDEN / f"{name}.svg"
    if os.environ.get("UPDATE_GOLDEN"):
        kept.write_text(PICTURES[name] + "\n", encoding="utf-8")
    assert PICTURES[name] + "\n" == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_an_image_with_a_name_and_no_colour_of_its_own(name: str) -> None:
    root = ElementTree.fromstring(PICTURES[name])
    named_by = root.attrib["aria-labelledby"].split()
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert root.attrib["role"] == "img"
    assert set(named_by) <= set(ids)
    assert len(ids) == len(set(ids))
    assert not re.search(r"style=|#[0-9a-f]{3,6}\b|fill=\"(?!url\(#)", PICTURES[name])


@pytest.mark.parametrize("draw", [clock_strip, week_calendar], ids=lambda f: f.__name__)
def test_words_of_a_case_cannot_become_markup(draw: Callable[..., Svg]) -> None:
    drawn = draw([HOSTILE], None, "x")
    ElementTree.fromstring(drawn)
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "\x0b" not in drawn


@pytest.mark.parametrize("draw", [clock_strip, week_calendar], ids=lambda f: f.__name__)
def test_no_day_no_picture(draw: Callable[..., Svg]) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        draw([], None)


def test_every_day_has_its_cell_and_every_working_day_its_number() -> None:
    days = paused_case()
    for picture in (clock_strip(days, TODAY), week_calendar(days, TODAY)):
        boxes = ElementTree.fromstring(picture).iter("rect")
        cells = [box for box in boxes if "ck-cell" in box.attrib.get("class", "").split()]
        said = texts(picture)
        assert len(cells) == len(days)
        assert said.count("停") == 6
        assert {str(n) for n in range(1, 21)} <= set(said)


def test_the_strip_says_what_matters() -> None:
    said = texts(clock_strip(paused_case(), TODAY))
    for words in (
        "收到",
        "国庆节放假，不计",
        "征求第三方意见，暂停 6 日",
        "今天，第 4 日",
        "答复到期 11月9日（周一）",
    ):
        assert words in said


def test_a_long_case_takes_several_lines_of_full_width_cells() -> None:
    long = [
        *run_of("receipt", date(2026, 1, 5), 1),
        *run_of("after_due", date(2026, 1, 6), 3 * MOST_CELLS - 1),
    ]
    root = ElementTree.fromstring(clock_strip(long, date(2026, 5, 1)))
    assert len(root.findall("g")) == 3
    assert root.attrib["viewBox"].split()[2] == f"{WIDTH:g}"
    assert min(float(e.attrib["width"]) for e in root.iter("rect") if e.attrib.get("class", "")) >= 15


def _label_boxes(picture: Svg) -> Sequence[tuple[float, str]]:
    root = ElementTree.fromstring(picture)
    return [(float(e.attrib["y"]), e.text or "") for e in root.iter("text") if float(e.attrib["y"]) > 70]


def test_labels_that_would_collide_stand_on_different_lines() -> None:
    due_today = [
        *run_of("receipt", date(2026, 3, 2), 1),
        *run_of("paused", date(2026, 3, 3), 2, "征求第三方意见"),
        *run_of("due", date(2026, 3, 5), 1),
    ]
    rows = {words: y for y, words in _label_boxes(clock_strip(due_today, date(2026, 3, 5)))}
    assert rows["答复到期 3月5日（周四）"] == 97
    assert rows["今天"] > 97
    assert len({rows["答复到期 3月5日（周四）"], rows["今天"], rows["征求第三方意见，暂停 2 日"]}) == 3


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        (
            paused_case(),
            TODAY,
            [
                "收到当天，不计",
                "已用工作日",
                "剩余工作日",
                "暂停，不计",
                "休息日，不计",
                "答复到期日",
                "今天",
            ],
        ),
        (run_of("counted", date(2026, 3, 2), 3), None, ["已用工作日"]),
        (run_of("provisional", date(2027, 3, 1), 2), date(2026, 3, 2), ["暂定（年历未公布）"]),
    ],
    ids=["paused", "finished", "provisional"],
)
def test_the_legend_explains_what_is_there_and_nothing_else(
    days: list[DayFacts], today: date | None, expected: list[str]
) -> None:
    assert [entry.words for entry in clock_figure(days, today).legend] == expected
