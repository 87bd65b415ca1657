"""Forms of the extension: asking for it and deciding on it."""

from __future__ import annotations

from django import forms

from requests_app.rules.extension import LONGEST
from workflows.desk.forms.fields import long_text, needed_words


class AskExtensionForm(forms.Form):
    """How many working days, and why."""

    working_days = forms.IntegerField(
        label="延长的工作日数",
        initial=LONGEST,
        error_messages={"required": "请填写延长的工作日数。", "invalid": "请填写整数。"},
    )
    reason = needed_words(
        "延期理由", "请写明延期的理由。", rows=4, help_text="写入延期答复告知书，请写申请人看得懂的具体理由"
    )


class DecideExtensionForm(forms.Form):
    """The words of the head of the office; compulsory where it is refused."""

    opinion = forms.CharField(
        label="意见", required=False, widget=long_text(3), help_text="不批准时必须写明理由"
    )
