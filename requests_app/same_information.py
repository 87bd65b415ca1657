"""Do two applications ask for the same information? By their words; what the words leave open a person explains."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

K = TypeVar("K")

_MARKS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"[\d〇零一二三四五六七八九十百千万]+")


def is_same_information(text: str, earlier: Iterable[str], similar_from: int) -> bool:
    """Whether one of the earlier texts asks for the same.

    Equal but for white space, punctuation and width; or similar to `similar_from` per cent with the same numbers in
    the same order, because 2024年 and 2025年 are two things however alike the rest is.
    """
    wanted = _normal(text)
    return any(_alike(wanted, _normal(other), similar_from) for other in earlier)


def same_information(
    texts: Sequence[str], others: Iterable[tuple[K, str]], similar_from: int
) -> Iterator[tuple[int, K]]:
    """Of many texts those that ask for the same as one of `texts`: its position, and the key of the other.

    Each text is prepared once, for a register has thousands of them.
    """
    wanted = [_normal(text) for text in texts]
    for key, other in others:
        plain = _normal(other)
        for position, text in enumerate(wanted):
            if _alike(text, plain, similar_from):
                yield position, key


def _alike(one: str, other: str, similar_from: int) -> bool:
    if one == other:
        return bool(one)
    # With a floor, rapidfuzz gives up on the many that are nothing alike; numbers are looked for in the rest only.
    alike = fuzz.ratio(one, other, score_cutoff=similar_from) >= similar_from
    return alike and _NUMBERS.findall(one) == _NUMBERS.findall(other)


def _normal(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
