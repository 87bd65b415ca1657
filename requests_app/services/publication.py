"""Making public for everybody what applicants were given: proposed, suggested, decided (Art. 44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app import dates
from requests_app.actors import Applicant, Member, System
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import (
    DisclosureRequest,
    ProposalOrigin,
    ProposalState,
    PublicationProposal,
    RequestItem,
)
from requests_app.plain_text import clean_line, clean_text
from requests_app.rules.publication import (
    RELEASING,
    SUGGESTION,
    Ground,
    ReleaseReview,
    check_decision,
    check_review,
    is_due,
)
from requests_app.same_information import same_information
from requests_app.selectors.publication import (
    ANSWERED,
    DECIDERS,
    asked_alike,
    people_of,
    policies_of,
    suggestable_items,
)
from requests_app.services.act import By, act
from requests_app.services.journal import note
from requests_app.services.two_sides import refuse_third_party

DETECTION = System("相同信息提示")


@dataclass(frozen=True)
class Decision:
    """What was decided on a proposal; `reason` is needed against it, `where`, `published_on` and the review of Art. 17
    (`reviewer`, `conclusion`, `reviewed_on`) for it."""

    publish: bool
    where: str = ""
    published_on: date | None = None
    reason: str = ""
    reviewer: str = ""
    conclusion: str = ""
    reviewed_on: date | None = None

    @property
    def review(self) -> ReleaseReview:
        """The review before release."""
        return ReleaseReview(self.reviewer, self.conclusion, self.reviewed_on)


def propose_if_due(case: DisclosureRequest) -> None:
    """A reply that gave it was served: propose what enough different applicants have asked for by now, once."""
    for item in case.items.filter(outcome__in=RELEASING):
        earlier = _earlier_proposal(case, item)
        if earlier is not None and earlier.state != ProposalState.DECLINED:
            continue
        alike = asked_alike(DETECTION, item, after=earlier.decided_on if earlier else None)
        if is_due([people_of(one.request) for one in alike], policies_of(case)):
            proposal = _create(case, item, ProposalOrigin.SEVERAL, alike)
            words = f"多个申请人申请第 {item.ordinal} 项信息，且可以公开，提出主动公开的建议"
            note(case, DETECTION, "publication_proposed", words, proposal=proposal.pk)


@act("建议主动公开", by=By(applicant=True), states=ANSWERED)
def suggest(
    *, actor: Applicant, case: DisclosureRequest, ordinal: int, ground: str, words: str = ""
) -> PublicationProposal:
    """The applicant suggests that what was given should be public. Raises `InvalidInput` without one of the grounds
    of the article, or for an item that was not given; `StateRefusal` when it was suggested before."""
    item = case.items.filter(ordinal=ordinal, outcome__in=RELEASING).first()
    if item is None:
        text = "请选择已经向您公开的信息。"
        raise InvalidInput("not_given", text, SUGGESTION.cite(), fields={"ordinal": text})
    if ground not in set(Ground):
        text = "请选择建议的理由。"
        raise InvalidInput("ground_missing", text, SUGGESTION.cite(), fields={"ground": text})
    if item.pk not in {one.pk for one in suggestable_items(actor)}:
        raise StateRefusal("already_suggested", "您已经就这项信息提出过建议，答复会显示在本页。")
    proposal = _create(case, item, ProposalOrigin.SUGGESTED, [item], ground=ground, words=clean_text(words))
    note(case, actor, "publication_suggested", f"申请人建议主动公开第 {ordinal} 项信息", proposal=proposal.pk)
    return proposal


@act("决定是否主动公开", by=By(roles=frozenset(DECIDERS)), states=ANSWERED)
def decide(
    *, actor: Member, case: DisclosureRequest, proposal_id: int, decision: Decision
) -> PublicationProposal:
    """Publish, with place and day, or not, with the reason. Raises `InvalidInput`, `StateRefusal` once decided."""
    proposal = case.publication_proposals.filter(pk=proposal_id).first()
    if proposal is None or proposal.state != ProposalState.OPEN:
        raise StateRefusal("already_decided", "这项建议已经有了决定，请刷新页面。")
    today = dates.today()
    check_decision(
        publish=decision.publish,
        where=decision.where,
        published_on=decision.published_on,
        reason=decision.reason,
        today=today,
    )
    if decision.publish:
        check_review(decision.review, published_on=decision.published_on, today=today)
        proposal.reviewer, proposal.conclusion = (
            clean_line(decision.reviewer),
            clean_text(decision.conclusion),
        )
        proposal.reviewed_on = decision.reviewed_on
    refuse_third_party(case, {"reason": decision.reason, "where": decision.where})
    proposal.state = ProposalState.PUBLISHED if decision.publish else ProposalState.DECLINED
    proposal.where = clean_text(decision.where) if decision.publish else ""
    proposal.published_on = decision.published_on if decision.publish else None
    proposal.reason = clean_text(decision.reason)
    proposal.decided_on, proposal.decided_by = today, actor.user
    proposal.save()
    words = f"主动公开建议：{proposal.get_state_display()}"
    note(case, actor, "publication_decided", words, proposal=proposal.pk)
    return proposal


def _earlier_proposal(case: DisclosureRequest, item: RequestItem) -> PublicationProposal | None:
    """The last proposal that several applicants gave rise to, on the same information."""
    known = PublicationProposal.objects.filter(agency=case.agency_id, origin=ProposalOrigin.SEVERAL)
    rows = {row.pk: row for row in known}
    texts = [(pk, row.text) for pk, row in rows.items()]
    alike = same_information([item.text], texts, policies_of(case).same_information_from)
    return max((rows[pk] for _, pk in alike), key=lambda row: row.pk, default=None)


def _create(
    case: DisclosureRequest,
    item: RequestItem,
    origin: ProposalOrigin,
    based_on: list[RequestItem],
    *,
    ground: str = "",
    words: str = "",
) -> PublicationProposal:
    assert case.agency is not None  # what was answered has its agency
    proposal = PublicationProposal.objects.create(
        agency=case.agency,
        request=case,
        item=item,
        origin=origin,
        text=item.text,
        ground=ground,
        words=words,
        created_on=dates.today(),
    )
    proposal.based_on.set(based_on)
    return proposal
