"""Dates in Chinese words, as officials write them. Pure: a `date` in, text out."""

from __future__ import annotations

import re
from datetime import date

WEEKDAYS = "一二三四五六日"


def weekday(day: date) -> str:
    """周一"""
    return f"周{WEEKDAYS[day.weekday()]}"


def month_day(day: date) -> str:
    """11月9日"""
    return f"{day.month}月{day.day}日"


def month_day_weekday(day: date) -> str:
    """11月9日（周一）"""
    return f"{month_day(day)}（{weekday(day)}）"


def full(day: date) -> str:
    """2026年1月5日"""
    return f"{day.year}年{month_day(day)}"


def full_weekday(day: date) -> str:
    """2026年11月9日（周一）"""
    return f"{full(day)}（{weekday(day)}）"


def span(first: date, last: date) -> str:
    """9月29日–30日, 9月29日–10月2日, 2026年12月30日–2027年1月4日; one day: 9月28日 周一."""
    if first == last:
        return f"{month_day(first)} {weekday(first)}"
    if first.year != last.year:
        return f"{full(first)}–{full(last)}"
    end = f"{last.day}日" if first.month == last.month else month_day(last)
    return f"{month_day(first)}–{end}"


def in_words(text: str) -> str:
    """`text` with its ISO dates written as 2026年9月30日."""
    return re.sub(
        r"(\d{4})-(\d{2})-(\d{2})", lambda m: f"{int(m[1])}年{int(m[2])}月{int(m[3])}日", text, flags=re.ASCII
    )
