"""What an agency sets for itself: when it is warned, who signs, how a fee is paid. Each change stays in its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from requests_app import audit
from requests_app.actors import Member, Role
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import Agency
from requests_app.plain_text import clean_line
from requests_app.rules import track_switches, warnings
from requests_app.rules.track_switches import Switches, check_switches
from requests_app.rules.warnings import Tiers, check_tiers
from requests_app.selectors.fees import WAYS_TO_PAY

MOST_WAYS, LONGEST_WAY = 10, 200


def set_warnings(*, actor: Member, tiers: Tiers) -> Agency:
    """When officers, head and supervisor are warned, and the quiet hours of the mail; holds from the next reminder on.

    Raises `AccessRefused` for anybody but the agency's administrator, `InvalidInput` for what makes no sense.
    """
    _check_may(actor)
    check_tiers(tiers)
    return _keep(actor, warnings.SETTINGS_KEY, tiers.as_json(), "warnings_set", "更改提醒的设置")


def set_approval(*, actor: Member, switches: Switches) -> Agency:
    """Which replies go up to the signing leader, and whether each passes the secrecy review; a round that is under way
    keeps its steps. Raises as `set_warnings`."""
    _check_may(actor)
    check_switches(switches)
    return _keep(actor, track_switches.SETTINGS_KEY, switches.as_json(), "approval_set", "更改审批流程的设置")


def set_ways_to_pay(*, actor: Member, ways: Sequence[str]) -> Agency:
    """How a fee is paid, a sentence a way; a notice that is made keeps what it says. Raises as `set_warnings`."""
    _check_may(actor)
    said = [words for words in map(clean_line, ways) if words]
    text = ""
    if len(said) > MOST_WAYS:
        text = f"最多填写 {MOST_WAYS} 种缴费办法。"
    elif any(len(words) > LONGEST_WAY for words in said):
        text = f"每种缴费办法不超过 {LONGEST_WAY} 字。"
    if text:
        raise InvalidInput("ways_wrong", text, fields={"ways": text})
    return _keep(actor, WAYS_TO_PAY, said, "ways_to_pay_set", "更改缴费办法")


def _check_may(actor: Member) -> None:
    if actor.role is not Role.AGENCY_ADMIN:
        raise AccessRefused("role_missing", "本机关的设置由本单位管理员更改，您没有这一角色。")


@transaction.atomic
def _keep(actor: Member, key: str, value: Any, action: str, words: str) -> Agency:
    """Store it, with what was there before in the record; what changes nothing leaves no entry."""
    agency = Agency.objects.select_for_update().get(pk=actor.agency.pk)
    before = agency.settings.get(key)
    if before == value:
        return agency
    agency.settings = {**agency.settings, key: value}
    agency.save(update_fields=["settings"])
    audit.record(
        chain=f"agency:{agency.pk}",
        request_id=None,
        actor=actor,
        action=action,
        message=words,
        data={"agency": agency.pk, "before": before, "after": value},
    )
    return agency
