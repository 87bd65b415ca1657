"""Forms of the information processing fee: what is charged, what was paid, giving it up, giving money back."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.models import DeliveryWay, DisclosureRequest
from requests_app.rules.fees import MOST, Schedule
from requests_app.services.payments import Payment
from workflows.desk.forms.fields import DayField, ScanField, long_text, needed_words

WHOLE = {"required": "请填写整数。", "invalid": "请填写整数。", "max_value": f"最多 {MOST}。"}


def whole_number(label: str, help_text: str = "", **more: Any) -> forms.IntegerField:
    """A count or a sum in whole yuan."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        error_messages=WHOLE | {"min_value": "不能是负数。"},
        **more,
    )


class FeeForm(forms.Form):
    """One of the two schedules, and how many pieces or pages."""

    schedule = forms.ChoiceField(
        label="计收方式",
        choices=[(Schedule.PER_PIECE.value, "按件计收"), (Schedule.PER_QUANTITY.value, "按量（页数）计收")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择按件或者按量，只能选一种。"},
        help_text="一件申请只能按一种方式收费；按量只适用于提供复制件的申请",
    )
    count = whole_number(
        "本件的件数或者页数",
        "按件：一份申请计为一件，多项的可以拆分；按量：提供的页数，A4 及以下幅面的单面为一页",
        max_value=MOST,
    )
    explanation = forms.CharField(
        label="计数说明",
        required=False,
        max_length=1000,
        widget=long_text(2),
        help_text="拆分计为多件的，写明怎样拆分；随卷保存，不写入通知书",
    )

    def schedule_of(self) -> Schedule:
        """The chosen schedule of a valid form."""
        return Schedule(self.cleaned_data["schedule"])


class PaymentForm(forms.Form):
    """What came in, with its proof. `reported` stands only where the applicant reports a payment."""

    reported = forms.BooleanField(
        label="这笔就是申请人网上报告的缴费，已经核对到账", required=False, initial=True
    )
    amount = whole_number("金额（元）")
    part = forms.BooleanField(label="部分缴费", required=False, help_text="申请人确实只缴了一部分的，勾选")
    paid_on = DayField(label="缴费日期", help_text="缴清的次日起，重新计算答复期限")
    receipt_number = forms.CharField(label="票据号码", required=False, max_length=60)
    proof = ScanField(label="缴费凭证", help_text="票据、银行回单的扫描件")

    def __init__(self, *args: Any, pending: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pending = pending
        # What the applicant reports has brought its own voucher.
        self.fields["proof"].required = pending is None
        if pending is None:
            del self.fields["reported"]

    def as_payment(self) -> Payment:
        """The valid form as the service takes it."""
        data = self.cleaned_data
        return Payment(
            amount=data["amount"],
            paid_on=data["paid_on"],
            receipt_number=data["receipt_number"],
            proof=data.get("proof"),
            part=data["part"],
            report=self.pending if data.get("reported") else None,
        )


class ReasonForm(forms.Form):
    """Why."""

    reason = needed_words("原因", "请写明原因。", rows=2, longest=500)


class UnpaidForm(forms.Form):
    """How the letter goes out."""

    delivery = forms.ChoiceField(label="送达方式", error_messages={"required": "请选择送达方式。"})

    def __init__(self, *args: Any, case: DisclosureRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        online = case.accepts_online_service
        ways = [way for way in DeliveryWay.choices if online or way[0] != DeliveryWay.ONLINE]
        self.fields["delivery"].choices = [("", "请选择"), *ways]  # type: ignore[attr-defined]


class RefundForm(forms.Form):
    """What went back to the applicant."""

    amount = whole_number("退费金额（元）")
    on = DayField(label="退费日期")
    reason = needed_words("退费的原因和凭据", "请写明退费的原因和凭据。", rows=2, longest=500)
    proof = ScanField(label="退费凭证", help_text="银行回单、申请人签收的退费收据的扫描件")
