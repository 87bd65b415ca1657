"""What the supervisor of a government watches over its agencies (督办), and the head of an office over the own one.

No applicant, no contact and nothing of what was asked: numbers, days, people at the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from requests_app import dates
from requests_app.actors import Actor, Member
from requests_app.calendars import load_calendar
from requests_app.models import Agency, DisclosureRequest, SupervisionOrder
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.next_act import LegalAct
from requests_app.rules.roles import Role
from requests_app.rules.states import FINAL, OPEN, RequestState
from requests_app.rules.supervision import LateBy
from requests_app.rules.warnings import PRESSING
from requests_app.selectors.cases import watched_cases
from requests_app.selectors.inbox import NEAR, days_between

WATCHERS = (Role.SUPERVISOR, Role.OFFICE_HEAD)
"""Who sees the list: of the agencies below, or of the own one."""


@dataclass(frozen=True)
class Watched:
    """One case on the list. `on`: the day that presses, None for what was answered; `remaining`: working days to it.
    `late_words`: why it was late and by whom, once that was recorded."""

    case: DisclosureRequest
    state: RequestState
    act: str
    on: date | None
    remaining: int | None
    last_act: AuditEntry | None
    late_words: str
    orders: tuple[SupervisionOrder, ...]

    @property
    def open_order(self) -> SupervisionOrder | None:
        """The demand that waits for its answer."""
        return next((order for order in self.orders if order.answered_on is None), None)


@dataclass(frozen=True)
class WatchedAgency:
    """The cases of one agency, the latest first, and how many of them are late."""

    agency: Agency
    rows: tuple[Watched, ...]
    late: int


def watch_list(actor: Member) -> list[WatchedAgency]:
    """By agency: what is late or near, what was answered late and is not filed, what a demand waits on."""
    if actor.role not in WATCHERS:
        return []
    calendar, today = load_calendar(), dates.today()
    near = calendar.nth_working_day(today, NEAR)
    waiting = SupervisionOrder.objects.filter(request=OuterRef("pk"), answered_on=None)
    pressing = Q(next_act__in=PRESSING | {LegalAct.REGISTER}, next_act_on__lte=near)
    unanswered = Q(state__in=OPEN, replied_on=None, due_on__lte=near)
    answered_late = ~Q(late_by="") & ~Q(state__in=FINAL)
    cases = (
        watched_cases(actor)
        .filter((Q(paused=False) & (pressing | unanswered)) | answered_late | Exists(waiting))
        .select_related("agency", "handler", "unit")
        .prefetch_related(Prefetch("supervision_orders", queryset=_orders()))
        .annotate(last_entry=Subquery(_entries().values("pk")[:1]))
        .order_by("agency__code", F("due_on").asc(nulls_first=True), "pk")
    )
    found = list(cases)
    last = AuditEntry.objects.in_bulk([case.last_entry for case in found if case.last_entry])
    by_agency: dict[int, list[Watched]] = {}
    for case in found:
        on = _day(case)
        by_agency.setdefault(case.agency_id or 0, []).append(
            Watched(
                case=case,
                state=RequestState(case.state),
                act=_act(case),
                on=on,
                remaining=None if on is None else days_between(calendar, today, on),
                last_act=last.get(case.last_entry or 0),
                late_words=late_words(case),
                orders=tuple(case.supervision_orders.all()),
            )
        )
    return [_of_agency(rows) for rows in by_agency.values()]


def orders_of(actor: Actor, case: DisclosureRequest) -> QuerySet[SupervisionOrder]:
    """The demands over a case, the newest first. Only for members who may see it."""
    if not isinstance(actor, Member):
        return SupervisionOrder.objects.none()
    return _orders().filter(request=case, request__in=watched_cases(actor))


def late_words(case: DisclosureRequest) -> str:
    """Why a reply was late and which unit caused it; "" where nothing was recorded."""
    if not case.late_by:
        return case.late_reason
    by = case.late_unit or LateBy(case.late_by).label
    return f"{case.late_reason}（{by}）"


def _orders() -> QuerySet[SupervisionOrder]:
    return SupervisionOrder.objects.select_related("agency", "ordered_by", "answered_by").order_by("-pk")


def _entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(request_id=OuterRef("pk")).order_by("-seq")


def _day(case: DisclosureRequest) -> date | None:
    if case.state in OPEN and case.replied_on is None and case.due_on is not None:
        return None if case.paused else case.due_on
    return case.next_act_on


def _act(case: DisclosureRequest) -> str:
    replying = case.state in OPEN and case.replied_on is None and case.due_on is not None
    owed = LegalAct(case.next_act)
    return LegalAct.REPLY.label if replying and owed is LegalAct.CORRECTION_NOTICE else owed.label


def _of_agency(rows: list[Watched]) -> WatchedAgency:
    agency = rows[0].case.agency
    assert agency is not None
    ordered = sorted(rows, key=lambda row: (row.on is None, row.on or date.max, row.case.pk))
    return WatchedAgency(agency, tuple(ordered), sum((row.remaining or 0) < 0 for row in rows))
