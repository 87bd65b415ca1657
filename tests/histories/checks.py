"""What must hold after every step of every history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from requests_app import dates
from requests_app.calendars import load_calendar
from requests_app.models import (
    Approval,
    ClockEvent,
    DisclosureRequest,
    Document,
    DocumentKind,
    Draft,
    Letter,
    Submission,
    Verdict,
)
from requests_app.rules.states import OPEN
from requests_app.selectors.clock import case_history
from requests_app.services import clock
from tests.rules import naive_clock
from workflows.consistency import check_flows

FRESH = ("correction_received", "fee_paid", "ordered")
"""With these a new period begins: its date is another date, not the earlier one moved."""
SAME_RECORD = ("consultation", "fee")
PAST_DAYS = ("on", "sent", "served", "answered", "closed", "received", "notified")
"""Fields of an event that name a day on which something happened."""


@dataclass
class Known:
    """A case as it stood after the step before."""

    due: date | None = None
    version: int = 0
    events: dict[int, bool] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)


def read(keys: Iterable[int]) -> list[DisclosureRequest]:
    """These cases as they are stored now."""
    rows = DisclosureRequest.objects.filter(pk__in=list(keys)).order_by("pk")
    return list(rows.prefetch_related("clock_events"))


def check_stored_dates(case: DisclosureRequest, known: Known) -> None:
    """The stored dates are those that follow from the events, by the clock and by the one that counts days."""
    stored = {name: getattr(case, name) for name in clock.DERIVED}
    clock.refresh(case, dates.today())
    assert stored == {name: getattr(case, name) for name in clock.DERIVED}, f"stored dates of {case}"
    if case.received_on is None:
        return
    history = case_history(case, dates.today())
    if history == known.said or _ambiguous(history["events"]):
        return
    known.said = history
    counted = naive_clock.reckon(history, load_calendar().is_working_day)
    told = {
        "first": case.first_due_on,
        "due": case.due_on,
        "conservative": case.conservative_due_on,
        "waiting_for": case.waiting_for or None,
        "until": case.waiting_until,
        "correction_notice_due": case.correction_notice_due_on,
    }
    assert told == {name: counted[name] for name in told}, f"{history} counted on the fingers"


def _ambiguous(events: list[dict[str, Any]]) -> bool:
    """No text says which of two notices of one day counts."""
    moments = [(e["type"], naive_clock.effective(e)) for e in events if e["type"] != "consultation"]
    return len(moments) != len(set(moments))


def check_tasks() -> None:
    """Every open task fits the state of its record, and no record lacks its task."""
    found = check_flows()
    assert found == [], "task and state: " + "; ".join(map(str, found))


def check_no_earlier(case: DisclosureRequest, known: Known, excused: str) -> bool:
    """No due date moves earlier but for one of four reasons. Gives back whether an event was revoked.

    `excused`: the reason that the step itself gives (a calendar notice, a corrected day of receipt).
    """
    events = list(case.clock_events.all())
    new = [event for event in events if event.pk not in known.events]
    gone = [event for event in events if event.revoked_at and not known.events.get(event.pk, False)]
    replaced = {_record(event) for event in new} - {None}
    revoked = [event for event in gone if _record(event) not in replaced]
    runs = case.state in OPEN and case.replied_on is None
    due = case.due_on if runs else None
    earlier = due is not None and known.due is not None and due < known.due
    fresh = any(event.type in FRESH for event in new)
    if earlier and not (excused or revoked or fresh or _late(new, gone)):
        raise AssertionError(f"{case}: {known.due} moved to {due} by {[(e.type, e.data) for e in new]}")
    known.due = due
    known.events = {event.pk: event.revoked_at is not None for event in events}
    return bool(revoked)


def _record(event: ClockEvent) -> tuple[str, Any] | None:
    """The consultation or fee whose event this is: a new fact revokes it and records another."""
    return next(((name, event.data[name]) for name in SAME_RECORD if name in event.data), None)


def _late(new: list[ClockEvent], gone: list[ClockEvent]) -> bool:
    """A fact was recorded after its day."""
    before = {_record(event): event.data for event in gone if _record(event)}
    today = dates.today().isoformat()
    for event in new:
        was = before.get(_record(event), {})
        days = [event.data[key] for key in PAST_DAYS if event.data.get(key) not in (None, was.get(key))]
        if any(day < today for day in days):
            return True
    return False


def check_reply(letter: Letter) -> None:
    """The reply was approved, step by step and to the byte, by people who wrote none of it."""
    submission = letter.submission
    assert submission is not None
    assert letter.content_hash == submission.content_hash, "what was issued is what was submitted"
    agreed = Approval.objects.filter(submission=submission, verdict=Verdict.APPROVE)
    rows = list(agreed.values_list("step", "role", "user", "content_hash"))
    assert {(step, role) for step, role, _, _ in rows} == {
        (step["key"], step["role"]) for step in submission.steps
    }, "every step of the track agreed"
    assert rows and {digest for *_, digest in rows} == {letter.content_hash}
    assert not {user for _, _, user, _ in rows} & _writers(submission), "nobody approved the own words"


def _writers(submission: Submission) -> set[int | None]:
    """Who saved a version of the reply up to that round, submitted it, or added what is handed out with it."""
    case = submission.request_id
    saved = Draft.objects.filter(request=case, version__lte=submission.draft.version)
    handed_in = Submission.objects.filter(request=case, round__lte=submission.round)
    copies = Document.objects.filter(
        request=case, kind=DocumentKind.RELEASED_COPY, created_at__lte=submission.submitted_at
    )
    return {
        *saved.values_list("saved_by", flat=True),
        *handed_in.values_list("submitted_by", flat=True),
        *copies.values_list("created_by", flat=True),
    }
