"""Agencies as the public may see them: they are public bodies, so no actor is asked for."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.models import Agency
from requests_app.models.agency import IMPORTED_ONLY


def public_agencies(text: str = "") -> QuerySet[Agency]:
    """Agencies that take applications, by code; `text` is a part of the name."""
    found = Agency.objects.filter(is_active=True).exclude(settings__has_key=IMPORTED_ONLY)
    found = found.select_related("parent")
    return found.filter(name__icontains=text.strip()) if text.strip() else found


def public_agency(code: str) -> Agency | None:
    """One agency in use, or None."""
    return public_agencies().filter(code=code).first()


def host_agency() -> Agency | None:
    """The agency at the head of this installation: the first without a parent."""
    return public_agencies().filter(parent=None).first() or public_agencies().first()


def heading_agency() -> Agency | None:
    """The one agency above all others of this installation; None where several stand side by side."""
    heads = list(public_agencies().filter(parent=None)[:2])
    return heads[0] if len(heads) == 1 else None
