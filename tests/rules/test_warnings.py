"""Early warning: tiers, who hears of what, working days only, quiet hours. The calendar of 2026 is the shipped one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from requests_app.calendars import shipped_calendar
from requests_app.rules.next_act import LegalAct
from requests_app.rules.states import RequestState
from requests_app.rules.warnings import (
    CONSERVATIVE,
    POST_PICKUP,
    Level,
    Standing,
    Tiers,
    horizon,
    mail_at,
    warnings_of,
    words_of,
)

CHINA = ZoneInfo("Asia/Shanghai")
CALENDAR = shipped_calendar()
DUE = date(2026, 3, 31)
"""A Tuesday."""
HANDLING = Standing(
    state=RequestState.IN_HANDLING,
    next_act=LegalAct.REPLY,
    next_act_on=DUE,
    due_on=DUE,
    conservative_due_on=DUE,
    replied_on=None,
    paused=False,
)
OFFICER, HEAD, ALL = (Level.OFFICER,), (Level.OFFICER, Level.HEAD), tuple(Level)
REVIEW: dict[str, Any] = {
    "state": RequestState.UNDER_REVIEW,
    "next_act": LegalAct.CORRECTION_NOTICE,
    "next_act_on": date(2026, 3, 12),
}
ARRIVED: dict[str, Any] = {
    "state": RequestState.RECEIVED,
    "next_act": LegalAct.REGISTER,
    "next_act_on": date(2026, 3, 31),
    "due_on": None,
    "conservative_due_on": None,
}
COLLECTED: dict[str, Any] = {
    "state": RequestState.ISSUED,
    "next_act": LegalAct.DELIVER,
    "to_collect": True,
}
STRICTER: dict[str, Any] = {"conservative_due_on": date(2026, 3, 30)}
WAITING: dict[str, Any] = {
    "state": RequestState.AWAITING_CORRECTION,
    "next_act": LegalAct.CORRECTION_END,
    "due_on": None,
    "conservative_due_on": None,
}

SCENARIOS: list[tuple[str, dict[str, Any], date, list[tuple[str, int, int, tuple[Level, ...]]]]] = [
    # name, what the case says, today, [act, tier, remaining, who]
    ("eight working days before, nobody", {}, date(2026, 3, 19), []),
    ("seven", {}, date(2026, 3, 20), [("reply", 7, 7, OFFICER)]),
    ("between two tiers the earlier one holds", {}, date(2026, 3, 24), [("reply", 7, 5, OFFICER)]),
    ("three", {}, date(2026, 3, 26), [("reply", 3, 3, OFFICER)]),
    ("one: the head too", {}, date(2026, 3, 30), [("reply", 1, 1, HEAD)]),
    ("on the day", {}, DUE, [("reply", 0, 0, HEAD)]),
    ("the day after: the supervisor too", {}, date(2026, 4, 1), [("reply", -1, -1, ALL)]),
    ("every working day after is a tier", {}, date(2026, 4, 3), [("reply", -3, -3, ALL)]),
    ("never on a Saturday", {}, date(2026, 3, 28), []),
    ("nor on a holiday, however late", {}, date(2026, 4, 6), []),
    ("a clock that stands still warns nobody", {"paused": True}, DUE, []),
    ("the applicant's own period is no delay of the office", WAITING, DUE, []),
    (
        "a correction notice must be told in time",
        {"state": RequestState.AWAITING_CORRECTION, "next_act": LegalAct.TELL_CORRECTION},
        DUE,
        [("tell_correction", 0, 0, HEAD)],
    ),
    ("on the day of arrival the queue is no alarm yet", ARRIVED, DUE, []),
    ("from the day after it is, for desk and head", ARRIVED, date(2026, 4, 1), [("register", -1, -1, HEAD)]),
    ("a review is the desk's affair", REVIEW, date(2026, 3, 11), [("correction_notice", 1, 1, OFFICER)]),
    (
        "a review whose day has passed; the reply is a while off",
        REVIEW,
        date(2026, 3, 13),
        [("correction_notice", -1, -1, HEAD)],
    ),
    (
        "an unreviewed case is late by its reply all the same",
        REVIEW,
        date(2026, 4, 1),
        [("correction_notice", -14, -14, HEAD), ("reply", -1, -1, ALL)],
    ),
    ("officers go by the stricter reading", STRICTER, date(2026, 3, 25), [(CONSERVATIVE, 3, 3, OFFICER)]),
    (
        "their head by the standard one",
        STRICTER,
        date(2026, 3, 30),
        [("reply", 1, 1, (Level.HEAD,)), (CONSERVATIVE, 0, 0, OFFICER)],
    ),
    ("once it has passed the standard one is left", STRICTER, DUE, [("reply", 0, 0, HEAD)]),
    ("and late is late by that", STRICTER, date(2026, 4, 1), [("reply", -1, -1, ALL)]),
    (
        "a reply in the post is not pressed",
        {
            "state": RequestState.ISSUED,
            "next_act": LegalAct.DELIVER,
            "next_act_on": None,
            "replied_on": DUE,
            "conservative_due_on": date(2026, 3, 30),
        },
        DUE,
        [],
    ),
    ("what waits to be collected has its time", COLLECTED, date(2026, 3, 26), [("deliver", 3, 3, OFFICER)]),
    (
        "two working days before, it is posted",
        COLLECTED,
        date(2026, 3, 27),
        [("deliver", 3, 2, OFFICER), (POST_PICKUP, 2, 2, OFFICER)],
    ),
    ("on the day too", COLLECTED, DUE, [("deliver", 0, 0, HEAD), (POST_PICKUP, 0, 0, OFFICER)]),
    ("then it is late like any other", COLLECTED, date(2026, 4, 1), [("deliver", -1, -1, ALL)]),
    (
        "the answer owed in a dispute",
        {"state": RequestState.DELIVERED, "next_act": LegalAct.ANSWER_REMEDY, "replied_on": DUE},
        date(2026, 4, 1),
        [("answer_remedy", -1, -1, ALL)],
    ),
]


@pytest.mark.parametrize(
    ("name", "given", "today", "expect"), SCENARIOS, ids=[scenario[0] for scenario in SCENARIOS]
)
def test_who_is_told_of_what(
    name: str, given: dict[str, Any], today: date, expect: list[tuple[str, int, int, tuple[Level, ...]]]
) -> None:
    found = warnings_of(replace(HANDLING, **given), Tiers(), CALENDAR, today)
    assert [(one.act, one.tier, one.remaining, one.levels) for one in found] == expect


def test_late_since_a_rest_day_is_late() -> None:
    case = replace(HANDLING, next_act_on=date(2026, 4, 4), due_on=date(2026, 4, 4))
    assert [one.remaining for one in warnings_of(case, Tiers(), CALENDAR, date(2026, 4, 7))] == [-1]


def test_an_agency_chooses_its_tiers() -> None:
    chosen = {"days": [0, 5, 10], "head_from": 5, "supervisor_from": 0, "quiet_from": "20:00"}
    tiers = Tiers.of({"warnings": chosen})
    assert tiers == Tiers((10, 5, 0), 5, 0, time(20, 0), time(8, 30))
    assert [tiers.tier_of(n) for n in (11, 10, 6, 5, 1, 0, -2)] == [None, 10, 10, 5, 5, 0, -2]
    assert warnings_of(HANDLING, tiers, CALENDAR, DUE)[0].levels == ALL
    assert Tiers.of({}) == Tiers.of({"warnings": {}}) == Tiers()


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": [1]},
        {"days": []},
        {"days": 3},
        {"days": [-1]},
        {"days": [21]},
        {"days": ["3"]},
        {"days": [True]},
        {"head_from": "1"},
        {"head_from": 99},
        {"head_from": -2},
        {"supervisor_from": 2},
        {"quiet_until": "25:00"},
        [7, 3],
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Tiers.of({"warnings": wrong})


def test_how_far_ahead_has_to_be_looked() -> None:
    monday = date(2026, 3, 2)
    assert horizon([Tiers(), Tiers(days=(10, 0))], CALENDAR, monday) == date(2026, 3, 16)
    assert horizon([Tiers(days=(0,))], CALENDAR, monday) == horizon([], CALENDAR, monday) == monday


@pytest.mark.parametrize(
    ("now", "expect"),
    [
        ("2026-03-31T00:10", "2026-03-31T08:30"),
        ("2026-03-31T08:30", "2026-03-31T08:30"),
        ("2026-03-31T11:00", "2026-03-31T11:00"),
        ("2026-03-31T18:00", "2026-04-01T08:30"),
        ("2026-04-03T19:00", "2026-04-07T08:30"),
        ("2026-04-04T12:00", "2026-04-07T08:30"),
    ],
)
def test_mail_goes_out_on_working_days_outside_the_quiet_hours(now: str, expect: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=CHINA)
    assert mail_at(moment, Tiers(), CALENDAR) == datetime.fromisoformat(expect).replace(tzinfo=CHINA)


def test_quiet_hours_within_one_day_and_none_at_all() -> None:
    night = datetime(2026, 3, 31, 3, 0, tzinfo=CHINA)
    quiet = Tiers(quiet_from=time(0, 0), quiet_until=time(6, 0))
    assert mail_at(night, quiet, CALENDAR) == night.replace(hour=6)
    evening = night.replace(hour=23)
    assert mail_at(evening, quiet, CALENDAR) == evening
    assert mail_at(night, Tiers(quiet_from=time(9, 0), quiet_until=time(9, 0)), CALENDAR) == night


@pytest.mark.parametrize(
    ("act", "remaining", "expect"),
    [
        ("reply", 3, "答复：还剩 3 个工作日"),
        ("deliver", 0, "送达：今天是最后一天"),
        ("register", -2, "登记：已超过 2 个工作日"),
        (CONSERVATIVE, 1, "较严计算的答复期限：还剩 1 个工作日"),
    ],
)
def test_the_words(act: str, remaining: int, expect: str) -> None:
    assert words_of(act, remaining) == expect
