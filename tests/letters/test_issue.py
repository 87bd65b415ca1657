"""Two-step issue: only what was approved, numbered without gaps, made once, whatever dies in between."""

from __future__ import annotations

import hashlib

import pytest
from django.db import transaction

from letters import render
from letters.context import parse_context
from letters.issue import ContentChanged, issue_or_void, issue_reply, make_letter
from letters.making import make_pdf
from requests_app import notifications
from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import (
    Approval,
    DisclosureRequest,
    Document,
    Letter,
    NumberCounter,
    RequestItem,
    Submission,
)
from requests_app.models.audit_entry import AuditEntry
from requests_app.models.outbox import OutboxMessage
from requests_app.notifications import deliver_due
from requests_app.rules import remedies
from requests_app.services import decision, issuing
from requests_app.services.documents import Upload
from tests.letters.desk import approved, deliver_all, drafted, hand_over, pdf, submitted
from tests.letters.pages import full_text
from tests.people import Office, again


def issue(office: Office, submission: Submission, **arguments) -> Letter:
    return issue_reply(actor=office.desk, case_id=submission.request_id, **arguments)


def issued_and_made(office: Office, *outcomes: str) -> Letter:
    letter = issue(office, approved(office, *outcomes))
    make_letter(letter.pk)
    letter.refresh_from_db()
    return letter


def stored(letter: Letter) -> bytes:
    with letter.document.file.open("rb") as file:
        return file.read()


def test_an_approved_reply_gets_number_date_and_frozen_context(bureau):
    submission = approved(bureau, "provided")
    letter = issue(bureau, submission)
    assert (letter.number, letter.state) == ("清自然资公开复〔2026〕1号", "numbered")
    assert (letter.context["number"], letter.context["issued_on"]) == (letter.number, "2026-03-02")
    assert letter.content_hash == submission.content_hash
    assert {v["key"]: v["verdict"] for v in letter.legality}["secrecy_review"] == "pass"
    assert {v["key"]: v["verdict"] for v in submission.verdicts}["secrecy_review"] == "later"
    assert again(submission.request).state == "issued"
    submission.refresh_from_db()
    assert submission.state == "issued"


def test_the_outbox_makes_the_paper(bureau):
    letter = issue(bureau, approved(bureau, "process"))
    deliver_all()
    letter.refresh_from_db()
    assert letter.state == "made"
    text = full_text(stored(letter))
    assert letter.number in text
    assert "应当依照《中华人民共和国行政复议法》第二十三条第一款第（四）项的规定" in text
    assert letter.document.title == f"政府信息公开申请答复书（{letter.number}）"


def test_the_applicant_sees_the_reply_only_once_it_is_delivered(bureau):
    letter = issued_and_made(bureau, "already_public")
    assert not letter.document.visible_to_applicant
    hand_over(bureau, letter)
    assert Document.objects.get(pk=letter.document_id).visible_to_applicant


def test_no_issue_before_the_last_step_agreed(bureau):
    with pytest.raises(StateRefusal):
        issue(bureau, submitted(bureau, "already_public"))
    assert not Letter.objects.exclude(kind="receipt").exists()


def test_a_state_alone_proves_nothing(bureau):
    submission = submitted(bureau, "already_public")
    DisclosureRequest.objects.filter(pk=submission.request_id).update(state="approved")
    with pytest.raises(StateRefusal, match="没有经过审批"):
        issue(bureau, submission)
    Submission.objects.filter(pk=submission.pk).update(state="approved")
    with pytest.raises(RuleRefusal) as refusal:
        issue(bureau, submission)
    assert refusal.value.code == "step_not_approved"


def test_an_approval_of_other_content_does_not_count(bureau):
    submission = approved(bureau, "already_public")
    Approval.objects.filter(submission=submission, step="head_sign").update(content_hash="0" * 64)
    with pytest.raises(RuleRefusal) as refusal:
        issue(bureau, submission)
    assert refusal.value.code == "step_not_approved"


def test_release_without_secrecy_review_fails_on_the_day_of_issue(bureau):
    submission = approved(bureau, "provided")
    Approval.objects.filter(submission=submission, step="secrecy_review").update(verdict="return")
    with pytest.raises(RuleRefusal, match="没有经过保密审查") as refusal:
        issue(bureau, submission)
    assert refusal.value.code == "legality_failed"


