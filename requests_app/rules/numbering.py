"""Numbers of letters (X公开复〔2026〕12号), of requests (2026-QX-00187), of archive pieces; Chinese dates.

A number is a pattern filled with a year and a sequence that has no gaps and is never used twice. Allocating the
sequence is the business of the caller; here is only what a number looks like.
"""

import re
from dataclasses import dataclass
from datetime import date

from requests_app.errors import InvalidInput
from requests_app.rules.numerals import chinese_numeral

__all__ = [
    "NumberPattern",
    "chinese_numeral",
    "format_date",
    "intake_number",
    "letter_number",
    "letter_pattern",
    "parse_date",
    "parse_request_number",
    "record_correction_number",
    "request_number",
]

_FIELD = re.compile(r"\{(year|seq)(?::0(\d))?\}")
_WRONG_BRACKETS = re.compile(r"[\[\]()（）【】<>《》]")
_REQUEST = re.compile(r"(?P<year>\d{4})-(?P<prefix>[A-Z0-9]{1,12})-(?P<seq>\d{5,})")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True)
class NumberPattern:
    """A pattern with `{year}` and `{seq}` (or `{seq:05}` with leading zeros), each once.

    The year of an official letter stands in 六角括号〔〕 (GB/T 9704); other brackets are refused.
    Raises InvalidInput.
    """

    pattern: str

    def __post_init__(self) -> None:
        names = [match.group(1) for match in _FIELD.finditer(self.pattern)]
        rest = _FIELD.sub("", self.pattern)
        if sorted(names) != ["seq", "year"] or "{" in rest or "}" in rest:
            raise InvalidInput("number_pattern", "编号格式须各含一个{year}和一个{seq}。")
        if _WRONG_BRACKETS.search(rest):
            raise InvalidInput("number_brackets", "发文字号的年份须用六角括号〔〕。")
        if not rest.strip("〔〕号 -"):
            raise InvalidInput("number_without_word", "编号格式须写明机关代字。")

    def fill(self, year: int, sequence: int) -> str:
        """The number for this year and sequence (from 1). Raises ValueError for a sequence below 1."""
        if sequence < 1:
            raise ValueError(f"a sequence starts at 1, not {sequence}")
        values = {"year": year, "seq": sequence}

        def value(match: re.Match[str]) -> str:
            return str(values[match.group(1)]).zfill(int(match.group(2) or 1))

        return _FIELD.sub(value, self.pattern)

    def read(self, number: str) -> tuple[int, int] | None:
        """(year, sequence) of a number made by this pattern; None if it was not."""
        parts = _FIELD.split(self.pattern)
        expression = ""
        for index, part in enumerate(parts):
            if index % 3 == 0:
                expression += re.escape(part)
            elif index % 3 == 1:
                expression += r"(?P<year>\d{4})" if part == "year" else r"(?P<seq>\d+)"
        match = re.fullmatch(expression, number)
        if match is None:
            return None
        year, sequence = int(match["year"]), int(match["seq"])
        return (year, sequence) if sequence and self.fill(year, sequence) == number else None


def letter_pattern(word: str, kind: str) -> NumberPattern:
    """The customary pattern of a letter: agency word (X) and kind (公开复) → X公开复〔{year}〕{seq}号."""
    return NumberPattern(f"{word}{kind}〔{{year}}〕{{seq}}号")


def letter_number(word: str, kind: str, year: int, sequence: int) -> str:
    """X, 公开复, 2026, 12 → X公开复〔2026〕12号."""
    return letter_pattern(word, kind).fill(year, sequence)


def request_number(prefix: str, year: int, sequence: int) -> str:
    """The number of a request (受理编号): QX, 2026, 187 → 2026-QX-00187.

    The prefix is up to 12 capitals and digits. Raises InvalidInput, or ValueError for a sequence below 1.
    """
    if sequence < 1:
        raise ValueError(f"a sequence starts at 1, not {sequence}")
    number = f"{year}-{prefix}-{sequence:05d}"
    if _REQUEST.fullmatch(number) is None:
        raise InvalidInput("number_prefix", f"受理编号的代字只能是大写字母和数字，现为“{prefix}”。")
    return number


def intake_number(prefix: str, year: int, sequence: int) -> str:
    """The number under which a platform takes an application in, before there is an agency (统一受理编号): QZ, 2026,
    12 → TY2026-QZ-00012. It can never be taken for a 受理编号. Raises as `request_number`.
    """
    return f"TY{request_number(prefix, year, sequence)}"


def record_correction_number(prefix: str, year: int, sequence: int) -> str:
    """The number of a record correction (更正编号): QX, 2026, 3 → GZ2026-QX-00003. Never to be taken for a 受理编号.
    Raises as `request_number`.
    """
    return f"GZ{request_number(prefix, year, sequence)}"


def parse_request_number(number: str) -> tuple[str, int, int] | None:
    """(prefix, year, sequence) of a request number, or None if it does not have that shape."""
    match = _REQUEST.fullmatch(number)
    if match is None or not int(match["seq"]):
        return None
    return match["prefix"], int(match["year"]), int(match["seq"])


def format_date(day: date) -> str:
    """As a letter writes it, without leading zeros: 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def parse_date(text: str) -> date:
    """The inverse of `format_date`; leading zeros are accepted. Raises InvalidInput for a date that is none."""
    match = _DATE.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise InvalidInput("no_such_date", f"没有“{text}”这一天，请按2026年1月5日的样式填写。") from None
