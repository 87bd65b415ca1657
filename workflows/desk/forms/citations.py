"""Provisions in forms: choices from the outcome table, other laws as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from letters.facts import Citation, citation_json
from requests_app.rules.legal_basis import LegalBasis, NoSuchProvision, TypedCitation, parse_citation
from requests_app.rules.numerals import parse_chinese_numeral
from requests_app.rules.outcomes import Outcome
from requests_app.rules.statute_structure import INSTRUMENTS, REGULATION

_N = r"([〇零一二三四五六七八九十百\d]+)"
_PROVISION = re.compile(rf"第?{_N}条(?:第{_N}款)?(?:第?[（(]{_N}[）)]项)?")

INSTRUMENT_NAMES = tuple(row.title for row in INSTRUMENTS.values() if row.key != REGULATION)
"""Instruments of the table, offered while a title is typed."""


def code_of(basis: LegalBasis) -> str:
    """The value of a choice."""
    parts = (basis.instrument, basis.article, basis.paragraph, basis.item)
    return "|".join("" if part is None else str(part) for part in parts)


def _can_be_chosen(basis: LegalBasis) -> bool:
    """An instrument as a whole is a choice only where nobody has counted its parts; else the article is typed."""
    return basis.article is not None or not INSTRUMENTS[basis.instrument].divisions_known


def choices_of(bases: Iterable[LegalBasis]) -> list[tuple[str, str]]:
    """Value and words of each provision that can be chosen."""
    return [(code_of(basis), basis.short()) for basis in bases if _can_be_chosen(basis)]


def optional_bases(outcome: Outcome) -> tuple[LegalBasis, ...]:
    """What may be cited besides the compulsory provisions. The parts kept back carry their own (Art. 37)."""
    choices = () if outcome.parted else outcome.citation_choices
    return tuple(basis for basis in (*choices, *outcome.further_citations) if _can_be_chosen(basis))


def read_typed(title: str, article: str) -> dict[str, Any]:
    """A law typed by hand as the context writes it. Raises `NoSuchProvision` with a sentence."""
    data: dict[str, Any] = {"instrument": title, "article": article or None}
    found = _PROVISION.fullmatch(article.strip())
    if found:
        data |= zip(("article", "paragraph", "item"), map(_number, found.groups()), strict=True)
    return citation_json(parse_citation(data))


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return parse_chinese_numeral(text)
    except ValueError:
        raise NoSuchProvision("no_such_provision", f"“{text}”不是条、款、项的序号，请核对。") from None


def parsed(data: Mapping[str, Any]) -> Citation | None:
    """A stored citation, None for one that does not exist."""
    try:
        return parse_citation(data)
    except NoSuchProvision:
        return None


def typed_parts(citation: Citation) -> tuple[str, str]:
    """Title and article as the two fields show them."""
    if isinstance(citation, TypedCitation):
        return citation.title, citation.article_text
    return INSTRUMENTS[citation.instrument].title, citation.provision()


def in_order(citations: Iterable[LegalBasis]) -> list[dict[str, Any]]:
    """As a letter lists them: the Regulation first, by article, each once."""
    known = sorted(
        dict.fromkeys(citations),
        key=lambda one: (
            one.instrument != REGULATION,
            one.instrument,
            one.article or 0,
            one.paragraph or 0,
            one.item or 0,
        ),
    )
    return [citation_json(one) for one in known]
