"""Telling people of the dates that come near or have passed (预警), and what they have read.

`warn` reads and writes in sets: a handful of queries for all agencies, however many cases are open, and as plain
columns, because most of the open cases come by. What was told once is not told again: a repeat on the same day finds
nothing to write.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from requests_app import dates, notifications
from requests_app.actors import Member, System
from requests_app.bulk import as_text, insert_values, read_plain
from requests_app.calendars import load_calendar
from requests_app.models import Agency, DisclosureRequest, Notice, User
from requests_app.rules.next_act import LegalAct
from requests_app.rules.states import FINAL, RequestState
from requests_app.rules.warnings import ORDER, Level, Standing, Tiers, Warned, horizon, mail_at, warnings_of
from requests_app.rules.working_days import WorkingCalendar
from requests_app.selectors.notices import notices_of
from requests_app.selectors.replies import lies_to_be_collected
from requests_app.services.warned_people import WarnedPeople, people_of

logger = logging.getLogger(__name__)
DIGEST = "notices.digest"
_STANDING: tuple[Any, ...] = (
    "state",
    "next_act",
    *as_text("next_act_on", "due_on", "conservative_due_on", "replied_on"),
)
COLUMNS = (
    *("user_id", "request_id", "act", "due_on", "tier"),
    *("agency_id", "role", "remaining", "made_on"),
)
_PAIRS = 100
"""Terms in one condition: far below what the databases bear."""


_Key = tuple[int, int, str, str, int]
"""What is told once: to whom (user), of which case, which act with which day (ISO), at which tier. Plain, as `_Told`:
there are tens of thousands of them."""
_Told = tuple[int, str, int]
"""In the service of which agency and in which role somebody is told, and the working days that are left."""
_Heard = tuple[int, int, str]
"""User, agency in whose service, role."""


class _Due(NamedTuple):
    """What is to be told of a case, to whom at which levels."""

    act: str
    due_on: str
    tier: int
    remaining: int
    levels: tuple[Level, ...]


@transaction.atomic
def warn(*, actor: System, today: date) -> int:
    """Write the notices of `today` and promise their digests; how many were new. Nothing on a rest day."""
    calendar = load_calendar()
    if not calendar.is_working_day(today):
        return 0
    agencies = list(Agency.objects.filter(is_active=True).only("pk", "parent_id", "settings"))
    tiers = {agency.pk: _tiers(agency) for agency in agencies}
    wanted = _wanted(tiers, people_of(agencies, today), calendar, today)
    fresh = {key: wanted[key] for key in wanted.keys() - _told_before(wanted)}
    if fresh:
        _write(fresh, today)
        _promise_digests({key[0]: told[0] for key, told in fresh.items()}, tiers, today)
    logger.info("%s: %s of %s notices are new (%s)", today.isoformat(), len(fresh), len(wanted), actor.task)
    return len(fresh)


def tell_of_order(case: DisclosureRequest, answer_by: date, today: date) -> None:
    """Remind handler (or desk) and head of a demand of the supervisor, at once; a part of the act that makes it."""
    assert case.agency is not None
    people = people_of([case.agency], today)
    remaining = load_calendar().working_days_between(today, answer_by)
    told: dict[_Key, _Told] = {
        (user, case.pk, ORDER, answer_by.isoformat(), 0): (house, role, remaining)
        for level in (Level.OFFICER, Level.HEAD)
        for user, house, role in _heard(people, level, case.agency.pk, case.handler_id)
    }
    _write(told, today)


def mark_read(*, actor: Member, notice_ids: Iterable[int]) -> int:
    """The actor has seen these of the own notices, and with them the earlier ones of the same cases; how many."""
    seen = notices_of(actor).filter(pk__in=list(notice_ids), read_at=None)
    cases = list(seen.values_list("request_id", flat=True))
    mine = notices_of(actor).filter(request__in=cases, read_at=None)
    return Notice.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).update(
        read_at=timezone.now()
    )


def _tiers(agency: Agency) -> Tiers:
    """The tiers of an agency. A wrong setting silences nobody: it is logged, and the shipped tiers hold."""
    try:
        return Tiers.of(agency.settings)
    except (TypeError, ValueError) as error:
        logger.error("warning settings of agency %s: %s", agency.pk, error)
        return Tiers()


def _wanted(
    tiers: Mapping[int, Tiers], people: WarnedPeople, calendar: WorkingCalendar, today: date
) -> dict[_Key, _Told]:
    """Everything that somebody should have been told by today."""

    choices = list(dict.fromkeys(tiers.values()))
    chosen = {agency: choices.index(own) for agency, own in tiers.items()}

    # Of a hundred thousand cases most stand as another one does: what is told of it is thought about once.
    @cache
    def due(own: int, *standing: Any) -> list[_Due]:
        return [_due(one) for one in warnings_of(_standing(standing), choices[own], calendar, today)]

    @cache
    def heard(level: Level, agency: int, handler: int | None) -> list[_Heard]:
        return _heard(people, level, agency, handler)

    return {
        (user, pk, act, day, tier): (house, role, remaining)
        for pk, agency, handler, *standing in _near(horizon(tiers.values(), calendar, today))
        if agency in chosen
        for act, day, tier, remaining, levels in due(chosen[agency], *standing)
        for level in levels
        for user, house, role in heard(level, agency, handler)
    }


def _due(warned: Warned) -> _Due:
    return _Due(warned.act, warned.due_on.isoformat(), warned.tier, warned.remaining, warned.levels)


def _heard(people: WarnedPeople, level: Level, agency: int, handler: int | None) -> list[_Heard]:
    return [(user, house, role.value) for user, house, role in people.of(level, agency, handler)]


def _near(last: date) -> Iterator[tuple[Any, ...]]:
    """Plain columns of the open cases with a date up to `last`, and of those that ended and are disputed; what has
    ended otherwise is history."""
    open_cases = DisclosureRequest.objects.filter(closed_on=None, paused=False).exclude(state__in=FINAL)
    later = Q(next_act_on__gt=last) | Q(next_act_on=None)
    ended = DisclosureRequest.objects.filter(closed_on__isnull=False, paused=False)
    issued = open_cases.filter(state=RequestState.ISSUED)
    to_collect = set(issued.filter(lies_to_be_collected()).values_list("pk", flat=True))
    # Each has an index of its own. Of what has ended only a dispute has a day.
    for cases in (
        open_cases.filter(next_act_on__lte=last),
        open_cases.filter(later, conservative_due_on__lte=last, replied_on=None),
        ended.filter(next_act_on__lte=last, next_act=LegalAct.ANSWER_REMEDY),
    ):
        for row in read_plain(cases.order_by().values_list("pk", "agency_id", "handler_id", *_STANDING)):
            yield (*row, row[0] in to_collect)


def _standing(plain: tuple[Any, ...]) -> Standing:
    state, act, *moments, to_collect = plain
    on, due, conservative, replied = (date.fromisoformat(day) if day else None for day in moments)
    # Only cases whose clock runs are read.
    return Standing(RequestState(state), LegalAct(act), on, due, conservative, replied, False, to_collect)


def _told_before(wanted: Iterable[_Key]) -> set[_Key]:
    """What was told of these days at these tiers."""
    tiers: dict[str, set[int]] = {}
    for _, _, _, day, tier in wanted:
        tiers.setdefault(day, set()).add(tier)
    days, found = sorted(tiers), set[_Key]()
    for at in range(0, len(days), _PAIRS):
        either = Q()
        for day in days[at : at + _PAIRS]:
            either |= Q(due_on=day, tier__in=tiers[day])
        told = Notice.objects.filter(either).order_by()
        found.update(read_plain(told.values_list("user_id", "request_id", "act", *as_text("due_on"), "tier")))
    return found


def _write(fresh: Mapping[_Key, _Told], today: date) -> None:
    made_on = today.isoformat()
    # In the order of the index that keeps them once: thirty thousand go in three times as fast.
    rows = [(*key, *told, made_on) for key, told in sorted(fresh.items())]
    insert_values(Notice, COLUMNS, rows, ignore_conflicts=True)


def _promise_digests(houses: Mapping[int, int], tiers: Mapping[int, Tiers], today: date) -> None:
    """One mail for each person and day, outside the quiet hours; who has no address reads the list."""
    addressed = User.objects.filter(pk__in=list(houses)).exclude(email="").values_list("pk", flat=True)
    now, calendar = timezone.now().astimezone(dates.CHINA), load_calendar()
    if dates.legal_date(now) != today:
        now = dates.end_of(today - timedelta(days=1)).astimezone(dates.CHINA)
    on = today.isoformat()

    @cache
    def due_at(own: Tiers) -> datetime:
        return mail_at(now, own, calendar)

    notifications.enqueue_all(
        DIGEST,
        [
            notifications.Promise(
                f"{DIGEST}:{user}:{on}", {"user": user, "on": on}, due_at(tiers[houses[user]])
            )
            for user in addressed
        ],
    )
