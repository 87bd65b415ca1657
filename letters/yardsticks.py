"""What `bench letters` holds a letter against: WeasyPrint used as its manual begins, and the least that must be done.

Neither is a way to make letters.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key

from letters import lean_pdf
from letters.render import STYLESHEET, Prepared, colour_profile

_NO_GLYPH = 0x0FFFFFFF


def naive_pdf(letter: Prepared, attachment: bytes) -> bytes:
    """The same letter by WeasyPrint alone: fonts looked up and style sheet read anew for each, nothing kept."""
    with lean_pdf.left_out():
        fonts = FontConfiguration()
        style = weasyprint.CSS(string=STYLESHEET.read_text(encoding="utf-8"), font_config=fonts)
        embedded = weasyprint.Attachment(
            file_obj=BytesIO(attachment), name="context.json", base_url="letter:"
        )
        pdf: bytes = letter.source.write_pdf(
            font_config=fonts,
            stylesheets=[style],
            attachments=[embedded],
            # Its own it would open and leave open.
            color_profiles={"srgb": colour_profile()},
            output_intent="as rendered",
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
        )
    return pdf


def shape_subset_deflate(document: Any) -> int:
    """The text of a letter that is laid out already: each line shaped once more, each font cut down to its signs, both
    packed. The number of bytes."""
    fonts: dict[str, Font] = {}
    words: list[bytes] = []
    for box in _texts(document):
        box.pango_layout.reactivate(box.style)
        words.append(box.text.encode())
        line, _ = box.pango_layout.get_first_line()
        run = line.runs[0]
        while run != ffi.NULL:
            _collect(fonts, run.data)
            run = run.next
        box.pango_layout.deactivate()
    size = len(zlib.compress(b"\n".join(words), lean_pdf.LEVEL))
    for font in fonts.values():
        size += len(zlib.compress(lean_pdf.cut_down(font, font.to_unicode, False), lean_pdf.LEVEL))
    return size


def _texts(document: Any) -> Iterator[Any]:
    """Every line of text on every page."""
    left = [page._page_box for page in document.pages]
    while left:
        box = left.pop()
        if isinstance(box, boxes.TextBox) and box.text.strip():
            yield box
        left.extend(getattr(box, "children", ()))


def _collect(fonts: dict[str, Font], item: Any) -> None:
    pango_font = item.item.analysis.font
    _, description, size = get_pango_font_key(pango_font)
    # One file may serve several sizes.
    made = Font(pango_font, description, size)
    font = fonts.setdefault(made.hash, made)
    for glyph in item.glyphs.glyphs[0 : item.glyphs.num_glyphs]:
        if glyph.glyph < _NO_GLYPH:
            font.to_unicode[glyph.glyph] = " "
