"""The search records of a case."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.actors import Member
from requests_app.models import DisclosureRequest, SearchRecord
from requests_app.selectors.cases import visible_cases


def searches_of(actor: Member, case: DisclosureRequest) -> QuerySet[SearchRecord]:
    """Every search that was recorded, newest first, with its item and who recorded it."""
    found = SearchRecord.objects.filter(item__request=case, item__request__in=visible_cases(actor))
    return found.select_related("item", "recorded_by").order_by("-pk")
