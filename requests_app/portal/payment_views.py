"""Reporting a payment online: the amount and how to pay it, the day, the voucher. An officer verifies it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from requests_app import dates
from requests_app.actors import Applicant
from requests_app.errors import ApplicationError, InvalidInput
from requests_app.portal import visits
from requests_app.portal.apply_views import upload_of
from requests_app.rules import guidance
from requests_app.selectors.fees import awaited_fee
from requests_app.services import payments
from requests_app.services.documents import ACCEPT_ATTRIBUTE, ACCEPTED, MAX_BYTES

SECTION = {"section": "portal:status"}
NOTHING_OWED = "这件申请现在没有需要缴纳的费用。"


class PaymentReportForm(forms.Form):
    """The day of the payment, and what shows it."""

    paid_on = forms.DateField(
        label="缴费日期",
        input_formats=["%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%Y/%m/%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "请填写缴费的日期。",
            "invalid": "日期不存在，请按 2026-01-05 的样子填写。",
        },
    )
    voucher = forms.FileField(
        label="缴费凭证",
        help_text=f"票据或者转账回单的照片、扫描件。{ACCEPTED} 文件，不超过 {MAX_BYTES // 1024 // 1024} MB",
        widget=forms.FileInput(attrs={"accept": ACCEPT_ATTRIBUTE}),
        error_messages={"required": "请选择缴费凭证。", "empty": "文件是空的，请重新选择。"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """What is owed and how to pay it, with the form; POST reports the payment. Sent twice, it is one report."""
    applicant = visits.opened(request)
    if applicant is None:
        return redirect("portal:status")
    fee = awaited_fee(applicant)
    if fee is None or fee.report is not None:
        messages.info(request, "您提交的缴费凭证正在核对。" if fee else NOTHING_OWED)
        return redirect("portal:case")
    form, status = PaymentReportForm(initial={"paid_on": dates.today()}), 200
    if request.method == "POST":
        form = PaymentReportForm(request.POST, request.FILES)
        if form.is_valid() and _report(applicant, form):
            messages.success(request, "缴费凭证已经提交，受理机关会尽快核对。")
            return redirect("portal:case")
        status = 422
    context: dict[str, Any] = {
        "case": applicant.request,
        "fee": fee,
        "form": form,
        "effect": guidance.after_payment(),
        **SECTION,
    }
    return render(request, "portal/payment.html", context, status=status)


def _report(applicant: Applicant, form: PaymentReportForm) -> bool:
    """Report it; False with the reason in the form."""
    try:
        payments.report(
            actor=applicant,
            case_id=applicant.request.pk,
            paid_on=form.cleaned_data["paid_on"],
            voucher=upload_of(form.cleaned_data["voucher"]),
        )
    except ApplicationError as refusal:
        fields = refusal.fields if isinstance(refusal, InvalidInput) else {}
        about = "voucher" if refusal.code.startswith("file_") else ""
        for name, words in (fields or {about: refusal.message}).items():
            form.add_error(name if name in form.fields else None, words)
        return False
    return True
