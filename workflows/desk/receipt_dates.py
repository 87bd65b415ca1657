"""更正收到日期: first the day and what it does to every date, then reason, proof and confirmation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from requests_app.errors import ApplicationError
from requests_app.models import DisclosureRequest
from requests_app.pictures import date_words
from requests_app.rules.receipt import CHANNELS, Channel
from requests_app.selectors.expected import CorrectedReceipt, effect_of_corrected_receipt
from requests_app.selectors.splits import received_alike
from workflows.desk.base import put_refusal
from workflows.desk.case_view import ActView
from workflows.desk.forms.receipt_date import CorrectReceiptForm, ReceiptDayForm


class CorrectReceipt(ActView):
    """Only the head of the office moves a statutory date."""

    template_name = "desk/receipt_date.html"
    verb, title, button = "correct_receipt", "更正收到日期", "确认更正"
    danger = True
    done = "已更正收到日期，各项期限已经重新计算。"
    form_class: type[forms.Form] = CorrectReceiptForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The first step; with `to` in the address, the second."""
        if "to" not in request.GET or not self.may(self.verb):
            self.form_class = ReceiptDayForm
            return super().get(request, *args, **kwargs)
        day = ReceiptDayForm(request.GET)
        effect = self._effect(day)
        if effect is None:
            return self.form_page(day, 422)
        initial = {"to": day.cleaned_data["to"]}
        return self._confirm(CorrectReceiptForm(initial=initial), effect)

    def form_page(self, form: forms.Form, status: int = 200) -> HttpResponse:
        """The step whose entries are to be made or mended."""
        if isinstance(form, CorrectReceiptForm):
            day = ReceiptDayForm(self.request.POST)
            effect = self._effect(day)
            if effect is not None:
                return self._confirm(form, effect, status)
            form = day
        return super().form_page(form, status)

    def _confirm(self, form: CorrectReceiptForm, effect: CorrectedReceipt, status: int = 200) -> HttpResponse:
        shown = {"form": form, "act_title": self.title, "button": self.button, "effect": effect}
        words = {"effect_words": _effect_words(effect), "day": form["to"].value()}
        return self.case_page(status=status, **self.explain(), **shown, **words)

    def _effect(self, form: ReceiptDayForm) -> CorrectedReceipt | None:
        """What the entered day does; None, with the reason in the form, where it cannot be the day."""
        if not form.is_valid():
            return None
        try:
            return effect_of_corrected_receipt(self.actor, self.case, form.cleaned_data["to"])
        except ApplicationError as refusal:
            put_refusal(form, refusal)
            return None

    def explain(self) -> dict[str, Any]:
        """The day on record and the rule of its channel."""
        rule = CHANNELS[Channel(self.case.channel)]
        recorded = date_words.full_weekday(self.case.received_on) if self.case.received_on else "未定"
        return {
            "lead": f"现在登记的收到日期：{recorded}。"
            f"{rule.label}申请的收到日期：{rule.receipt_day}（{rule.basis.cite()}）。"
            "更正后各项期限从实际收到日期重新计算，原来的日期保留在办理记录中。"
            f"{_along_words(self.case)}",
        }


def _along_words(case: DisclosureRequest) -> str:
    """What becomes of the requests that were one application with it."""
    along, left = ([str(one.number) for one in found] for found in received_alike(case))
    words = f"同一件申请拆分的 {'、'.join(along)} 一并更正。" if along else ""
    return words + (f"{'、'.join(left)} 已经答复或者办结，不更正。" if left else "")


def _effect_words(effect: CorrectedReceipt) -> str:
    before, after = (_day(day) for day in (effect.before, effect.after))
    words = f"答复到期日由 {before}变为 {after}{'（暂定）' if effect.provisional else ''}。"
    if effect.notice_due is not None:
        words += f"需要补正的，最迟 {date_words.full_weekday(effect.notice_due)}告知。"
    return words


def _day(day: date | None) -> str:
    return date_words.full_weekday(day) if day else "没有"
