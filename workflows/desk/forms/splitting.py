"""The form that says which items become a request of their own."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.models import DisclosureRequest
from requests_app.rules.splitting import STAYS
from workflows.desk.forms.fields import long_text


class SplitForm(forms.Form):
    """One choice for each item, and how the applicant was told."""

    def __init__(self, *args: Any, case: DisclosureRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = list(case.items.all())
        choices = [(str(STAYS), "留在本件"), *((str(n), f"拆为新件 {n}") for n in range(1, len(items)))]
        self.ordinals = [item.ordinal for item in items]
        for item in items:
            self.fields[f"part_{item.ordinal}"] = forms.ChoiceField(
                label=f"第 {item.ordinal} 项", help_text=item.text, choices=choices, initial=str(STAYS)
            )
        self.fields["told"] = forms.CharField(
            label="怎样告知了申请人",
            widget=long_text(2),
            help_text="何时、以什么方式告知申请人拆分和新的编号；每一件另有登记回执",
            error_messages={"required": "请写明何时、以什么方式告知申请人拆分。"},
        )

    def part_of(self) -> dict[int, int]:
        """Which part each item is to belong to."""
        return {ordinal: int(self.cleaned_data[f"part_{ordinal}"]) for ordinal in self.ordinals}
