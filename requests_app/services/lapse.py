"""The letters that end a case because the applicant did not correct it (Art. 30) or did not pay (109号) in time:
drafted from the file.

Everything such a letter says follows from what is recorded; the officer adds only how the absence of a good reason
was established (correction), and how the letter is to be delivered.
"""

from __future__ import annotations

from collections.abc import Mapping

from requests_app import dates
from requests_app.actors import OFFICERS, Member
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import Correction, DisclosureRequest, Draft, Fee
from requests_app.plain_text import clean_text
from requests_app.rules import correction as correcting
from requests_app.rules import fees as charging
from requests_app.rules.outcomes import OUTCOMES
from requests_app.selectors import corrections, fees
from requests_app.services.act import By, act
from requests_app.services.correction import AWAITING, LAPSE
from requests_app.services.decision import ItemDecision, ReplyDraft, keep_draft


@act("逾期不补正，拟不再处理", by=By(roles=OFFICERS), states=AWAITING)
def draft_lapse(*, actor: Member, case: DisclosureRequest, delivery: str, considered: str) -> Draft:
    """Draft the letter for every item of the case.

    `considered`: how it was established that there is no good reason for the silence. Raises `RuleRefusal` while the
    period runs, without proof of service or once a correction came; `InvalidInput` without `considered`.
    """
    if not considered.strip():
        words = "请写明是否了解到申请人有不补正的正当理由。"
        raise InvalidInput(
            "good_reason_unconsidered", words, correcting.BASIS.cite(), fields={"considered": words}
        )
    correction = case.corrections.filter(state__in=corrections.LIVE).first()
    if correction is None:
        raise StateRefusal("no_correction", "本件没有等待中的补正告知书，不能按逾期不补正办理。")
    correcting.check_lapse(
        today=dates.today(),
        last=corrections.last_day_of(correction),
        served_on=corrections.served_on(correction),
        received=correction.received_on is not None,
    )
    facts = {**lapse_facts(correction), "good_reason_considered": clean_text(considered)}
    return _draft(case, actor, LAPSE, delivery, facts)


@act("逾期不缴费，拟不再处理", by=By(roles=OFFICERS), states=fees.AWAITING)
def draft_unpaid(*, actor: Member, case: DisclosureRequest, delivery: str) -> Draft:
    """Draft the letter for every item of the case. Raises `RuleRefusal` while the period to pay runs, without proof of
    service, once the fee is paid, or while a reported payment waits to be verified."""
    fee = fees.live_fee(case)
    if fee is None:
        raise StateRefusal("no_fee", "本件没有等待缴纳的信息处理费，不能按逾期不缴费办理。")
    charging.check_lapse(
        today=dates.today(),
        last=fees.last_day_of(fee),
        served_on=fees.served_on(fee),
        paid=False,
        reported=fees.reported(fee) is not None,
    )
    return _draft(case, actor, fees.UNPAID, delivery, unpaid_facts(fee))


def _draft(
    case: DisclosureRequest, actor: Member, outcome: str, delivery: str, facts: Mapping[str, object]
) -> Draft:
    """One outcome for the application as a whole."""
    citations = [
        {
            "instrument": basis.instrument,
            "article": basis.article,
            "paragraph": basis.paragraph,
            "item": basis.item,
        }
        for basis in OUTCOMES[outcome].citations
    ]
    decisions = [ItemDecision(item.ordinal, outcome, citations, "", facts) for item in case.items.all()]
    return keep_draft(case, actor, ReplyDraft(items=decisions, delivery=delivery, principal_outcome=outcome))


def lapse_facts(correction: Correction) -> dict[str, str]:
    """What the letter tells of the notice: its number, the days, the period as it ran from service."""
    letter, served = correction.letter_set.first(), corrections.served_on(correction)
    last = corrections.last_day_of(correction)
    told = {"notice_on": correction.told_on, "served_on": served, "reply_by": last}
    facts = {name: day.isoformat() for name, day in told.items() if day is not None}
    return {"notice_number": letter.number, **facts} if letter is not None else facts


def unpaid_facts(fee: Fee) -> dict[str, object]:
    """What the letter tells of the notice and of what was paid: its number, the days, the sums."""
    letter = fee.letter_set.first()
    told = {
        "notice_on": fee.told_on,
        "served_on": fees.served_on(fee),
        "last_day": fees.last_day_of(fee),
    }
    facts: dict[str, object] = {name: day.isoformat() for name, day in told.items() if day is not None}
    facts |= {"notice_number": letter.number} if letter is not None else {}
    facts |= {"amount": fee.amount} if fee.amount is not None else {}
    paid = fees.paid_amount(fee)
    return facts | ({"paid": paid} if paid else {})
