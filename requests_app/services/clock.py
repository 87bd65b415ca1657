"""The only writer of clock events and of the dates that the database keeps for finding and sorting."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from requests_app import dates
from requests_app.actors import Actor
from requests_app.bulk import update_values
from requests_app.calendars import load_calendar
from requests_app.errors import ImpossibleHistory
from requests_app.models import ClockEvent, DisclosureRequest, Document
from requests_app.rules.policies import Policies
from requests_app.rules.states import CLOCK_STOPPED, OPEN
from requests_app.selectors.clock import EventRow, derivation_from, derivation_of
from requests_app.selectors.derived_dates import DERIVED, DerivedDates, derived_dates
from requests_app.selectors.joining import dues_of_joined
from requests_app.selectors.remedies import answer_due

logger = logging.getLogger(__name__)
BATCH = 1000
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
    today = today or dates.today()
    # Only what was answered waits for nothing else: an open case keeps its own next act.
    owed = answer_due(case) if case.state in CLOCK_STOPPED else None
    stored = DerivedDates(*(getattr(case, name) for name in DERIVED))
    derivation, joined = derivation_of(case, today), dues_of_joined(case, today)
    derived = derived_dates(case, derivation, stored, today, remedy_answer_due=owed, joined=joined)
    for name, value in zip(DERIVED, derived, strict=True):
        setattr(case, name, value)


def refresh_lead(case_id: int, today: date | None = None) -> None:
    """Bring the dates of this request up to date after one that is joined to it moved. Part of that act."""
    lead = DisclosureRequest.objects.select_for_update().get(pk=case_id)
    refresh(lead, today)
    DisclosureRequest.objects.filter(pk=case_id).update(**{name: getattr(lead, name) for name in DERIVED})


def lock_leads(joined: Iterable[int] | QuerySet[Any, Any]) -> list[int]:
    """Lock the requests whose letter answers these ones too, before these are locked, as every act does; their keys."""
    led = DisclosureRequest.objects.filter(pk__in=joined, joined_to__isnull=False)
    leads = DisclosureRequest.objects.select_for_update().filter(pk__in=led.values("joined_to"))
    return list(leads.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def refresh_batch(keys: list[int], today: date) -> int:
    """Bring these cases up to date, and count those that changed. A handful of statements, however many cases; after
    them the few whose letter answers one of those that changed."""
    lock_leads(keys)
    changed = [(row.pk, row.derived) for row in derive_rows(keys, today) if row.derived != row.stored]
    write_dates(changed)
    moved = [pk for pk, _ in changed]
    leads = DisclosureRequest.objects.filter(joined__in=moved).distinct() if moved else ()
    for lead in leads:
        refresh_lead(lead.pk, today)
    return len(changed)


def _dues_of_joined(keys: list[int]) -> dict[int, list[date | None]]:
    """The due dates, as stored, of the requests that are joined to these."""
    found: dict[int, list[date | None]] = {}
    rows = DisclosureRequest.objects.filter(joined_to__in=keys).order_by()
    for lead, due in rows.values_list("joined_to", "due_on"):
        found.setdefault(lead or 0, []).append(due)
    return found


class DerivedRow(NamedTuple):
    """The dates of one open case as they are stored, and as they should be."""

    pk: int
    stored: DerivedDates
    derived: DerivedDates


class _Facts(NamedTuple):
    """The columns from which a clock is reckoned, by their names."""

    state: str
    channel: str
    regime: str
    arrived_on: date
    received_on: date | None
    submitted_at: datetime | None
    replied_on: date | None


_WIDTH = len(_Facts._fields)


def derive_rows(keys: list[int], today: date) -> Iterator[DerivedRow]:
    """The dates of those of these cases that are open, derived anew; a part of a transaction, which locks them. They
    and their events are read as plain columns, in two statements."""
    calendar = load_calendar()
    locked = DisclosureRequest.objects.select_for_update().filter(pk__in=keys, state__in=OPEN)
    # As text: most cases share their readings, and each text need be understood only once.
    rows = locked.order_by("pk").annotate(readings=Cast("policies", TextField()))
    read = list(rows.values_list("pk", "readings", *_Facts._fields, *DERIVED))
    events, joined = _counting_events(keys), _dues_of_joined(keys)
    policies: dict[str, Policies] = {}
    for pk, readings, *columns in read:
        if readings not in policies:
            policies[readings] = Policies.from_json(json.loads(readings))
        case, stored = _Facts(*columns[:_WIDTH]), DerivedDates(*columns[_WIDTH:])
        try:
            derivation = derivation_from(case, events.get(pk, ()), policies[readings], today, calendar)
        except ImpossibleHistory as error:
            # A defect of what was recorded: it keeps no other case from its dates.
            logger.error("case %s has no dates: %s", pk, error.code)
            continue
        derived = derived_dates(case, derivation, stored, today, joined=joined.get(pk, ()))
        yield DerivedRow(pk, stored, derived)


def _counting_events(keys: list[int]) -> dict[int, list[EventRow]]:
    """The events that count, by case."""
    found: dict[int, list[EventRow]] = {}
    rows = ClockEvent.objects.filter(request__in=keys, revoked_at=None).order_by()
    for key, *event in rows.values_list("request_id", *EventRow._fields):
        found.setdefault(key, []).append(EventRow(*event))
    return found


def write_dates(changed: Sequence[tuple[int, DerivedDates]], names: Sequence[str] = DERIVED) -> None:
    """Store these derived dates, or those of the columns that are named, in one statement."""
    by_name = {field.name: field for field in DisclosureRequest._meta.concrete_fields}
    fields = [(DERIVED.index(name), by_name[name]) for name in names]
    # The same dates come again and again: each is prepared once.
    prepared: dict[DerivedDates, list[Any]] = {}
    for _, row in changed:
        if row not in prepared:
            prepared[row] = [field.get_db_prep_save(row[place], connection) for place, field in fields]
    if changed:
        update_values(DisclosureRequest, names, [(*prepared[row], pk) for pk, row in changed])
