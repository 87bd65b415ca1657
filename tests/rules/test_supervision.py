"""Supervision: what a late reply must say of itself, what may be demanded, and what answers it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from requests_app.errors import InvalidInput, StateRefusal
from requests_app.rules.supervision import NAMED, LateBy, check_answer, check_lateness, check_order

TODAY = date(2026, 3, 31)

LATENESS: list[tuple[str, bool, str, str, str, set[str]]] = [
    # name, late?, reason, by, unit, what is missing
    ("in time, nothing is asked", False, "", "", "", set()),
    ("late without a word", True, "", "", "", {"late_reason", "late_by"}),
    ("a reason alone does not say who", True, "调阅档案", "", "", {"late_by"}),
    ("a blank is no reason", True, "  ", "office", "", {"late_reason"}),
    ("a unit has a name", True, "调阅档案", "unit", " ", {"late_unit"}),
    ("so has another agency", True, "等待复函", "agency", "", {"late_unit"}),
    ("named", True, "调阅档案", "unit", "城乡规划科", set()),
    ("the post needs none", True, "邮件延误", "postal", "", set()),
]


@pytest.mark.parametrize(
    ("name", "late", "reason", "by", "unit", "missing"), LATENESS, ids=[row[0] for row in LATENESS]
)
def test_a_late_reply_says_why_and_by_whom(
    name: str, late: bool, reason: str, by: str, unit: str, missing: set[str]
) -> None:
    found: set[str] = set()
    try:
        check_lateness(late=late, reason=reason, by=by, unit=unit)
    except InvalidInput as refusal:
        assert refusal.code == "lateness_incomplete"
        found = set(refusal.fields)
    assert found == missing


def test_every_cause_has_words_and_some_a_name() -> None:
    assert len({one.label for one in LateBy}) == len(LateBy)
    assert {LateBy.UNIT, LateBy.AGENCY} <= NAMED


def test_a_demand_has_words_and_a_day_to_come() -> None:
    check_order(words="请说明", answer_by=TODAY, today=TODAY, open_order=False)
    with pytest.raises(InvalidInput) as wrong:
        check_order(words=" ", answer_by=TODAY - timedelta(days=1), today=TODAY, open_order=False)
    assert (wrong.value.code, set(wrong.value.fields)) == ("order_incomplete", {"words", "answer_by"})


def test_one_demand_at_a_time() -> None:
    with pytest.raises(StateRefusal) as refused:
        check_order(words="请说明", answer_by=TODAY, today=TODAY, open_order=True)
    assert refused.value.code == "order_open"


def test_an_answer_once_and_with_words() -> None:
    check_answer(words="已送审", answered=False)
    with pytest.raises(InvalidInput, match="办理情况"):
        check_answer(words=" ", answered=False)
    with pytest.raises(StateRefusal) as refused:
        check_answer(words="已送审", answered=True)
    assert refused.value.code == "order_answered"
