"""Forms of Art. 35: the finding, asking for reasons, what came, the judgement, the delayed reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from requests_app.rules.reasons_request import Judgement
from requests_app.services.reasons import Given
from workflows.desk.forms.fields import DayField, ScanField, long_text, needed_words


class FindExcessForm(forms.Form):
    """Why, beside the numbers that the system has counted."""

    why = needed_words(
        "认定的理由",
        "请写明为什么认为数量、频次明显超过合理范围。",
        rows=5,
        longest=2000,
        help_text="结合上面的数量、频次和申请的内容写明；随卷保存",
    )


class RevokeExcessForm(forms.Form):
    """Why the finding was wrong."""

    reason = needed_words("撤销的原因", "请写明撤销认定的原因。", longest=1000)


class AskReasonsForm(forms.Form):
    """What the applicant is to explain, and until when."""

    what = needed_words(
        "需要说明的内容",
        "请写明需要申请人说明什么。",
        rows=4,
        longest=1000,
        help_text="写入说明理由告知书，请写申请人看得懂的具体问题",
    )
    reply_by = DayField(label="说明理由的期限", help_text="最后一天，给申请人留出合理的时间")


class CallOffReasonsForm(forms.Form):
    """Why the letter is given up."""

    reason = needed_words("撤销的原因", "请写明撤销的原因。", longest=1000)


class ReceiveReasonsForm(forms.Form):
    """The reasons as they came on paper or were told at the counter."""

    received_on = DayField(label="收到日期", help_text="当面提交之日、邮件签收之日")
    text = needed_words(
        "申请人说明的理由",
        "请写明申请人说明的理由。",
        rows=5,
        longest=2000,
        help_text="照录原文；较长的，写明要点并上传原件",
    )
    scan = ScanField(label="说明的原件", required=False, help_text="扫描件")

    def as_given(self) -> Given:
        """As the service takes it."""
        data = self.cleaned_data
        return Given(data["received_on"], data["text"], [data["scan"]] if data["scan"] else [])


class JudgeReasonsForm(forms.Form):
    """The judgement, why, and the day of a delayed reply."""

    judgement = forms.ChoiceField(
        label="判断", widget=forms.RadioSelect, error_messages={"required": "请选择一项判断。"}
    )
    why = needed_words(
        "判断的理由",
        "请写明作出这一判断的理由。",
        rows=5,
        longest=2000,
        help_text="不予处理的，写入答复书；延迟答复的，写明不能在规定期限内答复的原因，写入延迟答复告知书",
    )
    until = DayField(label="延迟至哪一天答复", required=False, help_text="只在延迟答复时填写，须是合理的期限")

    def __init__(self, *args: Any, choices: Sequence[Judgement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["judgement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in choices]
        if Judgement.DELAYED not in choices:
            del self.fields["until"]

    def clean(self) -> dict[str, Any]:
        """A delayed reply needs its day."""
        data: dict[str, Any] = super().clean() or {}
        delayed = data.get("judgement") == Judgement.DELAYED
        if delayed and not data.get("until") and "until" not in self.errors:
            self.add_error("until", "请填写延迟至哪一天答复。")
        return data


class DecideDelayForm(forms.Form):
    """The words of the head of the office; compulsory where it is refused."""

    opinion = forms.CharField(
        label="意见", required=False, max_length=1000, widget=long_text(3), help_text="不批准时必须写明理由"
    )
