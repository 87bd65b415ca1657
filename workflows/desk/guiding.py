"""The guided decision on one item: five questions, a proposed outcome, the answers kept as the reasoning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from requests_app.errors import AccessRefused, ApplicationError
from requests_app.models import RequestItem
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.principal_row import principal_outcome
from requests_app.selectors.cases import get_case
from requests_app.selectors.joining import answered_items
from requests_app.selectors.submissions import drafts_of
from requests_app.services.decision import ItemDecision, ReplyDraft
from workflows.desk.base import put_refusal, seen_version, status_of
from workflows.desk.case_view import CaseView
from workflows.desk.forms.citations import in_order
from workflows.desk.forms.five_questions import FACT, FiveQuestionsForm
from workflows.perform import perform

VERB = "save_draft"


class Guide(CaseView):
    """五问: which outcome follows from the answers."""

    tab = "desk:reply"
    template_name = "desk/five_questions.html"
    item: RequestItem
    ordinal: int

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the case and the item; refused to people who do not write the reply."""
        super().prepare(*args, **kwargs)
        self.ordinal = kwargs["ordinal"]
        item = dict(answered_items(self.case)).get(self.ordinal)
        if item is None:
            raise AccessRefused("unknown_item", "申请没有这一项。")
        if not self.may(VERB):
            raise AccessRefused("not_now", "您现在不能起草本件的答复书：不由您承办，或者已经送审。")
        self.item = item

    def get(self, request: HttpRequest, case_id: int, ordinal: int) -> HttpResponse:
        """The questions with the answers given before."""
        return self._show(FiveQuestionsForm(kept=self.item.facts.get(FACT)))

    def post(self, request: HttpRequest, case_id: int, ordinal: int) -> HttpResponse:
        """Keep the answers and put the proposed outcome into the reply."""
        form = FiveQuestionsForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            perform(self.user, self.case, VERB, seen_version=seen_version(request), draft=self._draft(form))
        except ApplicationError as refusal:
            if status_of(refusal) == 404:
                raise
            self.case = get_case(self.actor, self.case.pk)
            put_refusal(form, refusal)
            return self._show(form, status_of(refusal))
        name = OUTCOMES[form.proposal.outcome].name
        messages.success(request, f"第{ordinal}项建议的答复情形是“{name}”，已经填入，请核对并补全。")
        return redirect(f"{reverse('desk:reply', args=[case_id])}#item-{ordinal}")

    def _draft(self, form: FiveQuestionsForm) -> ReplyDraft:
        """The latest version with this item decided by the answers; what was written for the same outcome stays."""
        latest = drafts_of(self.actor, self.case).first()
        fields: Mapping[str, Any] = latest.fields if latest else {}
        saved = {int(row["ordinal"]): row for row in fields.get("items", ())}
        items = [
            self._decided(form, saved.get(ordinal, {}))
            if ordinal == self.ordinal
            else ItemDecision(**(saved.get(ordinal) or {"ordinal": ordinal, "outcome": ""}))
            for ordinal, _ in answered_items(self.case)
        ]
        own = items[: self.case.items.count()]
        principal, _ = principal_outcome([item.outcome for item in own])
        return ReplyDraft(
            items=items,
            delivery=fields.get("delivery", ""),
            attachments=fields.get("attachments", ()),
            legality_reasons=fields.get("legality_reasons", {}),
            principal_outcome=principal,
        )

    def _decided(self, form: FiveQuestionsForm, saved: Mapping[str, Any]) -> ItemDecision:
        outcome, reasoning = form.proposal.outcome, form.reasoning()
        if saved.get("outcome") == outcome:
            return ItemDecision(**{**saved, "facts": {**saved["facts"], FACT: reasoning}})
        return ItemDecision(
            ordinal=self.ordinal,
            outcome=outcome,
            citations=in_order(OUTCOMES[outcome].citations),
            reason=str(saved.get("reason") or ""),
            facts={FACT: reasoning},
        )

    def _show(self, form: FiveQuestionsForm, status: int = 200) -> HttpResponse:
        return self.case_page(status=status, form=form, item=self.item, ordinal=self.ordinal)
