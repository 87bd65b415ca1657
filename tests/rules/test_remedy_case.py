"""Disputes: by when the agency answers with its evidence, and when an order asks for a new reply."""

from datetime import date

import pytest

from requests_app.errors import RuleRefusal
from requests_app.rules import remedy_case as rule
from requests_app.rules.next_act import LegalAct, next_act
from requests_app.rules.remedy_case import RemedyKind as K
from requests_app.rules.remedy_case import RemedyResult as R
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.rules.working_days import CalendarYear, WorkingCalendar

CALENDAR = WorkingCalendar([CalendarYear(2026, {date(2026, 4, 6): "清明节"}, {}, "测试", None)])

# name, kind, simplified, received, last day, provision
PERIODS = [
    ("ordinary: 10 working days", K.RECONSIDERATION, False, "2026-03-02", "2026-03-16", "第四十八条"),
    ("simplified: 5 working days", K.RECONSIDERATION, True, "2026-03-02", "2026-03-09", "第五十四条第一款"),
    ("over a holiday", K.RECONSIDERATION, True, "2026-04-03", "2026-04-13", "第五十四条第一款"),
    ("received on a Saturday", K.RECONSIDERATION, True, "2026-03-07", "2026-03-13", "第五十四条第一款"),
    (
        "a court: 15 days of the calendar",
        K.DIRECT_SUIT,
        False,
        "2026-03-02",
        "2026-03-17",
        "第六十七条第一款",
    ),
    ("after reconsideration", K.SUIT_AFTER, False, "2026-03-06", "2026-03-21", "第六十七条第一款"),
]


@pytest.mark.parametrize(
    ("name", "kind", "simplified", "received", "last", "article"), PERIODS, ids=[row[0] for row in PERIODS]
)
def test_the_answer_is_owed_by(name, kind, simplified, received, last, article):
    period = rule.answer_period(
        kind, simplified=simplified, received_on=date.fromisoformat(received), calendar=CALENDAR
    )
    assert period.last_day == date.fromisoformat(last)
    assert article in period.basis.cite()


def test_a_court_knows_no_five_days():
    assert rule.check_simplified(K.RECONSIDERATION, simplified=True) is None
    with pytest.raises(RuleRefusal) as refusal:
        rule.check_simplified(K.DIRECT_SUIT, simplified=True)
    assert refusal.value.code == "simplified_suit"


# name, result, working days of the order, code
ORDERS = [
    ("no order", R.UPHELD, None, ""),
    ("found unlawful, nothing ordered", R.CORRECTED, None, ""),
    ("an order", R.CORRECTED, 15, ""),
    ("an order that upholds", R.UPHELD, 15, "order_without_correction"),
    ("of no day", R.CORRECTED, 0, "order_days"),
    ("of a year and more", R.CORRECTED, 251, "order_days"),
]


@pytest.mark.parametrize(("name", "result", "days", "code"), ORDERS, ids=[row[0] for row in ORDERS])
def test_an_order_goes_with_a_decision_against_the_reply(name, result, days, code):
    if not code:
        assert rule.check_order(result, days) is None
        return
    with pytest.raises(RuleRefusal) as refusal:
        rule.check_order(result, days)
    assert refusal.value.code == code


ORDERED = {"result": R.CORRECTED, "working_days": 10, "received_on": date(2026, 5, 6)}
REOPENED = {**ORDERED, "replied_on": date(2026, 3, 20), "obeyed": False}
# name, what is different, code
REOPENINGS = [
    ("an order after the reply", {}, ""),
    ("no reply was ever given", {"replied_on": None}, ""),
    ("received on the day of the reply", {"replied_on": date(2026, 5, 6)}, "replied_since"),
    ("still pending", {"result": R.PENDING, "received_on": None}, "no_order"),
    ("without a period", {"working_days": None}, "no_order"),
    ("a second time", {"obeyed": True}, "order_obeyed"),
    ("answered since", {"replied_on": date(2026, 5, 7)}, "replied_since"),
]


@pytest.mark.parametrize(("name", "changed", "code"), REOPENINGS, ids=[row[0] for row in REOPENINGS])
def test_what_is_handled_anew(name, changed, code):
    if not code:
        assert rule.check_reopening(**REOPENED | changed) is None
        return
    with pytest.raises(RuleRefusal) as refusal:
        rule.check_reopening(**REOPENED | changed)
    assert refusal.value.code == code


@pytest.mark.parametrize("state", ["delivered", "lapsed", "withdrawn", "archived"])
def test_an_owed_answer_is_the_next_act_of_an_answered_case(state):
    due = date(2026, 3, 9)
    given = {"arrived_on": due, "correction_notice_due": None, "due": None, "waiting_until": None}
    following = next_act(RequestState(state), **given, remedy_answer_due=due)
    assert (following.act, following.on) == (LegalAct.ANSWER_REMEDY, due)


def test_the_reply_comes_before_the_dispute_over_its_absence():
    given = {"arrived_on": date(2026, 3, 2), "correction_notice_due": None, "waiting_until": None}
    following = next_act(
        RequestState.IN_HANDLING, **given, due=date(2026, 3, 30), remedy_answer_due=date(2026, 3, 9)
    )
    assert following.act is LegalAct.REPLY


def test_only_the_head_reopens():
    assert frozenset({Role.OFFICE_HEAD}) == rule.MAY_REOPEN
    assert RequestState.RECEIVED not in rule.CAN_BE_DISPUTED
