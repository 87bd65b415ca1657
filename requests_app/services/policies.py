"""An agency chooses among the readings of the law that its text does not settle (计算口径)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from requests_app import audit
from requests_app.actors import Member, Role
from requests_app.errors import AccessRefused
from requests_app.models import Agency
from requests_app.rules.policies import READINGS, Policies
from requests_app.selectors.policies import KEY, readable_choice


@transaction.atomic
def choose_policies(*, actor: Member, choices: Mapping[str, bool | int]) -> Agency:
    """Choose for the cases registered from now on; those that are registered keep what they began with.

    Raises `AccessRefused` for anybody but the agency's administrator, `InvalidInput` for what is not offered.
    """
    if actor.role is not Role.AGENCY_ADMIN:
        raise AccessRefused("role_missing", "计算口径由本单位管理员选择，您没有这一角色。")
    agency = Agency.objects.select_for_update().get(pk=actor.agency.pk)
    before, after = readable_choice(agency).as_json(), Policies.from_json(choices).as_json()
    moved = {key: value for key, value in after.items() if value != before[key]}
    if not moved and agency.settings.get(KEY, after) == after:
        return agency
    agency.settings = {**agency.settings, KEY: after}
    agency.save(update_fields=["settings"])
    titles = "；".join(READINGS[key].title for key in moved)
    audit.record(
        chain=f"agency:{agency.pk}",
        request_id=None,
        actor=actor,
        action="policies_chosen",
        message=f"更改计算口径：{titles}",
        data={"agency": agency.pk, "before": {key: before[key] for key in moved}, "after": moved},
    )
    return agency
