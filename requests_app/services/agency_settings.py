"""What an agency sets for itself: when it is warned, who signs, how a fee is paid. Each change stays in its record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction

from requests_app import audit
from requests_app.actors import Member, Role
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import Agency
from requests_app.plain_text import clean_line
from requests_app.rules import track_switches, warnings
from requests_app.rules.track_switches import Switches, check_switches, lowered
from requests_app.rules.warnings import Tiers, check_tiers
from requests_app.seen import check_seen
from requests_app.selectors.fees import WAYS_TO_PAY

MOST_WAYS, LONGEST_WAY = 10, 200
LONGEST_REASON = 200
KEYS: Mapping[str, str] = {
    "warnings": warnings.SETTINGS_KEY,
    "approval": track_switches.SETTINGS_KEY,
    "ways": WAYS_TO_PAY,
}
"""The parts that can be set, and where the agency's settings keep each."""


def set_warnings(*, actor: Member, tiers: Tiers, seen: str | None = None) -> Agency:
    """When officers, head and supervisor are warned, and the quiet hours of the mail; holds from the next reminder on.
    `seen`: the mark of the page that was looked at (`requests_app.seen`).

    Raises `AccessRefused` for anybody but the agency's administrator, `InvalidInput` for what makes no sense,
    `StaleForm` where somebody has changed this part since.
    """
    _check_may(actor)
    check_tiers(tiers)
    return _keep(actor, warnings.SETTINGS_KEY, tiers.as_json(), "warnings_set", "更改提醒的设置", seen)


def set_approval(*, actor: Member, switches: Switches, reason: str = "", seen: str | None = None) -> Agency:
    """Which replies go up to the signing leader, and whether each passes the secrecy review; a round that is under way
    keeps its steps. What takes a safeguard away needs a `reason`, which stays in the record. Raises as `set_warnings`.
    """
    _check_may(actor)
    check_switches(switches)
    why = clean_line(reason)
    if len(why) > LONGEST_REASON:
        text = f"理由不超过 {LONGEST_REASON} 字。"
        raise InvalidInput("reason_too_long", text, fields={"reason": text})

    def check(agency: Agency) -> None:
        less = lowered(_switches(agency), switches)
        if less and not why:
            text = f"更改减少了审批环节（{'；'.join(less)}），请写明理由。"
            raise InvalidInput("reason_missing", text, fields={"reason": text})

    words = f"更改审批流程的设置，理由：{why}" if why else "更改审批流程的设置"
    key = track_switches.SETTINGS_KEY
    return _keep(actor, key, switches.as_json(), "approval_set", words, seen, check)


def _switches(agency: Agency) -> Switches:
    """As set, or as shipped where the setting cannot be read."""
    try:
        return Switches.of(agency.settings)
    except (TypeError, ValueError):
        return Switches()


def set_ways_to_pay(*, actor: Member, ways: Sequence[str], seen: str | None = None) -> Agency:
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
    return _keep(actor, WAYS_TO_PAY, said, "ways_to_pay_set", "更改缴费办法", seen)


def _check_may(actor: Member) -> None:
    if actor.role is not Role.AGENCY_ADMIN:
        raise AccessRefused("role_missing", "本机关的设置由本单位管理员更改，您没有这一角色。")


@transaction.atomic
def _keep(
    actor: Member,
    key: str,
    value: Any,
    action: str,
    words: str,
    seen: str | None,
    check: Callable[[Agency], None] = lambda agency: None,
) -> Agency:
    """Store it, with what was there before in the record; what changes nothing leaves no entry. `check` sees the agency
    as it is under the lock."""
    agency = Agency.objects.select_for_update().get(pk=actor.agency.pk)
    before = agency.settings.get(key)
    if before == value:
        return agency
    check_seen(before, seen)
    check(agency)
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
