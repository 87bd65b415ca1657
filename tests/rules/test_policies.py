"""Readings by name: every value has a description, a stored value comes back, an unknown one is refused."""

import json
from dataclasses import fields
from typing import Any

import pytest

from requests_app.calendars import shipped_calendar
from requests_app.errors import InvalidInput
from requests_app.rules.clock import derive, parse_history
from requests_app.rules.policies import DEFAULT, READINGS, Policies
from tests.rules.events import consulted, corrected, extended, fee, history, notice


def test_every_value_is_described_and_every_choice_has_a_value() -> None:
    values = {field.name for field in fields(Policies)}
    assert values <= READINGS.keys()
    assert {key for key, reading in READINGS.items() if reading.configurable} <= values
    assert all(reading.default in reading.choices and reading.title for reading in READINGS.values())
    assert all(READINGS[name].default == getattr(DEFAULT, name) for name in values)


def test_stored_and_loaded() -> None:
    chosen = Policies(sending_day_counts=False, proposed_correction_days=10)
    assert Policies.from_json(json.loads(json.dumps(chosen.as_json()))) == chosen
    assert Policies.from_json({}) == DEFAULT


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"sending_day_counts": 1}, "unknown_policy_choice"),
        ({"payment_calendar_days": 31}, "unknown_policy_choice"),
        ({"proposed_correction_days": True}, "unknown_policy_choice"),
        ({"moon_phase": True}, "unknown_policy"),
    ],
)
def test_what_was_not_offered_cannot_be_chosen(data: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Policies.from_json(data)
    assert refused.value.code == code


# A choice against the default, the history where it matters, the date by default and by choice.
CHOSEN = [
    ("sending_day_counts", False, history(consulted("2026-03-09", "2026-03-10", "2026-03-24")), "04-15", "04-16"),
    ("late_correction_restarts", True, history(notice("2026-03-12"), corrected("2026-03-18")), "03-30", "04-16"),
    ("extension_survives_restart", False,
     history(extended(10, "2026-03-04"), notice("2026-03-05"), corrected("2026-03-10")), "04-22", "04-08"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "given", "default", "chosen"), CHOSEN, ids=[row[0] for row in CHOSEN]
)
def test_a_choice_moves_the_date(
    key: str, value: bool, given: dict[str, Any], default: str, chosen: str
) -> None:
    facts, calendar = parse_history(given), shipped_calendar()
    assert str(derive(facts, calendar).standard.due) == f"2026-{default}"
    assert str(derive(facts, calendar, Policies(**{key: value})).standard.due) == f"2026-{chosen}"


def test_the_last_day_to_pay_may_stay_on_a_sunday() -> None:
    facts = parse_history(history(fee("2026-03-23", "2026-03-27")))
    moving = derive(facts, shipped_calendar())
    staying = derive(facts, shipped_calendar(), Policies(payment_last_day_moves=False))
    assert (str(moving.until), str(staying.until)) == ("2026-04-27", "2026-04-26")


def test_an_office_chooses_when_a_silent_agency_is_remembered() -> None:
    facts = parse_history(history(consulted("2026-03-09", kind="other_agency"), today="2026-03-16"))
    codes = [
        warning.code
        for warning in derive(facts, shipped_calendar(), Policies(silent_agency_warned_after=5)).warnings
    ]
    assert codes == ["agency_silent"]
    assert derive(facts, shipped_calendar()).warnings == ()
