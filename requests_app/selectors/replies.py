"""How the reply of a case reached, or is to reach, the applicant."""

from __future__ import annotations

from requests_app.actors import Actor
from requests_app.models import Delivery, DeliveryState, DisclosureRequest, LetterState
from requests_app.selectors.cases import visible_cases


def reply_delivery(actor: Actor, case: DisclosureRequest) -> Delivery | None:
    """The last valid delivery of the reply that stands; None before it was sent, and for a foreign case."""
    found = Delivery.objects.filter(
        letter__request=case,
        letter__request__in=visible_cases(actor),
        letter__submission__isnull=False,
    )
    found = found.exclude(state=DeliveryState.FAILED).exclude(letter__state=LetterState.WITHDRAWN)
    return found.order_by("-pk").first()
