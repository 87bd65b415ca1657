"""A request walks through the office, each step by its person; flow and state agree after every one."""

from __future__ import annotations

import sys

import pytest

from requests_app.actors import Applicant
from requests_app.models import DocumentKind, SubmissionState
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.documents import documents_of
from tests.people import Office, again
from tests.services.stages import made
from tests.workflows.walk import PROOF, Walk


def test_from_registration_to_archive(bureau: Office, capsys: pytest.CaptureFixture[str]) -> None:
    walk = Walk.begin(bureau)
    assert walk.open == ["review"]
    walk.accept()
    assert walk.open == ["handle"]
    walk.draft()
    assert walk.open == ["handle"]
    walk.do(Role.HANDLER, "submit")
    assert walk.open == ["await_approval", "decide:legal_review"]
    walk.agree(Role.LEGAL_REVIEWER)
    assert walk.open == ["await_approval", "decide:head_sign"]
    walk.agree(Role.OFFICE_HEAD)
    assert walk.open == ["issue"]
    letter = walk.do(Role.DESK_OFFICER, "issue")
    assert walk.open == ["deliver"]
    walk.deliver_outbox()
    walk.hand_over(letter)
    assert walk.open == ["archive"]
    package = walk.do(Role.ARCHIVIST, "archive")
    assert walk.open == []
    assert walk.case.state == RequestState.ARCHIVED
    assert package.request == walk.case
    with capsys.disabled():
        sys.stdout.write(f"\n  eight acts through the door: {walk.queries} queries\n")


@pytest.mark.parametrize(("stage", "role"), [("submit", Role.SIGNATORY), ("approve", Role.LEGAL_REVIEWER)])
def test_sent_back_out_of_turn_the_handler_goes_on(bureau: Office, stage: str, role: Role) -> None:
    walk = Walk.begin(bureau)
    getattr(walk, stage)()
    handed_in = walk.case.submissions.get()
    sent = {"submission_id": handed_in.pk, "content_hash": handed_in.content_hash, "reason": "页码写错"}
    walk.do(role, "send_back", **sent)
    assert walk.open == ["handle"]
    assert walk.case.state == RequestState.IN_HANDLING
    walk.do(Role.HANDLER, "submit")
    assert walk.open == ["await_approval", "decide:legal_review"]


def test_a_released_copy_brings_the_secrecy_review_first(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.submit("provided")
    assert walk.open == ["await_approval", "decide:secrecy_review"]
    for role in (Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.OFFICE_HEAD):
        walk.agree(role)
    assert walk.case.state == RequestState.APPROVED


def test_what_is_provided_is_opened_to_the_applicant_with_the_reply_and_nothing_else(bureau: Office) -> None:
    """Art. 36(2), 40: whoever was answered has what the letter lists, and not the file of the office."""
    walk = Walk.begin(bureau, accepts_online_service=True)
    walk.submit("provided")
    other = walk.do(Role.HANDLER, "upload", upload=PROOF, kind=DocumentKind.EVIDENCE, title="内部会议纪要")
    for role in (Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.OFFICE_HEAD):
        walk.agree(role)
    letter = made(walk.do(Role.DESK_OFFICER, "issue"))
    visitor = Applicant(again(walk.case))
    assert not documents_of(visitor, walk.case).filter(kind="released_copy").exists()
    walk.hand_over(letter)
    opened = {document.title for document in documents_of(visitor, walk.case)}
    assert "许可证复印件" in opened
    assert letter.document.title in opened
    assert other.title not in opened
    walk.do(Role.OFFICE_HEAD, "withdraw_letter", letter_id=letter.pk, reason="副本有误")
    kept = {document.title for document in documents_of(visitor, walk.case)}
    assert "许可证复印件" not in kept, "it may have been the mistake"
    assert letter.document.title in kept


def test_a_refusal_for_secrecy_goes_up_to_the_signing_leader(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.submit("secret")
    for role in (Role.LEGAL_REVIEWER, Role.OFFICE_HEAD):
        walk.agree(role)
    assert walk.open == ["await_approval", "decide:leader_sign"]
    walk.agree(Role.SIGNATORY)
    assert walk.open == ["issue"]


def test_a_returned_reply_goes_back_to_its_handler_and_through_the_whole_track_again(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.submit()
    walk.agree(Role.LEGAL_REVIEWER)
    walk.do(
        Role.OFFICE_HEAD,
        "return_reply",
        walk.task("decide"),
        content_hash=walk.content_hash,
        reason="理由不充分，请补充。",
    )
    assert (walk.open, walk.case.state) == (["handle"], RequestState.IN_HANDLING)
    walk.do(Role.HANDLER, "submit")
    assert walk.open == ["await_approval", "decide:legal_review"]
    assert walk.case.submissions.count() == 2


def test_the_handler_recalls_what_is_being_approved_or_approved(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.submit()
    walk.agree(Role.LEGAL_REVIEWER)
    walk.do(Role.HANDLER, "recall", reason="还要改一处")
    assert (walk.open, walk.case.state) == (["handle"], RequestState.IN_HANDLING)
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    assert walk.open == ["issue"]
    walk.do(Role.HANDLER, "recall", reason="再改一处")
    assert (walk.open, walk.case.state) == (["handle"], RequestState.IN_HANDLING)
    states = set(walk.case.submissions.values_list("state", flat=True))
    assert states == {SubmissionState.RECALLED}


def test_a_posted_reply_is_delivered_only_when_it_arrived(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    letter = walk.issue()
    walk.post(letter)
    assert walk.open == ["deliver"]
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="查无此人")
    assert walk.open == ["deliver"]
    walk.hand_over(letter)
    assert walk.open == ["archive"]


def test_another_handler_takes_over_the_task_with_the_case(bureau: Office) -> None:
    from tests.people import join

    colleague = join(bureau.agency, Role.HANDLER, "hanmei", "韩梅")
    walk = Walk.begin(bureau)
    walk.accept()
    walk.do(Role.OFFICE_HEAD, "reassign", handler=colleague.user, reason="王强外出")
    assert walk.open == ["handle"]
    assert walk.case.handler == colleague.user
