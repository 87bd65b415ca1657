"""A period of days, open at either end."""

from __future__ import annotations

from typing import Any

from django import forms

from workflows.desk.forms.fields import DayField


class PeriodForm(forms.Form):
    """From when to when; an open end means no limit."""

    first = DayField(label="从", required=False)
    last = DayField(label="到", required=False)

    def clean(self) -> dict[str, Any]:
        """A period that ends before it begins is a slip."""
        entered: dict[str, Any] = super().clean() or {}
        first, last = entered.get("first"), entered.get("last")
        if first and last and last < first:
            self.add_error("last", "截止日期不能早于开始日期。")
        return entered
