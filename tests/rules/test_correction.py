"""A correction: once, told within seven working days, only what Art. 29 demands; its end needs proof (Art. 30)."""

from datetime import date

import pytest

from requests_app.errors import ApplicationError, InvalidInput, RuleRefusal
from requests_app.rules.correction import (
    MAY_ASK,
    PARTS,
    Point,
    check_ask,
    check_lapse,
    check_no_purpose,
    check_points,
    check_reply_by,
    is_over,
    last_day,
    proposed_reply_by,
    takes_effect,
)
from requests_app.rules.next_act import LegalAct, next_act
from requests_app.rules.policies import Policies
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.rules.working_days import CalendarYear, WorkingCalendar

LAST = date(2026, 3, 11)
BEFORE, AFTER = date(2026, 3, 5), date(2026, 3, 12)
CALENDAR = WorkingCalendar([CalendarYear(2026, {date(2026, 4, 6): "清明节"}, {}, "测试", None)])

# name, today, last day, already asked, code ("" for allowed)
ASKED = [
    ("in time", BEFORE, LAST, False, ""),
    ("on the last day", LAST, LAST, False, ""),
    ("the day after", AFTER, LAST, False, "correction_late"),
    ("a second time", BEFORE, LAST, True, "correction_twice"),
    ("under the text of 2007, which set no day", AFTER, None, False, ""),
]


@pytest.mark.parametrize(("name", "today", "last", "already", "code"), ASKED, ids=[row[0] for row in ASKED])
def test_asking(name, today, last, already, code):
    given = {"today": today, "notice_due": last, "already_asked": already}
    if not code:
        assert check_ask(**given) is None
        return
    with pytest.raises(RuleRefusal) as refusal:
        check_ask(**given)
    assert refusal.value.code == code
    assert refusal.value.basis.endswith("第三十条")


RESTARTS = Policies(late_correction_restarts=True)
# name, told on, last day, reading, whether the clock stops
TELLINGS = [
    ("in time", BEFORE, LAST, Policies(), True),
    ("on the last day", LAST, LAST, Policies(), True),
    ("the day after", AFTER, LAST, Policies(), False),
    ("the day after, by the other reading", AFTER, LAST, RESTARTS, True),
    ("under the text of 2007, which set no day", AFTER, None, Policies(), True),
]


@pytest.mark.parametrize(
    ("name", "told", "last", "policies", "stops"), TELLINGS, ids=[row[0] for row in TELLINGS]
)
def test_the_day_of_telling_counts(name, told, last, policies, stops):
    assert takes_effect(notice_due=last, told_on=told, policies=policies) is stops


GOOD = Point("description", "“全部材料”范围不明", "请写明材料的名称或者文号", 1)
POINTS = [
    ("an item that cannot be found", [GOOD], ""),
    ("a proof of identity that is missing", [Point("applicant", "没有附身份证明", "请附身份证明")], ""),
    ("the use of a piece of land", [Point("description", "地块不明", "请写明土地用途和坐落")], ""),
    ("nothing", [], "correction_empty"),
    ("no explanation", [Point("description", " ", "请写明")], "correction_unexplained"),
    ("no help", [Point("description", "不明", "")], "correction_unexplained"),
    ("another part", [Point("purpose", "不明", "请写明")], "correction_scope"),
    ("the purpose", [Point("description", "不明", "请说明申请信息的用途")], "correction_purpose"),
    ("a proof of the purpose", [GOOD, Point("form", "没有附用途证明", "请补交")], "correction_purpose"),
    (
        "special needs of one's own",
        [Point("form", "不明", "请证明生产、生活、科研等特殊需要")],
        "correction_purpose",
    ),
]


@pytest.mark.parametrize(("name", "points", "code"), POINTS, ids=[row[0] for row in POINTS])
def test_what_may_be_asked(name, points, code):
    if not code:
        assert check_points(points) is None
        return
    with pytest.raises(ApplicationError) as refusal:
        check_points(points)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "words", ["请说明用途", "请填写使用用途", "使用目的", "请写明申请理由", "与本人有利害关系的证明"]
)
def test_the_purpose_is_asked_in_no_words(words):
    with pytest.raises(RuleRefusal) as refusal:
        check_no_purpose(words)
    assert refusal.value.basis.endswith("第二十九条第二款")


def test_only_the_three_parts_of_an_application():
    assert set(PARTS) == {"applicant", "description", "form"}
    assert frozenset({Role.DESK_OFFICER, Role.HANDLER}) == MAY_ASK


