"""A declared fact of a letter as a form field, and the search record a letter follows as a choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from letters.facts import Fact, FactType
from letters.search_facts import search_facts
from requests_app.models import Document, SearchRecord
from requests_app.rules.evidence import DANGERS
from requests_app.rules.scope import ACTIVITIES, NOT_GOVERNMENT, REISSUES
from workflows.desk.forms.fields import DayField, long_text

SEARCH = "search"
"""Fact of the file: key of the search record the letter follows."""

RIGHT_AGENCY = "right_agency"
SERVICE_PROOF = "first_service_proof"
_LONG = frozenset(
    {"given", "separation_considered", "form_note", "route", "place", "case", "disclosure_duty_checked"}
    | {"holdings", "work", "channel", "joint_issue_checked"}
)
_CHOICES = {"activity": ACTIVITIES, "asked": REISSUES, "lacks": NOT_GOVERNMENT}
_HINTS = {
    "way": "例如：在本机关门户网站公开；当面领取",
    "route": "写明网址，或者刊物的名称和期号；领取的，写明地点",
    "given": "写明给了什么，例如：协议中除下列内容以外的部分",
    "separation_considered": "写明是否审查过可以区分处理的部分，结论是什么",
    "right_agency": "从列表中选择或者写全称；不能确定的，可以不写，但须在合法性检查中说明",
    "right_contact": "从列表中选择机关的，可以不填，保存时自动填写",
    "danger": "、".join(DANGERS) + "中的一项或者几项，只写所判断的",
    "disclosure_duty_checked": "法律、法规、规章规定应当公开的，从其规定；写明核对了哪些规定，结论是什么",
    "classified_term": "例如：10年；至2030年5月6日",
    "time": "例如：收到本答复书之日起的工作时间",
    "holdings": "写明名称、形式和数量；没有现有信息的，应当答复信息不存在",
    "work": "例如：逐份提取金额，按类别汇总",
    "matter": "例如：某路某号违法建设",
    "channel": "写明受理的机构、地址和电话；不能告知的，须在合法性检查中说明",
    "nature": "例如：法律咨询；请求出具意见",
    "archive": "写国家档案馆的全称；由本机关档案室保管的，仍由本机关答复",
    "joint_issue_checked": "与行政机关联合制作、以行政机关名义印发的，可能是政府信息；写明核对了什么",
}


def add_fact(fields: dict[str, forms.Field], fact: Fact, value: Any, proofs: Sequence[Document]) -> None:
    """Add the field of one fact with its present value. `may_be_left` says whether the letter can do without it."""
    common: dict[str, Any] = {"label": fact.label, "required": False, "help_text": _HINTS.get(fact.key, "")}
    if fact.key == SERVICE_PROOF:
        choices = [("", "前次答复由本系统出具，不需要选择"), *((str(one.pk), one.title) for one in proofs)]
        fields[fact.key] = forms.TypedChoiceField(
            **common, choices=choices, coerce=int, empty_value=None, initial=str(value or "")
        )
    elif fact.key in _CHOICES:
        words = [("", "请选择"), *((one, one) for one in _CHOICES[fact.key])]
        fields[fact.key] = forms.ChoiceField(**common, choices=words, initial=value)
    elif fact.type is FactType.DATE:
        fields[fact.key] = DayField(**common, initial=_day(value))
    elif fact.type is FactType.NUMBER:
        fields[fact.key] = forms.IntegerField(**common, min_value=0, initial=value)
    elif fact.key in _LONG:
        fields[fact.key] = forms.CharField(**common, max_length=4000, widget=long_text(2), initial=value)
    elif fact.key == RIGHT_AGENCY:
        listed = forms.TextInput(attrs={"list": "agencies", "autocomplete": "off"})
        fields[fact.key] = forms.CharField(**common, max_length=400, initial=value, widget=listed)
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


def chosen_search(searches: Sequence[SearchRecord], facts: Mapping[str, Any]) -> SearchRecord | None:
    """The record a letter follows: the one it names, or the one that says what the letter says."""
    named = str(facts.get(SEARCH) or "")
    for one in searches:
        if named == str(one.pk):
            return one
    for one in () if named else reversed(searches):
        if all(facts.get(key) == value for key, value in search_facts(one).items()):
            return one
    return None
