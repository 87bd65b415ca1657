"""未接收: what has arrived and is not taken up yet, with its alarm from the day after arrival (Art. 31)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from requests_app import dates
from requests_app.actors import Member
from requests_app.calendars import load_calendar
from requests_app.models import DisclosureRequest, Transfer
from requests_app.rules.receipt import CHANNELS, Channel, ChannelRule
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.cases import visible_cases

WATCHERS = (Role.DESK_OFFICER, Role.OFFICE_HEAD)
"""Who takes them up, and who must see that it is done."""


@dataclass(frozen=True)
class Untaken:
    """One application in the queue. `age`: working days since it arrived; `late`: it arrived before today, so that
    the day on which the law wants it taken up has passed; `sender`: the agency that forwarded it, if one did."""

    case: DisclosureRequest
    applicant: str
    content: str
    age: int
    late: bool
    rule: ChannelRule
    sender: str = ""


def untaken(actor: Member) -> list[Untaken]:
    """The queue of the actor's agency, the oldest first."""
    today, calendar = dates.today(), load_calendar()
    cases = (
        _waiting(actor)
        .select_related("came_from__request__agency")
        .prefetch_related("items", "applicants")
        .order_by("arrived_on", "pk")
    )
    return [
        Untaken(
            case=case,
            applicant="、".join(applicant.name for applicant in case.applicants.all()),
            content="；".join(item.text for item in case.items.all()),
            age=calendar.working_days_between(case.arrived_on, today),
            late=case.arrived_on < today,
            rule=CHANNELS[Channel(case.channel)],
            sender=_sender(case),
        )
        for case in cases
    ]


def _sender(case: DisclosureRequest) -> str:
    forwarded: Transfer | None = getattr(case, "came_from", None)
    agency = forwarded.request.agency if forwarded else None
    return agency.name if agency else ""


def count_untaken(actor: Member) -> int:
    """How many wait in the queue."""
    return _waiting(actor).count()


def _waiting(actor: Member) -> QuerySet[DisclosureRequest]:
    return visible_cases(actor).filter(state=RequestState.RECEIVED)
