"""The only writer of clock events and of the dates that the database keeps for finding and sorting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from requests_app import dates
from requests_app.actors import Actor
from requests_app.models import ClockEvent, DisclosureRequest, Document
from requests_app.rules.clock import Derivation
from requests_app.rules.history import CorrectionReceived
from requests_app.rules.next_act import next_act
from requests_app.rules.states import CLOCK_STOPPED, OPEN, RequestState
from requests_app.selectors.clock import derivation_before_receipt, derivation_of
from requests_app.selectors.joining import first_due
from requests_app.selectors.remedies import answer_due

DERIVED = (
    "first_due_on",
    "due_on",
    "conservative_due_on",
    "correction_notice_due_on",
    "waiting_for",
    "waiting_until",
    "provisional",
    "paused",
    "next_act",
    "next_act_on",
)
BATCH = 200
"""Cases in one transaction: on SQLite nobody else writes meanwhile."""


def record_event(
    case: DisclosureRequest,
    *,
    actor: Actor,
    type: str,
    on: date,
    data: Mapping[str, Any],
    evidence: Document | None = None,
) -> ClockEvent:
    """Add one event in the words of contracts.md 2. `on` orders the list; `data` holds the event's own fields.

    Raises `ImpossibleHistory` when the event contradicts what is recorded: nothing is kept then.
    """
    fields = {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()}
    event = ClockEvent.objects.create(
        request=case, type=type, on=on, data=fields, evidence=evidence, recorded_by_id=actor.user_id
    )
    derivation_of(case)
    return event


def revoke_events(case: DisclosureRequest, *, actor: Actor, letter_id: int, reason: str) -> None:
    """Mark the events that rest on a letter as revoked: they stay on record and no longer count."""
    case.clock_events.filter(data__letter=letter_id, revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revoked_by_id=actor.user_id, revoke_reason=reason[:200]
    )


def revoke_consultation(case: DisclosureRequest, *, actor: Actor, consultation_id: int, reason: str) -> None:
    """Mark the event of a consultation as revoked, before its next one is recorded."""
    case.clock_events.filter(data__consultation=consultation_id, revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revoked_by_id=actor.user_id, revoke_reason=reason[:200]
    )


def revoke_fee_notice(case: DisclosureRequest, *, actor: Actor, fee_id: int, reason: str) -> None:
    """Mark the event of a fee notice as revoked, before its next one is recorded or because the fee was cancelled."""
    notices = case.clock_events.filter(type="fee_notice", data__fee=fee_id, revoked_at__isnull=True)
    notices.update(revoked_at=timezone.now(), revoked_by_id=actor.user_id, revoke_reason=reason[:200])


def refresh(case: DisclosureRequest, today: date | None = None) -> None:
    """Set the derived dates on `case` (not saved) from its events.

    Before receipt is confirmed there is no due date; only the warning of the officers runs, from the arrival. The next
    act of a request whose letter answers others too is due by the first of their days.
    """
    derivation = derivation_of(case, today or dates.today())
    if derivation is not None:
        case.first_due_on = derivation.standard.first_due
        case.due_on = derivation.standard.due
        case.conservative_due_on = derivation.conservative.due
        case.correction_notice_due_on = derivation.correction_notice_due
        case.waiting_for = derivation.waiting_for or ""
        case.waiting_until = derivation.until
        case.provisional = derivation.provisional
        case.paused = _is_paused(derivation, today or dates.today())
    elif case.state == RequestState.RECEIVED:
        case.conservative_due_on = derivation_before_receipt(case).conservative.due
    following = next_act(
        RequestState(case.state),
        arrived_on=case.arrived_on,
        correction_notice_due=_last_day_to_ask(case, derivation),
        due=first_due(case, case.due_on),
        waiting_until=case.waiting_until,
        answered=case.replied_on is not None,
        # Only what was answered waits for nothing else: an open case keeps its own next act.
        remedy_answer_due=answer_due(case) if case.state in CLOCK_STOPPED else None,
    )
    case.next_act, case.next_act_on = following.act.value, following.on


def _last_day_to_ask(case: DisclosureRequest, derivation: Derivation | None) -> date | None:
    """The last day for the one correction notice; None once it was told and the applicant has corrected."""
    asked = derivation is not None and any(
        isinstance(event, CorrectionReceived) for event in derivation.history.events
    )
    return None if asked else case.correction_notice_due_on


def refresh_moving(today: date) -> int:
    """Bring up to date what the passing of days alone changes, and count the cases that changed.

    Only two kinds of open case move without an event: those with a consultation (the pause grows or ends) and
    those whose date leans on a year that was not announced; and with them the request whose letter answers them too.
    All others are left alone, unread; a repeat on the same day writes nothing. Nothing legal happens here, so no
    version is counted and no form becomes stale.
    """
    consulted = ClockEvent.objects.filter(
        request=OuterRef("pk"), type="consultation", revoked_at__isnull=True
    )
    joined = DisclosureRequest.objects.filter(joined_to=OuterRef("pk"))
    moving = DisclosureRequest.objects.filter(state__in=OPEN).filter(
        Q(provisional=True) | Q(paused=True) | Exists(consulted) | Exists(joined)
    )
    keys = list(moving.order_by("pk").values_list("pk", flat=True))
    return sum(refresh_batch(keys[at : at + BATCH], today) for at in range(0, len(keys), BATCH))


def refresh_lead(case_id: int) -> None:
    """Bring the dates of this request up to date after one that is joined to it moved. Part of that act."""
    lead = DisclosureRequest.objects.get(pk=case_id)
    refresh(lead)
    DisclosureRequest.objects.filter(pk=case_id).update(**{name: getattr(lead, name) for name in DERIVED})


@transaction.atomic
def refresh_batch(keys: list[int], today: date) -> int:
    """Bring these cases up to date, and count those that changed."""
    changed: list[DisclosureRequest] = []
    batch = DisclosureRequest.objects.select_for_update().filter(pk__in=keys, state__in=OPEN)
    for case in batch.prefetch_related("clock_events"):
        before = [getattr(case, name) for name in DERIVED]
        refresh(case, today)
        if [getattr(case, name) for name in DERIVED] != before:
            changed.append(case)
    DisclosureRequest.objects.bulk_update(changed, DERIVED)
    return len(changed)


def _is_paused(derivation: Derivation, today: date) -> bool:
    """Whether a consultation holds the clock today; a rest day is like the last working day before it."""
    if not derivation.history.consultations:
        return False
    past = [day.klass for day in derivation.days if day.date <= today and day.klass != "rest"]
    return bool(past) and past[-1] == "paused"
