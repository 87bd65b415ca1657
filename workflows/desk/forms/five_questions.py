"""The five questions of one item as a form; what has no letter yet is not offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from letters.catalogue import CATALOGUE
from requests_app.rules.five_questions import QUESTIONS, Proposal, propose
from requests_app.rules.outcomes import OUTCOMES
from workflows.desk.forms.fields import long_text

FACT = "five_questions"
"""Fact of the file: the answers, as `[{"question", "answer", "note"}]`."""


class FiveQuestionsForm(forms.Form):
    """One choice and a note for each question. Later questions may stay open where an earlier one decides."""

    def __init__(self, *args: Any, kept: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = {row.get("question"): row for row in kept or () if isinstance(row, Mapping)}
        for question in QUESTIONS:
            saved = earlier.get(question.title, {})
            choices = [
                (one.key, _words(one.text, one.outcome))
                for one in question.answers
                if not one.outcome or f"reply_{one.outcome}" in CATALOGUE
            ]
            chosen = next((key for key, words in choices if words == saved.get("answer")), None)
            self.fields[question.step.value] = forms.ChoiceField(
                label=f"{question.title}　{question.text}",
                choices=choices,
                required=False,
                initial=chosen,
                widget=forms.RadioSelect,
            )
            self.fields[f"{question.step.value}_note"] = forms.CharField(
                label="判断的理由",
                required=False,
                max_length=1000,
                widget=long_text(1),
                initial=saved.get("note", ""),
            )

    def clean(self) -> dict[str, Any]:
        """The question that is still open, or the reason why no reply can be written yet, becomes an error."""
        data: dict[str, Any] = super().clean() or {}
        self.proposal: Proposal = propose({q.step.value: data.get(q.step.value, "") for q in QUESTIONS})
        if self.proposal.open is not None:
            self.add_error(self.proposal.open.value, "请回答这一问。")
        elif self.proposal.stop:
            basis = f"（依据：{self.proposal.basis.short()}）" if self.proposal.basis else ""
            self.add_error(None, f"{self.proposal.stop}{basis}")
        return data

    def reasoning(self) -> list[dict[str, str]]:
        """The answers up to the one that decided, as they are kept in the file."""
        rows = []
        for question in QUESTIONS:
            key = self.cleaned_data.get(question.step.value, "")
            answer = question.answer(key)
            if answer is None:
                break
            note = self.cleaned_data.get(f"{question.step.value}_note", "").strip()
            words = _words(answer.text, answer.outcome)
            rows.append({"question": question.title, "answer": words, "note": note})
            if answer.outcome == self.proposal.outcome:
                break
        return rows

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each question with its note."""
        return [(self[q.step.value], self[f"{q.step.value}_note"]) for q in QUESTIONS]


def _words(text: str, outcome: str) -> str:
    """The answer with the provision its outcome rests on, where there is one."""
    bases = "、".join(basis.short() for basis in OUTCOMES[outcome].citations) if outcome else ""
    return f"{text}（{bases}）" if bases else text
