"""Decisions of the approvers over a submission (法制审核、保密审查、负责人、签发)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from requests_app.actors import APPROVERS, OFFICERS, Actor, Member
from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal, StaleForm, StateRefusal
from requests_app.models import (
    Approval,
    DisclosureRequest,
    Document,
    DocumentKind,
    Draft,
    Letter,
    ReturnGround,
    SearchRecord,
    Submission,
    SubmissionState,
    Verdict,
)
from requests_app.rules.approval_rules import check_approver, check_combination
from requests_app.rules.outcomes import OUTCOMES, ReplyType
from requests_app.rules.roles import Role
from requests_app.rules.states import TRANSITIONS, RequestState
from requests_app.rules.track_rules import JOINT_CONSULTATION, REVIEW_BEFORE_RELEASE, WORKING_RULES
from requests_app.selectors.joining import answered_items, answered_together, lead_of
from requests_app.services import joint
from requests_app.services.act import By, act
from requests_app.services.journal import note
from requests_app.services.passage_marks import Mark, keep_marks
from requests_app.signals import reply_voided

OPEN = (SubmissionState.OPEN, SubmissionState.APPROVED)
IN_APPROVAL = frozenset({RequestState.IN_APPROVAL})
CAN_BE_SENT_BACK = frozenset({RequestState.IN_APPROVAL, RequestState.APPROVED})
OUT_OF_TURN = "out_of_turn"
"""The step under which a return is kept that no step of the track asked for."""

_REST_ON_A_SEARCH = [key for key, row in OUTCOMES.items() if ReplyType.NOT_EXISTING in row.reply_types]


def drafters_of(case: DisclosureRequest) -> set[int]:
    """Users who wrote or changed what is to be approved: none of them may approve it (contracts.md 1). Of a letter for
    several requests that is everybody who wrote for one of them.

    "Does not exist" rests on the search alone, so whoever recorded that search wrote the reply too.
    """
    written = answered_together(lead_of(case))
    drafts = Draft.objects.filter(request__in=written)
    people = set(drafts.values_list("saved_by", flat=True)) | _writers(drafts)
    rounds = Submission.objects.filter(request__in=written)
    people |= set(rounds.values_list("submitted_by", flat=True))
    people |= _wrote_joint_letters(written)
    released = Document.objects.filter(
        request__in=written, kind=DocumentKind.RELEASED_COPY, created_by__isnull=False
    )
    people |= {pk for pk in released.values_list("created_by", flat=True) if pk is not None}
    searches = SearchRecord.objects.filter(item__request__in=written, item__outcome__in=_REST_ON_A_SEARCH)
    return people | set(searches.values_list("recorded_by", flat=True))


def _writers(drafts: QuerySet[Draft]) -> set[int]:
    found = drafts.filter(writers__isnull=False).values_list("writers", flat=True)
    return {pk for pk in found if pk is not None}


def _wrote_joint_letters(written: Sequence[DisclosureRequest]) -> set[int]:
    """Who wrote the letters that these requests were answered by and that stood on the file of another one: each of
    them goes on by itself, once that one is handled anew."""
    people: set[int] = set()
    for copy in Letter.objects.filter(request__in=written, copy_of__isnull=False):
        original = copy.copy_of
        assert original is not None
        drafts = Draft.objects.filter(request=original.request_id, saved_at__lte=original.created_at)
        rounds = Submission.objects.filter(
            request=original.request_id, submitted_at__lte=original.created_at
        ).values_list("submitted_by", flat=True)
        people |= {*drafts.values_list("saved_by", flat=True), *_writers(drafts), *rounds}
    return people


def next_step(submission: Submission) -> dict[str, str] | None:
    """The first step of the frozen track without a decision; None when all have agreed."""
    done = set(submission.approvals.values_list("step", flat=True))
    return next((step for step in submission.steps if step["key"] not in done), None)


@act("审批", by=By(roles=APPROVERS), states=IN_APPROVAL)
def approve(
    *,
    actor: Member,
    case: DisclosureRequest,
    submission_id: int,
    step: str,
    content_hash: str,
    opinion: str = "",
    marks: Sequence[Mark] = (),
) -> Approval:
    """Agree with one step, over the content whose hash was on the screen. `marks`: comments on paragraphs.

    Raises `StaleForm` when the content or the step is no longer the one seen, `AccessRefused` when the
    person drafted or changed it or has not this step's role.
    """
    submission = _open_submission(case, submission_id)
    _check_turn(case, submission, actor, step, content_hash)
    taken = submission.approvals.values_list("user_id", "role", "acting_for_id")
    done = [(user, Role(role), lent is not None) for user, role, lent in taken]
    check_combination(done, actor.user.pk, actor.role, lent=actor.acting_for is not None)
    _check_minutes(submission, step)
    approval = _decide(submission, actor, step, Verdict.APPROVE, opinion)
    keep_marks(approval, marks)
    label = _label(submission, step)
    note(
        case,
        actor,
        "step_approved",
        f"{label}：同意",
        submission=submission.pk,
        step=step,
        content_hash=content_hash,
    )
    if next_step(submission) is None:
        _finish(case, actor, submission)
    return approval


@act("退回", by=By(roles=APPROVERS), states=IN_APPROVAL)
def return_reply(
    *,
    actor: Member,
    case: DisclosureRequest,
    submission_id: int,
    step: str,
    content_hash: str,
    reason: str,
    ground: ReturnGround = ReturnGround.OTHER,
    marks: Sequence[Mark] = (),
) -> Approval:
    """At the step that is due, send the reply back to its handler. A reason is compulsory. Raises as `approve`."""
    _require_reason(reason)
    submission = _open_submission(case, submission_id)
    _check_turn(case, submission, actor, step, content_hash)
    approval = _return(case, actor, submission, step, reason, ground)
    keep_marks(approval, marks)
    return approval


@act("退回", by=By(roles=APPROVERS), states=CAN_BE_SENT_BACK)
def send_back(
    *,
    actor: Member,
    case: DisclosureRequest,
    submission_id: int,
    content_hash: str,
    reason: str,
    ground: ReturnGround = ReturnGround.OTHER,
) -> Approval:
    """Send the reply back out of turn: any approver of the agency may, until it is issued. A reason is compulsory.

    Raises `StaleForm` for a content that is not the one seen, `AccessRefused` for who drafted or changed it (who
    may `recall` it instead).
    """
    _require_reason(reason)
    submission = _open_submission(case, submission_id)
    _check_content(submission, content_hash)
    check_approver(actor.user.pk, drafters=drafters_of(case), acting_for=actor.acting_for_id)
    approval = _return(case, actor, submission, OUT_OF_TURN, reason, ground)
    reply_voided.send(sender=DisclosureRequest, case=case, actor=actor)
    return approval


@act("撤回送审", by=By(roles=OFFICERS))
def recall(*, actor: Member, case: DisclosureRequest, submission_id: int, reason: str) -> None:
    """The handler who submitted takes the reply back. Raises `AccessRefused` for anybody else."""
    submission = _open_submission(case, submission_id)
    if submission.submitted_by_id != actor.user_id:
        raise AccessRefused("not_the_submitter", "只有送审人可以撤回送审。")
    _close(submission, SubmissionState.RECALLED)
    case.return_reply(_back_to(submission))
    note(case, actor, "recalled", "撤回送审", remark=reason, submission=submission.pk)
    _all_back(case, actor, submission, "撤回送审")
    reply_voided.send(sender=DisclosureRequest, case=case, actor=actor)


@act("作废审批", by=By(roles=OFFICERS | APPROVERS, system=True))
def void_approval(*, actor: Actor, case: DisclosureRequest, submission_id: int, changed: str) -> None:
    """The content is no longer what was approved: back to the handler, saying which part changed."""
    submission = _open_submission(case, submission_id)
    _close(submission, SubmissionState.VOIDED)
    case.return_reply(_back_to(submission))
    note(
        case,
        actor,
        "approval_voided",
        f"送审后内容有变（{changed}），审批作废，退回承办人",
        submission=submission.pk,
    )
    _all_back(case, actor, submission, f"送审后内容有变（{changed}），审批作废")
    reply_voided.send(sender=DisclosureRequest, case=case, actor=actor)


def close_open(case: DisclosureRequest, state: SubmissionState) -> None:
    """Close whatever round is still open (withdrawal of the application)."""
    for submission in case.submissions.filter(state__in=OPEN):
        _close(submission, state)


def outcome_of(letter_kind: str) -> str | None:
    """The outcome that has this letter to itself; None for a letter that answers several."""
    return next((key for key, row in OUTCOMES.items() if row.letter_kind == letter_kind), None)


def _back_to(submission: Submission) -> RequestState:
    """Where a round that came to nothing leads: a letter for want of a correction back to waiting for it."""
    return TRANSITIONS["return_reply"].target_for(outcome_of(submission.letter_kind))


def _open_submission(case: DisclosureRequest, submission_id: int) -> Submission:
    submission = case.submissions.filter(pk=submission_id).first()
    if submission is None:
        raise AccessRefused("unknown_submission", "没有这次送审。")
    if submission.state not in OPEN:
        raise StateRefusal(
            "round_closed", f"这次送审已经结束（{submission.get_state_display()}），请刷新页面。"
        )
    return submission


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("reason_missing", "退回须写明理由。", fields={"reason": "请写明退回的理由。"})


def _return(
    case: DisclosureRequest,
    actor: Member,
    submission: Submission,
    step: str,
    reason: str,
    ground: ReturnGround,
) -> Approval:
    approval = _decide(submission, actor, step, Verdict.RETURN, reason, ground)
    _close(submission, SubmissionState.RETURNED)
    case.return_reply(_back_to(submission))
    label = actor.role.label if step == OUT_OF_TURN else _label(submission, step)
    note(
        case,
        actor,
        "returned",
        f"{label}：退回",
        submission=submission.pk,
        step=step,
        approval=approval.pk,
    )
    _all_back(case, actor, submission, f"{label}：退回")
    return approval


def _all_back(case: DisclosureRequest, actor: Actor, submission: Submission, words: str) -> None:
    """The requests that are joined to the case go back with it."""

    def move(one: DisclosureRequest) -> None:
        one.return_reply(_back_to(submission))

    joint.follow(case, actor, move, "returned", f"合并的答复书（{case.number}）{words}")


def _check_content(submission: Submission, content_hash: str) -> None:
    if content_hash != submission.content_hash:
        raise StaleForm("content_changed", "您看到的内容不是现在送审的内容，请刷新后再审。")


def _check_turn(
    case: DisclosureRequest, submission: Submission, actor: Member, step: str, content_hash: str
) -> None:
    _check_content(submission, content_hash)
    turn = next_step(submission)
    if turn is None or turn["key"] != step:
        raise StaleForm("step_done", "这一环节已经有人办理，请刷新页面。")
    if turn["role"] != actor.role:
        raise AccessRefused("role_missing", f"“{turn['label']}”不由{actor.role.label}办理。")
    check_approver(actor.user.pk, drafters=drafters_of(case), acting_for=actor.acting_for_id)


def _check_minutes(submission: Submission, step: str) -> None:
    """A joint consultation is agreed to only when its minutes are there, over this very content."""
    if step != JOINT_CONSULTATION:
        return
    if not submission.joint_consultations.filter(content_hash=submission.content_hash).exists():
        raise RuleRefusal(
            "minutes_missing",
            "请先登记联合会商的参加单位、各方意见并上传纪要，再表示同意。",
            WORKING_RULES.short(),
        )


def _decide(
    submission: Submission, actor: Member, step: str, verdict: Verdict, reason: str, ground: str = ""
) -> Approval:
    return Approval.objects.create(
        submission=submission,
        step=step,
        role=actor.role.value,
        user=actor.user,
        acting_for_id=actor.acting_for_id,
        verdict=verdict,
        reason=reason.strip(),
        ground=ground,
        content_hash=submission.content_hash,
    )


def _finish(case: DisclosureRequest, actor: Member, submission: Submission) -> None:
    roles = set(submission.approvals.filter(verdict=Verdict.APPROVE).values_list("role", flat=True))
    releases = any(OUTCOMES[item.outcome].releases_content for _, item in answered_items(case))
    if releases and "secrecy_reviewer" not in roles:
        raise RuleRefusal(
            "secrecy_review_missing", "提供政府信息的答复须先经保密审查。", REVIEW_BEFORE_RELEASE.short()
        )
    submission.state = SubmissionState.APPROVED
    submission.save(update_fields=["state"])
    case.approve_reply()
    note(
        case, actor, "approved", "答复书签发", submission=submission.pk, content_hash=submission.content_hash
    )
    words = f"合并的答复书（{case.number}）签发"
    joint.follow(case, actor, DisclosureRequest.approve_reply, "approved", words, submission=submission.pk)


def _close(submission: Submission, state: SubmissionState) -> None:
    submission.state, submission.closed_at = state, timezone.now()
    submission.save(update_fields=["state", "closed_at"])


def _label(submission: Submission, step: str) -> str:
    label: str = next(entry["label"] for entry in submission.steps if entry["key"] == step)
    return label
