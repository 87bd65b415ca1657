"""The clock of a case, derived from its recorded events; nothing here is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from requests_app import dates
from requests_app.calendars import load_calendar
from requests_app.models import ClockEvent, DisclosureRequest
from requests_app.rules.calendar_change import leans_on_projection
from requests_app.rules.clock import Day, Derivation, derive, parse_history
from requests_app.rules.history_reader import parse_event
from requests_app.rules.policies import Policies
from requests_app.rules.working_days import WorkingCalendar

INTERNAL_FIELDS = frozenset({"letter", "consultation", "fee", "was", "remedy", "document", "copied_from"})
"""What an event keeps for this system alone: the keys of the letter, the consultation, the fee and the dispute it rests
on, the name of the order, the day of receipt before its correction, the event of which it is a copy."""


class CaseFacts(Protocol):
    """What a clock is reckoned from beside the events; a `DisclosureRequest`, or a row of as many columns."""

    @property
    def state(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def regime(self) -> str: ...
    @property
    def arrived_on(self) -> date: ...
    @property
    def received_on(self) -> date | None: ...
    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def replied_on(self) -> date | None: ...


class EventFacts(Protocol):
    """A recorded event; a `ClockEvent`, or a row of as many columns."""

    @property
    def pk(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def data(self) -> Any: ...


class EventRow(NamedTuple):
    """The columns that are needed of an event, read without its model."""

    pk: int
    type: str
    on: date
    data: Mapping[str, Any]


def case_history(case: DisclosureRequest, today: date | None = None) -> dict[str, Any]:
    """The case as input of `explain_deadline` (contracts.md 2); revoked events are left out.

    Raises `ValueError` for a case whose receipt is not confirmed: it has no clock yet.
    """
    return history_from(case, _counting_events(case), today)


def history_from(case: CaseFacts, known: Iterable[EventFacts], today: date | None = None) -> dict[str, Any]:
    """The same from the events that were known at some time. Raises as `case_history`."""
    if case.received_on is None:
        raise ValueError("no clock before receipt is confirmed")
    events = sorted(known, key=lambda event: (event.on, event.pk))
    history: dict[str, Any] = {
        "received": _first_recorded(case.received_on, events),
        "channel": case.channel,
        "regime": case.regime,
        "events": [{"type": event.type, **_said(event.data)} for event in events],
    }
    if case.submitted_at is not None:
        history["submitted"] = dates.legal_date(case.submitted_at).isoformat()
    if today is not None:
        history["today"] = today.isoformat()
    return history


def _counting_events(case: DisclosureRequest) -> list[ClockEvent]:
    """The events that count; of a case read with `prefetch_related("clock_events")` without a query."""
    if "clock_events" in getattr(case, "_prefetched_objects_cache", {}):
        return [event for event in case.clock_events.all() if event.revoked_at is None]
    return list(case.clock_events.filter(revoked_at__isnull=True))


def _first_recorded(received_on: date, events: Sequence[EventFacts]) -> str:
    """The day of receipt as it was recorded first: the column holds the one in force, a correction the one before."""
    corrected = (
        event.data["was"]
        for event in events
        if event.type == "receipt_date_corrected" and "was" in event.data
    )
    return str(next(corrected, received_on.isoformat()))


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in INTERNAL_FIELDS}


def derivation_at_receipt(case: DisclosureRequest, today: date) -> Derivation:
    """The clock as the receipt tells it, whatever has happened since registration: a correction may be awaited by the
    time the worker comes to it, and then no due date runs. What a part took over from the application it was split
    from counts, and so does the correction of the day of receipt.
    """
    kept = [
        event
        for event in _counting_events(case)
        if event.type == "receipt_date_corrected" or "copied_from" in event.data
    ]
    policies = Policies.from_json(case.policies) if case.policies else Policies()
    return derive(parse_history(history_from(case, kept, today)), load_calendar(), policies)


def events_without_effect(case: DisclosureRequest, derivation: Derivation) -> dict[int, str]:
    """Key of each recorded event that moved nothing (told too late, a second time, …) → code of the reason."""
    idle, found = list(derivation.without_effect), {}
    # Of two that are alike, the later one has none.
    for row in sorted(_counting_events(case), key=lambda row: (row.on, row.pk), reverse=True):
        event = parse_event({"type": row.type, **row.data})
        match = next((pair for pair in idle if pair[0] == event), None)
        if match is not None:
            idle.remove(match)
            found[row.pk] = match[1]
    return found


def derivation_of(
    case: DisclosureRequest, today: date | None = None, calendar: WorkingCalendar | None = None
) -> Derivation | None:
    """The derived dates with their day-by-day explanation; None before receipt is confirmed.

    `calendar`: another one than that in force, to see what it would change.
    """
    if case.received_on is None:
        return None
    policies = Policies.from_json(case.policies) if case.policies else Policies()
    return derivation_from(
        case, _counting_events(case), policies, today or dates.today(), calendar or load_calendar()
    )


def derivation_from(
    case: CaseFacts,
    events: Iterable[EventFacts],
    policies: Policies,
    today: date,
    calendar: WorkingCalendar,
) -> Derivation | None:
    """The same from rows that were read together: `events` are those of this case that are not revoked."""
    if case.received_on is None:
        return None
    return derive(parse_history(history_from(case, events, today)), calendar, policies)


def provisional_mark(case: DisclosureRequest, day: date | None) -> str:
    """（暂定） for a date of an open case that leans on a year whose holidays are not announced (law.md 2.9), else
    nothing."""
    if day is None or case.closed_on is not None:
        return ""
    start = case.received_on or case.arrived_on
    return "（暂定）" if leans_on_projection(load_calendar(), start, day) else ""


def days_to_show(derivation: Derivation) -> tuple[Day, ...]:
    """The days as a picture shows them: after the answer nothing was used up any more, so it ends there."""
    days = tuple(derivation.days)
    if derivation.replied is None:
        return days
    return tuple(day for day in days if day.date <= derivation.replied)


def derivation_before_receipt(case: CaseFacts) -> Derivation:
    """What would follow if the application were received on the day it arrived.

    While receipt is not confirmed the clock runs conservatively (law.md 2.8): only `conservative` of the answer is
    of use, and only to warn officers. Nothing that an applicant sees may rest on it.
    """
    history: dict[str, Any] = {"received": case.arrived_on.isoformat(), "channel": case.channel}
    if case.submitted_at is not None:
        history["submitted"] = dates.legal_date(case.submitted_at).isoformat()
    return derive(parse_history(history), load_calendar(), Policies())
