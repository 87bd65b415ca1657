"""Writing the reply: fields, true page, legality checks, versions."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from letters import submit
from letters.compose import compose_reply
from letters.preview import draft_of, page_png
from letters.submit import Review
from letters.wording import remedy_texts
from requests_app import dates
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput
from requests_app.models import Document, Draft, SubmissionState
from requests_app.selectors.agencies import public_agencies
from requests_app.selectors.cases import get_case
from requests_app.selectors.joining import answered_items, answered_together, lead_of
from requests_app.selectors.letters import letters_of
from requests_app.selectors.repeats import Found
from requests_app.selectors.submissions import (
    drafts_of,
    get_draft,
    last_return,
    marks_of,
    submissions_of,
)
from requests_app.services.decision import ReplyDraft, same_as
from requests_app.typed_numbers import whole_number
from workflows.desk import earlier
from workflows.desk.base import put_refusal, seen_version, status_of
from workflows.desk.case_view import CaseView
from workflows.desk.differences import draft_fields, field_changes
from workflows.desk.forms.citations import INSTRUMENT_NAMES
from workflows.desk.forms.reply import ReplySheet
from workflows.desk.legality_rows import legality_list, missing_words
from workflows.desk.pages import pdf_response, png_response, preview_of
from workflows.desk.spot_replies import spot_panel
from workflows.perform import perform

NOT_YOURS = "您现在不能起草本件的答复书：不由您承办，或者已经送审。"
SAVE, PREVIEW, SUBMIT, REFRESH, UPLOAD = "save", "preview", "submit", "refresh", "upload"
REPEAT = "repeat:"
"""Begins the action that takes over a first reply: "repeat:item:letter"."""
VERB = "save_draft"


class Reply(CaseView):
    """答复书: the handler writes it here; everybody else of the agency sees how it stands."""

    tab = "desk:reply"
    template_name = "desk/draft.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The reply as it was saved last."""
        if not self.may(VERB):
            return self._standing()
        return self._sheet_page(ReplySheet(self.case, self._latest()))

    def post(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Save, submit, upload a copy, or only show other fields (`action`)."""
        action = request.POST.get("action", REFRESH)
        more = action.removeprefix("more:") if action.startswith("more:") else ""
        sheet = ReplySheet(self.case, self._latest(), request.POST, request.FILES, more)
        if action.startswith(REPEAT):
            return self._taken_over(action)
        if more or action == REFRESH:
            if not self.may(VERB):
                raise AccessRefused("not_now", NOT_YOURS)
            return self._sheet_page(sheet, unsaved=True)
        if not sheet.is_valid():
            return self._sheet_page(sheet, 422, unsaved=True)
        try:
            self._save(sheet)
        except ApplicationError as refusal:
            return self._refused_page(sheet, refusal, unsaved=True)
        if action != SUBMIT:
            return self._saved(action)
        try:
            perform(self.user, self.case, "submit", seen_version=self.case.version)
        except ApplicationError as refusal:
            return self._refused_page(sheet, refusal)
        messages.success(request, "答复书已经送审。")
        return redirect("desk:case", case_id=self.case.pk)

    def _taken_over(self, action: str) -> HttpResponse:
        """The sheet with one item answered as repeated, to be looked at and saved."""
        if not self.may(VERB):
            raise AccessRefused("not_now", NOT_YOURS)
        ordinal, letter = (whole_number(word) or 0 for word in f"{action}::".split(":")[1:3])
        item = dict(answered_items(self.case)).get(ordinal)
        found = earlier.of_request(self.actor, item.request) if item is not None else Found()
        first = found.answered_by(item.ordinal if item is not None else 0, letter)
        sent, files = self.request.POST, self.request.FILES
        if first is None:
            refusal = InvalidInput("no_first_reply", "这份答复书不能作为前次答复，请核对以后另选。")
            sheet = ReplySheet(self.case, self._latest(), sent, files)
            sheet.is_valid()
            return self._refused_page(sheet, refusal, unsaved=True)
        data = earlier.taken_over(sent, ordinal, first)
        return self._sheet_page(ReplySheet(self.case, self._latest(), data, files), unsaved=True)

    def _latest(self) -> Draft | None:
        return drafts_of(self.actor, self.case).first()

    def _save(self, sheet: ReplySheet) -> None:
        """Keep the sheet, the copy sent along first; both or neither. `self.case` is the case afterwards."""
        seen = seen_version(self.request)
        with transaction.atomic():
            added = []
            if sheet.upload is not None:
                copy = perform(self.user, self.case, "add_released_copy", seen_version=seen, **sheet.upload)
                added, seen = [copy.pk], get_case(self.actor, self.case.pk).version
            draft = sheet.draft(added)
            if not self._unchanged(draft):
                perform(self.user, self.case, VERB, seen_version=seen, draft=draft)
        self.case = get_case(self.actor, self.case.pk)

    def _unchanged(self, draft: ReplyDraft) -> bool:
        latest = self._latest()
        return latest is not None and same_as(latest, draft)

    def _saved(self, action: str) -> HttpResponse:
        latest = self._latest()
        version = latest.version if latest else 0
        words = "副本已经上传，" if action == UPLOAD else ""
        messages.success(self.request, f"{words}答复书已经保存（第{version}版）。")
        target = reverse("desk:reply", args=[self.case.pk])
        return redirect(f"{target}#preview" if action == PREVIEW else target)

    def _refused_page(
        self, sheet: ReplySheet, refusal: ApplicationError, *, unsaved: bool = False
    ) -> HttpResponse:
        """The page with the entered text and the reason above it; 404 for people who may not know the case."""
        if status_of(refusal) == 404:
            raise refusal
        self.case = get_case(self.actor, self.case.pk)
        put_refusal(sheet.main, refusal)
        return self._sheet_page(sheet, status_of(refusal), unsaved=unsaved)

    def _sheet_page(self, sheet: ReplySheet, status: int = 200, *, unsaved: bool = False) -> HttpResponse:
        latest = self._latest()
        review = submit.review(self.case) if latest else None
        found = {one.pk: earlier.of_request(self.actor, one) for one in answered_together(self.case)}
        for item in sheet.items:
            item.earlier = found[item.item.request_id].of_item(item.item.ordinal)
        return self.case_page(
            status=status,
            sheet=sheet,
            forms=sheet.forms,
            has_errors=status >= 400,
            unsaved=unsaved,
            draft=latest,
            versions=list(drafts_of(self.actor, self.case)[:5]),
            instruments=INSTRUMENT_NAMES,
            agencies=public_agencies(),
            refresh_values=json.dumps({"action": REFRESH}),
            **spot_panel(self),
            **self._returned(),
            **self._judged(review, sheet),
        )

    def _judged(self, review: Review | None, sheet: ReplySheet | None) -> dict[str, Any]:
        """Checks, locked remedy paragraphs and preview of the saved version."""
        if review is None:
            return {}
        verdicts = [verdict.as_json() for verdict in review.verdicts]
        context = review.context
        found: dict[str, Any] = {
            "checks": legality_list(verdicts, sheet.main if sheet else None),
            "remedies": remedy_texts(context) if context else [],
            "missing": missing_words(review.refusal) if review.refusal else "",
        }
        if context is not None:
            found |= self._preview(review)
        return found

    def _preview(self, review: Review) -> dict[str, Any]:
        assert review.context is not None
        try:
            pages = draft_of(review.context).pages
        except InvalidInput as refusal:
            return {"missing": missing_words(refusal)}
        return preview_of(
            self.request,
            pages,
            page_url=lambda page: reverse("desk:reply_page", args=[self.case.pk, page]),
            pdf_url=reverse("desk:reply_pdf", args=[self.case.pk]),
            words="答复书草稿",
        )

    def _returned(self) -> dict[str, Any]:
        """Why the reply came back: an approver's reason, or what changed after the submission."""
        latest = submissions_of(self.actor, self.case).first()
        voided = latest is not None and latest.state == SubmissionState.VOIDED
        returned = last_return(self.actor, self.case)
        return {
            "returned": returned,
            "returned_marks": marks_of(self.actor, latest) if returned is not None and latest else [],
            "voided": latest if voided else None,
            "last_round": latest,
        }

    def _standing(self) -> HttpResponse:
        """How the reply stands, for people who do not write it."""
        latest = self._latest()
        rounds = list(submissions_of(self.actor, self.case))
        alone = self.case.joined_to_id is None
        shown = alone and latest is not None and not any(one.state in _LIVE for one in rounds)
        self.template_name = "desk/draft_standing.html"
        return self.case_page(
            draft=latest,
            rounds=rounds,
            letters=[one for one in letters_of(self.actor, self.case) if one.submission_id],
            may_issue=self.may("issue"),
            versions=list(drafts_of(self.actor, self.case)[:5]),
            **spot_panel(self),
            **self._returned(),
            **(self._judged(submit.review(self.case), None) if shown else {}),
        )


_LIVE = (SubmissionState.OPEN, SubmissionState.APPROVED, SubmissionState.ISSUED)
"""A round in these states shows its own frozen content; a preview of the draft would mislead."""


class ReplyPdf(CaseView):
    """The draft as PDF, marked as a draft."""

    def pdf(self) -> bytes:
        """The saved draft on paper. Raises `InvalidInput` naming what is missing."""
        return draft_of(compose_reply(lead_of(self.case), dates.today()).require_context()).pdf

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The file."""
        return pdf_response(self.pdf(), f"{self.case.number}答复书草稿.pdf")


class ReplyPage(ReplyPdf):
    """One page of the draft as a picture."""

    def get(self, request: HttpRequest, case_id: int, page: int = 1) -> HttpResponse:
        """The picture. Raises `InvalidInput` for a page that does not exist."""
        return png_response(page_png(self.pdf(), page))


class Versions(CaseView):
    """Every saved version, and what changed between two of them."""

    tab = "desk:reply"
    template_name = "desk/draft_versions.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """`old` and `new` are the versions to compare; without them the last two."""
        versions = list(drafts_of(self.actor, self.case))
        context: dict[str, Any] = {"versions": versions}
        if versions:
            new = self._asked("new", versions[0].version)
            old = self._asked("old", max(new.version - 1, versions[-1].version))
            files = Document.objects.filter(request__in=answered_together(self.case))
            titles = dict(files.values_list("pk", "title"))
            context |= {
                "old": old,
                "new": new,
                "changes": field_changes(draft_fields(old.fields, titles), draft_fields(new.fields, titles)),
            }
        return self.case_page(**context)

    def _asked(self, name: str, otherwise: int) -> Draft:
        version = whole_number(self.request.GET.get(name, ""))
        return get_draft(self.actor, self.case, otherwise if version is None else version)
