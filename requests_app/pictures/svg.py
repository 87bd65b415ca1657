"""The few pieces of SVG the pictures are made of. Texts and attributes are escaped here and nowhere else."""

from __future__ import annotations

import re
import unicodedata
from xml.sax.saxutils import escape, quoteattr

# Control characters have no place in XML 1.0, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Svg(str):
    """Finished markup. Templates print it as it is, through the `__html__` convention."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def number(value: float) -> str:
    """A coordinate with at most one decimal and no trailing zero, so that snapshots are stable."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def plain(text: str) -> str:
    """`text` without characters that XML forbids, escaped for use between tags."""
    return escape(_NOT_XML.sub("", text))


def tag(name: str, *children: str, **attributes: str | float) -> Svg:
    """One element. Children must be markup already; `klass` is `class`, and `_` in names becomes `-`."""
    written = "".join(
        f" {'class' if key == 'klass' else key.replace('_', '-')}={_attribute(value)}"
        for key, value in attributes.items()
    )
    return Svg(f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>")


def _attribute(value: str | float) -> str:
    return quoteattr(_NOT_XML.sub("", value)) if isinstance(value, str) else quoteattr(number(value))


def rect(x: float, y: float, width: float, height: float, klass: str, **more: str | float) -> Svg:
    """A rectangle; lengths in user units, `more` further attributes."""
    return tag("rect", klass=klass, x=x, y=y, width=width, height=height, **more)


def path(d: str, klass: str) -> Svg:
    """A path of the drawing commands `d`."""
    return tag("path", klass=klass, d=d)


def text(x: float, y: float, content: str, klass: str = "", anchor: str = "start") -> Svg:
    """A line of text; `anchor` is start, middle or end."""
    attributes: dict[str, str | float] = {"klass": klass} if klass else {}
    attributes |= {"x": x, "y": y}
    if anchor != "start":
        attributes["text_anchor"] = anchor
    return tag("text", plain(content), **attributes)


def text_width(content: str, size: float = 12) -> float:
    """Estimated width in user units: full-width characters are square, the others a little over half."""
    wide = sum(unicodedata.east_asian_width(c) in "WFA" for c in content)
    return size * (wide + 0.57 * (len(content) - wide))


def picture(
    ident: str, width: float, height: float, title: str, description: str, klass: str, body: str
) -> Svg:
    """The outer element: an image for assistive technology, named by its title and description."""
    return tag(
        "svg",
        tag("title", plain(title), id=f"{ident}-title"),
        tag("desc", plain(description), id=f"{ident}-desc") if description else "",
        body,
        klass=klass,
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_labelledby=f"{ident}-title {ident}-desc" if description else f"{ident}-title",
    )


def hatching(ident: str) -> Svg:
    """Patterns that tell rest days and paused days apart without colour; the ids belong to one picture."""
    slanted = tag(
        "pattern",
        path("M0 0v6", "hatch-rest"),
        id=f"{ident}-rest",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    upright = tag(
        "pattern",
        path("M1.5 0v6", "hatch-pause"),
        id=f"{ident}-pause",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    return tag("defs", slanted, upright)
