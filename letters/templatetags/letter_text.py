"""Filters of letter templates: dates, sentences and numbers as official letters write them."""

from datetime import date

from django import template

from requests_app.rules.legal_basis import LegalBasis, TypedCitation, regulation
from requests_app.rules.numerals import chinese_numeral

register = template.Library()


@register.filter
def zh_date(value: date) -> str:
    """2026年1月5日, without leading zeros."""
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def zh_number(value: int) -> str:
    """Chinese numeral of a heading: 1 → 一."""
    return chinese_numeral(value)


@register.filter
def sentence(value: str) -> str:
    """The text ending in exactly one full stop, whatever stop or comma it was typed with."""
    return value.rstrip(" 。．.；;，,、") + "。"


@register.filter
def phrase(value: str) -> str:
    """The text without a stop at its end, to be continued."""
    return value.rstrip(" 。．.；;，,、")


@register.filter
def quoted_list(values: tuple[str, ...]) -> str:
    """“甲”“乙”: quoted terms in a row need no comma between them (GB/T 15834)."""
    return "".join(f"“{value}”" for value in values)


@register.filter
def listed(values: tuple[str, ...]) -> str:
    """甲、乙、丙."""
    return "、".join(values)


@register.filter
def no_government_information(basis: LegalBasis | TypedCitation) -> bool:
    """Whether a part is left out because it is no government information at all (Art. 2)."""
    return isinstance(basis, LegalBasis) and basis.within(regulation(2))
