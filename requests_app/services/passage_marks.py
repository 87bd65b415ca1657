"""批注 of an approver: words on single paragraphs of the letter, kept with the decision they came with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.errors import InvalidInput
from requests_app.models import Approval, PassageMark
from requests_app.plain_text import clean_text

LONGEST = 1000
"""Characters of one comment."""


@dataclass(frozen=True)
class Mark:
    """A comment on one paragraph. `paragraph` counts from 1; `passage` is its text in the submitted letter."""

    paragraph: int
    passage: str
    comment: str


def keep_marks(approval: Approval, marks: Sequence[Mark]) -> None:
    """Keep the comments of a decision; empty ones are none.

    Raises `InvalidInput` (field `mark-N`) for a comment that is too long.
    """
    written = [(mark, clean_text(mark.comment)) for mark in marks]
    for mark, comment in written:
        if len(comment) > LONGEST:
            sentence = f"第{mark.paragraph}段的批注超过{LONGEST}字，请写得短一些。"
            raise InvalidInput("mark_too_long", sentence, fields={f"mark-{mark.paragraph}": sentence})
    PassageMark.objects.bulk_create(
        PassageMark(approval=approval, paragraph=mark.paragraph, passage=mark.passage, comment=comment)
        for mark, comment in written
        if comment
    )
