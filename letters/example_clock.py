"""The dates of the examples: reckoned with the shipped calendar, so that no example can show a wrong one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from requests_app.calendars import shipped_calendar, shipped_years
from requests_app.rules.clock import Derivation, derive, parse_history
from requests_app.rules.working_days import WorkingCalendar

RECEIVED = "2026-09-28"
"""The day of receipt of every example that names no other."""


def derivation(*events: Mapping[str, Any], received: str = RECEIVED, today: str | None = None) -> Derivation:
    """The clock of an example; events in the words of `explain_deadline`."""
    given = {"received": received, "channel": "web", "events": list(events), "today": today}
    return derive(parse_history(given), shipped_calendar())


def due(*events: Mapping[str, Any], received: str = RECEIVED) -> str:
    """The due date as JSON has it. Raises ValueError while the applicant is awaited: then there is none."""
    found = derivation(*events, received=received).standard.due
    if found is None:
        raise ValueError("no due date runs")
    return found.isoformat()


def due_after(history: Iterable[Mapping[str, Any]], received: str) -> str | None:
    """The due date after what a letter recounts; None while the applicant is awaited."""
    found = derivation(*map(_event, history), received=received).standard.due
    return None if found is None else found.isoformat()


def _event(told: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a letter's history as an event: it does not say when an extension was approved."""
    return {"approved": told["notified"], **told} if told["type"] == "extension" else dict(told)


def due_if_rest(day: str) -> str:
    """The due date of an example if this working day became a rest day."""
    moved = date.fromisoformat(day)
    years = [
        replace(
            year,
            holidays={**year.holidays, **({moved: ""} if year.year == moved.year else {})},
            workdays={on: name for on, name in year.workdays.items() if on != moved},
        )
        for year in shipped_years()
    ]
    given = {"received": RECEIVED, "channel": "web"}
    found = derive(parse_history(given), WorkingCalendar(years)).standard.due
    return str(found)
