"""Forms of the finding that number or frequency is clearly excessive."""

from __future__ import annotations

from django import forms

from workflows.desk.forms.fields import long_text


class FindExcessForm(forms.Form):
    """Why, beside the numbers that the system has counted."""

    why = forms.CharField(
        label="认定的理由",
        max_length=2000,
        widget=long_text(5),
        error_messages={"required": "请写明为什么认为数量、频次明显超过合理范围。"},
        help_text="结合上面的数量、频次和申请的内容写明；随卷保存",
    )


class RevokeExcessForm(forms.Form):
    """Why the finding was wrong."""

    reason = forms.CharField(
        label="撤销的原因",
        max_length=1000,
        widget=long_text(3),
        error_messages={"required": "请写明撤销认定的原因。"},
    )
