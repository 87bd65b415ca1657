"""Letters as they would be printed, for screens: drafts and submitted contents, never an issued letter.

Pages are looked at one by one, so the few letters rendered last are kept in the memory of the process.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from letters.context import LetterContext, parse_context

if TYPE_CHECKING:
    from letters.render import Rendered

KEPT = 16
DPI = 120
"""Sharp enough to read on a screen with twice the pixels."""


def draft_of(context: LetterContext) -> Rendered:
    """The letter with its draft mark. Raises `InvalidInput` for a character that cannot be printed."""
    return _rendered(context.kind, context.canonical_json())


@lru_cache(maxsize=KEPT)
def _rendered(kind: str, canonical: str) -> Rendered:
    from letters.render import render_pdf  # WeasyPrint is heavy: loaded with the first preview

    return render_pdf(kind, parse_context(kind, json.loads(canonical)), draft=True)


def page_png(pdf: bytes, page: int) -> bytes:
    """Page `page` (from 1) as PNG. Raises `InvalidInput` when there is no such page."""
    from letters.render import preview_png

    return preview_png(pdf, page, dpi=DPI)


def page_count(pdf: bytes) -> int:
    """Number of pages of a stored PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def submitted_context(content: Mapping[str, Any], due_on: date | None) -> LetterContext:
    """The context exactly as it was submitted (`Submission.content`); number and date come with the issue.

    `due_on` is the case's due date: it is left out of the content because it moves with the day.
    """
    data = {**content["context"], "due_on": due_on.isoformat() if due_on else None}
    return parse_context(content["kind"], data)


def words_of(context: LetterContext) -> str:
    """The words of the letter, one block a line."""
    from letters.render import letter_text, render_html

    return letter_text(render_html(context.kind, context))
