"""The reminders (提醒) of one person: those that still hold, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from requests_app import dates
from requests_app.actors import Member
from requests_app.models import Notice
from requests_app.rules.next_act import LegalAct
from requests_app.rules.states import CLOCK_STOPPED
from requests_app.rules.warnings import CONSERVATIVE, ORDER, POST_PICKUP, words_of
from requests_app.selectors.inbox import remaining_days


@dataclass(frozen=True)
class Reminder:
    """A notice as it stands today: `remaining` and `words` of today, not of the day on which it was made."""

    notice: Notice
    remaining: int
    words: str


def notices_of(actor: Member) -> QuerySet[Notice]:
    """Every notice of this person in the service of this agency."""
    return Notice.objects.filter(user=actor.user, agency=actor.agency)


def open_notices(actor: Member) -> QuerySet[Notice]:
    """Unread ones whose matter is still open; of one matter the newest alone."""
    return _current(notices_of(actor).filter(read_at=None))


def reminders(actor: Member) -> list[Reminder]:
    """The same with what they say today."""
    return [_today(row) for row in open_notices(actor).select_related("request__agency", "request__handler")]


def digest_of(actor: Member, on: date) -> list[Reminder]:
    """Those made on `on` and not read yet, for the mail of that day."""
    rows = open_notices(actor).filter(made_on=on).select_related("request__agency")
    return [_today(row) for row in rows]


def _today(notice: Notice) -> Reminder:
    remaining = remaining_days(notice.due_on, dates.today())
    assert remaining is not None
    return Reminder(notice, remaining, words_of(notice.act, remaining))


def _current(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """What was done, or got another date, need not be looked at any more; nor what a later tier repeats."""
    waits = Q(request__replied_on=None) & ~Q(request__state__in=CLOCK_STOPPED)
    owed = Q(request__next_act=F("act"), request__next_act_on=F("due_on"))
    reply = Q(act=LegalAct.REPLY, request__due_on=F("due_on")) & waits
    pickup = Q(act=POST_PICKUP, request__due_on=F("due_on")) & waits
    stricter = Q(act=CONSERVATIVE, request__conservative_due_on=F("due_on")) & waits
    demanded = Q(
        act=ORDER,
        request__supervision_orders__answer_by=F("due_on"),
        request__supervision_orders__answered_on=None,
    )
    later = Notice.objects.filter(
        user=OuterRef("user"),
        agency=OuterRef("agency"),
        request=OuterRef("request"),
        act=OuterRef("act"),
        due_on=OuterRef("due_on"),
        tier__lt=OuterRef("tier"),
    )
    running = (owed | reply | stricter | pickup) & Q(request__paused=False)
    live = rows.filter(running | demanded).exclude(Exists(later)).distinct()
    return live.order_by("due_on", "request", "pk")
