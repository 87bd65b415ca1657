"""Which channels an agency announces for applications (law.md 2.11): web, fax and e-mail are its own choice, the
others it can never refuse."""

from __future__ import annotations

from django.db import transaction

from requests_app import audit
from requests_app.actors import Member, Role
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import Agency


@transaction.atomic
def announce_channels(
    *, actor: Member, web: bool, fax: bool, email: bool, fax_number: str = "", address: str = ""
) -> Agency:
    """Open or close web, fax and e-mail of the actor's own agency; the public guide follows at once.

    Raises `AccessRefused` for anybody but the agency's administrator, `InvalidInput` for a fax without number or an
    e-mail without address.
    """
    if actor.role is not Role.AGENCY_ADMIN:
        raise AccessRefused("role_missing", "申请渠道由本单位管理员设置，您没有这一角色。")
    missing = {}
    if fax and not fax_number.strip():
        missing["fax_number"] = "公布传真渠道的，请填写传真号码。"
    if email and not address.strip():
        missing["address"] = "公布电子邮件渠道的，请填写电子邮箱。"
    if missing:
        raise InvalidInput("contact_missing", "".join(missing.values()), fields=missing)
    agency = Agency.objects.select_for_update().get(pk=actor.agency.pk)
    agency.accepts_web, agency.accepts_fax, agency.accepts_email = web, fax, email
    agency.fax, agency.email = fax_number.strip(), address.strip()
    agency.save()
    words = "、".join(channel.label for channel in sorted(agency.announced_channels))
    audit.record(
        chain=f"agency:{agency.pk}",
        request_id=None,
        actor=actor,
        action="channels_announced",
        message=f"公布的申请渠道：{words}",
        data={"agency": agency.pk, "web": web, "fax": fax, "email": email},
    )
    return agency
