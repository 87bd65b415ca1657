"""Fields that several forms share."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.services.documents import ACCEPT_ATTRIBUTE, Upload


class DayInput(forms.DateInput):
    """The browser's own date field, in the one format it understands."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.DateField):
    """A legal date."""

    widget = DayInput
    default_error_messages = {
        "required": "请填写日期。",
        "invalid": "日期不存在，请按 2026-01-05 的样子填写。",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%Y/%m/%d"], **kwargs)


class ScanField(forms.FileField):
    """A scanned paper or another file of an accepted type, as the services take it (`Upload` or None)."""

    default_error_messages = {"required": "请选择文件。", "empty": "文件是空的，请重新选择。"}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ACCEPT_ATTRIBUTE})
        super().__init__(widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        """The name and the bytes."""
        found = super().clean(data, initial)
        return Upload(found.name, found.read()) if found else None


def long_text(rows: int = 3) -> forms.Textarea:
    """A field for a few sentences."""
    return forms.Textarea(attrs={"rows": rows})


def needed_words(
    label: str, missing: str, *, rows: int = 3, longest: int | None = None, help_text: str = ""
) -> forms.CharField:
    """A few sentences that must be there; `missing` says so, in the words of the act."""
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=long_text(rows),
        help_text=help_text,
        error_messages={"required": missing},
    )
