"""Delayed reply (Art. 35): granted and told by the first due date, to a working day after the due date, once."""

from datetime import date
from typing import Any

import pytest

from requests_app.calendars import shipped_calendar
from requests_app.errors import AccessRefused, ApplicationError
from requests_app.rules.approval_rules import check_delay_granter
from requests_app.rules.delayed_reply import check_delay, takes_effect
from requests_app.rules.extension import check_extension

D = date.fromisoformat
DUE = D("2026-03-30")
ROWS: list[tuple[str, dict[str, Any], str]] = [
    # name, changes, code ("" may be granted)
    ("within the first period", {}, ""),
    ("on its last day", {"today": DUE}, ""),
    ("one day later", {"today": D("2026-03-31")}, "delay_after_due"),
    ("no period runs", {"first_due": None, "due": None}, "delay_without_due_date"),
    ("a second time", {"already_delayed": True}, "delay_twice"),
    ("no day", {"until": None}, "delay_day"),
    ("the due date itself", {"until": DUE}, "delay_day"),
    ("not after an extension", {"due": D("2026-04-28"), "until": D("2026-04-27")}, "delay_day"),
    ("after an extension", {"due": D("2026-04-28"), "until": D("2026-05-20")}, ""),
    ("on a rest day", {"until": D("2026-05-17")}, "delay_day"),
]


@pytest.mark.parametrize(("name", "changes", "code"), ROWS, ids=[row[0] for row in ROWS])
def test_delaying(name: str, changes: dict[str, Any], code: str) -> None:
    given: dict[str, Any] = {
        "until": D("2026-05-20"),
        "today": D("2026-03-10"),
        "first_due": DUE,
        "due": DUE,
        "already_delayed": False,
        "calendar": shipped_calendar(),
    }
    try:
        check_delay(**{**given, **changes})
    except ApplicationError as refusal:
        assert (refusal.code, bool(refusal.basis)) == (code, True)
    else:
        assert code == ""


TOLD = [
    ("in time", DUE, "2026-03-30", True),
    ("late", DUE, "2026-03-31", False),
    ("no period", None, "2026-03-10", False),
]


@pytest.mark.parametrize(("name", "first_due", "told", "effective"), TOLD, ids=[row[0] for row in TOLD])
def test_the_day_of_telling_decides(name: str, first_due: date | None, told: str, effective: bool) -> None:
    assert takes_effect(first_due=first_due, told_on=D(told)) is effective


def test_who_proposes_does_not_grant_neither_for_another() -> None:
    check_delay_granter(1, asked_by=2)
    for arguments in ({"person": 1, "asked_by": 1}, {"person": 3, "asked_by": 1, "acting_for": 1}):
        with pytest.raises(AccessRefused) as refused:
            check_delay_granter(**arguments)
        assert refused.value.code == "own_delay"


def test_an_extension_after_it_would_change_nothing() -> None:
    with pytest.raises(ApplicationError) as refused:
        check_extension(
            working_days=5, today=D("2026-03-10"), first_due=DUE, already_extended=False, delayed=True
        )
    assert refused.value.code == "extension_delayed"
