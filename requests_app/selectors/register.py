"""The register of an agency (台账), a row a request, as it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from requests_app.actors import OFFICERS, Member
from requests_app.crypto.masking import mask_name
from requests_app.errors import InvalidInput
from requests_app.models import (
    Applicant,
    Delivery,
    DeliveryState,
    DisclosureRequest,
    Letter,
    LetterState,
)
from requests_app.pictures import date_words
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.receipt import CHANNELS, Channel
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.cases import visible_cases

LONGEST = 500
"""Requests on one print; more are printed in parts."""


READERS_OF_NAMES = OFFICERS | {Role.OFFICE_HEAD, Role.ARCHIVIST}
"""Who keeps the register needs to know whose requests they are; everybody else reads the first character of a name."""


@dataclass(frozen=True)
class RegisterRow:
    """One request. Nothing of identity numbers and contacts; "" and None where there is nothing yet."""

    number: str
    received_on: date
    channel: str
    applicant: str
    content: str
    due: str
    handler: str
    replied_on: date | None
    reply_number: str
    outcome: str
    served_on: date | None
    state: str


def register_rows(actor: Member, first: date, last: date) -> list[RegisterRow]:
    """The numbered requests of the actor's agency received from `first` to `last`, by number; the names of people in
    full for `READERS_OF_NAMES` alone. Printing it is recorded (`services.register_print`).

    Raises `InvalidInput` for an impossible span and for more than `LONGEST`.
    """
    if last < first:
        text = "结束日期早于开始日期。"
        raise InvalidInput("bad_span", text, fields={"last": text})
    cases = visible_cases(actor).filter(agency=actor.agency, number__isnull=False)
    cases = cases.filter(received_on__gte=first, received_on__lte=last).order_by("received_on", "number")
    if cases.count() > LONGEST:
        text = f"这段时间收到的申请超过 {LONGEST} 件，请分段打印。"
        raise InvalidInput("too_many", text, fields={"first": text})
    replies = Letter.objects.filter(submission__isnull=False).exclude(state=LetterState.WITHDRAWN)
    served = Delivery.objects.filter(state=DeliveryState.SERVED)
    replies = replies.order_by("pk").prefetch_related(Prefetch("deliveries", served, to_attr="served"))
    cases = cases.select_related("handler").prefetch_related(
        "applicants", "items", Prefetch("letters", replies, to_attr="replies")
    )
    return [_row(case, named=actor.role in READERS_OF_NAMES) for case in cases]


def _name(applicant: Applicant, *, named: bool) -> str:
    """An organisation is nobody's private affair."""
    return applicant.name if named or applicant.organisation_kind else mask_name(applicant.name)


def _row(case: DisclosureRequest, *, named: bool) -> RegisterRow:
    replies: list[Letter] = getattr(case, "replies", [])
    reply = replies[-1] if replies else None
    served = [one.served_on for one in getattr(reply, "served", []) if one.served_on] if reply else []
    outcomes = dict.fromkeys(OUTCOMES[item.outcome].name for item in case.items.all() if item.outcome)
    due = f"{date_words.full(case.due_on)}{'（暂定）' if case.provisional else ''}" if case.due_on else ""
    assert case.received_on is not None
    return RegisterRow(
        number=case.number or "",
        received_on=case.received_on,
        channel=CHANNELS[Channel(case.channel)].label,
        applicant="、".join(_name(applicant, named=named) for applicant in case.applicants.all()),
        content="；".join(item.text for item in case.items.all()),
        due=due,
        handler=case.handler.name if case.handler else "",
        replied_on=reply.issued_on if reply else None,
        reply_number=(reply.number or "") if reply else "",
        outcome="、".join(outcomes) if reply else "",
        served_on=min(served) if served else None,
        state=RequestState(case.state).label,
    )
