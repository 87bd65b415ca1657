"""更正收到日期: which day, then why and by which proof."""

from __future__ import annotations

from django import forms

from workflows.desk.forms.fields import DayField, ScanField, long_text


class ReceiptDayForm(forms.Form):
    """The first step: the right day."""

    to = DayField(label="实际收到日期", error_messages={"required": "请填写实际的收到日期。"})


class CorrectReceiptForm(ReceiptDayForm):
    """The second step, with the effect on the screen: reason and proof."""

    reason = forms.CharField(
        label="更正的原因", widget=long_text(2), error_messages={"required": "请写明为什么更正。"}
    )
    proof = ScanField(
        label="实际收到日期的凭据",
        help_text="例如：签收单、邮戳、通话记录的扫描件",
        error_messages={"required": "请上传实际收到日期的凭据。"},
    )
