"""Approving and issuing at the desk: over exactly what was submitted, by somebody else, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from letters.issue import make_letter
from requests_app.models import Agency, Letter, SubmissionState
from requests_app.rules.roles import Role
from requests_app.verification_codes import printed_code
from tests import people
from tests.people import CAST, OTHER_CAST, again
from tests.services.stages import PDF
from tests.web.desk import Desk, fields_of
from tests.web.reply_walk import PUBLIC, ReplyWalk

pytestmark = pytest.mark.django_db
PICTURE = "image/png"


@pytest.fixture
def walk() -> ReplyWalk:
    begun = ReplyWalk.begin(people.office())
    begun.submit()
    return begun


@pytest.mark.parametrize("role", CAST)
def test_everybody_of_the_agency_reads_it_and_only_the_next_step_decides(walk: ReplyWalk, role: Role) -> None:
    desk = Desk.of(walk.office.member(role))
    page = desk.see(walk.approval)
    decides = role is Role.LEGAL_REVIEWER
    assert page.status_code == 200
    assert ('value="approve"' in page.content.decode()) is decides
    sent = {"step": "legal_review", "content_hash": walk.submission.content_hash, "action": "approve"}
    assert desk.client.post(walk.approval, sent).status_code == (302 if decides else 403)
    assert walk.submission.approvals.count() == int(decides)


@pytest.mark.parametrize("role", OTHER_CAST)
def test_another_agency_learns_nothing(walk: ReplyWalk, role: Role) -> None:
    desk = Desk.of(people.other_office().member(role))
    key = walk.submission.pk
    addresses = [
        walk.approval,
        reverse("desk:submission_pdf", args=[key]),
        reverse("desk:submission_page", args=[key, 1]),
    ]
    assert [desk.see(address).status_code for address in addresses] == [404] * 3
    sent = {"step": "legal_review", "content_hash": walk.submission.content_hash, "action": "approve"}
    assert desk.client.post(walk.approval, sent).status_code == 404


def test_the_writer_reads_why_the_writer_cannot_approve(walk: ReplyWalk) -> None:
    office = walk.office
    people.join(office.agency, Role.LEGAL_REVIEWER, *CAST[Role.HANDLER])
    desk = Desk.of(office.handler)
    page = desk.see(walk.approval).content.decode()
    assert "起草或者修改过答复内容的人不能审批本件" in page
    assert 'value="approve"' not in page
    sent = {"step": "legal_review", "content_hash": walk.submission.content_hash, "action": "approve"}
    refused = desk.client.post(walk.approval, sent)
    assert (refused.status_code, "须由他人审批" in refused.content.decode()) == (403, True)


def test_a_content_that_was_not_on_the_screen_is_not_approved(walk: ReplyWalk) -> None:
    answer = walk.decide(walk.office.legal, "approve", content_hash="0" * 64, opinion="同意。")
    assert (answer.status_code, "不是现在送审的内容" in answer.content.decode()) == (409, True)
    assert "同意。" in answer.content.decode(), "the opinion is kept"
    assert walk.submission.approvals.count() == 0


def test_a_second_click_changes_nothing_and_says_so(walk: ReplyWalk) -> None:
    desk = Desk.of(walk.office.legal)
    sent = fields_of(desk.see(walk.approval)) | {"action": "approve"}
    assert desk.client.post(walk.approval, sent).status_code == 302
    second = desk.client.post(walk.approval, sent)
    assert second.status_code in (403, 409)
    assert walk.submission.approvals.count() == 1


def test_a_return_needs_its_reason(walk: ReplyWalk) -> None:
    answer = walk.decide(walk.office.legal, "return", opinion="网址打不开")
    assert (answer.status_code, "退回请选择主要原因" in answer.content.decode()) == (422, True)
    answer = walk.decide(walk.office.legal, "return", ground="facts")
    assert (answer.status_code, "请写明退回的理由" in answer.content.decode()) == (422, True)
    assert walk.state == "in_approval"


def test_an_unknown_button_decides_nothing(walk: ReplyWalk) -> None:
    assert walk.decide(walk.office.legal, "whatever").status_code == 422
    assert walk.submission.approvals.count() == 0


def test_the_page_shows_what_was_submitted_not_the_case_as_it_is_now(walk: ReplyWalk) -> None:
    desk = Desk.of(walk.office.legal)
    before = desk.see(reverse("desk:submission_page", args=[walk.submission.pk, 1]))
    item = walk.case.items.get()
    item.text = "已经改成别的内容"
    item.save()
    after = desk.see(reverse("desk:submission_page", args=[walk.submission.pk, 1]))
    page = desk.see(walk.approval).content.decode()
    assert (before["Content-Type"], before["Cache-Control"]) == (PICTURE, "no-store, private")
    assert before.content == after.content
    assert "已经改成别的内容" not in page
    assert walk.submission.content["items"][0]["text"] in page


def test_checks_stand_as_they_stood_at_submission(walk: ReplyWalk) -> None:
    submission = walk.submission
    submission.verdicts = [
        {**submission.verdicts[0], "title": "当时的检查", "verdict": "needs_reason", "reason": "说明过"}
    ]
    submission.save()
    page = Desk.of(walk.office.legal).see(walk.approval).content.decode()
    assert "当时的检查" in page
    assert "已说明" in page and "说明过" in page


def test_returned_rewritten_compared_approved_and_issued(walk: ReplyWalk) -> None:
    office = walk.office
    assert (
        walk.decide(office.legal, "return", opinion="网址打不开，请核对", ground="facts").status_code == 302
    )
    page = Desk.of(office.handler).see(walk.reply).content.decode()
    assert "退回意见" in page and "网址打不开，请核对" in page and "赵静" in page
    second = {"item1-route": "网址为https://www.example.gov.cn/zwgk/0099.html"}
    assert walk.write("submit", **second).status_code == 302
    shown = Desk.of(office.legal).see(walk.approval).content.decode()
    assert "您上次看过之后的变化" in shown
    assert "<del>43</del><ins>99</ins>" in shown
    assert "没有变化" in shown
    for member in (office.legal, office.head):
        assert walk.decide(member, "approve", opinion="同意").status_code == 302
    assert (walk.state, walk.submission.state) == ("approved", SubmissionState.APPROVED)
    issued = Desk.of(office.desk).send(walk.issue, "issue")
    letter = Letter.objects.get(submission=walk.submission)
    assert issued["Location"] == reverse("desk:letter", args=[walk.case.pk, letter.pk])
    making = Desk.of(office.desk).see(issued["Location"]).content.decode()
    assert "正在制作" in making and letter.number in making
    Letter.objects.filter(pk=letter.pk).update(created_at=letter.created_at - timedelta(hours=1))
    assert "manage.py doctor" in Desk.of(office.desk).see(issued["Location"]).content.decode()
    make_letter(letter.pk)
    made = Desk.of(office.desk).see(issued["Location"]).content.decode()
    letter.refresh_from_db()
    assert printed_code(letter.verification_code) in made
    assert reverse("desk:document", args=[letter.document.pk]) in made
    picture = Desk.of(office.desk).see(reverse("desk:letter_page", args=[walk.case.pk, letter.pk, 1]))
    assert picture["Content-Type"] == PICTURE


def test_the_secrecy_reviewer_is_told_what_agreeing_confirms() -> None:
    walk = ReplyWalk.begin(people.office())
    copy = SimpleUploadedFile("副本.pdf", PDF)
    walk.write("upload", new_copy=copy, **{"item1-outcome": "provided"})
    walk.write("submit")
    page = Desk.of(walk.office.secrecy).see(walk.approval).content.decode()
    assert "公开审查和保密审查" in page and "条例第十七条第二款" in page
    document = walk.case.documents.get(title="副本")
    assert reverse("desk:document", args=[document.pk]) in page
    assert "同意，送法制审核" in page
    assert "待后续环节" in page
    walk.decide(walk.office.secrecy, "approve")
    page = Desk.of(walk.office.legal).see(walk.approval).content.decode()
    assert "待后续环节" not in page
    assert "保密审查人孙立已同意" in page


def test_after_a_decision_comes_the_next_round_and_at_the_end_the_inbox(walk: ReplyWalk) -> None:
    office = walk.office
    other = ReplyWalk.begin(office)
    other.submit()
    assert "还有 1 件待审批" in Desk.of(office.legal).see(walk.approval).content.decode()
    assert walk.decide(office.legal, "approve")["Location"] == other.approval
    assert other.decide(office.legal, "approve")["Location"] == reverse("desk:inbox")


def test_the_submitter_takes_it_back_and_nobody_else(walk: ReplyWalk) -> None:
    office = walk.office
    assert 'value="recall"' not in Desk.of(office.desk).see(walk.approval).content.decode()
    seen = {"seen_version": again(walk.case).version}
    assert walk.decide(office.desk, "recall", reason="写错", **seen).status_code == 403
    assert walk.decide(office.handler, "recall", reason=" ").status_code == 422
    assert walk.decide(office.handler, "recall", reason="日期写错")["Location"] == walk.reply
    assert (walk.state, walk.submission.state) == ("in_handling", SubmissionState.RECALLED)


def test_an_approver_sends_the_approved_reply_back_and_the_handler_goes_on(walk: ReplyWalk) -> None:
    office = walk.office
    assert 'value="send_back"' not in Desk.of(office.legal).see(walk.approval).content.decode(), "own turn"
    walk.decide(office.legal, "approve")
    walk.decide(office.head, "approve")
    for member in (office.desk, office.handler, office.archivist):
        assert 'value="send_back"' not in Desk.of(member).see(walk.approval).content.decode()
    assert walk.decide(office.legal, "send_back", send_back_reason=" ").status_code == 422
    assert walk.state == "approved"
    answer = walk.decide(
        office.legal, "send_back", send_back_reason="又发现页码有误", send_back_ground="attachments"
    )
    assert answer["Location"] == walk.reply
    assert (walk.state, walk.submission.state) == ("in_handling", SubmissionState.RETURNED)
    page = Desk.of(office.handler).see(walk.reply).content.decode()
    assert "退回意见" in page and "又发现页码有误" in page
    assert Desk.of(office.desk).see(walk.issue).status_code == 403


def test_who_wrote_it_does_not_send_it_back_as_approver(walk: ReplyWalk) -> None:
    office = walk.office
    people.join(office.agency, Role.OFFICE_HEAD, *CAST[Role.HANDLER])
    assert 'value="send_back"' not in Desk.of(office.handler).see(walk.approval).content.decode()
    sent = {"content_hash": walk.submission.content_hash, "action": "send_back", "send_back_reason": "错"} | {
        "send_back_ground": "other"
    }
    refused = Desk.of(office.handler).client.post(walk.approval, sent)
    assert (refused.status_code, "须由他人审批" in refused.content.decode()) == (403, True)
    assert walk.state == "in_approval"


def test_issue_is_no_page_before_the_approval_and_none_for_approvers(walk: ReplyWalk) -> None:
    assert Desk.of(walk.office.desk).see(walk.issue).status_code == 403
    walk.decide(walk.office.legal, "approve")
    walk.decide(walk.office.head, "approve")
    assert Desk.of(walk.office.head).see(walk.issue).status_code == 403
    page = Desk.of(walk.office.desk).see(walk.issue).content.decode()
    assert "□号" in page and "清自然资公开复〔" in page


def test_a_double_click_issues_once(walk: ReplyWalk) -> None:
    walk.decide(walk.office.legal, "approve")
    walk.decide(walk.office.head, "approve")
    desk = Desk.of(walk.office.desk)
    sent = fields_of(desk.see(walk.issue))
    answers = [desk.client.post(walk.issue, sent).status_code for _ in range(2)]
    assert answers[0] == 302 and answers[1] in (403, 409)
    assert Letter.objects.filter(submission=walk.submission).count() == 1


def test_a_reply_after_its_due_date_is_issued_only_with_a_reason(walk: ReplyWalk) -> None:
    walk.decide(walk.office.legal, "approve")
    walk.decide(walk.office.head, "approve")
    with time_machine.travel(again(walk.case).due_on + timedelta(days=3), tick=False):
        desk = Desk.of(walk.office.desk)
        page = desk.see(walk.issue)
        assert "late_reason" in fields_of(page)
        refused = desk.send(walk.issue, "issue")
        assert (refused.status_code, "请写明逾期的原因" in refused.content.decode()) == (422, True)
        halfway = desk.send(walk.issue, "issue", late_reason="系统故障两日", late_by="agency")
        assert (halfway.status_code, "请写明造成逾期的是哪个单位" in halfway.content.decode()) == (422, True)
        assert "系统故障两日" in halfway.content.decode()
        given = {"late_reason": "系统故障两日", "late_by": "system"}
        assert desk.send(walk.issue, "issue", **given).status_code == 302
    case = again(walk.case)
    assert (walk.state, case.late_reason, case.late_by) == ("issued", "系统故障两日", "system")


def test_a_content_changed_after_approval_voids_it_and_names_the_part(walk: ReplyWalk) -> None:
    office = walk.office
    walk.decide(office.legal, "approve")
    walk.decide(office.head, "approve")
    desk = Desk.of(office.desk)
    sent = fields_of(desk.see(walk.issue))
    Agency.objects.filter(pk=office.agency.pk).update(phone="0000-5559999")
    assert "机关信息" in desk.see(walk.issue).content.decode(), "told before it happens"
    answer = desk.client.post(walk.issue, sent, follow=True)
    assert answer.redirect_chain[0][0] == walk.reply
    assert "审批已经作废" in answer.content.decode()
    assert (walk.state, walk.submission.state) == ("in_handling", SubmissionState.VOIDED)
    assert "审批作废" in Desk.of(office.handler).see(walk.reply).content.decode()


def test_a_content_that_can_no_longer_be_printed_is_still_shown_field_by_field(walk: ReplyWalk) -> None:
    submission = walk.submission
    del submission.content["context"]["items"][0]["facts"]["route"]
    submission.save()
    page = Desk.of(walk.office.legal).see(walk.approval)
    assert page.status_code == 200
    assert "缺少“网址或者刊物期号”" in page.content.decode()
    assert PUBLIC["item1-way"] in page.content.decode()


def test_mark_up_in_an_opinion_stays_text(walk: ReplyWalk) -> None:
    walk.decide(walk.office.legal, "return", opinion="<img src=x onerror=alert(1)>", ground="other")
    page = Desk.of(walk.office.handler).see(walk.reply).content.decode()
    assert "<img src=x" not in page and "&lt;img src=x" in page


def test_the_frame_never_lets_a_browser_keep_the_page(walk: ReplyWalk) -> None:
    assert Desk.of(walk.office.legal).see(walk.approval)["Cache-Control"] == "no-store, private"


def test_the_standing_of_a_reply_leads_to_what_is_next(walk: ReplyWalk) -> None:
    assert walk.approval in Desk.of(walk.office.desk).see(walk.reply).content.decode()
    walk.decide(walk.office.legal, "approve")
    walk.decide(walk.office.head, "approve")
    assert walk.issue in Desk.of(walk.office.desk).see(walk.reply).content.decode()
