"""Two repairs of WeasyPrint's line layout that Chinese letters need, for the pinned version only.

1. Justification. WeasyPrint widens spaces only; a Chinese line has none and comes out ragged. Here the rest
   of the line is spread between characters, never inside a Latin word or a number.
2. Fixed line box. A character taken from a fallback font has other metrics, and WeasyPrint would move its
   baseline and raise the line: 20 lines on a page instead of 22. Here all text of one style sits on the
   baseline of the style's first font, whatever font a character comes from.
"""

from collections.abc import Iterator
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, strut

PINNED_VERSION = "70.0"
FIRST_CJK = 0x2E80
# Chinese punctuation that Unicode files under general punctuation; it is as wide as a character.
WIDE_PUNCTUATION = frozenset("—‘’“”…·")
# A line is stretched at most by half a character per gap; beyond that it stays ragged rather than torn apart.
MAX_STRETCH_EM = 0.5

_split_text_box = inline.split_text_box


def is_stretchable(char: str) -> bool:
    """Whether space may be added beside this character: Chinese characters, their punctuation, spaces."""
    return ord(char) >= FIRST_CJK or char in WIDE_PUNCTUATION or char == " "


class StretchedLayout(Layout):
    """A Pango layout whose stretchable characters carry extra letter spacing (in CSS pixels).

    It is set up only when it is drawn (`reactivate`): until then nobody asks for more than its text.
    """

    def __init__(self, text: str, stretch: float) -> None:
        self.text, self.stretch = text, stretch
        self.justification_spacing, self.max_width = 0, None

    def set_text(self, text: str, justify: bool = False) -> None:
        """Set the text; add the stretch on top of the letter spacing of the style."""
        super().set_text(text, justify)
        spacing = self.style["letter_spacing"]
        base = 0 if spacing == "normal" else spacing
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for start, end in _stretchable_bytes(self.text):
            attribute = pango.pango_attr_letter_spacing_new(int((base + self.stretch) * TO_UNITS))
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)


def _stretchable_bytes(text: str) -> Iterator[tuple[int, int]]:
    """Byte ranges of the runs of stretchable characters."""
    position, start = 0, None
    for char in text:
        if is_stretchable(char):
            start = position if start is None else start
        elif start is not None:
            yield start, position
            start = None
        position += len(char.encode())
    if start is not None:
        yield start, position


def _text_boxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        if box.text:
            yield box
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            yield from _text_boxes(child)


def justify_line(context: Any, line: Any, extra: float) -> None:
    """Spread `extra` pixels over the gaps of the line. Replaces WeasyPrint's function of that name."""
    texts = list(_text_boxes(line))
    if not texts:
        return
    # Pango puts half of the spacing on either side of a character and drops the halves at the edges.
    stretchable = sum(is_stretchable(char) for box in texts for char in box.text)
    gaps = stretchable - 0.5 * is_stretchable(texts[0].text[0]) - 0.5 * is_stretchable(texts[-1].text[-1])
    if gaps <= 0 or extra / gaps > MAX_STRETCH_EM * line.style["font_size"]:
        return
    _widen(line, extra / gaps, 0.0, texts[0], texts[-1])


def _widen(box: Any, stretch: float, shift: float, first: Any, last: Any) -> float:
    """Widen every text of `box`, moving what follows; returns the shift after the box."""
    if isinstance(box, boxes.TextBox):
        if not box.text:
            return shift
        head = 0.0 if box is first else 0.5 * stretch * is_stretchable(box.text[0])
        total = stretch * sum(map(is_stretchable, box.text))
        tail = 0.5 * stretch * is_stretchable(box.text[-1])
        if box is first:
            total -= 0.5 * stretch * is_stretchable(box.text[0])
        box.position_x += shift + head
        box.width += total - head - tail
        box.pango_layout = StretchedLayout(box.text, stretch)
        return shift + total - (tail if box is last else 0.0)
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += shift
        before = shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _widen(child, stretch, shift, first, last)
        box.width += shift - before
        return shift
    box.translate(shift, 0)
    return shift


def split_text_box(context: Any, box: Any, *args: Any, **kwargs: Any) -> Any:
    """WeasyPrint's function of that name, with the text on the baseline of the style's own first font."""
    new_box, skip, line_break = _split_text_box(context, box, *args, **kwargs)
    if new_box is not None:
        line_height, baseline = strut(new_box.style)
        content_baseline = new_box.baseline - new_box.margin_top
        new_box.margin_top = baseline - content_baseline
        new_box.margin_bottom = line_height - new_box.height - new_box.margin_top
        new_box.baseline = baseline
    return new_box, skip, line_break


def install() -> None:
    """Put both repairs in place. Raises RuntimeError under any WeasyPrint but the pinned one."""
    if weasyprint.__version__ != PINNED_VERSION:
        raise RuntimeError(
            f"letters/justification.py is written for WeasyPrint {PINNED_VERSION}, found {weasyprint.__version__}"
        )
    inline.justify_line = justify_line
    inline.split_text_box = split_text_box
