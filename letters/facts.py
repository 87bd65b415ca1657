"""Facts a letter needs beyond the common context: declared once, parsed with the name of the faulty field.

A `Fact` is declared in the catalogue (per letter kind, per outcome, per event of the history). What a context
holds beyond the declared facts is kept and written back unchanged, but no template sees it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from requests_app.errors import InvalidInput
from requests_app.rules.legal_basis import LegalBasis, NoSuchProvision, TypedCitation, parse_citation

Citation = LegalBasis | TypedCitation


class FactType(StrEnum):
    """How a fact is written in JSON: TEXTS is a list of texts, ROWS a list of objects with `columns`."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    TEXTS = "texts"
    CITATION = "citation"
    ROWS = "rows"


@dataclass(frozen=True)
class Fact:
    """One declared fact: key in JSON, Chinese label, type; `columns` for ROWS only."""

    key: str
    label: str
    type: FactType = FactType.TEXT
    required: bool = True
    columns: tuple["Fact", ...] = ()


@dataclass(frozen=True)
class Facts(Mapping[str, Any]):
    """Parsed facts. Every declared fact is present (None when optional and not given)."""

    values_: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values_[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)

    def to_json(self) -> dict[str, Any]:
        """Declared facts that were given, and everything extra, as JSON values."""
        given = {key: _plain(value) for key, value in self.values_.items() if value is not None}
        return {**self.extra, **given}


def refuse(path: str, sentence: str) -> InvalidInput:
    """The refusal of a context: the message and `fields` name the faulty field by its dotted path."""
    return InvalidInput("bad_context", f"{path}：{sentence}", fields={path: sentence})


def need_object(value: object, path: str) -> Mapping[str, Any]:
    """`value` as a JSON object, or the refusal."""
    if not isinstance(value, Mapping):
        raise refuse(path, "须是一个对象（键和值）。")
    return value


def need_list(value: object, path: str) -> list[Any] | tuple[Any, ...]:
    """`value` as a JSON list, or the refusal."""
    if not isinstance(value, (list, tuple)):
        raise refuse(path, "须是一个列表。")
    return value


def need_text(value: object, path: str) -> str:
    """`value` as a text that is not blank, outer white space removed."""
    if not isinstance(value, str) or not value.strip():
        raise refuse(path, "须填写文字，不能为空。")
    return value.strip()


def need_date(value: object, path: str) -> date:
    """`value` as a date; JSON writes it YYYY-MM-DD."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and len(value) == len("2026-01-05"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise refuse(path, f"“{value}”不是有效的日期，应写作2026-01-05的形式。")


def need_number(value: object, path: str) -> int:
    """`value` as a whole number, zero or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise refuse(path, f"“{value}”不是有效的数目，须是零或者正整数。")
    return value


def need_citation(value: object, path: str) -> Citation:
    """`value` as a citation that exists; an instrument outside the table stays as typed."""
    try:
        return parse_citation(need_object(value, path))
    except NoSuchProvision as error:
        raise refuse(path, error.message) from error


def parse_facts(declared: tuple[Fact, ...], value: object, path: str) -> Facts:
    """The facts declared for this place. Raises InvalidInput naming the field."""
    data = need_object(value, path)
    known = {fact.key for fact in declared}
    values = {fact.key: _parse_fact(fact, data.get(fact.key), f"{path}.{fact.key}") for fact in declared}
    return Facts(values, {key: data[key] for key in data if key not in known})


def _parse_fact(fact: Fact, value: object, path: str) -> Any:
    if value is None or value == "" or value == []:
        if fact.required:
            raise refuse(path, f"缺少“{fact.label}”。")
        return None
    match fact.type:
        case FactType.TEXT:
            return need_text(value, path)
        case FactType.DATE:
            return need_date(value, path)
        case FactType.NUMBER:
            return need_number(value, path)
        case FactType.CITATION:
            return need_citation(value, path)
        case FactType.TEXTS:
            texts = need_list(value, path)
            return tuple(need_text(text, f"{path}[{k}]") for k, text in enumerate(texts))
        case FactType.ROWS:
            rows = need_list(value, path)
            return tuple(parse_facts(fact.columns, row, f"{path}[{k}]") for k, row in enumerate(rows))


def citation_json(citation: Citation) -> dict[str, Any]:
    """A citation as the context writes it, so that it parses to itself."""
    if isinstance(citation, TypedCitation):
        return {
            "instrument": citation.title,
            "article": citation.article_text,
            "paragraph": None,
            "item": None,
        }
    return {
        "instrument": citation.instrument,
        "article": citation.article,
        "paragraph": citation.paragraph,
        "item": citation.item,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (LegalBasis, TypedCitation)):
        return citation_json(value)
    if isinstance(value, Facts):
        return value.to_json()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
