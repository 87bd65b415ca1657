"""A past day shown again from the records: where each case stood, and its clock as it was known then.

Nothing is stored for it. The state stands with each line of the record, an event of the clock says when it was
recorded and when it was revoked, a calendar when it was loaded, and the policies are frozen with the case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from requests_app import dates
from requests_app.actors import Member
from requests_app.calendars import calendar_known_before
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import ClockEvent, DisclosureRequest, User
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.clock import Derivation, derive, parse_history
from requests_app.rules.policies import Policies
from requests_app.rules.roles import Role
from requests_app.rules.states import OPEN, WITHOUT_DUE_DATE, RequestState
from requests_app.rules.working_days import WorkingCalendar
from requests_app.selectors.cases import get_case, visible_cases
from requests_app.selectors.clock import history_from
from requests_app.selectors.inbox import days_between


@dataclass(frozen=True)
class Then:
    """One case at the end of a past day. `derivation`: None before its receipt was confirmed; `remaining`: working
    days from that day to its due date, negative when it was late, None without one."""

    case: DisclosureRequest
    state: RequestState
    handler: str
    derivation: Derivation | None
    remaining: int | None

    @property
    def due(self) -> date | None:
        """The due date as it was reckoned then."""
        return self.derivation.standard.due if self.derivation is not None else None


def case_then(actor: Member, case_id: int, day: date) -> Then | None:
    """A case at the end of `day`; None where it had not come in yet. Raises `AccessRefused` for a case the actor may
    not see, `InvalidInput` for a day to come."""
    _check_reader(actor)
    get_case(actor, case_id)
    return next(iter(_then(visible_cases(actor).filter(pk=case_id), day)), None)


def inbox_then(actor: Member, day: date) -> list[Then]:
    """Every case that was open at the end of `day`, the most urgent first; in a constant number of queries.

    Raises `InvalidInput` for a day to come.
    """
    _check_reader(actor)
    found = [then for then in _then(visible_cases(actor), day) if then.state in OPEN]
    return sorted(found, key=lambda then: (then.due is None, then.due or day, then.case.pk))


def record_then(actor: Member, case: DisclosureRequest, day: date) -> QuerySet[AuditEntry]:
    """The record of a case as it stood at the end of `day`, newest first. Raises `AccessRefused`."""
    get_case(actor, case.pk)
    return AuditEntry.objects.filter(request_id=case.pk, at__lt=dates.end_of(day)).order_by("-seq")


def _check_reader(actor: Member) -> None:
    """Who only routes applications sees no applicant, on no day."""
    if actor.role is Role.DISPATCHER:
        raise AccessRefused("role_missing", "统一受理员不能回看办理记录。")


def _then(cases: QuerySet[DisclosureRequest], day: date) -> list[Then]:
    if day > dates.today():
        raise InvalidInput("day_to_come", "只能回看今天和以前的日子。", fields={"on": "这一天还没有到。"})
    moment = dates.end_of(day)
    before = AuditEntry.objects.filter(request_id=OuterRef("pk"), at__lt=moment).order_by("-seq")
    given = before.filter(data__handler__isnull=False)
    # What the annotations add is known to nobody but this function.
    rows: list[Any] = list(
        cases.annotate(
            state_then=Subquery(before.values(said=KT("data__state"))[:1]),
            handler_then=Subquery(given.values(said=KT("data__handler"))[:1]),
        )
        .filter(state_then__isnull=False, arrived_on__lte=day)
        # What waited at the platform then was not with the agency to which it was routed later.
        .exclude(state_then=RequestState.RECEIVED.value, intake_agency__isnull=False)
        .prefetch_related("items", "applicants")
    )
    events = _known_events(rows, moment)
    handlers = {int(row.handler_then) for row in rows if row.handler_then}
    names = dict(User.objects.filter(pk__in=handlers).values_list("pk", "name"))
    calendar = calendar_known_before(moment)
    return [_one(row, events[row.pk], names, calendar, day) for row in rows]


def _known_events(
    cases: Iterable[DisclosureRequest], moment: datetime
) -> dict[int, tuple[list[ClockEvent], list[ClockEvent]]]:
    """For each case: the events that were known and not revoked by then, and every correction of its receipt."""
    known: dict[int, tuple[list[ClockEvent], list[ClockEvent]]] = defaultdict(lambda: ([], []))
    rows = ClockEvent.objects.filter(request__in=[case.pk for case in cases])
    for event in rows.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gte=moment)):
        if event.recorded_at < moment:
            known[event.request_id][0].append(event)
        if event.type == "receipt_date_corrected":
            known[event.request_id][1].append(event)
    return known


def _one(
    case: Any,
    events: tuple[list[ClockEvent], list[ClockEvent]],
    names: dict[int, str],
    calendar: WorkingCalendar,
    day: date,
) -> Then:
    state = RequestState(case.state_then)
    derivation = None
    if state is not RequestState.RECEIVED and case.received_on is not None:
        known, corrections = events
        history = history_from(case, known, day)
        history["received"] = _received_then(case, known, corrections) or history["received"]
        policies = Policies.from_json(case.policies) if case.policies else Policies()
        derivation = derive(parse_history(history), calendar, policies)
    due = derivation.standard.due if derivation is not None else None
    stopped = state not in OPEN or (state in WITHOUT_DUE_DATE and due is None)
    remaining = None if due is None or stopped else days_between(calendar, day, due)
    handler = names.get(int(case.handler_then or 0), "")
    return Then(case, state, handler, derivation, remaining)


def _received_then(
    case: DisclosureRequest, known: list[ClockEvent], corrections: list[ClockEvent]
) -> str | None:
    """The day of receipt that was recorded first, where it was corrected only later: the column holds the new one."""
    later = [event for event in corrections if event not in known and "was" in event.data]
    first = min((event for event in corrections if "was" in event.data), key=lambda e: e.pk, default=None)
    return str(first.data["was"]) if later and first is not None else None
