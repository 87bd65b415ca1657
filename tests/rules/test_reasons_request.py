"""Asking for reasons and judging them (Art. 35): when, how long, what the file must show for each judgement."""

from datetime import date
from typing import Any

import pytest

from requests_app.calendars import shipped_calendar
from requests_app.errors import ApplicationError
from requests_app.rules.policies import Policies
from requests_app.rules.reasons_request import (
    Judgement,
    check_ask,
    check_judgement,
    check_reply_by,
    is_over,
    last_day,
    proposed_reply_by,
)

D = date.fromisoformat
TODAY = D("2026-03-02")
CALENDAR = shipped_calendar()

ASKED = [
    # name, given, code ("" may be asked)
    ("after the finding, with words", {}, ""),
    ("without the finding", {"found": False}, "reasons_without_finding"),
    ("a second time", {"already_asked": True}, "reasons_twice"),
    ("without saying what", {"what": " "}, "reasons_unexplained"),
]


def code_of(call: Any, *arguments: Any, **given: Any) -> str:
    try:
        call(*arguments, **given)
    except ApplicationError as refusal:
        assert refusal.basis
        return refusal.code
    return ""


@pytest.mark.parametrize(("name", "changes", "code"), ASKED, ids=[row[0] for row in ASKED])
def test_asking(name: str, changes: dict[str, Any], code: str) -> None:
    given = {"found": True, "already_asked": False, "what": "请说明原因", **changes}
    assert code_of(check_ask, **given) == code


PERIODS = [
    # name, last day, policies, code
    ("the proposed one", "2026-03-09", Policies(), ""),
    ("the shortest", "2026-03-05", Policies(), ""),
    ("one day shorter", "2026-03-04", Policies(), "reasons_period_short"),
    ("as the agency reads it", "2026-03-03", Policies(minimum_reasons_days=1), ""),
    ("today", "2026-03-02", Policies(minimum_reasons_days=1), "reasons_period"),
]


@pytest.mark.parametrize(("name", "last", "policies", "code"), PERIODS, ids=[row[0] for row in PERIODS])
def test_the_period(name: str, last: str, policies: Policies, code: str) -> None:
    given = {"reply_by": D(last), "today": TODAY, "calendar": CALENDAR, "policies": policies}
    assert code_of(check_reply_by, **given) == code


def test_five_working_days_are_proposed() -> None:
    assert proposed_reply_by(CALENDAR, TODAY, Policies()) == D("2026-03-09")


LAST_DAYS = [
    # name, named, told, served, last
    ("handed over on the day of telling", "2026-03-09", "2026-03-02", "2026-03-02", "2026-03-09"),
    ("arrived four days after posting", "2026-03-09", "2026-03-02", "2026-03-06", "2026-03-13"),
    ("no proof of service yet", "2026-03-09", "2026-03-03", None, "2026-03-09"),
    ("told after the named day", "2026-03-09", "2026-03-10", "2026-03-10", "2026-03-11"),
]


@pytest.mark.parametrize(
    ("name", "named", "told", "served", "last"), LAST_DAYS, ids=[row[0] for row in LAST_DAYS]
)
def test_the_last_day_is_reckoned_from_service(
    name: str, named: str, told: str, served: str | None, last: str
) -> None:
    found = last_day(reply_by=D(named), told_on=D(told), served_on=D(served) if served else None)
    assert found == D(last)
    assert not is_over(found, found)


SILENT = {"given": False, "last": D("2026-03-09"), "served_on": D("2026-03-02"), "today": D("2026-03-10")}
CAME = {**SILENT, "given": True, "today": D("2026-03-05")}
J = Judgement
JUDGED = [
    # name, judgement, what the file shows, code
    ("came and is not reasonable", J.UNREASONABLE, CAME, ""),
    ("came and is reasonable", J.ACCEPTED, CAME, ""),
    ("came, reasonable, but too much", J.DELAYED, CAME, ""),
    ("nothing came in time", J.NOT_GIVEN, SILENT, ""),
    ("nothing came, handled all the same", J.ACCEPTED, SILENT, ""),
    ("nothing came to be unreasonable", J.UNREASONABLE, SILENT, "reasons_missing"),
    ("nothing came to be delayed for", J.DELAYED, SILENT, "reasons_missing"),
    ("something came", J.NOT_GIVEN, {**SILENT, "given": True}, "reasons_came"),
    ("no proof of service", J.NOT_GIVEN, {**SILENT, "served_on": None}, "reasons_unserved"),
    ("nobody was told", J.NOT_GIVEN, {**SILENT, "last": None}, "reasons_unserved"),
    ("the last day still belongs to it", J.NOT_GIVEN, {**SILENT, "today": D("2026-03-09")}, "reasons_running"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "judgement", "file", "code"), JUDGED, ids=[row[0] for row in JUDGED])
def test_judging(name: str, judgement: Judgement, file: dict[str, Any], code: str) -> None:
    assert code_of(check_judgement, judgement, why="写明理由", **file) == code
    assert code_of(check_judgement, judgement, why=" ", **file) == "judgement_unexplained"
