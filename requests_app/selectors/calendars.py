"""The calendars of an installation: who keeps them, which are in force, what a new one would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from requests_app import dates
from requests_app.actors import Actor, Member, System
from requests_app.calendars import calendar_with, load_calendar
from requests_app.errors import AccessRefused
from requests_app.models import CalendarVersion, DateChange, DisclosureRequest
from requests_app.models.date_change import LIVE
from requests_app.rules import calendar_change as rule
from requests_app.rules.calendar_change import ChangedDay
from requests_app.rules.roles import Role
from requests_app.rules.states import OPEN
from requests_app.rules.working_days import CalendarYear, WorkingCalendar
from requests_app.selectors.agencies import heading_agency
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.clock import derivation_of

BATCH = 500
KEEPS_THE_CALENDAR = "工作日历约束所有机关，由系统管理员以命令载入，或者由本平台最上级机关的管理员载入。"
SEES_THE_CALENDAR = (Role.AGENCY_ADMIN, Role.OFFICE_HEAD)
"""Who reads the page of the calendars, and on the desk that a notice is missing."""


@dataclass(frozen=True)
class KnownDates:
    """What the applicant knows of a case: the due date, or while none runs the day until which is waited."""

    due: date | None
    until: date | None
    provisional: bool

    @property
    def shown(self) -> date | None:
        """The date that is shown."""
        return self.due or self.until


@dataclass(frozen=True)
class MovedDate:
    """One open case whose date a calendar moves, or makes final. `days` are the changed days that lie in its
    period; they are the reason."""

    case: DisclosureRequest
    before: KnownDates
    after: KnownDates
    days: tuple[ChangedDay, ...]

    @property
    def moves(self) -> bool:
        """Whether the date itself becomes another."""
        return self.before.shown != self.after.shown

    @property
    def settles(self) -> bool:
        """Whether a provisional date becomes a final one."""
        return self.before.provisional and not self.after.provisional


def keeps_the_calendar(actor: Actor) -> bool:
    """Whether the actor may put a calendar in force."""
    if isinstance(actor, System):
        return True
    if not isinstance(actor, Member):
        return False
    heads = heading_agency() == actor.agency
    return rule.may_keep_calendar(actor.role, heads_the_installation=heads)


def require_keeper(actor: Actor) -> None:
    """Raises `AccessRefused` for whoever may not put a calendar in force."""
    if not keeps_the_calendar(actor):
        raise AccessRefused("actor_refused", KEEPS_THE_CALENDAR)


def calendar_versions(actor: Member) -> QuerySet[CalendarVersion]:
    """Every version ever loaded, the newest first; calendars are public, so any member may read them."""
    if actor.agency.pk is None:
        return CalendarVersion.objects.none()
    return CalendarVersion.objects.select_related("loaded_by").order_by("-year", "-pk")


def newest_version(actor: Actor) -> int:
    """Key of the version that was loaded last, 0 for none: what somebody had on the screen."""
    require_keeper(actor)
    return CalendarVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def moved_by(actor: Actor, year: CalendarYear) -> list[MovedDate]:
    """Every open case of the installation whose date `year` would move or make final, by number. Nothing is written.

    The dates are derived twice, with the calendar in force and with the new one. Raises `AccessRefused` for whoever
    does not keep the calendar.
    """
    require_keeper(actor)
    before, after = load_calendar(), calendar_with(year)
    return list(compare(touched_by(year.year), before, after, year.year))


def touched_by(year: int) -> QuerySet[DisclosureRequest]:
    """Those that it reaches and whose reply is not on its way yet: only they still have a date to keep."""
    cases = reached_by(year).filter(replied_on=None).select_related("agency", "handler")
    return cases.prefetch_related("clock_events")


def reached_by(year: int) -> QuerySet[DisclosureRequest]:
    """The open cases that a change of `year` can reach: some date of theirs lies in it or behind it."""
    first, last = rule.span_of_year(year)
    reach = (
        Q(due_on__gte=first)
        | Q(first_due_on__gte=first)
        | Q(waiting_until__gte=first)
        | Q(conservative_due_on__gte=first)
        | Q(correction_notice_due_on__gte=first)
    )
    return DisclosureRequest.objects.filter(reach, state__in=OPEN, arrived_on__lte=last).order_by("pk")


def compare(
    cases: QuerySet[DisclosureRequest], before: WorkingCalendar, after: WorkingCalendar, year: int
) -> Iterator[MovedDate]:
    """Those of the cases whose dates differ between the two calendars."""
    changed = rule.changed_days(before, after, year)
    today = dates.today()
    for case in cases.iterator(chunk_size=BATCH):
        moved = _moved(case, known_dates(case, today, before), known_dates(case, today, after), changed)
        if moved is not None and (moved.moves or moved.settles):
            yield moved


def known_dates(case: DisclosureRequest, today: date, calendar: WorkingCalendar) -> KnownDates | None:
    """The dates of a case by this calendar; None before its receipt is confirmed."""
    derivation = derivation_of(case, today, calendar)
    if derivation is None:
        return None
    return KnownDates(derivation.standard.due, derivation.until, derivation.provisional)


def _moved(
    case: DisclosureRequest,
    before: KnownDates | None,
    after: KnownDates | None,
    changed: tuple[ChangedDay, ...],
) -> MovedDate | None:
    if before is None or after is None or before.shown is None or after.shown is None:
        return None
    last = max(before.shown, after.shown)
    days = tuple(rule.days_within(changed, case.received_on or case.arrived_on, last))
    return MovedDate(case, before, after, days)


def live_date_change(actor: Actor, case: DisclosureRequest) -> DateChange | None:
    """The moved date of this case that somebody still has to tell; None for who does not see the case."""
    if not visible_cases(actor).filter(pk=case.pk).exists():
        return None
    return case.date_changes.filter(state__in=LIVE).first()


def pointless_changes() -> list[int]:
    """Keys of the cases with a moved date that nobody need be told any more: no due date runs now, the date came back,
    or the reply is out. For the sweep, which acts for every agency."""
    live = DateChange.objects.filter(state__in=LIVE)
    over = live.filter(
        Q(request__due_on=None) | Q(request__due_on=F("old_due")) | ~Q(request__state__in=OPEN)
    )
    return list(over.order_by("request").values_list("request_id", flat=True))
