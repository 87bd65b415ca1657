"""审批: who may decide, in which order, over what; and what two people at once bring about."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine

from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal, StaleForm, StateRefusal
from requests_app.models import Approval, ApprovedContent, SubmissionState
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.rules.track_rules import Track, TrackStep
from requests_app.services import approval, decision, search_record, submission
from tests import people
from tests.people import Office
from tests.services.stages import CONTENT, TRACK, approved, drafted, issued, submitted

pytestmark = pytest.mark.django_db


def agree(
    member: people.Member, handed_in: submission.Submission, step: str, content_hash: str = ""
) -> Approval:
    return approval.approve(
        actor=member,
        case_id=handed_in.request_id,
        submission_id=handed_in.pk,
        step=step,
        content_hash=content_hash or handed_in.content_hash,
    )


def test_all_steps_agree_and_the_reply_is_approved() -> None:
    office = people.office()
    handed_in = approved(office)
    assert handed_in.state == SubmissionState.APPROVED
    assert people.again(handed_in.request).state == RequestState.APPROVED
    signed = handed_in.approvals.values_list("step", "user__name", "content_hash")
    assert list(signed) == [
        ("legal_review", "赵静", handed_in.content_hash),
        ("head_sign", "陈涛", handed_in.content_hash),
    ]


def test_the_steps_have_an_order() -> None:
    office = people.office()
    with pytest.raises(StaleForm):
        agree(office.head, submitted(office), "head_sign")


def test_a_second_click_finds_the_step_done() -> None:
    office = people.office()
    handed_in = submitted(office)
    agree(office.legal, handed_in, "legal_review")
    with pytest.raises(StaleForm):
        agree(office.legal, handed_in, "legal_review")
    assert handed_in.approvals.count() == 1


def test_what_was_not_on_the_screen_cannot_be_approved() -> None:
    office = people.office()
    with pytest.raises(StaleForm) as refused:
        agree(office.legal, submitted(office), "legal_review", content_hash="b" * 64)
    assert refused.value.code == "content_changed"


def drafter_with_every_role(office: Office) -> dict[Role, people.Member]:
    login, name = people.CAST[Role.HANDLER]
    roles = (Role.LEGAL_REVIEWER, Role.OFFICE_HEAD, Role.SECRECY_REVIEWER)
    return {role: people.join(office.agency, role, login, name) for role in roles}


def test_the_drafter_cannot_approve_whatever_the_role() -> None:
    office = people.office()
    handed_in = submitted(office)
    drafter = drafter_with_every_role(office)
    with pytest.raises(AccessRefused):
        agree(drafter[Role.LEGAL_REVIEWER], handed_in, "legal_review")
    agree(office.legal, handed_in, "legal_review")
    with pytest.raises(AccessRefused):
        agree(drafter[Role.OFFICE_HEAD], handed_in, "head_sign")


def test_who_changed_the_draft_in_an_earlier_round_cannot_approve_the_next() -> None:
    office = people.office()
    case = drafted(office)
    second_drafter = people.join(office.agency, Role.HANDLER, "linxiao", "林晓")
    items = [decision.ItemDecision(1, "already_public", reason="改过")]
    decision.save_draft(
        actor=second_drafter, case_id=case.pk, draft=decision.ReplyDraft(items=items, delivery="post")
    )
    handed_in = submission.submit(actor=office.handler, case_id=case.pk, content=CONTENT, track=TRACK)
    as_reviewer = people.join(office.agency, Role.LEGAL_REVIEWER, "linxiao", "林晓")
    with pytest.raises(AccessRefused):
        agree(as_reviewer, handed_in, "legal_review")


def test_legal_reviewer_and_head_may_be_one_person() -> None:
    office = people.office()
    handed_in = submitted(office)
    both = people.join(office.agency, Role.OFFICE_HEAD, *people.CAST[Role.LEGAL_REVIEWER])
    agree(office.legal, handed_in, "legal_review")
    agree(both, handed_in, "head_sign")
    assert people.again(handed_in.request).state == RequestState.APPROVED


def test_nobody_of_another_agency_approves() -> None:
    office, other = people.office(), people.other_office()
    with pytest.raises(AccessRefused):
        agree(other.legal, submitted(office), "legal_review")


def test_a_return_needs_its_reason_and_brings_the_case_back_to_the_handler() -> None:
    office = people.office()
    handed_in = submitted(office)
    common = {
        "actor": office.legal,
        "case_id": handed_in.request_id,
        "submission_id": handed_in.pk,
        "step": "legal_review",
        "content_hash": handed_in.content_hash,
    }
    with pytest.raises(InvalidInput):
        approval.return_reply(**common, reason="  ")
    approval.return_reply(**common, reason="写明征求意见的起止日期")
    handed_in.refresh_from_db()
    assert handed_in.state == SubmissionState.RETURNED
    assert people.again(handed_in.request).state == RequestState.IN_HANDLING
    assert handed_in.approvals.get().reason == "写明征求意见的起止日期"


def send_back(member: people.Member, handed_in: submission.Submission, reason: str = "页码写错") -> Approval:
    return approval.send_back(
        actor=member,
        case_id=handed_in.request_id,
        submission_id=handed_in.pk,
        content_hash=handed_in.content_hash,
        reason=reason,
    )


@pytest.mark.parametrize(
    "role", [Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_HEAD, Role.SIGNATORY]
)
@pytest.mark.parametrize("stage", [submitted, approved], ids=["in approval", "approved"])
def test_any_approver_sends_back_until_the_letter_is_issued(
    stage: Callable[[Office], submission.Submission], role: Role
) -> None:
    office = people.office()
    handed_in = stage(office)
    send_back(office.member(role), handed_in)
    handed_in.refresh_from_db()
    assert handed_in.state == SubmissionState.RETURNED
    assert people.again(handed_in.request).state == RequestState.IN_HANDLING
    kept = handed_in.approvals.last()
    assert (kept.verdict, kept.reason, kept.role) == ("return", "页码写错", role.value)


def test_sending_back_needs_a_reason_an_approver_of_the_agency_and_what_was_seen() -> None:
    office, other = people.office(), people.other_office()
    handed_in = approved(office)
    with pytest.raises(InvalidInput):
        send_back(office.head, handed_in, reason=" ")
    for member in (office.desk, office.handler, office.archivist, other.head):
        with pytest.raises(AccessRefused):
            send_back(member, handed_in)
    with pytest.raises(AccessRefused):
        send_back(drafter_with_every_role(office)[Role.OFFICE_HEAD], handed_in)
    handed_in.content_hash = "b" * 64
    with pytest.raises(StaleForm):
        send_back(office.head, handed_in)
    assert people.again(handed_in.request).state == RequestState.APPROVED


def test_an_issued_letter_is_not_sent_back() -> None:
    office = people.office()
    letter = issued(office)
    with pytest.raises(StateRefusal):
        send_back(office.head, letter.submission)
    assert people.again(letter.request).state == RequestState.ISSUED


SEARCHED = search_record.NewSearch(
    searched_on=date(2026, 3, 2),
    searcher="孙立",
    units="自然资源确权登记科",
    systems="公文系统",
    keywords="控制性详细规划",
    period="2010年至今",
    found=False,
    result="未检索到",
    duty_to_make="没有制作该信息的职责",
)


@pytest.mark.parametrize(
    ("outcome", "refused"),
    [("not_existing", True), ("already_public", False)],
    ids=["rests on it", "does not"],
)
def test_who_recorded_the_search_does_not_approve_that_nothing_exists(outcome: str, refused: bool) -> None:
    """Art. 36 (4): "does not exist" rests on the search alone."""
    office = people.office()
    with time_machine.travel(datetime(2026, 3, 2, 2, 0, tzinfo=UTC)):
        case = drafted(office, outcome=outcome)
        as_officer = people.join(office.agency, Role.HANDLER, *people.CAST[Role.LEGAL_REVIEWER])
        search_record.record_search(actor=as_officer, case_id=case.pk, ordinal=1, search=SEARCHED)
        handed_in = submission.submit(actor=office.handler, case_id=case.pk, content=CONTENT, track=TRACK)
        if refused:
            with pytest.raises(AccessRefused) as refusal:
                agree(office.legal, handed_in, "legal_review")
            assert refusal.value.code == "own_draft"
        else:
            agree(office.legal, handed_in, "legal_review")
    assert handed_in.approvals.count() == int(not refused)


def test_only_the_submitter_recalls() -> None:
    office = people.office()
    handed_in = submitted(office)
    with pytest.raises(AccessRefused):
        approval.recall(
            actor=office.desk, case_id=handed_in.request_id, submission_id=handed_in.pk, reason="写错了"
        )
    approval.recall(
        actor=office.handler, case_id=handed_in.request_id, submission_id=handed_in.pk, reason="写错了"
    )
    assert people.again(handed_in.request).state == RequestState.IN_HANDLING


def test_a_closed_round_takes_no_more_decisions() -> None:
    office = people.office()
    handed_in = submitted(office)
    approval.recall(
        actor=office.handler, case_id=handed_in.request_id, submission_id=handed_in.pk, reason="写错了"
    )
    with pytest.raises(StateRefusal):
        agree(office.legal, handed_in, "legal_review")


LEGAL = TrackStep("legal_review", Role.LEGAL_REVIEWER, "法制审核")
HEAD = TrackStep("head_sign", Role.OFFICE_HEAD, "签发")
BAD_TRACKS = [
    ("no legal review", [HEAD], "already_public", "track_without_legal_review"),
    ("nobody signs", [HEAD, LEGAL], "already_public", "track_without_signer"),
    ("empty", [], "already_public", "track_without_legal_review"),
    (
        "content released without secrecy review (Art. 17)",
        [LEGAL, HEAD],
        "provided",
        "track_without_secrecy_review",
    ),
]


@pytest.mark.parametrize(("what", "steps", "outcome", "code"), BAD_TRACKS, ids=[row[0] for row in BAD_TRACKS])
def test_a_track_that_skips_a_review_is_refused(
    what: str, steps: list[TrackStep], outcome: str, code: str
) -> None:
    office = people.office()
    case = drafted(office, outcome=outcome)
    with pytest.raises(RuleRefusal) as refused:
        submission.submit(
            actor=office.handler, case_id=case.pk, content=CONTENT, track=Track("routine", 1, steps)
        )
    assert refused.value.code == code
    assert people.again(case).state == RequestState.IN_HANDLING


@pytest.mark.parametrize(
    ("verdict", "reason", "refused_with"),
    [
        ("fail", "", "legality_failed"),
        ("needs_reason", "", "legality_reason_missing"),
        ("needs_reason", "当事人已书面同意", None),
        ("later", "", None),
        ("pass", "", None),
    ],
)
def test_a_legality_verdict_decides_whether_the_reply_may_be_submitted(
    verdict: str, reason: str, refused_with: str | None
) -> None:
    office = people.office()
    case = drafted(office)
    row = {
        "key": "k",
        "title": "依据",
        "verdict": verdict,
        "message": "说明",
        "basis": "条例第三十六条",
        "reason": reason,
    }
    content = ApprovedContent("reply_already_public", {}, "c" * 64, (row,))
    if refused_with is None:
        submission.submit(actor=office.handler, case_id=case.pk, content=content, track=TRACK)
        assert people.again(case).state == RequestState.IN_APPROVAL
    else:
        with pytest.raises(RuleRefusal) as refused:
            submission.submit(actor=office.handler, case_id=case.pk, content=content, track=TRACK)
        assert refused.value.code == refused_with


def test_an_item_without_outcome_cannot_be_submitted() -> None:
    office = people.office()
    case = people.case_in_handling(office, "甲", "乙")
    items = [decision.ItemDecision(1, "already_public"), decision.ItemDecision(2, "")]
    decision.save_draft(
        actor=office.handler, case_id=case.pk, draft=decision.ReplyDraft(items=items, delivery="post")
    )
    with pytest.raises(InvalidInput) as refused:
        submission.submit(actor=office.handler, case_id=case.pk, content=CONTENT, track=TRACK)
    assert "第 2 项" in refused.value.message
