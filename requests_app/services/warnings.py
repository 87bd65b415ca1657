"""Telling people of the dates that come near or have passed (预警), and what they have read.

`warn` reads and writes in sets: a handful of queries for all agencies, however many cases are open. What was told once
is not told again: a repeat on the same day finds nothing to write.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from requests_app import dates, notifications
from requests_app.actors import Member, System
from requests_app.calendars import load_calendar
from requests_app.models import Agency, Delegation, DisclosureRequest, Membership, Notice, User
from requests_app.rules.next_act import LegalAct
from requests_app.rules.roles import Role
from requests_app.rules.states import FINAL, RequestState
from requests_app.rules.warnings import ORDER, Level, Standing, Tiers, Warned, horizon, mail_at, warnings_of
from requests_app.selectors.notices import notices_of
from requests_app.selectors.replies import lies_to_be_collected

logger = logging.getLogger(__name__)
DIGEST = "notices.digest"
_DATES = ("next_act_on", "due_on", "conservative_due_on", "replied_on", "paused")
_COLUMNS = ("pk", "agency_id", "handler_id", "state", "next_act", *_DATES)
_ROLE_OF = {Level.HEAD: Role.OFFICE_HEAD, Level.SUPERVISOR: Role.SUPERVISOR}


@dataclass(frozen=True)
class _People:
    """Who holds which role today: {(agency, role): users}, deputies among them, and the agency above each."""

    holders: Mapping[tuple[int, str], tuple[int, ...]]
    above: Mapping[int, int]

    def of(self, level: Level, agency: int, handler: int | None) -> Iterator[tuple[int, int, Role]]:
        """(user, agency in whose service, role) of those who hear of a case at this level."""
        if level is Level.OFFICER:
            if handler is not None and handler in self.holders.get((agency, Role.HANDLER), ()):
                yield handler, agency, Role.HANDLER
                return
            role, house = Role.DESK_OFFICER, agency
        else:
            role = _ROLE_OF[level]
            house = self.above[agency] if level is Level.SUPERVISOR else agency
        for user in self.holders.get((house, role), ()):
            yield user, house, role


@transaction.atomic
def warn(*, actor: System, today: date) -> int:
    """Write the notices of `today` and promise their digests; how many were new. Nothing on a rest day."""
    calendar = load_calendar()
    if not calendar.is_working_day(today):
        return 0
    agencies = list(Agency.objects.filter(is_active=True).only("pk", "parent_id", "settings"))
    tiers = {agency.pk: _tiers(agency) for agency in agencies}
    people = _people(agencies, today)
    wanted = {
        (notice.user_id, notice.request_id, notice.act, notice.due_on, notice.tier): notice
        for case in _near(horizon(tiers.values(), calendar, today), tiers)
        for warned in warnings_of(_standing(case), tiers[case["agency_id"]], calendar, today)
        for notice in _notices(case, warned, people, today)
    }
    told = Notice.objects.filter(due_on__in={key[3] for key in wanted})
    fresh = dict(wanted)
    for key in told.values_list("user_id", "request_id", "act", "due_on", "tier"):
        fresh.pop(key, None)
    if fresh:
        Notice.objects.bulk_create(fresh.values(), batch_size=500, ignore_conflicts=True)
        _promise_digests(fresh.values(), tiers, today)
    logger.info("%s: %s of %s notices are new (%s)", today.isoformat(), len(fresh), len(wanted), actor.task)
    return len(fresh)


def tell_of_order(case: DisclosureRequest, answer_by: date, today: date) -> None:
    """Remind handler (or desk) and head of a demand of the supervisor, at once; a part of the act that makes it."""
    assert case.agency is not None
    people = _people([case.agency], today)
    calendar = load_calendar()
    remaining = calendar.working_days_between(today, answer_by)
    row = {"pk": case.pk, "agency_id": case.agency_id, "handler_id": case.handler_id}
    warned = Warned(ORDER, answer_by, 0, remaining, (Level.OFFICER, Level.HEAD))
    Notice.objects.bulk_create(_notices(row, warned, people, today), ignore_conflicts=True)


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


def _people(agencies: Iterable[Agency], today: date) -> _People:
    roles = (Role.HANDLER, Role.DESK_OFFICER, Role.OFFICE_HEAD, Role.SUPERVISOR)
    held: dict[tuple[int, str], list[int]] = {}
    rows = Membership.objects.active_on(today).filter(role__in=roles).order_by("pk")
    for agency, role, user in rows.values_list("agency_id", "role", "user_id"):
        held.setdefault((agency, role), []).append(user)
    lent = Delegation.objects.active_on(today).filter(role__in=roles).order_by("pk")
    for agency, role, principal, deputy in lent.values_list("agency_id", "role", "principal_id", "deputy_id"):
        holders = held.get((agency, role), [])
        if principal in holders and deputy not in holders:
            holders.append(deputy)
    above = {agency.pk: agency.parent_id or agency.pk for agency in agencies}
    return _People({key: tuple(users) for key, users in held.items()}, above)


def _near(last: date, agencies: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Columns of the open cases with a date up to `last`; what has ended elsewhere is history."""
    found = DisclosureRequest.objects.filter(agency__in=list(agencies), paused=False).exclude(
        Q(state__in=FINAL) & ~Q(next_act=LegalAct.ANSWER_REMEDY)
    )
    near = Q(next_act_on__lte=last) | Q(conservative_due_on__lte=last, replied_on=None)
    yield from (
        found.filter(near)
        .annotate(to_collect=lies_to_be_collected())
        .order_by("pk")
        .values(*_COLUMNS, "to_collect")
    )


def _standing(case: Mapping[str, Any]) -> Standing:
    moments = {name: case[name] for name in _DATES}
    collected = case["to_collect"] and case["state"] == RequestState.ISSUED
    return Standing(
        state=RequestState(case["state"]),
        next_act=LegalAct(case["next_act"]),
        to_collect=collected,
        **moments,
    )


def _notices(case: Mapping[str, Any], warned: Warned, people: _People, today: date) -> Iterator[Notice]:
    agency, handler = case["agency_id"], case["handler_id"]
    for level in warned.levels:
        for user, house, role in people.of(level, agency, handler):
            yield Notice(
                user_id=user,
                agency_id=house,
                role=role.value,
                request_id=case["pk"],
                act=warned.act,
                due_on=warned.due_on,
                tier=warned.tier,
                remaining=warned.remaining,
                made_on=today,
            )


def _promise_digests(fresh: Iterable[Notice], tiers: Mapping[int, Tiers], today: date) -> None:
    """One mail for each person and day, outside the quiet hours; who has no address reads the list."""
    houses = {notice.user_id: notice.agency_id for notice in fresh}
    addressed = User.objects.filter(pk__in=houses).exclude(email="").values_list("pk", flat=True)
    now, calendar = timezone.now().astimezone(dates.CHINA), load_calendar()
    if dates.legal_date(now) != today:
        now = dates.end_of(today - timedelta(days=1)).astimezone(dates.CHINA)
    for user in addressed:
        notifications.enqueue(
            DIGEST,
            f"{DIGEST}:{user}:{today.isoformat()}",
            {"user": user, "on": today.isoformat()},
            due_at=mail_at(now, tiers[houses[user]], calendar),
        )
