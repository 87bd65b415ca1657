"""A declared fact of a letter as a form field, and a search record as the facts a letter takes from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from letters.facts import Fact, FactType
from requests_app.models import Document, SearchRecord
from workflows.desk.forms.fields import DayField, long_text

SEARCH = "search"
"""Fact of the file: key of the search record the letter follows."""

SERVICE_PROOF = "first_service_proof"
_LONG = frozenset({"given", "separation_considered", "form_note", "route", "place", "case"})
_HINTS = {
    "way": "例如：在本机关门户网站公开；当面领取",
    "route": "写明网址，或者刊物的名称和期号；领取的，写明地点",
    "given": "写明给了什么，例如：协议中除下列内容以外的部分",
    "separation_considered": "写明是否审查过可以区分处理的部分，结论是什么",
    "right_agency": "不能确定的，可以不写，但须在合法性检查中说明",
    "time": "例如：收到本答复书之日起的工作时间",
}
_SEPARATORS = re.compile(r"[\n、，,；;]+")


def add_fact(fields: dict[str, forms.Field], fact: Fact, value: Any, proofs: Sequence[Document]) -> None:
    """Add the field of one fact with its present value. `may_be_left` says whether the letter can do without it."""
    common: dict[str, Any] = {"label": fact.label, "required": False, "help_text": _HINTS.get(fact.key, "")}
    if fact.key == SERVICE_PROOF:
        choices = [("", "前次答复由本系统出具，不需要选择"), *((str(one.pk), one.title) for one in proofs)]
        fields[fact.key] = forms.TypedChoiceField(
            **common, choices=choices, coerce=int, empty_value=None, initial=str(value or "")
        )
    elif fact.type is FactType.DATE:
        fields[fact.key] = DayField(**common, initial=_day(value))
    elif fact.type is FactType.NUMBER:
        fields[fact.key] = forms.IntegerField(**common, min_value=0, initial=value)
    elif fact.key in _LONG:
        fields[fact.key] = forms.CharField(**common, max_length=4000, widget=long_text(2), initial=value)
    else:
        fields[fact.key] = forms.CharField(**common, max_length=400, initial=value)
    fields[fact.key].may_be_left = not fact.required  # type: ignore[attr-defined]


def _day(value: Any) -> Any:
    """A stored date as a date; what is none is shown as it is, for the person to mend."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def fact_value(value: Any) -> Any:
    """A cleaned value as a fact is written: dates as text, texts without outer white space."""
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def search_choices(searches: Iterable[SearchRecord]) -> list[tuple[str, str]]:
    """The records of an item, in words."""
    return [
        (
            str(one.pk),
            f"{one.searched_on.isoformat()}　{one.units}　“{one.keywords}”　"
            f"{'检索到' if one.found else '没有检索到'}",
        )
        for one in searches
    ]


def search_facts(searches: Iterable[SearchRecord], chosen: str) -> dict[str, Any]:
    """What the letter says of the chosen search; nothing without one."""
    record = next((one for one in searches if str(one.pk) == chosen), None)
    if record is None:
        return {}
    places = [*_parts(record.systems), *_parts(record.paper_files)]
    return {
        "searched_by": "、".join(_parts(record.units)),
        "searched_on": record.searched_on.isoformat(),
        "systems": places,
        "keywords": _parts(record.keywords),
        "period": record.period,
    }


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
