"""How well the pages of a letter are filled: no page but the last more than three lines short.

The signature takes two lines of text with it and a paragraph leaves no single line behind, so a page can end early.
GB/T 9704-2012 lets the line pitch be adapted then. What WeasyPrint laid out is read from its boxes, by their names:
the version is pinned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

USUAL_LINES = 22
"""Lines of a page (GB/T 9704-2012, 5.2.3)."""

MOST_SHORT = 3.5
"""Lines a page may be short: three, and the part of a line that no pitch can fill."""
BLOCK_MM = 225
SPARE = 0.1
"""Pixels left below what is moved to the foot of a page, so that rounding does not push it onto the next."""
_FILLED = frozenset({"LineBox", "TableRowBox"})


@dataclass(frozen=True)
class Layout:
    """One way to lay a letter out: lines of a page, and the fewest lines of a paragraph at the foot of one."""

    lines: int = USUAL_LINES
    orphans: int = 2

    @property
    def style(self) -> str:
        """The style sheet that sets it; "" for the usual one."""
        if self == USUAL:
            return ""
        return f"html {{ line-height: {BLOCK_MM / self.lines:.4f}mm }} body {{ orphans: {self.orphans} }}"


USUAL = Layout()
_TRIED = ((21, 2), (23, 2), (20, 2), (24, 2), (22, 1), (21, 1), (20, 1), (19, 2), (19, 1), (18, 2))
LAYOUTS = (USUAL, *(Layout(*one) for one in _TRIED))
"""In the order in which they are tried until the pages are filled."""


def lines_short(document: Any, layout: Layout) -> float:
    """How many lines the worst page before the signature is short.

    `document` is what WeasyPrint rendered. 0 for a letter of one page.
    """
    worst = 0.0
    for page in document.pages:
        box = page._page_box
        body = box.children[0]
        if any(has_class(one, "closing") for one in boxes(body)):
            return worst
        bottoms = [
            one.position_y + one.height for one in boxes(body) if type(one).__name__ in _FILLED and one.height
        ]
        block = box.content_box_y() + box.height
        worst = max(worst, (block - max(bottoms, default=box.content_box_y())) / (box.height / layout.lines))
    return worst


def room_below(document: Any, name: str) -> float:
    """Pixels between the element of this class and the lower edge of the text block of its page; 0 where there is
    none."""
    for page in document.pages:
        block = page._page_box
        for box in boxes(block):
            if has_class(box, name):
                edge = box.border_box_y() + box.border_height()
                return float(max(0.0, block.content_box_y() + block.height - edge - SPARE))
    return 0.0


def boxes(box: Any) -> Iterator[Any]:
    """A box and everything in it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)


def has_class(box: Any, name: str) -> bool:
    """Whether the box is that of an element of this class."""
    element = getattr(box, "element", None)
    return element is not None and name in (element.get("class") or "").split()
