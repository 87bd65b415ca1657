"""What people type or paste, as plain text: characters that nobody can see are taken out when it comes in.

A pasted line separator, a direction mark or the invisible half of an emoji would stand in the file for ever, and no
letter could quote it as it was written. Nothing that can be read is changed: not the width of a character, not a
rare character of a name.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_KEPT_SPACES = frozenset(" \u3000")
# Controls, format marks (direction, zero width, soft hyphen), halves of surrogate pairs. Code points that Python does
# not know yet stay: the newest of them are rare characters of names.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
# They choose between the black-and-white and the coloured picture of a sign; in a letter there is only one. The
# selectors above U+E0100 stay: they choose the form of a character in a name.
_PICTURE_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


def clean_text(text: str) -> str:
    """`text` of several lines: one kind of line break, one kind of space, nothing invisible, no blank ends."""
    lines = _LINE_BREAKS.sub("\n", text).split("\n")
    return "\n".join("".join(map(_readable, line)).rstrip() for line in lines).strip()


def clean_line(text: str) -> str:
    """`text` of one line (a name, a number, a title): as `clean_text`, line breaks turned into spaces."""
    return re.sub(r"[ \n]+", " ", clean_text(text)).strip()


def cut(text: str, longest: int) -> str:
    """At most `longest` characters of `text`, a cut one ending in “…”."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _readable(char: str) -> str:
    if char == "\t":
        return " "
    category = unicodedata.category(char)
    if category in _INVISIBLE or char in _PICTURE_SELECTORS:
        return ""
    return " " if category == "Zs" and char not in _KEPT_SPACES else char