def test_changed_content_voids_the_approval_and_names_the_part(bureau):
    submission = approved(bureau, "process")
    reason = submission.request.items.get().reason
    RequestItem.objects.filter(request=submission.request).update(reason=reason + "。")
    with pytest.raises(RuleRefusal, match="第1项的理由") as refusal:
        issue(bureau, submission)
    assert refusal.value.code == "content_changed"
    submission.refresh_from_db()
    assert submission.state == "voided"
    assert again(submission.request).state == "in_handling"
    assert not Letter.objects.filter(submission=submission).exists()
    assert not NumberCounter.objects.filter(kind="reply").exists()


def test_words_that_the_code_makes_differently_today_void_the_approval(bureau, monkeypatch):
    """Nothing of the case changed, yet the letter would tell the applicant another period."""
    submission = approved(bureau, "process")
    assert "之日起六十日内" in submission.content["text"]
    monkeypatch.setattr(remedies, "RECONSIDERATION_DAYS", 30)
    with pytest.raises(RuleRefusal, match="文书文字") as refusal:
        issue(bureau, submission)
    assert refusal.value.code == "content_changed"
    submission.refresh_from_db()
    assert submission.state == "voided"


def test_a_changed_file_voids_the_approval(bureau):
    submission = approved(bureau, "provided")
    copy = Document.objects.get(request=submission.request, kind="released_copy")
    with copy.file.storage.open(copy.file.name, "wb") as target:
        target.write(pdf(2))
    with pytest.raises(RuleRefusal, match="附件"):
        issue(bureau, submission)


def test_a_forged_submission_voids_the_approval(bureau):
    submission = approved(bureau, "provided")
    verdicts = [{**verdict, "verdict": "pass"} for verdict in submission.verdicts]
    Submission.objects.filter(pk=submission.pk).update(verdicts=verdicts)
    with pytest.raises(RuleRefusal, match="合法性检查"):
        issue(bureau, submission)


@pytest.mark.django_db(transaction=True)
def test_the_voiding_stays_although_the_issue_is_refused(bureau):
    submission = approved(bureau, "process")
    RequestItem.objects.filter(request=submission.request).update(text="别的申请")
    with pytest.raises(RuleRefusal):
        issue(bureau, submission)
    submission.refresh_from_db()
    assert submission.state == "voided"


def test_a_caller_with_a_transaction_learns_of_the_change_without_losing_it(bureau):
    submission = approved(bureau, "process")
    RequestItem.objects.filter(request=submission.request).update(text="别的申请")
    with transaction.atomic():
        outcome = issue_or_void(actor=bureau.desk, case_id=submission.request_id)
    assert isinstance(outcome, ContentChanged)
    assert outcome.refusal().code == "content_changed"
    submission.refresh_from_db()
    assert submission.state == "voided"


def test_a_second_click_issues_nothing(bureau):
    submission = approved(bureau, "already_public")
    issue(bureau, submission)
    with pytest.raises(StateRefusal):
        issue(bureau, submission)
    assert Letter.objects.filter(submission=submission).count() == 1
    assert NumberCounter.objects.get(kind="reply").last == 1


@pytest.mark.parametrize("who", ["legal", "secrecy", "head", "archivist"])
def test_only_officers_issue(bureau, who):
    submission = approved(bureau, "already_public")
    with pytest.raises(AccessRefused):
        issue_reply(actor=getattr(bureau, who), case_id=submission.request_id)


def test_a_late_reply_goes_out_with_its_recorded_reason_only(bureau, clock):
    submission = approved(bureau, "already_public")
    clock.move_to("2026-04-20 10:00:00+08:00")
    with pytest.raises(InvalidInput, match="逾期的原因") as refusal:
        issue(bureau, submission)
    assert set(refusal.value.fields) == {"late_reason", "late_by"}
    assert again(submission.request).state == "approved"
    for given, field in (({}, "late_by"), ({"late_by": "unit"}, "late_unit")):
        with pytest.raises(InvalidInput) as missing:
            issue(bureau, submission, late_reason="调阅外地档案耗时", **given)
        assert (missing.value.code, set(missing.value.fields)) == ("lateness_incomplete", {field})
    letter = issue(bureau, submission, late_reason="调阅外地档案耗时", late_by="unit", late_unit="城乡规划科")
    assert letter.issued_on.isoformat() == "2026-04-20"
    case = again(submission.request)
    assert (case.late_reason, case.late_by, case.late_unit) == ("调阅外地档案耗时", "unit", "城乡规划科")
    recorded = AuditEntry.objects.get(request_id=case.pk, action="lateness_recorded")
    assert recorded.message == "答复已过期限，造成逾期的单位：本机关的承办处室"


