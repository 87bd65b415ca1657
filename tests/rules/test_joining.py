"""合并答复: which requests may be answered in one letter, and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from requests_app.errors import RuleRefusal
from requests_app.rules.joining import Side, check_joining, joint_due
from requests_app.rules.states import RequestState

FITTING = Side("2026-QX-00007", RequestState.IN_HANDLING)


def test_the_open_requests_of_the_same_people_may_be_joined() -> None:
    check_joining(FITTING)


@pytest.mark.parametrize(
    ("code", "changes", "words"),
    [
        ("agency", {"same_agency": False}, "不是本机关"),
        ("identity", {"same_applicants": None}, "证件号码"),
        ("applicants", {"same_applicants": False}, "申请人与本件不同"),
        ("agents", {"same_agents": False}, "代理人"),
        ("joined", {"joined": True}, "已经与其他申请合并"),
        ("state", {"state": RequestState.UNDER_REVIEW}, "审核中"),
        ("state", {"state": RequestState.IN_APPROVAL}, "审批中"),
        ("state", {"state": RequestState.AWAITING_PAYMENT}, "待缴费"),
        ("answered", {"answered": True}, "单独答复"),
        ("consulted", {"consulted": True}, "征求意见"),
        ("correcting", {"correcting": True}, "补正"),
        ("paying", {"paying": True}, "信息处理费"),
        ("regime", {"same_regime": False}, "条例不同"),
    ],
)
def test_everything_else_says_why_not(code: str, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleRefusal, match=words) as refusal:
        check_joining(replace(FITTING, **changes))
    assert refusal.value.code == f"join_{code}"
    assert FITTING.number in refusal.value.message


def test_the_letter_is_due_by_the_first_day() -> None:
    days = [date(2026, 4, 10), None, date(2026, 4, 8)]
    assert joint_due(days) == date(2026, 4, 8)
    assert joint_due([None]) is None
