"""What a dispatcher sees: what the own platform has taken in and nobody has got yet, and where the rest went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from requests_app import dates
from requests_app.actors import Actor, Member
from requests_app.calendars import load_calendar
from requests_app.models import Agency, DisclosureRequest
from requests_app.rules.receipt import Channel, platform_receipt_day
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.agencies import public_agencies
from requests_app.selectors.cases import agencies_below, visible_cases
from requests_app.selectors.expected import expected_dates

SHOWN = 50
"""Routed applications in the list of the dispatcher, the latest first."""


@dataclass(frozen=True)
class Unrouted:
    """One application without an agency. `age`: working days since submission; `late`: it came before today; `due_on`:
    the day by which the right agency must answer, since the day of submission is its day of receipt."""

    case: DisclosureRequest
    content: str
    age: int
    late: bool
    due_on: date | None
    provisional: bool


@dataclass(frozen=True)
class Routed:
    """Where an application went; nothing of what it says."""

    intake_number: str
    number: str
    agency: str
    submitted_on: date
    routed_on: date


def unrouted(actor: Member) -> list[Unrouted]:
    """What waits for a dispatcher, the oldest first; nothing for anybody else."""
    return [_row(case) for case in waiting(actor).prefetch_related("items").order_by("arrived_on", "pk")]


def waiting(actor: Member) -> QuerySet[DisclosureRequest]:
    """The applications of the actor's platform that no agency has got."""
    if actor.role is not Role.DISPATCHER:
        return DisclosureRequest.objects.none()
    return visible_cases(actor).filter(state=RequestState.RECEIVED)


def get_unrouted(actor: Member, case_id: int) -> Unrouted | None:
    """One of them; None for what is not (or no longer) among them."""
    case = waiting(actor).prefetch_related("items").filter(pk=case_id).first()
    return _row(case) if case is not None else None


def lay_here(actor: Member, case_id: int) -> bool:
    """Whether it was taken in by the actor's platform, wherever it is now: only so much may be said about it."""
    return DisclosureRequest.objects.filter(pk=case_id, intake_agency=actor.agency).exists()


def _row(case: DisclosureRequest) -> Unrouted:
    today, calendar = dates.today(), load_calendar()
    derived = expected_dates(Channel.WEB, platform_receipt_day(case.arrived_on))
    return Unrouted(
        case=case,
        content="；".join(item.text for item in case.items.all()),
        age=calendar.working_days_between(case.arrived_on, today),
        late=case.arrived_on < today,
        due_on=derived.standard.due,
        provisional=derived.provisional,
    )


def routed(actor: Member) -> list[Routed]:
    """Where the applications of the actor's platform went, the latest first."""
    if actor.role is not Role.DISPATCHER:
        return []
    found = DisclosureRequest.objects.filter(intake_agency=actor.agency, routed_on__isnull=False)
    rows = found.select_related("agency").order_by("-routed_on", "-pk")[:SHOWN]
    return [
        Routed(
            intake_number=case.intake_number or "",
            number=case.number or "",
            agency=case.agency.name if case.agency else "",
            submitted_on=case.arrived_on,
            routed_on=case.routed_on,
        )
        for case in rows
        if case.routed_on is not None
    ]


def withdrawn_here(actor: Member) -> list[DisclosureRequest]:
    """What applicants took back before any agency had it, the latest first: it ended there and goes nowhere."""
    if actor.role is not Role.DISPATCHER:
        return []
    found = visible_cases(actor).filter(state=RequestState.WITHDRAWN)
    return list(found.order_by("-closed_on", "-pk")[:SHOWN])


def oldest_unrouted(actor: Member) -> tuple[int, int]:
    """For the head of the platform's office: how many wait for a dispatcher, and how many working days the oldest has
    waited. Not what they are: that is the dispatchers' alone."""
    found = DisclosureRequest.objects.filter(
        agency=None, intake_agency=actor.agency, state=RequestState.RECEIVED
    )
    oldest = found.order_by("arrived_on").values_list("arrived_on", flat=True).first()
    if oldest is None:
        return 0, 0
    return found.count(), load_calendar().working_days_between(oldest, dates.today())


def routable_agencies(actor: Actor) -> QuerySet[Agency]:
    """The agencies to which the actor's platform may give an application: its government and those below it."""
    if not isinstance(actor, Member):
        return Agency.objects.none()
    return public_agencies().filter(pk__in=agencies_below(actor.agency))
