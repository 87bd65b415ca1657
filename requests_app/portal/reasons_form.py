"""The applicant's reasons: words, and papers that support them."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.portal.fields import ManyFilesField
from requests_app.portal.forms import FILE_LIMITS
from requests_app.services.documents import ACCEPT_ATTRIBUTE

LONGEST = 2000


class ReasonsForm(forms.Form):
    """Bound to the kept answers once something was sent."""

    text = forms.CharField(
        label="申请的理由",
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={
            "required": "请写明申请的理由。",
            "max_length": f"最多 {LONGEST} 个字，更多的内容请写在附件里。",
        },
    )
    papers = ManyFilesField(label="材料", required=False, help_text=FILE_LIMITS)

    def __init__(self, answers: dict[str, Any], *, bound: bool) -> None:
        values = {"text": answers.get("text", "")}
        super().__init__(data=values if bound else None, initial=values)
        self.fields["papers"].widget.attrs["accept"] = ACCEPT_ATTRIBUTE
