"""How the reply of a case reached, or is to reach, the applicant."""

from __future__ import annotations

from requests_app.actors import Actor
from requests_app.models import Delivery, DeliveryState, DisclosureRequest
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.remedies import replies_in_force


def reply_delivery(actor: Actor, case: DisclosureRequest) -> Delivery | None:
    """The last valid delivery of the reply that stands; None before it was sent, and for a foreign case."""
    found = Delivery.objects.filter(
        letter__in=replies_in_force(case).order_by("-pk")[:1],
        letter__request__in=visible_cases(actor),
    )
    found = found.exclude(state=DeliveryState.FAILED)
    return found.order_by("-pk").first()
