"""The reply that an excessive application is not handled (outcome 19, Art. 35): proposed from what the file shows.

It is an ordinary reply: the handler may still write it otherwise, the legality checks judge it, others approve it.
"""

from __future__ import annotations

from typing import Any

from requests_app.actors import Member
from requests_app.models import DisclosureRequest, ExcessFinding, ReasonsRequest
from requests_app.rules.excess import Period
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.states import RequestState
from requests_app.selectors.excess import finding_of
from requests_app.selectors.reasons import is_not_handled, last_day_of, reasons_in_question
from requests_app.services import joining
from requests_app.services.decision import DRAFTING, ItemDecision, ReplyDraft, keep_draft, restore_draft

EXCESSIVE = "excessive"


def propose(case: DisclosureRequest, actor: Member, asked: ReasonsRequest) -> None:
    """Draft it for every item; nothing happens before the case has its handler. Part of the act that judges. It answers
    this application alone, not those that were to be answered in one letter with it.

    Whoever judged has drafted: the four eyes of the approval count from here.
    """
    if RequestState(case.state) not in DRAFTING:
        return
    joining.leave(case, actor, "认定数量、频次明显超过合理范围，单独答复")
    citations = [
        {
            "instrument": basis.instrument,
            "article": basis.article,
            "paragraph": basis.paragraph,
            "item": basis.item,
        }
        for basis in OUTCOMES[EXCESSIVE].citations
    ]
    facts = excess_facts(case)
    latest = case.drafts.order_by("version").last()
    delivery = latest.fields.get("delivery", "") if latest else ""
    items = [ItemDecision(item.ordinal, EXCESSIVE, citations, asked.why, facts) for item in case.items.all()]
    keep_draft(case, actor, ReplyDraft(items, delivery, principal_outcome=EXCESSIVE))


def take_back(case: DisclosureRequest) -> None:
    """The judgement it rested on is gone: the reply stands again as it was before. Part of another act."""
    restore_draft(case, without=EXCESSIVE)


def is_answered_so(case: DisclosureRequest) -> bool:
    """Whether an item is answered with this outcome."""
    return case.items.filter(outcome=EXCESSIVE).exists()


def excess_facts(case: DisclosureRequest) -> dict[str, Any]:
    """What the reply tells, as the file shows it: the numbers as they stood, when and until when reasons were asked
    for, what came. Empty without a finding and a request that was told."""
    finding, asked = finding_of(case), reasons_in_question(case)
    if finding is None or asked is None or asked.told_on is None:
        return {}
    days = {"told_on": asked.told_on, "reply_by": last_day_of(asked), "reasons_on": asked.received_on}
    facts: dict[str, Any] = {name: day.isoformat() for name, day in days.items() if day is not None}
    facts["counts"] = counts_words(finding)
    if asked.letter is not None:
        facts["letter_number"] = asked.letter.number
    if asked.reasons:
        facts["reasons"] = asked.reasons
    return facts


def judged_words(case: DisclosureRequest) -> str:
    """Why the application is not handled, "" while it was not judged so."""
    asked = reasons_in_question(case)
    return asked.why if asked is not None and is_not_handled(asked) else ""


def counts_words(finding: ExcessFinding) -> list[dict[str, Any]]:
    """The counted periods as a letter tells them: the first applicant's, or of several the highest."""
    best: dict[str, dict[str, Any]] = {}
    for row in finding.counts:
        if row["applications"] > best.get(row["period"], {"applications": -1})["applications"]:
            best[row["period"]] = row
    names = ("first", "last", "applications", "items")
    return [{name: best[period][name] for name in names} for period in Period if period in best]
