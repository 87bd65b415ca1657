"""Do two applications ask for the same information? By their words; what the words leave open a person explains."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

_MARKS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"[\d〇零一二三四五六七八九十百千万]+")


def is_same_information(text: str, earlier: Iterable[str], similar_from: int) -> bool:
    """Whether one of the earlier texts asks for the same.

    Equal but for white space, punctuation and width; or similar to `similar_from` per cent with the same numbers in
    the same order, because 2024年 and 2025年 are two things however alike the rest is.
    """
    wanted = _normal(text)
    return any(_alike(wanted, _normal(other), similar_from) for other in earlier)


def _alike(one: str, other: str, similar_from: int) -> bool:
    if one == other:
        return bool(one)
    return _NUMBERS.findall(one) == _NUMBERS.findall(other) and fuzz.ratio(one, other) >= similar_from


def _normal(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