def test_a_reply_in_time_keeps_no_lateness(bureau):
    submission = approved(bureau, "already_public")
    issue(bureau, submission, late_by="postal")
    assert again(submission.request).late_by == ""


def test_numbers_have_no_gap_after_a_rollback(bureau, monkeypatch):
    first, second = approved(bureau, "already_public"), approved(bureau, "not_ours")
    with monkeypatch.context() as broken:
        broken.setattr(issuing.notifications, "enqueue", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            issue(bureau, first)
    assert again(first.request).state == "approved"
    assert issue(bureau, second).number == "清自然资公开复〔2026〕1号"
    assert issue(bureau, first).number == "清自然资公开复〔2026〕2号"


def test_a_new_year_starts_from_one(bureau, clock):
    issue(bureau, approved(bureau, "already_public"))
    clock.move_to("2027-01-05 10:00:00+08:00")
    assert issue(bureau, approved(bureau, "already_public")).number == "清自然资公开复〔2027〕1号"


def test_a_worker_killed_between_number_and_paper_is_repeated(bureau, monkeypatch, clock):
    letter = issue(bureau, approved(bureau, "already_public"))

    def killed(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(render, "render_pdf", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(20, "first worker")
    letter.refresh_from_db()
    assert (letter.state, letter.number) == ("numbered", "清自然资公开复〔2026〕1号")
    with pytest.raises(StateRefusal, match="正在制作"):
        hand_over(bureau, letter)
    clock.shift(600)
    deliver_due(20, "second worker")
    letter.refresh_from_db()
    assert letter.state == "made"
    assert Letter.objects.filter(submission__isnull=False).count() == 1


def test_two_workers_at_once_keep_one_document(bureau, monkeypatch):
    letter = issue(bureau, approved(bureau, "already_public"))
    real = render.render_pdf

    def overtaken(*arguments, **options):
        monkeypatch.setattr(render, "render_pdf", real)
        make_letter(letter.pk)
        return real(*arguments, **options)

    monkeypatch.setattr(render, "render_pdf", overtaken)
    make_letter(letter.pk)
    assert Document.objects.filter(request=letter.request, kind="letter").count() == 1


def test_making_twice_keeps_one_document_of_the_same_bytes(bureau, monkeypatch, clock):
    letter = issued_and_made(bureau, "already_public")
    body = stored(letter)
    make_letter(letter.pk)
    assert Document.objects.filter(request=letter.request, kind="letter").count() == 1
    clock.shift(86400)
    again_made = _render(letter)
    assert hashlib.sha256(again_made).hexdigest() == letter.document.sha256
    assert again_made == body


def _render(letter: Letter) -> bytes:
    return make_pdf(parse_context(letter.kind, letter.context), letter.agency, letter.seal).pdf


def test_what_changes_after_issue_does_not_reach_the_paper(bureau):
    letter = issue(bureau, approved(bureau, "already_public"))
    RequestItem.objects.filter(request=letter.request).update(text="改过的申请", reason="改过的理由")
    make_letter(letter.pk)
    letter.refresh_from_db()
    text = full_text(stored(letter))
    assert "改过的" not in text


def test_a_background_letter_does_not_make_a_persons_form_stale(bureau):
    case = drafted(bureau, "already_public")
    seen = case.version
    deliver_all()
    assert case.letters.filter(kind="receipt", state="made").exists()
    decision.add_released_copy(
        actor=bureau.handler, case_id=case.pk, seen_version=seen, upload=Upload("证.pdf", pdf()), title="证"
    )
    assert again(case).version == seen + 1


def test_a_made_letter_leaves_no_open_promise(bureau):
    issue(bureau, approved(bureau, "already_public"))
    deliver_all()
    assert notifications.health().open == OutboxMessage.objects.filter(done_at__isnull=True).count() == 0
