"""Template library `gov`: dates in Chinese words, signs, icons, the clock figure, navigation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from requests_app.models import DisclosureRequest
from requests_app.pictures import date_words, icons, signs
from requests_app.pictures.clock_figure import clock_figure as make_clock_figure
from requests_app.pictures.day_cells import DayFacts
from requests_app.pictures.steps import Step
from requests_app.pictures.steps import flow_picture as make_flow_picture
from requests_app.pictures.svg import Svg
from requests_app.selectors import clock

register = template.Library()


def _as_date(value: date | datetime | None) -> date | None:
    """The Chinese day of a moment; a date stays what it is."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def chinese_date(value: date | datetime | None) -> str:
    """2026年1月5日; nothing for nothing."""
    day = _as_date(value)
    return date_words.full(day) if day else ""


@register.filter
def chinese_date_weekday(value: date | datetime | None) -> str:
    """2026年11月9日（周一）"""
    day = _as_date(value)
    return date_words.full_weekday(day) if day else ""


@register.filter
def month_day(value: date | datetime | None) -> str:
    """11月9日"""
    day = _as_date(value)
    return date_words.month_day(day) if day else ""


@register.filter
def provisional_mark(case: object, day: date | None) -> str:
    """（暂定） where this date of the case leans on a year whose holidays are not announced."""
    return clock.provisional_mark(case, day) if isinstance(case, DisclosureRequest) else ""


@register.filter
def month_day_weekday(value: date | datetime | None) -> str:
    """11月9日（周一）"""
    day = _as_date(value)
    return date_words.month_day_weekday(day) if day else ""


@register.filter
def stamp(value: datetime | None) -> str:
    """10-16 09:12, in Chinese time; with the year (2025-10-16 09:12) when it is not this year."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    this_year = local.year == timezone.localdate().year
    return local.strftime("%m-%d %H:%M" if this_year else "%Y-%m-%d %H:%M")


@register.simple_tag
def html_lang() -> str:
    """The `lang` of the page: BCP 47 asks for the script, Django's language code has none in upper case."""
    return "en" if translation.get_language() == "en" else "zh-Hans"


@register.simple_tag
def icon(name: str) -> Svg:
    """`{% icon "check" %}`; names in `pictures/icons.py`."""
    return icons.icon(name)


def _sign(found: signs.Sign) -> SafeString:
    return format_html('<span class="sign {}">{}{}</span>', found.kind, icons.icon(found.icon), found.words)


@register.simple_tag
def sign(kind: str, words: str) -> SafeString:
    """`{% sign "pass" "通过" %}`; kinds in `pictures/signs.py`."""
    return _sign(signs.Sign(kind, words))


@register.simple_tag
def remaining_sign(remaining: int | None, paused: bool = False, unassigned: bool = False) -> SafeString:
    """The sign of the working days that remain: 超期 2 日, 今天, 剩 3 日, 暂停, 未接收, 无期限."""
    return _sign(signs.remaining_sign(remaining, paused=paused, unassigned=unassigned))


@register.filter
def remaining_class(remaining: int | None) -> str:
    """The class of a table row: over, today, soon or calm."""
    return signs.remaining_sign(remaining).kind


@register.simple_tag
def flow_picture(flow: Sequence[Step], ident: str = "flow") -> Svg:
    """The flow with its present step as SVG; `components/steps.html` is the text form."""
    return make_flow_picture(flow, ident)


@register.inclusion_tag("components/clock.html")
def clock_figure(
    days: Sequence[DayFacts], today: date | None = None, ident: str = "clock", open: bool = False
) -> dict[str, Any]:
    """Strip, week calendar, legend and tables of one derivation; `open` shows "为什么是这一天？" at once."""
    return {"figure": make_clock_figure(days, today, ident), "open": open}


@register.simple_tag(takes_context=True)
def nav_item(context: template.Context, view_name: str, words: str, count: int | None = None) -> SafeString:
    """One entry of a navigation list, left out where the address does not exist in this installation.

    It is the present one when the page is that view, or when the page sets `section` to the view's name.
    """
    try:
        address = reverse(view_name)
    except NoReverseMatch:
        return SafeString("")
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    here = context.get("section") == view_name or (match is not None and match.view_name == view_name)
    current = SafeString(' aria-current="page"') if here else ""
    number = f" {count}" if count is not None else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', address, current, words, number)
