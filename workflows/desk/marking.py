"""批注: the letter paragraph by paragraph, with room for a comment on each, and what became of earlier comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from requests_app.models import PassageMark
from requests_app.services.passage_marks import LONGEST, Mark
from workflows.desk.forms.fields import long_text

FORM = "decide-form"
"""The form of the decision; the fields stand elsewhere on the page and belong to it."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph on the screen: its number, its words, the field for a comment, comments made already."""

    number: int
    text: str
    field: BoundField | None
    marks: tuple[PassageMark, ...] = ()


@dataclass(frozen=True)
class OldMark:
    """A comment on an earlier round, and whether its paragraph still stands word for word."""

    mark: PassageMark
    unchanged: bool


class MarksForm(forms.Form):
    """A comment on each paragraph; every one may stay empty."""

    def __init__(self, paragraphs: Sequence[str], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.paragraphs = paragraphs
        for number in range(1, len(paragraphs) + 1):
            widget = long_text(2)
            widget.attrs["form"] = FORM
            self.fields[f"mark-{number}"] = forms.CharField(
                label=f"第{number}段批注", required=False, max_length=LONGEST, widget=widget
            )

    def marks(self) -> list[Mark]:
        """What was written; call after `is_valid`."""
        given = ((number, self.cleaned_data[f"mark-{number}"]) for number in self._numbers())
        return [Mark(number, self.paragraphs[number - 1], comment) for number, comment in given if comment]

    def rows(self, made: Iterable[PassageMark], *, writable: bool) -> list[Paragraph]:
        """The paragraphs with the comments `made` on this round."""
        by_number: dict[int, list[PassageMark]] = {}
        for mark in made:
            by_number.setdefault(mark.paragraph, []).append(mark)
        return [
            Paragraph(
                number,
                self.paragraphs[number - 1],
                self[f"mark-{number}"] if writable else None,
                tuple(by_number.get(number, ())),
            )
            for number in self._numbers()
        ]

    def _numbers(self) -> range:
        return range(1, len(self.paragraphs) + 1)


def paragraphs_of(words: str) -> tuple[str, ...]:
    """The blocks of a printed letter that have words."""
    return tuple(line.strip() for line in words.splitlines() if line.strip())


def followed_up(earlier: Iterable[PassageMark], words: str) -> list[OldMark]:
    """Comments on the round before, against the words of the letter as it is now."""
    now = set(paragraphs_of(words))
    return [OldMark(mark, mark.passage in now) for mark in earlier]
