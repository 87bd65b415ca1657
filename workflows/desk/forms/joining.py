"""The forms of joining: which requests are answered in one letter, and why one leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from requests_app.selectors.joining import Candidate
from workflows.desk.forms.fields import long_text


class JoinForm(forms.Form):
    """A tick for each request that can be joined."""

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for one in candidates:
            if not one.why:
                self.fields[self._name(one)] = forms.BooleanField(label=str(one.case.number), required=False)

    @staticmethod
    def _name(candidate: Candidate) -> str:
        return f"request_{candidate.case.pk}"

    def rows(self) -> list[tuple[Candidate, BoundField | None]]:
        """Every candidate with its tick; None where something stands in the way."""
        return [(one, None if one.why else self[self._name(one)]) for one in self.candidates]

    def request_ids(self) -> list[int]:
        """The ticked requests."""
        return [one.case.pk for one in self.candidates if self.cleaned_data.get(self._name(one))]


class UnjoinForm(forms.Form):
    """Why the request is answered by a letter of its own after all."""

    reason = forms.CharField(
        label="理由", widget=long_text(2), error_messages={"required": "请写明退出合并答复的理由。"}
    )