def test_the_proposed_period_counts_working_days():
    # 6 April 2026 is the holiday of Qingming.
    assert proposed_reply_by(CALENDAR, date(2026, 3, 16), Policies()) == date(2026, 4, 7)
    shorter = Policies(proposed_correction_days=5)
    assert proposed_reply_by(CALENDAR, date(2026, 3, 16), shorter) == date(2026, 3, 23)


# The notice is of Thursday, 5 March; five working days after it is the 12th.
PERIODS = [
    ("the shortest reasonable one", date(2026, 3, 12), Policies(), ""),
    ("a day less", date(2026, 3, 11), Policies(), "correction_period_short"),
    ("as the office has chosen", date(2026, 3, 9), Policies(minimum_correction_days=2), ""),
    ("the same day", BEFORE, Policies(), "correction_period"),
    ("the day before", date(2026, 3, 4), Policies(), "correction_period"),
]


@pytest.mark.parametrize(("name", "until", "policies", "code"), PERIODS, ids=[row[0] for row in PERIODS])
def test_the_period_lies_ahead_and_is_reasonable(name, until, policies, code):
    given = {"reply_by": until, "today": BEFORE, "calendar": CALENDAR, "policies": policies}
    if not code:
        assert check_reply_by(**given) is None
        return
    with pytest.raises(InvalidInput) as refusal:
        check_reply_by(**given)
    assert (refusal.value.code, list(refusal.value.fields)) == (code, ["reply_by"])


UNTIL = date(2026, 4, 7)
# name, reply_by, told_on, served_on, the last day
LAST_DAYS = [
    ("served when told", UNTIL, BEFORE, BEFORE, UNTIL),
    ("served three days after posting", date(2026, 3, 12), BEFORE, date(2026, 3, 8), date(2026, 3, 15)),
    ("served when the named day had passed", date(2026, 3, 6), BEFORE, date(2026, 3, 8), date(2026, 3, 9)),
    ("posted, no proof of service yet", UNTIL, BEFORE, None, UNTIL),
    ("no day was named", None, BEFORE, date(2026, 3, 16), UNTIL),
    ("the named day had passed on posting", date(2026, 3, 4), BEFORE, date(2026, 3, 16), UNTIL),
]


@pytest.mark.parametrize(
    ("name", "until", "told", "served", "last"), LAST_DAYS, ids=[row[0] for row in LAST_DAYS]
)
def test_the_period_counts_from_service(name, until, told, served, last):
    given = {"reply_by": until, "told_on": told, "served_on": served}
    assert last_day(**given, calendar=CALENDAR, policies=Policies()) == last


# name, today, last day, served_on, received, code
LAPSES = [
    ("the day after the last one", date(2026, 4, 8), UNTIL, BEFORE, False, ""),
    ("on the last day", UNTIL, UNTIL, BEFORE, False, "correction_running"),
    ("a correction came", date(2026, 4, 8), UNTIL, BEFORE, True, "correction_came"),
    ("no proof of service", date(2026, 4, 8), UNTIL, None, False, "correction_unserved"),
    ("never told", date(2026, 4, 8), None, None, False, "correction_unserved"),
]


@pytest.mark.parametrize(
    ("name", "today", "last", "served", "received", "code"), LAPSES, ids=[row[0] for row in LAPSES]
)
def test_giving_the_application_up(name, today, last, served, received, code):
    given = {"today": today, "last": last, "served_on": served, "received": received}
    if not code:
        assert check_lapse(**given) is None
        return
    with pytest.raises(RuleRefusal) as refusal:
        check_lapse(**given)
    assert refusal.value.code == code


def test_the_last_day_still_belongs_to_the_period():
    assert not is_over(UNTIL, UNTIL)
    assert is_over(UNTIL, date(2026, 4, 8))
    assert not is_over(None, date(2026, 4, 8))


WAITING = [
    ("the notice is on its way, the clock runs", date(2026, 3, 30), None, LegalAct.TELL_CORRECTION, LAST),
    ("told", None, UNTIL, LegalAct.CORRECTION_END, UNTIL),
    ("told without a period", None, None, LegalAct.CORRECTION_END, None),
]


@pytest.mark.parametrize(("name", "due", "until", "act", "on"), WAITING, ids=[row[0] for row in WAITING])
def test_what_is_due_next_in_correction(name, due, until, act, on):
    found = next_act(
        RequestState.AWAITING_CORRECTION,
        arrived_on=date(2026, 3, 2),
        correction_notice_due=LAST,
        due=due,
        waiting_until=until,
    )
    assert (found.act, found.on) == (act, on)
