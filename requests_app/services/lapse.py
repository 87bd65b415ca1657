"""The letter that ends a case because the applicant did not correct it in time (Art. 30): drafted from the file.

Everything the letter says follows from what is recorded; the officer adds only how the absence of a good reason
was established, and how the letter is to be delivered.
"""

from __future__ import annotations

from requests_app import dates
from requests_app.actors import OFFICERS, Member
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import Correction, DisclosureRequest, Draft
from requests_app.plain_text import clean_text
from requests_app.rules import correction as rule
from requests_app.rules.outcomes import OUTCOMES
from requests_app.selectors.corrections import LIVE, last_day_of, served_on
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
        raise InvalidInput("good_reason_unconsidered", words, rule.BASIS.cite(), fields={"considered": words})
    correction = case.corrections.filter(state__in=LIVE).first()
    if correction is None:
        raise StateRefusal("no_correction", "本件没有等待中的补正告知书，不能按逾期不补正办理。")
    rule.check_lapse(
        today=dates.today(),
        last=last_day_of(correction),
        served_on=served_on(correction),
        received=correction.received_on is not None,
    )
    facts = {**lapse_facts(correction), "good_reason_considered": clean_text(considered)}
    citations = [
        {
            "instrument": basis.instrument,
            "article": basis.article,
            "paragraph": basis.paragraph,
            "item": basis.item,
        }
        for basis in OUTCOMES[LAPSE].citations
    ]
    decisions = [ItemDecision(item.ordinal, LAPSE, citations, "", facts) for item in case.items.all()]
    drafted = ReplyDraft(items=decisions, delivery=delivery, principal_outcome=LAPSE)
    return keep_draft(case, actor, drafted)


def lapse_facts(correction: Correction) -> dict[str, str]:
    """What the letter tells of the notice: its number, the days, the period as it ran from service."""
    letter, served = correction.letter_set.first(), served_on(correction)
    told = {"notice_on": correction.told_on, "served_on": served, "reply_by": last_day_of(correction)}
    facts = {name: day.isoformat() for name, day in told.items() if day is not None}
    return {"notice_number": letter.number, **facts} if letter is not None else facts
