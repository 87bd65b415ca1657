"""The finding that number or frequency of the applications is clearly excessive (Art. 35, 42)."""

from __future__ import annotations

from requests_app import dates
from requests_app.actors import Member
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import DisclosureRequest, ExcessFinding, FeeState
from requests_app.plain_text import clean_text
from requests_app.rules import excess as rule
from requests_app.selectors.excess import counts_as_json, counts_of, finding_of
from requests_app.selectors.fees import paid_amount
from requests_app.services import reasons
from requests_app.services.act import By, act
from requests_app.services.journal import note


@act("认定明显超过合理范围", by=By(roles=rule.MAY_FIND), states=rule.CAN_BE_FOUND)
def find_excessive(*, actor: Member, case: DisclosureRequest, why: str) -> ExcessFinding:
    """Find that what this applicant asks is clearly beyond what is reasonable, on the numbers as they stand now.

    Raises `RuleRefusal` for a second finding or where nothing can be counted, `InvalidInput` without reasons.
    """
    counted = counts_of(actor, case)
    numbers = [count for applicant in counted for count in applicant.counts]
    words = clean_text(why)
    rule.check_find(counts=numbers, why=words, already_found=finding_of(case) is not None)
    finding = ExcessFinding.objects.create(
        request=case,
        counts=counts_as_json(counted),
        why=words,
        found_by=actor.user,
        found_on=dates.today(),
    )
    note(
        case,
        actor,
        "excess_found",
        f"认定申请的数量、频次明显超过合理范围（{rule.BASIS.short()}）",
        finding=finding.pk,
    )
    return finding


@act("撤销明显超过合理范围的认定", by=By(roles=rule.MAY_FIND), states=rule.CAN_BE_FOUND)
def revoke_finding(*, actor: Member, case: DisclosureRequest, reason: str) -> ExcessFinding:
    """A finding that was wrong no longer counts; it stays on file, what rests on it ends. A reason is needed."""
    finding = finding_of(case)
    if finding is None:
        raise StateRefusal("no_excess", "本件没有明显超过合理范围的认定。")
    if case.fees.filter(state__in=(FeeState.DECIDED, FeeState.TOLD)).exists():
        raise StateRefusal("fee_rests_on_it", "已经据此认定决定收费。请先撤销收费，再撤销认定。")
    if any(fee.state == FeeState.PAID and paid_amount(fee) > fee.refunded for fee in case.fees.all()):
        raise StateRefusal(
            "fee_paid_on_it", "申请人已经据此认定缴费，不能撤销认定。确属认定有误的，先全部退还并登记退费。"
        )
    words = clean_text(reason)
    if not words:
        told = "请写明撤销认定的原因。"
        raise InvalidInput("reason_missing", told, fields={"reason": told})
    finding.revoked_on, finding.revoked_by, finding.revoke_reason = dates.today(), actor.user, words
    finding.save(update_fields=["revoked_on", "revoked_by", "revoke_reason"])
    reasons.end_live(case, actor, "认定已经撤销")
    note(case, actor, "excess_revoked", "撤销明显超过合理范围的认定", finding=finding.pk)
    return finding
