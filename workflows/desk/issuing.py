"""Issuing the approved reply, and the page of an issued letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from letters.catalogue import CATALOGUE
from letters.issue import review_issue
from letters.preview import page_count, page_png
from requests_app import dates
from requests_app.errors import AccessRefused, ApplicationError, RuleRefusal
from requests_app.models import Letter, LetterState, Submission, SubmissionState
from requests_app.rules.supervision import LateBy
from requests_app.selectors.cases import get_case
from requests_app.selectors.documents import read_content
from requests_app.selectors.joining import answered_together
from requests_app.selectors.letters import get_letter
from requests_app.selectors.submissions import submissions_of
from requests_app.services.lateness import is_late
from requests_app.verification_codes import printed_code
from workflows.desk.base import put_refusal, seen_version, status_of, words_of
from workflows.desk.case_view import CaseView
from workflows.desk.forms.fields import long_text
from workflows.desk.legality_rows import legality_list
from workflows.desk.pages import png_response, preview_of, submitted_pages
from workflows.perform import perform

USUALLY_MADE_WITHIN = timedelta(minutes=10)


class IssueForm(forms.Form):
    """Why the reply is late, where it is, and which unit caused it."""

    late_reason = forms.CharField(
        label="逾期原因",
        required=False,
        max_length=1000,
        widget=long_text(2),
        help_text="答复期限已过时填写，随件存档",
    )
    late_by = forms.ChoiceField(
        label="造成逾期的单位",
        required=False,
        choices=[("", "请选择"), *((one.value, one.label) for one in LateBy)],
    )
    late_unit = forms.CharField(
        label="单位名称",
        required=False,
        max_length=120,
        help_text="承办处室、其他机关等，写明是哪一个",
    )


class Issue(CaseView):
    """出具: the checks of today, then number and date."""

    tab = "desk:reply"
    template_name = "desk/issue.html"

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the case and its approved round. Raises `AccessRefused` where there is none, or not for this person."""
        super().prepare(*args, **kwargs)
        if not self.may("issue"):
            raise AccessRefused(
                "not_now", "您现在不能出具答复书：本件没有经过签发，或者出具不由您的角色办理。"
            )

    @property
    def submission(self) -> Submission:
        """The approved round."""
        return submissions_of(self.actor, self.case).filter(state=SubmissionState.APPROVED)[0]

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """What would be issued today."""
        case = self.case
        late = {"late_reason": case.late_reason, "late_by": case.late_by, "late_unit": case.late_unit}
        return self._show(IssueForm(initial=late))

    def post(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Issue it. A content that changed voids the approval; then the reply is with its handler again."""
        form = IssueForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            lateness = form.cleaned_data
            letter = perform(self.user, self.case, "issue", seen_version=seen_version(request), **lateness)
        except ApplicationError as refusal:
            return self._refused_issue(form, refusal)
        messages.success(request, f"{letter.number} 已经出具，正在制作文书。")
        return redirect("desk:letter", case_id=self.case.pk, letter_id=letter.pk)

    def _refused_issue(self, form: forms.Form, refusal: ApplicationError) -> HttpResponse:
        if isinstance(refusal, RuleRefusal) and refusal.code == "content_changed":
            messages.error(self.request, words_of(refusal))
            return redirect("desk:reply", case_id=self.case.pk)
        self.case = get_case(self.actor, self.case.pk)
        if not self.may("issue"):
            raise refusal
        put_refusal(form, refusal)
        return self._show(form, status_of(refusal))

    def _show(self, form: forms.Form, status: int = 200) -> HttpResponse:
        submission = self.submission
        review = review_issue(self.case, submission)
        return self.case_page(
            status=status,
            form=form,
            has_errors=status >= 400,
            submission=submission,
            letter_name=CATALOGUE[submission.letter_kind].name,
            number_to_come=review.number,
            today=dates.today(),
            late=any(is_late(one) for one in answered_together(self.case)),
            changed="、".join(review.changed),
            checks=legality_list(verdict.as_json() for verdict in review.verdicts),
            **submitted_pages(self.request, submission, self.case.due_on),
        )


class LetterView(CaseView):
    """A page of one issued letter. Raises `AccessRefused` (404) for one the person may not see."""

    tab = "desk:reply"
    template_name = "desk/letter.html"
    letter: Letter

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the case and the letter."""
        super().prepare(*args, **kwargs)
        self.letter = get_letter(self.actor, self.case, kwargs["letter_id"])

    def pdf(self) -> bytes:
        """The stored file. Raises `AccessRefused` while it is being made, `DamagedFile` when it changed."""
        if self.letter.document is None:
            raise AccessRefused("unknown_letter", "文书正在制作，请稍后再看。")
        return read_content(self.letter.document)


class LetterPaper(LetterView):
    """The letter: number, date, its pages, its file."""

    def get(self, request: HttpRequest, case_id: int, letter_id: int) -> HttpResponse:
        """The page; a letter that is still being made says so."""
        letter = self.letter
        return self.case_page(
            letter=letter,
            letter_name=CATALOGUE[letter.kind].name,
            withdrawn=letter.state == LetterState.WITHDRAWN,
            verification_code=printed_code(letter.verification_code),
            is_slow=timezone.now() - letter.created_at > USUALLY_MADE_WITHIN,
            **(self._preview() if letter.document_id else {}),
        )

    def _preview(self) -> dict[str, Any]:
        assert self.letter.document is not None
        keys = [self.case.pk, self.letter.pk]
        return preview_of(
            self.request,
            page_count(self.pdf()),
            page_url=lambda page: reverse("desk:letter_page", args=[*keys, page]),
            pdf_url=reverse("desk:document", args=[self.letter.document.pk]),
            words=self.letter.number,
        )


class LetterPage(LetterView):
    """One page of the letter as a picture."""

    def get(self, request: HttpRequest, case_id: int, letter_id: int, page: int = 1) -> HttpResponse:
        """The picture. Raises `InvalidInput` for a page that does not exist."""
        return png_response(page_png(self.pdf(), page))
