"""The parts that are kept back, each with its place, provision and reason (Art. 37)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from letters.facts import citation_json
from requests_app.rules.legal_basis import LegalBasis
from workflows.desk.forms.citations import code_of, parsed
from workflows.desk.forms.fields import long_text

MOST = 40


class WithheldForm(forms.Form):
    """One part."""

    place = forms.CharField(
        label="位置", required=False, max_length=200, help_text="例如：第3页至第5页评审意见"
    )
    basis = forms.ChoiceField(label="依据", required=False)
    reason = forms.CharField(label="理由", required=False, max_length=2000, widget=long_text(2))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]


class WithheldRows:
    """As many parts as were sent or saved, one more when asked for; an empty part falls away when saved."""

    def __init__(
        self, data: Any, prefix: str, choices: Sequence[tuple[str, str]], saved: Any, *, more: bool
    ) -> None:
        kept = saved if isinstance(saved, Sequence) else ()
        sent = 0 if data is None else sum(f"{prefix}-row{n}-place" in data for n in range(1, MOST + 1))
        count = min(max(sent, 0 if sent else len(kept), 1) + more, MOST)
        self._choices = dict(choices)
        self.forms = [
            WithheldForm(
                data,
                prefix=f"{prefix}-row{number}",
                choices=choices,
                initial=_initial(kept[number - 1]) if number <= len(kept) else {},
            )
            for number in range(1, count + 1)
        ]

    def is_valid(self) -> bool:
        """Whether every part can be kept, finished or not."""
        return all(form.is_valid() for form in self.forms)

    def values(self) -> list[dict[str, Any]]:
        """The parts as facts of the item."""
        rows = []
        for form in self.forms:
            place, code, reason = (form.cleaned_data.get(key, "") for key in ("place", "basis", "reason"))
            if place or code or reason:
                rows.append({"place": place, "basis": _citation(code), "reason": reason})
        return rows


def _initial(row: Any) -> dict[str, Any]:
    basis = parsed(row.get("basis") or {})
    code = code_of(basis) if isinstance(basis, LegalBasis) else ""
    return {"place": row.get("place", ""), "basis": code, "reason": row.get("reason", "")}


def _citation(code: str) -> dict[str, Any]:
    """The provision behind a choice; nothing while none is chosen."""
    if not code:
        return {}
    instrument, *parts = code.split("|")
    article, paragraph, item = (int(part) if part else None for part in parts)
    return citation_json(LegalBasis(instrument, article, paragraph, item))
