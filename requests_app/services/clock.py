"""The only writer of clock events and of the dates that the database keeps for finding and sorting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from requests_app import dates
from requests_app.actors import Actor
from requests_app.calendars import load_calendar
from requests_app.models import ClockEvent, DisclosureRequest, Document
from requests_app.rules.policies import Policies
from requests_app.rules.states import CLOCK_STOPPED, OPEN
from requests_app.selectors.clock import EventRow, derivation_from, derivation_of
from requests_app.selectors.derived_dates import DERIVED, DerivedDates, derived_dates
from requests_app.selectors.joining import dues_of_joined
from requests_app.selectors.remedies import answer_due

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
    derivation, joined = derivation_of(case, today), dues_of_joined(case)
    derived = derived_dates(case, derivation, stored, today, remedy_answer_due=owed, joined=joined)
    for name, value in zip(DERIVED, derived, strict=True):
        setattr(case, name, value)


def refresh_moving(today: date) -> int:
    """Bring up to date what the passing of days alone changes, and count the cases that changed.

    Read are only the open cases whose own day to move has come (`moves_on`: a consultation runs or has just ended)
    and those whose provisional date lies in a year that is loaded by now. A repeat on the same day finds none of the
    first and writes nothing. Nothing legal happens here, so no version is counted and no form becomes stale.
    """
    loaded = date(load_calendar().last_loaded_year, 12, 31)
    shown = Coalesce("due_on", "waiting_until")
    settled = Q(provisional=True) & (Q(shown__lte=loaded) | Q(shown=None))
    cases = DisclosureRequest.objects.filter(state__in=OPEN, closed_on=None)
    # Two selects, each with an index of its own.
    keys = list(cases.filter(moves_on__lte=today).values_list("pk", flat=True))
    keys += cases.annotate(shown=shown).filter(settled).values_list("pk", flat=True)
    ordered = sorted(set(keys))
    return sum(refresh_batch(ordered[at : at + BATCH], today) for at in range(0, len(ordered), BATCH))


def refresh_lead(case_id: int) -> None:
    """Bring the dates of this request up to date after one that is joined to it moved. Part of that act."""
    lead = DisclosureRequest.objects.get(pk=case_id)
    refresh(lead)
    DisclosureRequest.objects.filter(pk=case_id).update(**{name: getattr(lead, name) for name in DERIVED})


@transaction.atomic
def refresh_batch(keys: list[int], today: date) -> int:
    """Bring these cases up to date, and count those that changed. A handful of statements, however many cases: rows and
    their events are read as plain columns, and what changed is written together; after it the few whose letter answers
    one of them."""
    calendar = load_calendar()
    locked = DisclosureRequest.objects.select_for_update(of=("self",)).filter(pk__in=keys, state__in=OPEN)
    # As text: most cases share their readings, and each text need be understood only once.
    rows = locked.order_by("pk").annotate(readings=Cast("policies", TextField()))
    read = list(rows.values_list("pk", "readings", *_Facts._fields, *DERIVED))
    events, joined = _counting_events(keys), _dues_of_joined(keys)
    policies: dict[str, Policies] = {}
    changed: list[tuple[int, DerivedDates]] = []
    for pk, readings, *columns in read:
        if readings not in policies:
            policies[readings] = Policies.from_json(json.loads(readings))
        case, stored = _Facts(*columns[:_WIDTH]), DerivedDates(*columns[_WIDTH:])
        derivation = derivation_from(case, events.get(pk, ()), policies[readings], today, calendar)
        derived = derived_dates(case, derivation, stored, today, joined=joined.get(pk, ()))
        if derived != stored:
            changed.append((pk, derived))
    _write(changed)
    moved = [pk for pk, _ in changed]
    leads = DisclosureRequest.objects.filter(joined__in=moved).distinct() if moved else ()
    for lead in leads:
        refresh_lead(lead.pk)
    return len(changed)


def _dues_of_joined(keys: list[int]) -> dict[int, list[date | None]]:
    """The due dates, as stored, of the requests that are joined to these."""
    found: dict[int, list[date | None]] = {}
    rows = DisclosureRequest.objects.filter(joined_to__in=keys).order_by()
    for lead, due in rows.values_list("joined_to", "due_on"):
        found.setdefault(lead or 0, []).append(due)
    return found


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


def _counting_events(keys: list[int]) -> dict[int, list[EventRow]]:
    """The events that count, by case."""
    found: dict[int, list[EventRow]] = {}
    rows = ClockEvent.objects.filter(request__in=keys, revoked_at=None).order_by()
    for key, *event in rows.values_list("request_id", *EventRow._fields):
        found.setdefault(key, []).append(EventRow(*event))
    return found


def _write(changed: list[tuple[int, DerivedDates]]) -> None:
    """One prepared statement for all: Django's own bulk update would build a text of many thousand branches."""
    if not changed:
        return
    quote, table = connection.ops.quote_name, DisclosureRequest._meta.db_table
    by_name = {field.name: field for field in DisclosureRequest._meta.concrete_fields}
    fields = [by_name[name] for name in DERIVED]
    places = ", ".join(f"{quote(name)} = %s" for name in DERIVED)
    statement = f"UPDATE {quote(table)} SET {places} WHERE {quote('id')} = %s"  # noqa: S608
    prepared = [
        [*(field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)), pk]
        for pk, row in changed
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, prepared)
