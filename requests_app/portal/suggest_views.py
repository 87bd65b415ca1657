"""The applicant suggests that what was given to one should be public for all (建议主动公开, Art. 44¶2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from requests_app.errors import ApplicationError, InvalidInput
from requests_app.models import RequestItem
from requests_app.portal import visits
from requests_app.rules.publication import SUGGESTION, Ground
from requests_app.selectors.publication import suggestable_items
from requests_app.services import publication


class SuggestForm(forms.Form):
    """Which of the given items, on which of the grounds of the article, and words of one's own."""

    ordinal = forms.TypedChoiceField(
        label="哪一项信息",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择已经向您公开的信息。"},
    )
    ground = forms.ChoiceField(
        label="为什么建议",
        choices=[(one.value, one.label) for one in Ground],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择建议的理由。"},
    )
    words = forms.CharField(
        label="说明",
        required=False,
        max_length=500,
        widget=forms.Textarea,
        help_text="不要写个人隐私；可以不填",
        error_messages={"max_length": "最多 500 个字，请缩短。"},
    )

    def __init__(self, data: Any, items: Sequence[RequestItem]) -> None:
        super().__init__(data)
        self.fields["ordinal"].choices = [(one.ordinal, one.text) for one in items]  # type: ignore[attr-defined]
        if len(items) == 1:
            self.fields["ordinal"].initial = items[0].ordinal


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def suggest(request: HttpRequest) -> HttpResponse:
    """The form; POST sends the suggestion. Where nothing can be suggested, back to the status."""
    applicant = visits.opened(request)
    if applicant is None:
        return redirect("portal:status")
    items = suggestable_items(applicant)
    if not items:
        return redirect("portal:case")
    form = SuggestForm(request.POST if request.method == "POST" else None, items)
    if form.is_bound and form.is_valid():
        try:
            publication.suggest(actor=applicant, case_id=applicant.request.pk, **form.cleaned_data)
        except InvalidInput as refusal:
            form.add_error(None, refusal.message)
        except ApplicationError as refusal:
            messages.error(request, refusal.message)
            return redirect("portal:case")
        else:
            messages.success(request, "建议已经收到。本机关审核后的答复会显示在本页。")
            return redirect("portal:case")
    context = {
        "form": form,
        "case": applicant.request,
        "basis": SUGGESTION.cite(),
        "section": "portal:status",
    }
    return render(request, "portal/suggest.html", context)
