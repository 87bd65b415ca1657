"""The archive packages of a case."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.actors import Member
from requests_app.models import ArchivePackage, DisclosureRequest
from requests_app.selectors.cases import visible_cases


def packages_of(actor: Member, case: DisclosureRequest) -> QuerySet[ArchivePackage]:
    """Every package of the case, the oldest first: more than one where it was reopened and archived again."""
    found = ArchivePackage.objects.filter(request=case, request__in=visible_cases(actor))
    return found.select_related("document", "made_by").order_by("pk")
