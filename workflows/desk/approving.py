"""Approving a reply: exactly what was submitted, what changed since one saw it last, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from letters.catalogue import CATALOGUE
from letters.preview import page_png
from requests_app import dates
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput
from requests_app.models import Approval, Document, ReturnGround, Submission, SubmissionState, Verdict
from requests_app.pictures import date_words
from requests_app.rules.approval_rules import check_approver
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import JOINT_CONSULTATION, REVIEW_BEFORE_RELEASE, Level
from requests_app.selectors.cases import get_case
from requests_app.selectors.inbox import remaining_days
from requests_app.selectors.joining import answered_together, first_due
from requests_app.selectors.submissions import get_submission, last_seen_by, marks_of, submissions_of
from requests_app.selectors.tracks import joint_consultations_of
from requests_app.services.approval import OPEN, drafters_of, next_step
from workflows.desk.base import put_refusal, seen_version, status_of
from workflows.desk.base import words_of as refusal_words
from workflows.desk.case_view import CaseView
from workflows.desk.claiming import claimed_by_another, pool_of
from workflows.desk.differences import content_fields, counted, field_changes, passages
from workflows.desk.forms.fields import long_text, needed_words
from workflows.desk.legality_rows import legality_list
from workflows.desk.marking import MarksForm, followed_up, paragraphs_of
from workflows.desk.pages import pdf_response, png_response, submitted_pages, submitted_pdf, submitted_words
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.perform import capacity_for, perform
from workflows.task_list import open_tasks_of

APPROVE, RETURN, RECALL, SEND_BACK = "approve", "return", "recall", "send_back"


GROUNDS = [("", "请选择"), *ReturnGround.choices]


class OpinionForm(forms.Form):
    """What the approver says; a return names its principal reason."""

    ground = forms.ChoiceField(
        label="退回的主要原因",
        choices=GROUNDS,
        required=False,
        help_text="退回时选择，用于统计",
        error_messages={"required": "退回请选择主要原因。"},
    )
    opinion = forms.CharField(
        label="意见", required=False, max_length=2000, widget=long_text(4), help_text="退回时必须写明理由"
    )

    def __init__(self, data: Any = None, *, returning: bool = False) -> None:
        super().__init__(data)
        self.fields["ground"].required = returning


class RecallForm(forms.Form):
    """Why the handler takes the reply back."""

    reason = needed_words("撤回送审的原因", "请写明撤回送审的原因。", rows=2, longest=500)


class SendBackForm(forms.Form):
    """Why an approver sends the reply back whose turn it is not, or no longer."""

    send_back_ground = forms.ChoiceField(
        label="退回的主要原因", choices=GROUNDS, error_messages={"required": "退回请选择主要原因。"}
    )
    send_back_reason = needed_words("退回的理由", "请写明退回的理由。", rows=2, longest=2000)


@dataclass(frozen=True)
class Turn:
    """The step that is due: its key and label, what follows it, why this person cannot decide it ("" if can)."""

    key: str
    label: str
    following: str
    role: Role
    refusal: str = ""


class SubmissionView(CaseView):
    """A page of one round of approval. Raises `AccessRefused` (404) for one the person may not see."""

    tab = "desk:reply"
    submission: Submission

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the round and its case."""
        self.submission = get_submission(self.actor, kwargs["submission_id"])
        self.case = get_case(self.actor, self.submission.request_id)

    def pdf(self) -> bytes:
        """The submitted letter on paper, from its frozen content, never from the case as it is now."""
        return submitted_pdf(self.submission, self.case.due_on)


