"""The answer slip of a third party (征求意见答复): opened by the number and code of its own letter, sees nothing else.

The page knows nothing of the request: neither its number, nor its words, nor who applied.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from requests_app.actors import ThirdParty
from requests_app.client_address import client_address
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput
from requests_app.portal import visits
from requests_app.rules.consultation import Opinion, effect_of_answer
from requests_app.selectors.consultations import slip_of
from requests_app.services.access_attempts import open_slip_by_code
from requests_app.services.consultation import record_answer
from requests_app.services.documents import ACCEPT_ATTRIBUTE, MAX_BYTES, Upload


class OpenSlipForm(forms.Form):
    """Number and code of the letter. They are sent by POST only and never kept."""

    number = forms.CharField(
        label="文书编号",
        max_length=60,
        help_text="印在征求意见书右上方，例如 清自然资公开征〔2026〕6号，括号形状不限",
        error_messages={"required": "请填写文书编号。"},
    )
    code = forms.CharField(
        label="提交码",
        max_length=40,
        help_text="16 位字母和数字，不分大小写，中间的连接号可以不填",
        error_messages={"required": "请填写提交码。"},
    )

    def clean_number(self) -> str:
        """Without spaces and in the usual width."""
        return "".join(unicodedata.normalize("NFKC", self.cleaned_data["number"]).split())


class OpinionForm(forms.Form):
    """Agree or object, with reasons."""

    opinion = forms.ChoiceField(
        label="您的意见",
        choices=[(one.value, one.label) for one in (Opinion.AGREES, Opinion.OBJECTS)],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择“同意公开”或者“不同意公开”。"},
    )
    reasons = forms.CharField(
        label="理由",
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text="不同意公开的，必须写明理由：哪些内容涉及商业秘密、个人隐私，公开会造成什么损害",
        error_messages={"max_length": "最多 4000 个字，请缩短。"},
    )
    upload = forms.FileField(
        label="证明材料",
        required=False,
        help_text="PDF、图片、DOCX、XLSX，不超过 20 MB",
        widget=forms.FileInput(attrs={"accept": ACCEPT_ATTRIBUTE}),
        error_messages={"empty": "文件是空的，请重新选择。"},
    )

    def uploads(self) -> list[Upload]:
        """The file, if one was sent."""
        sent = self.cleaned_data["upload"]
        return [Upload(sent.name or "", sent.read(MAX_BYTES + 1))] if sent else []


@sensitive_post_parameters("number", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. A wrong number and a wrong code are answered alike."""
    form = OpenSlipForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            third_party = open_slip_by_code(
                address=client_address(request),
                number=form.cleaned_data["number"],
                code=form.cleaned_data["code"],
            )
        except AccessRefused as refusal:
            visits.close_slip(request)
            form.add_error(None, refusal.message)
            status = 429 if refusal.code == "too_many_tries" else 200
        else:
            visits.open_slip(request, third_party)
            return redirect("portal:opinion_slip")
    return render(request, "portal/opinion_ask.html", {"form": form}, status=status)


@sensitive_post_parameters("reasons")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def slip(request: HttpRequest) -> HttpResponse:
    """The slip: what is asked, the form while it may be answered, what was answered afterwards."""
    third_party = visits.opened_slip(request)
    if third_party is None:
        return redirect("portal:opinion")
    form = OpinionForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    status = 200
    if form.is_bound:
        if form.is_valid() and _answer(third_party, form):
            messages.success(request, "您的意见已经提交。")
            return redirect("portal:opinion_slip")
        status = 422
    context: dict[str, Any] = {
        "slip": slip_of(third_party),
        "form": form,
        "effect": effect_of_answer(),
    }
    return render(request, "portal/opinion_slip.html", context, status=status)


@require_POST
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the opened slip, for those who use somebody else's computer."""
    visits.leave(request)
    messages.success(request, "已经退出，这台电脑上不再能看到征求意见书。")
    return redirect("portal:opinion")


def _answer(third_party: ThirdParty, form: OpinionForm) -> bool:
    """Send the opinion; False with the reason in the form."""
    asked = third_party.consultation
    try:
        record_answer(
            actor=third_party,
            case_id=asked.request_id,
            consultation_id=asked.pk,
            opinion=Opinion(form.cleaned_data["opinion"]),
            reasons=form.cleaned_data["reasons"],
            uploads=form.uploads(),
        )
    except ApplicationError as refusal:
        fields = refusal.fields if isinstance(refusal, InvalidInput) else {}
        for name, words in (fields or {"": refusal.message}).items():
            form.add_error(name if name in form.fields else None, words)
        return False
    return True
