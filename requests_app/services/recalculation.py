"""Dates reckoned anew: after a calendar came into force, after a reading or an event was mended.

One pass over the cases that the change can reach, in batches: the dates are written together, each moved case gets
its entry in the record and, where the applicant knows another date, a proposal to tell. Done again, it finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from requests_app import dates
from requests_app.actors import Actor
from requests_app.models import CalendarVersion, DisclosureRequest
from requests_app.rules.states import OPEN, RequestState
from requests_app.rules.working_days import WorkingCalendar
from requests_app.selectors.calendars import (
    KnownDates,
    MovedDate,
    compare,
    reached_by,
    require_keeper,
    touched_by,
)
from requests_app.selectors.extensions import untold_that_move
from requests_app.services import clock, date_change, extension
from requests_app.services.journal import note

CAN_BE_TOLD = OPEN - {RequestState.RECEIVED, RequestState.ISSUED}


@dataclass(frozen=True)
class Cause:
    """Why dates are reckoned anew: words of the letter, words of the record, the version where it is a calendar."""

    public: str
    recorded: str
    calendar: CalendarVersion | None = None


def apply_calendar(
    *, actor: Actor, version: CalendarVersion, before: WorkingCalendar, after: WorkingCalendar
) -> list[MovedDate]:
    """Write what the version changes, and give back the cases that moved or became final.

    Called by `calendars.load_year` in its transaction, with the new version in force.
    """
    require_keeper(actor)
    named = f"{version.year}年节假日安排（来源：{version.source}）"
    cause = Cause(f"因{named}载入", f"因载入{named}", version)
    moved: list[MovedDate] = []
    keys = list(reached_by(version.year).values_list("pk", flat=True))
    for batch in _batches(keys):
        rows = touched_by(version.year).filter(pk__in=batch).select_for_update(of=("self",))
        found = list(compare(rows, before, after, version.year))
        clock.refresh_batch(batch, dates.today())
        moved += found
        for one in found:
            _record(actor, one, cause)
    for untold in untold_that_move(before, after):
        extension.remake_notice(untold.request, actor, cause.public)
    return moved


def recalculate(*, actor: Actor, why: str, write: bool = True) -> list[MovedDate]:
    """Derive the dates of every open case anew and compare them with what is stored; with `write`, store them.

    For a reading that was changed or an event that was mended outside an act. `why` stands in the record and in the
    proposed letters. Raises `AccessRefused` for whoever does not keep the calendar.
    """
    require_keeper(actor)
    today = dates.today()
    cause = Cause(f"因{why}", f"因{why}")
    moved: list[MovedDate] = []
    keys = list(_open_cases().values_list("pk", flat=True))
    for batch in _batches(keys):
        with transaction.atomic():
            rows = _open_cases().filter(pk__in=batch).select_for_update(of=("self",))
            found = [one for one in map(_stored_and_derived, rows) if one]
            if write:
                clock.refresh_batch(batch, today)
                for one in found:
                    _record(actor, one, cause)
            moved += found
    return moved


def _open_cases() -> QuerySet[DisclosureRequest]:
    rows = DisclosureRequest.objects.filter(state__in=OPEN, replied_on=None)
    return rows.select_related("agency", "handler").prefetch_related("clock_events").order_by("pk")


def _stored_and_derived(case: DisclosureRequest) -> MovedDate | None:
    stored = KnownDates(case.due_on, case.waiting_until, case.provisional)
    clock.refresh(case, dates.today())
    derived = KnownDates(case.due_on, case.waiting_until, case.provisional)
    if stored == derived:
        return None
    return MovedDate(case, stored, derived, ())


def _record(actor: Actor, moved: MovedDate, cause: Cause) -> None:
    """The entry in the record of the case, and the proposal to tell the applicant."""
    if moved.moves:
        # Who confirms a form on the date before is told so; a mark alone changes nothing that anybody confirms.
        DisclosureRequest.objects.filter(pk=moved.case.pk).update(version=F("version") + 1)
    case = DisclosureRequest.objects.select_related("agency").get(pk=moved.case.pk)
    before, after = moved.before.shown, moved.after.shown
    words = date_change.moved_words(before, after) if moved.moves else "到期日不再是暂定"
    if not moved.moves and not moved.settles:
        words = "到期日成为暂定"
    note(
        case,
        actor,
        "date_moved" if moved.moves else "date_settled",
        f"{words}，{cause.recorded}",
        before=before.isoformat() if before else None,
        after=after.isoformat() if after else None,
        calendar=cause.calendar.pk if cause.calendar else None,
    )
    if _must_be_told(case, moved, cause):
        assert moved.before.due is not None
        date_change.propose(
            case,
            actor,
            old_due=moved.before.due,
            was_provisional=moved.before.provisional,
            why=cause.public,
            days=[day.words for day in moved.days],
            calendar=cause.calendar,
        )


def _must_be_told(case: DisclosureRequest, moved: MovedDate, cause: Cause) -> bool:
    """A mark that goes away without another date needs no letter; nor does a date that only a running consultation
    moves, as it does every day."""
    before, after = moved.before.due, moved.after.due
    if before is None or after is None or before == after:
        return False
    if cause.calendar is None and case.paused:
        return False
    return case.number is not None and RequestState(case.state) in CAN_BE_TOLD


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(keys), clock.BATCH):
        yield keys[at : at + clock.BATCH]
