"""The archive package of a case."""

from __future__ import annotations

from requests_app.actors import Member
from requests_app.models import ArchivePackage, DisclosureRequest
from requests_app.selectors.cases import visible_cases


def package_of(actor: Member, case: DisclosureRequest) -> ArchivePackage | None:
    """The package with its file and who made it; None before the case is archived, and for a foreign case."""
    found = ArchivePackage.objects.filter(request=case, request__in=visible_cases(actor))
    return found.select_related("document", "made_by").first()
