"""What the passing of days alone changes in the dates of a case, brought up to date once a day.

Read and written in sets: two plain selects and one update for thousands of cases. Cases of which the same is recorded
have the same dates, so each history is derived once, however many cases share it. Nothing legal happens here: no
version is counted and no form becomes stale.
"""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import FilteredRelation, Q, QuerySet

from requests_app.bulk import as_text, read_plain
from requests_app.calendars import load_calendar
from requests_app.models import DisclosureRequest
from requests_app.selectors.clock import INTERNAL_FIELDS
from requests_app.services import clock

MOVED = (
    *("first_due_on", "due_on", "conservative_due_on"),
    *("provisional", "paused", "moves_on", "next_act_on"),
)
"""The columns that time alone can change."""
_FACTS: tuple[Any, ...] = (
    *("state", "regime", "policies"),
    *as_text("arrived_on", "received_on", "replied_on", "submitted_at"),
)
"""The columns on which derived dates depend, beside the events."""
# In JSON a quotation mark within a text has a backslash before it: this finds fields and nothing else. One of them
# says something of the clock: the day of receipt before its correction.
_INTERNAL = re.compile(rf'"(?:{"|".join(sorted(INTERNAL_FIELDS - {"was"}))})": (?:null|\d+|"[^"\\]*")')
_EVENT: tuple[Any, ...] = ("event__type", *as_text("event__on"), "event__data")


def refresh_moving(today: date) -> int:
    """Bring up to date what the passing of days alone changes, and count the cases that were written.

    Read are only the open cases whose own day to move has come (`moves_on`: a consultation runs, or has just ended)
    and those whose provisional date lies in a year that is loaded by now. A repeat on the same day writes nothing.
    """
    settled = _settled()
    return _move(today) + sum(
        clock.refresh_batch(settled[at : at + clock.BATCH], today)
        for at in range(0, len(settled), clock.BATCH)
    )


def moving_cases(today: date) -> QuerySet[DisclosureRequest]:
    """The open cases whose dates move on `today`, or should have moved before (only an open one has such a day)."""
    return DisclosureRequest.objects.filter(moves_on__lte=today).order_by()


def recorded_of(cases: QuerySet[DisclosureRequest]) -> QuerySet[Any, Any]:
    """Key, facts and event: one row for each event that counts, at least one for each case."""
    counting = FilteredRelation("clock_events", condition=Q(clock_events__revoked_at=None))
    return cases.annotate(event=counting).order_by().values_list("pk", *_FACTS, *_EVENT)


def _settled() -> list[int]:
    """Open cases whose date is marked as provisional although its year is loaded by now."""
    loaded = date(load_calendar().last_loaded_year, 12, 31)
    cases = DisclosureRequest.objects.filter(closed_on=None, provisional=True).order_by()
    waiting = cases.filter(Q(waiting_until=None) | Q(waiting_until__lte=loaded), due_on=None)
    # Asked apart: in one condition SQLite would read every case.
    found = (rows.values_list("pk", flat=True) for rows in (cases.filter(due_on__lte=loaded), waiting))
    return sorted(key for keys in found for key in keys)


@transaction.atomic
def _move(today: date) -> int:
    """All of them in one transaction: a few thousand cases take less than a second."""
    cases = moving_cases(today)
    # One letter may answer several: its case depends on their dates too, and follows when one of them moves.
    leading = set(cases.filter(joined__isnull=False).values_list("pk", flat=True))
    led_by = clock.lock_leads(cases.values("pk"))
    groups = _alike(read_plain(recorded_of(cases.select_for_update(of=("self",)))), leading)
    derived = {row.pk: row.derived for row in clock.derive_rows(list(groups), today)}
    written = [(key, derived[first]) for first, keys in groups.items() if first in derived for key in keys]
    clock.write_dates(written, MOVED)
    for lead in led_by:
        clock.refresh_lead(lead, today)
    return len(written)


def _alike(rows: list[tuple[Any, ...]], single: Container[int]) -> dict[int, list[int]]:
    """The cases of which the same is recorded, by the key of the first of them; the `single` ones each alone."""
    facts: dict[int, tuple[Any, ...]] = {}
    events: dict[int, list[tuple[str, ...]]] = {}
    for key, *of_case, submitted, type_, on, data in rows:
        # Of a moment only its day in China matters, which begins at 16 o'clock UTC.
        day = (submitted[:10], submitted[11:13] >= "16") if submitted else None
        facts[key] = (*of_case, day, key if key in single else None)
        events.setdefault(key, []).append((on or "", type_ or "", _INTERNAL.sub("", data or "")))
    found: dict[tuple[Any, ...], list[int]] = {}
    for key, told in facts.items():
        found.setdefault((told, *sorted(events[key])), []).append(key)
    return {keys[0]: keys for keys in found.values()}
