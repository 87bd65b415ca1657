"""Proposals to publish: raised by the third applicant, suggested after a reply, decided once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from requests_app import dates
from requests_app.actors import Applicant
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, StateRefusal
from requests_app.models import DisclosureRequest, ProposalOrigin, ProposalState, PublicationProposal
from requests_app.models.audit_entry import AuditEntry
from requests_app.selectors.publication import count_open, proposals, suggestable_items, suggestions_of
from requests_app.services import delivery, publication, withdrawal
from requests_app.services.delivery import Service
from requests_app.services.documents import Upload
from requests_app.services.publication import Decision
from requests_app.services.registration import NewApplicant
from tests.people import Office, again, case_in_handling, natural_person, office, other_office
from tests.services.stages import PDF, issued

pytestmark = pytest.mark.django_db
TEXT = "清溪市东湖片区控制性详细规划（2025年修订）"
REVIEWED = {"reviewer": "孙立", "conclusion": "可以公开，不涉及国家秘密", "reviewed_on": date(2026, 1, 4)}
PEOPLE = [
    natural_person("赵乙", "11010119900307002X"),
    natural_person("钱丙", "110101199003070038"),
    natural_person("孙丁", "110101199003070046"),
    natural_person("周戊", "110101199003070054"),
]


@pytest.fixture
def here() -> Office:
    return office()


def answered(
    where: Office, who: NewApplicant, text: str = TEXT, outcome: str = "provided"
) -> DisclosureRequest:
    """One application for the information, answered with this outcome and handed over."""
    letter = issued(where, items=(text,), applicants=(who,))
    letter.request.items.update(outcome=outcome)
    service = Service("hand", dates.today(), who.name, proof=Upload("回证.pdf", PDF))
    delivery.confirm_delivery(
        actor=where.desk, case_id=letter.request_id, letter_id=letter.pk, service=service
    )
    return again(letter.request)


def decide(where: Office, proposal: PublicationProposal, decision: Decision) -> PublicationProposal:
    return publication.decide(
        actor=where.head, case_id=proposal.request_id, proposal_id=proposal.pk, decision=decision
    )


def suggest(case: DisclosureRequest, **changes: object) -> PublicationProposal:
    fields = {"ordinal": 1, "ground": "widely_known", "words": "居民都关心", **changes}
    return publication.suggest(actor=Applicant(case), case_id=case.pk, **fields)


def test_the_third_different_applicant_raises_the_proposal_once(here: Office) -> None:
    cases = [answered(here, who) for who in (PEOPLE[0], PEOPLE[0], PEOPLE[1])]
    assert not PublicationProposal.objects.exists()
    cases.append(answered(here, PEOPLE[2], TEXT + "。"))
    proposal = PublicationProposal.objects.get()
    assert (proposal.request, proposal.origin) == (cases[-1], ProposalOrigin.SEVERAL)
    assert [item.request for item in proposal.based_on.order_by("pk")] == cases
    entry = AuditEntry.objects.filter(request_id=cases[-1].pk).latest("seq")
    assert (entry.action, entry.data["proposal"]) == ("publication_proposed", proposal.pk)
    answered(here, PEOPLE[3])
    assert PublicationProposal.objects.count() == 1


def test_who_asks_and_has_no_answer_yet_counts_and_who_took_it_back_does_not(here: Office) -> None:
    asking = case_in_handling(here, TEXT, applicants=(PEOPLE[0],))
    gone = case_in_handling(here, TEXT, applicants=(PEOPLE[3],))
    withdrawal.withdraw(actor=Applicant(gone), case_id=gone.pk)
    answered(here, PEOPLE[1])
    assert not PublicationProposal.objects.exists()
    answered(here, PEOPLE[2])
    proposal = PublicationProposal.objects.get()
    assert asking in [item.request for item in proposal.based_on.all()]
    assert gone not in [item.request for item in proposal.based_on.all()]


def test_nothing_is_published_without_its_review(here: Office) -> None:
    proposal = suggest(answered(here, PEOPLE[0]))
    published = {"publish": True, "where": "门户", "published_on": dates.today()}
    late = {**REVIEWED, "reviewed_on": dates.today() + timedelta(days=1)}
    for review, fields in (({}, {"reviewer", "conclusion", "reviewed_on"}), (late, {"reviewed_on"})):
        with pytest.raises(InvalidInput) as refusal:
            decide(here, proposal, Decision(**published, **review))
        assert set(refusal.value.fields) == fields
        assert "第十七条第二款" in str(refusal.value.basis)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN


@pytest.mark.parametrize("outcome", ["already_public", "not_existing", "internal"])
def test_what_was_not_given_raises_nothing(here: Office, outcome: str) -> None:
    for who in PEOPLE:
        answered(here, who, outcome=outcome)
    assert not PublicationProposal.objects.exists()


def test_after_a_refusal_only_further_applicants_count(here: Office, time_machine) -> None:
    time_machine.move_to("2026-03-02 10:00:00+08:00")
    for who in PEOPLE[:3]:
        answered(here, who)
    decide(here, PublicationProposal.objects.get(), Decision(publish=False, reason="已经废止"))
    time_machine.move_to("2026-03-03 10:00:00+08:00")
    for who in PEOPLE[:2]:
        answered(here, who)
    assert PublicationProposal.objects.count() == 1
    answered(here, PEOPLE[3])
    assert PublicationProposal.objects.count() == 2


def test_an_applicant_suggests_once_and_reads_the_answer(here: Office) -> None:
    case = answered(here, PEOPLE[0])
    assert [item.ordinal for item in suggestable_items(Applicant(case))] == [1]
    proposal = suggest(case, words="居民\x00都关心 ")
    assert (proposal.words, proposal.origin, count_open(here.head)) == ("居民都关心", "suggested", 1)
    assert suggestable_items(Applicant(again(case))) == []
    with pytest.raises(StateRefusal) as again_refused:
        suggest(case)
    assert again_refused.value.code == "already_suggested"
    decide(
        here, proposal, Decision(publish=True, where="门户网站公示栏", published_on=dates.today(), **REVIEWED)
    )
    answer = suggestions_of(Applicant(case))[0]
    assert (answer.state, answer.where, answer.decided_by) == ("published", "门户网站公示栏", here.head.user)
    assert count_open(here.head) == 0


REFUSED = [
    # name, outcome, change, code
    ("not given", "internal", {}, "not_given"),
    ("no such item", "provided", {"ordinal": 7}, "not_given"),
    ("no ground", "provided", {"ground": "curiosity"}, "ground_missing"),
]


@pytest.mark.parametrize(("name", "outcome", "change", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_suggestions_that_are_refused(
    here: Office, name: str, outcome: str, change: dict[str, object], code: str
) -> None:
    case = answered(here, PEOPLE[0], outcome=outcome)
    with pytest.raises(InvalidInput) as refusal:
        suggest(case, **change)
    assert refusal.value.code == code


def test_before_the_reply_is_served_nothing_can_be_suggested(here: Office) -> None:
    letter = issued(here)
    letter.request.items.update(outcome="provided")
    assert suggestable_items(Applicant(again(letter.request))) == []
    with pytest.raises(StateRefusal):
        suggest(again(letter.request))


def test_a_proposal_is_decided_once_by_the_head_of_its_agency(here: Office) -> None:
    proposal = suggest(answered(here, PEOPLE[0]))
    against = Decision(publish=False, reason="涉及的范围小")
    elsewhere = other_office()
    for actor in (here.handler, here.desk, here.legal, elsewhere.head, Applicant(proposal.request)):
        with pytest.raises(AccessRefused):
            publication.decide(
                actor=actor, case_id=proposal.request_id, proposal_id=proposal.pk, decision=against
            )
    with pytest.raises(InvalidInput):
        decide(here, proposal, Decision(publish=False))
    decide(here, proposal, against)
    with pytest.raises(StateRefusal) as late:
        decide(
            here, proposal, Decision(publish=True, where="门户", published_on=date(2026, 1, 5), **REVIEWED)
        )
    assert late.value.code == "already_decided"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == (ProposalState.DECLINED, "涉及的范围小")


def test_another_agency_sees_none_and_cannot_decide_through_a_case_of_its_own(here: Office) -> None:
    proposal = suggest(answered(here, PEOPLE[0]))
    elsewhere = other_office()
    own = answered(elsewhere, PEOPLE[0])
    assert not proposals(elsewhere.head)
    assert count_open(elsewhere.head) == 0
    with pytest.raises(ApplicationError):
        publication.decide(
            actor=elsewhere.head,
            case_id=own.pk,
            proposal_id=proposal.pk,
            decision=Decision(publish=False, reason="不"),
        )
