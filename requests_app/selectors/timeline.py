"""What happened on a case, newest first."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.actors import Actor
from requests_app.models import DisclosureRequest
from requests_app.models.audit_entry import AuditEntry
from requests_app.selectors.cases import get_case


def timeline(actor: Actor, case: DisclosureRequest) -> QuerySet[AuditEntry]:
    """The record of a case. Raises `AccessRefused` for a case the actor may not see."""
    get_case(actor, case.pk)
    return AuditEntry.objects.filter(request_id=case.pk).order_by("-seq")
