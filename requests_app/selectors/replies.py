"""How the reply of a case reached, or is to reach, the applicant."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from requests_app.actors import Actor, Applicant
from requests_app.models import (
    Agency,
    Delivery,
    DeliveryState,
    DeliveryWay,
    DisclosureRequest,
    Letter,
    LetterState,
)
from requests_app.rules.states import RequestState
from requests_app.selectors.agencies import public_agencies
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.remedies import replies_in_force, reply_in_force

NOT_OURS = "not_ours"
PICKUP = DeliveryWay.PICKUP.value


def reply_delivery(actor: Actor, case: DisclosureRequest) -> Delivery | None:
    """The last valid delivery of the reply that stands; None before it was sent, and for a foreign case."""
    found = Delivery.objects.filter(
        letter__in=replies_in_force(case).order_by("-pk")[:1],
        letter__request__in=visible_cases(actor),
    )
    found = found.exclude(state=DeliveryState.FAILED)
    return found.order_by("-pk").first()


def lies_to_be_collected() -> Exists:
    """Of a query on requests: whether its reply was written to be collected (自取) and has not been handed over."""
    replies = Letter.objects.filter(
        request=OuterRef("pk"), submission__isnull=False, context__delivery=PICKUP
    )
    replies = replies.exclude(state=LetterState.WITHDRAWN).exclude(deliveries__state=DeliveryState.SERVED)
    return Exists(replies)


def named_elsewhere(actor: Applicant) -> list[tuple[Agency, list[str]]]:
    """The agencies that the delivered reply names for what is not ours (Art. 36 (5)) and that take applications here,
    each with those items: the applicant may apply to them anew, nothing goes there by itself."""
    case = actor.request
    if case.state not in (RequestState.DELIVERED, RequestState.ARCHIVED):
        return []
    reply = reply_in_force(case)
    if reply is None:
        return []
    texts: dict[str, list[str]] = {}
    for item in reply.context.get("items", ()):
        name = item["facts"].get("right_agency") if item.get("outcome") == NOT_OURS else None
        if name:
            texts.setdefault(name, []).append(item["text"])
    agencies = public_agencies().filter(name__in=texts, accepts_web=True)
    return [(agency, texts[agency.name]) for agency in agencies]
