"""Agencies as the public may see them: they are public bodies, so no actor is asked for."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.errors import InvalidInput
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


def intake_platforms() -> QuerySet[Agency]:
    """The platforms that take applications of those who do not know the agency (统一受理平台)."""
    return public_agencies().filter(is_platform=True, accepts_web=True)


def named_agency(text: str, among: QuerySet[Agency]) -> Agency:
    """The one agency `among` these whose name is, or alone contains, `text`.

    Raises `InvalidInput` that says whether nothing was entered, nothing fits, or several do.
    """
    words = text.strip()
    if not words:
        raise InvalidInput("agency_missing", "请选择向哪个行政机关申请。")
    found = list(among.filter(name__icontains=words)[:6])
    exact = [agency for agency in found if agency.name == words] or found
    if not exact:
        raise InvalidInput(
            "no_such_agency", f"没有名称含“{words}”的行政机关。请从列表中选择，不确定的可以打电话询问。"
        )
    if len(exact) > 1:
        names = "、".join(agency.name for agency in exact[:5])
        raise InvalidInput("several_agencies", f"有几个机关的名称含“{words}”：{names}。请写全名称。")
    return exact[0]


def agency_contact(agency: Agency) -> str:
    """How an applicant reaches the disclosure office of an agency, in one line."""
    return f"{agency.office_name}，电话 {agency.phone}，{agency.address}"


def contact_of_name(name: str) -> str:
    """The contact of the agency with exactly this name; "" for one that is not here."""
    found = public_agencies().filter(name=name.strip()).first()
    return agency_contact(found) if found else ""


def host_agency() -> Agency | None:
    """The agency at the head of this installation: the first without a parent."""
    return public_agencies().filter(parent=None).first() or public_agencies().first()


def heading_agency() -> Agency | None:
    """The one agency above all others of this installation; None where several stand side by side."""
    heads = list(public_agencies().filter(parent=None)[:2])
    return heads[0] if len(heads) == 1 else None
