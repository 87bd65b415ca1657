"""Forms of a dispute: that it came, what the agency answered, how it ended."""

from __future__ import annotations

from django import forms

from requests_app.rules.remedy_case import SIMPLIFIED_DAYS, RemedyKind, RemedyResult
from requests_app.services.remedy import Decided, NewRemedy
from workflows.desk.forms.fields import DayField, ScanField


class RemedyForm(forms.Form):
    """The reconsideration or suit as the agency learns of it."""

    kind = forms.ChoiceField(label="种类", choices=[(k.value, k.label) for k in RemedyKind])
    body = forms.CharField(
        label="复议机关或者法院",
        max_length=100,
        error_messages={"required": "请填写复议机关或者法院。"},
    )
    case_number = forms.CharField(label="案号", max_length=100, required=False)
    received_on = DayField(label="收到申请书或者起诉状副本的日期", help_text="答复和举证的期限从次日起算")
    simplified = forms.BooleanField(
        label="适用简易程序",
        required=False,
        help_text=f"只对行政复议：{SIMPLIFIED_DAYS} 个工作日内提交答复和证据，逾期视为没有证据",
    )
    notice = ScanField(label="通知书及副本（扫描件）", required=False)

    def as_new(self) -> NewRemedy:
        """What came."""
        return NewRemedy(**self.cleaned_data)


class AnswerForm(forms.Form):
    """What was handed in, and when."""

    filed_on = DayField(label="提交日期")
    papers = ScanField(label="提交的答复书和证据清单")


class ResultForm(forms.Form):
    """How it ended; with an order, the period it gives."""

    result = forms.ChoiceField(
        label="结果",
        choices=[
            ("", "请选择"),
            *((r.value, r.label) for r in RemedyResult if r is not RemedyResult.PENDING),
        ],
        error_messages={"required": "请选择结果。"},
    )
    result_on = DayField(label="决定或者判决的日期")
    received_on = DayField(label="决定收到日期", help_text="责令答复、重新答复的期限从收到之日的次日起算")
    name = forms.CharField(
        label="决定书或者判决书的文号和名称",
        max_length=100,
        help_text="写入答复书，例如“某政复决〔2026〕5号行政复议决定书”",
        error_messages={"required": "请填写决定书或者判决书的文号和名称。"},
    )
    working_days = forms.IntegerField(
        label="责令答复、重新答复的期限（工作日）",
        required=False,
        help_text="责令答复、撤销并责令重新答复的才填写，按决定写明的期限",
        error_messages={"invalid": "请填写整数。"},
    )
    decision = ScanField(label="决定书或者判决书（扫描件）", required=False)

    def as_decided(self) -> Decided:
        """What was decided."""
        return Decided(**self.cleaned_data)