class SubmissionPdf(SubmissionView):
    """The submitted letter as PDF."""

    def get(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        """The file."""
        return pdf_response(self.pdf(), f"{self.case.number}送审稿第{self.submission.round}次.pdf")


class SubmissionPage(SubmissionView):
    """One page of the submitted letter as a picture."""

    def get(self, request: HttpRequest, submission_id: int, page: int = 1) -> HttpResponse:
        """The picture. Raises `InvalidInput` for a page that does not exist."""
        return png_response(page_png(self.pdf(), page))


class Approve(SubmissionView):
    """审批: read, compare, agree or send back."""

    template_name = "desk/approve.html"

    def get(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        """The round as it stands."""
        return self._show(OpinionForm(), MarksForm(self._paragraphs), RecallForm(), SendBackForm())

    def post(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        """Decide one step over the content that was on the screen, take the reply back, or send it back out of
        turn (`action`).

        The content hash and the step stand for the version of the case: an approver agrees to a content, and a
        file added to the case meanwhile does not change it.
        """
        action = request.POST.get("action", "")
        deciding = request.POST if action in (APPROVE, RETURN) else None
        opinion = OpinionForm(deciding, returning=action == RETURN)
        marks = MarksForm(self._paragraphs, deciding)
        recall = RecallForm(request.POST if action == RECALL else None)
        back = SendBackForm(request.POST if action == SEND_BACK else None)
        sent: forms.Form = {RECALL: recall, SEND_BACK: back}.get(action, opinion)
        sound = sent.is_valid() and (deciding is None or marks.is_valid())
        if not sound:
            return self._show(opinion, marks, recall, back, 422)
        try:
            return self._decide(action, sent, marks)
        except ApplicationError as refusal:
            if status_of(refusal) == 404:
                raise
            self._put(sent, refusal)
            self.prepare(submission_id=submission_id)
            return self._show(opinion, marks, recall, back, status_of(refusal))

    def _put(self, form: forms.Form, refusal: ApplicationError) -> None:
        """The reason of a return is entered in the field of the opinion."""
        if isinstance(refusal, InvalidInput) and "reason" in refusal.fields and "opinion" in form.fields:
            form.add_error("opinion", refusal.fields["reason"])
        else:
            put_refusal(form, refusal)

    def _decide(self, action: str, form: forms.Form, marks: MarksForm) -> HttpResponse:
        seen = {key: self.request.POST.get(key, "") for key in ("step", "content_hash")}
        if action == RECALL:
            words = form.cleaned_data["reason"]
            perform(self.user, self.case, "recall", seen_version=seen_version(self.request), reason=words)
            messages.success(self.request, "已经撤回送审，可以继续修改答复书。")
            return redirect("desk:reply", case_id=self.case.pk)
        if action == SEND_BACK:
            self._send_back(seen["content_hash"], form.cleaned_data)
            return redirect("desk:reply", case_id=self.case.pk)
        words = form.cleaned_data["opinion"]
        if action == RETURN:
            ground = ReturnGround(form.cleaned_data["ground"])
            decided = {**seen, "reason": words, "ground": ground, "marks": marks.marks()}
            perform(self.user, self.case, "return_reply", **decided)
            messages.success(self.request, f"{self.case.number} 已经退回承办人。")
        elif action == APPROVE:
            perform(self.user, self.case, "approve", **seen, opinion=words, marks=marks.marks())
            messages.success(self.request, f"您已经同意 {self.case.number} 的答复书。")
        else:
            raise InvalidInput("unknown_action", "请选择“同意”或者“退回”。")
        return redirect(self._next())

    def _send_back(self, content_hash: str, entered: dict[str, Any]) -> None:
        perform(
            self.user,
            self.case,
            "send_back",
            submission_id=self.submission.pk,
            content_hash=content_hash,
            reason=entered["send_back_reason"],
            ground=ReturnGround(entered["send_back_ground"]),
        )
        messages.success(self.request, f"{self.case.number} 已经退回承办人。")

    def _may_send_back(self, turn: Turn | None) -> bool:
        """Whether to offer the return out of turn: to approvers who have no step to decide now, and wrote nothing."""
        in_turn = turn is not None and not turn.refusal
        open_round = self.submission.state in OPEN
        wrote = self.user.pk in drafters_of(self.case)
        return open_round and not in_turn and not wrote and self.may("send_back")

    def _awaiting(self) -> list[tuple[int, int]]:
        """Rounds that wait for this person, as (case, submission), without this one."""
        tasks = open_tasks_of(self.actor, self.seat.roles)
        mine = [task for task in tasks if task.approval and task.mine]
        return [(task.case_id, task.record_id) for task in mine if task.record_id != self.submission.pk]

    def _next(self) -> str:
        """The next round that waits for this person, else the inbox."""
        waiting = self._awaiting()
        return reverse("desk:submission", args=[waiting[0][1]]) if waiting else reverse("desk:inbox")

    def _turn(self) -> Turn | None:
        """The step that is due in this round; None once it is over."""
        step = next_step(self.submission)
        if step is None or self.submission.state != SubmissionState.OPEN:
            return None
        keys = [entry["key"] for entry in self.submission.steps]
        later = self.submission.steps[keys.index(step["key"]) + 1 :]
        following = later[0]["label"] if later else ""
        return Turn(step["key"], step["label"], following, Role(step["role"]), self._why_not(step))

    def _why_not(self, step: dict[str, str]) -> str:
        """The sentence for people who may read but not decide."""
        capacity = capacity_for(self.user, self.case, "approve")
        claimed = claimed_by_another(self.user, self.case, ReplyApprovalFlow.decide)
        if capacity is None and claimed:
            return claimed
        if capacity is None:
            return f"现在的环节是“{step['label']}”，由{Role(step['role']).label}办理。"
        try:
            drafters = drafters_of(self.case)
            check_approver(self.user.pk, drafters=drafters, acting_for=capacity.acting_for_id)
        except AccessRefused as refusal:
            return refusal_words(refusal)
        return ""

    def _joint_url(self, turn: Turn | None) -> str:
        """Where the minutes of a joint consultation are recorded, for who may now."""
        due = turn is not None and turn.key == JOINT_CONSULTATION
        return reverse("desk:joint", args=[self.case.pk]) if due and self.may("record_joint") else ""

    def _acting_for(self, turn: Turn | None) -> str:
        """In whose place this person decides, "" in the own."""
        if turn is None or turn.refusal:
            return ""
        capacity = capacity_for(self.user, self.case, "approve")
        return capacity.acting_for.name if capacity is not None and capacity.acting_for else ""

    @cached_property
    def _paragraphs(self) -> tuple[str, ...]:
        """The submitted letter, block by block."""
        return paragraphs_of(submitted_words(self.submission, self.case.due_on))

    def _show(
        self,
        opinion: forms.Form,
        marks: MarksForm,
        recall: forms.Form,
        back: forms.Form,
        status: int = 200,
    ) -> HttpResponse:
        submission, today, due = self.submission, dates.today(), first_due(self.case)
        turn = self._turn()
        own = submission.submitted_by_id == self.user.pk and submission.state in OPEN
        return self.case_page(
            status=status,
            form=opinion,
            marks=marks,
            pool=pool_of(self.user, self.case) if submission.state in OPEN else [],
            paragraphs=marks.rows(
                marks_of(self.actor, submission), writable=turn is not None and not turn.refusal
            ),
            recall=recall if own else None,
            # A refused return is shown with its reason, also to who may not send back.
            back=back if back.is_bound or self._may_send_back(turn) else None,
            has_errors=status >= 400,
            submission=submission,
            turn=turn,
            secrecy=turn is not None and turn.role is Role.SECRECY_REVIEWER,
            secrecy_basis=REVIEW_BEFORE_RELEASE.short(),
            letter_name=CATALOGUE[submission.letter_kind].name,
            fields=[(label, value) for label, value in content_fields(submission.content).items() if value],
            files=self._files(),
            checks=legality_list(submission.verdicts, agreed=self._agreed()),
            rounds=list(submissions_of(self.actor, self.case)),
            acting_for=self._acting_for(turn),
            level=Level(submission.track).label if submission.track in list(Level) else "",
            joints=list(joint_consultations_of(submission)),
            joint_url=self._joint_url(turn),
            due_on=due,
            due_left=remaining_days(due, today),
            waiting=len(self._awaiting()),
            **self._changes(),
            **submitted_pages(self.request, submission, self.case.due_on),
        )

    def _agreed(self) -> dict[str, str]:
        """Who has agreed to this content, and when, by step."""
        given = self.submission.approvals.filter(
            verdict=Verdict.APPROVE, content_hash=self.submission.content_hash
        )
        return {one.step: _agreed_words(one) for one in given.select_related("user")}

    def _files(self) -> list[tuple[str, str]]:
        """The copies that go out with the letter, each with its download."""
        files = Document.objects.filter(request__in=answered_together(self.case))
        stored = {one.sha256: one.pk for one in files}
        return [
            (entry["name"], reverse("desk:document", args=[stored[entry["sha256"]]]))
            for entry in self.submission.content.get("attachments", ())
            if entry["sha256"] in stored
        ]

    def _changes(self) -> dict[str, Any]:
        """Fields and words that differ from the round this person decided last."""
        before = last_seen_by(self.user, self.submission)
        if before is None:
            return {"before": None}
        old, new = before.content, self.submission.content
        due_on = self.case.due_on
        found = passages(submitted_words(before, due_on), submitted_words(self.submission, due_on))
        added, removed = counted(found)
        return {
            "before": before,
            "decided_before": before.approvals.filter(user=self.user).last(),
            "changes": field_changes(content_fields(old), content_fields(new)),
            "passages": found,
            "added": added,
            "removed": removed,
            "old_marks": followed_up(marks_of(self.actor, before), submitted_words(self.submission, due_on)),
        }


def _agreed_words(one: Approval) -> str:
    day = date_words.full(dates.legal_date(one.decided_at))
    return f"{Role(one.role).label}{one.user.name}已同意（{day}）"
