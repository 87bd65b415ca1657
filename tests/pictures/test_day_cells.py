"""The table "为什么是这一天": neighbouring days with one reason make one row, and nothing said gets lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from requests_app.pictures.day_cells import (
    DayCell,
    day_rows,
    describe,
    mark,
    short_basis,
    why_rows,
    with_restarts,
)
from requests_app.rules.legal_basis import regulation
from tests.pictures.cast import TODAY, paused_case, run_of

MONDAY = date(2026, 3, 2)


def test_the_paused_case_in_seven_rows() -> None:
    rows = [(row.dates, row.nature, row.count, row.because) for row in why_rows(paused_case(), TODAY)]
    assert rows == [
        ("9月28日 周一", "收到日", "0", "网上提交，收到当天不计"),
        ("9月29日–30日", "计入", "1–2", "2 个工作日"),
        ("10月1日–7日", "不计", "2", "国庆节放假"),
        ("10月8日–14日", "暂停 6 日", "2", "征求第三方意见：10月8日送达；其间 1 个休息日不计"),
        ("10月15日–18日", "计入", "3–4", "2 个工作日；其间 2 个休息日不计"),
        ("10月19日–11月8日", "待计", "5–19", "15 个工作日；其间 6 个休息日不计"),
        ("11月9日 周一", "到期日", "20", "第 20 个工作日"),
    ]


@dataclass(frozen=True)
class Scenario:
    name: str
    days: list[DayCell]
    expected: list[tuple[str, str]]


SCENARIOS = [
    Scenario(
        "a remark on one working day keeps its date",
        [
            DayCell(MONDAY, "counted", 1, "第1个工作日"),
            DayCell(date(2026, 3, 3), "counted", 2, "第2个工作日；当日发出征求意见书"),
        ],
        [("计入", "2 个工作日；3月3日当日发出征求意见书")],
    ),
    Scenario(
        "a working weekend day keeps its remark",
        [
            DayCell(date(2026, 2, 27), "counted", 1, "第1个工作日"),
            DayCell(date(2026, 2, 28), "counted", 2, "第2个工作日（调休上班）"),
        ],
        [("计入", "2 个工作日；2月28日（调休上班）")],
    ),
    Scenario(
        "a remark that all days share is said once",
        [
            DayCell(date(2027, 3, d), "provisional", d, f"第{d}个工作日（暂定：通知尚未载入）")
            for d in (1, 2, 3)
        ],
        [("暂定", "3 个工作日（暂定：通知尚未载入）")],
    ),
    Scenario(
        "a holiday names itself, not its weekend",
        [
            DayCell(date(2027, 1, 1), "rest", None, "元旦"),
            DayCell(date(2027, 1, 2), "rest", None, "周六"),
            DayCell(date(2027, 1, 3), "rest", None, "周日"),
        ],
        [("不计", "元旦")],
    ),
    Scenario(
        "ISO dates in a reason are read out in Chinese",
        run_of("after_due", MONDAY, 2, "已超过答复期限2026-03-01"),
        [("超期", "已超过答复期限2026年3月1日")],
    ),
    Scenario(
        "two reasons for one class make two rows",
        [
            *run_of("paused", MONDAY, 1, "征求第三方意见"),
            *run_of("paused", date(2026, 3, 3), 2, "征求其他机关意见"),
        ],
        [("暂停 1 日", "征求第三方意见"), ("暂停 2 日", "征求其他机关意见")],
    ),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_rows(scenario: Scenario) -> None:
    rows = why_rows(scenario.days, date(2027, 12, 31))
    assert [(row.nature, row.because) for row in rows] == scenario.expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (DayCell(MONDAY, "receipt", 0), "收"),
        (DayCell(MONDAY, "counted", 7), "7"),
        (DayCell(MONDAY, "rest"), ""),
        (DayCell(MONDAY, "paused"), "停"),
        (DayCell(MONDAY, "waiting"), "等"),
        (DayCell(MONDAY, "before_restart"), "–"),
        (DayCell(MONDAY, "due", 20), "20"),
        (DayCell(MONDAY, "after_due"), "超"),
        (DayCell(MONDAY, "provisional", 3), "3"),
        (DayCell(MONDAY, "provisional"), ""),
    ],
)
def test_every_class_has_a_sign_besides_its_colour(day: DayCell, expected: str) -> None:
    assert mark(day, MONDAY) == expected


def test_a_second_receipt_is_a_restart() -> None:
    days = with_restarts([*run_of("receipt", MONDAY, 1), *run_of("receipt", date(2026, 3, 3), 1)])
    assert [row.nature for row in why_rows(days, None)] == ["收到日", "重新起算"]


def test_the_long_table_has_every_day() -> None:
    assert len(day_rows(paused_case(), TODAY)) == len(paused_case()) == 43


def test_the_description_says_every_row_and_today() -> None:
    said = describe(paused_case(), TODAY)
    assert "暂停 6 日" in said
    assert said.endswith("今天是10月16日（周五）。")


def test_citations_are_short_on_screens() -> None:
    assert short_basis(regulation(33, 2).cite()) == "条例第三十三条第二款"
    assert short_basis("放假通知") == "放假通知"
