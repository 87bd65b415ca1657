"""Where an application went before it had a number, and where one came from."""

from __future__ import annotations

from requests_app.actors import Actor
from requests_app.models import DisclosureRequest, Transfer
from requests_app.selectors.cases import visible_cases

SHOWN = 30
"""Transfers in the list under the queue, the latest first."""


def transferred_out(actor: Actor) -> list[Transfer]:
    """The latest transfers of the cases that the actor sees."""
    found = Transfer.objects.filter(request__in=visible_cases(actor)).select_related("request", "to_agency")
    return list(found.prefetch_related("request__items").order_by("-on", "-pk")[:SHOWN])


def transfer_of(actor: Actor, case: DisclosureRequest) -> Transfer | None:
    """Where this case went; None for one that stayed, or that the actor does not see."""
    found = Transfer.objects.filter(request=case, request__in=visible_cases(actor))
    return found.select_related("proof_file").first()


def came_from(case: DisclosureRequest) -> Transfer | None:
    """The transfer by which a case came to its agency; None for one that came from the applicant."""
    return Transfer.objects.filter(received_as=case).select_related("request__agency").first()
