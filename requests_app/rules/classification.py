"""State secrets: which provisions say why something is one, and whether a classification still holds."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from requests_app.rules.legal_basis import SECRECY_LAW, LegalBasis
from requests_app.rules.numerals import parse_chinese_numeral

SECRECY_GROUNDS: tuple[LegalBasis, ...] = (
    LegalBasis(SECRECY_LAW, 2),
    LegalBasis(SECRECY_LAW, 13),
    LegalBasis(SECRECY_LAW, 14),
)
"""Definition, scope and levels. Art. 35 asks the agency to review what it discloses and Art. 9 is about education:
neither is a ground for withholding."""

LONGEST_TERM: dict[str, int] = {"绝密": 30, "机密": 20, "秘密": 10}
"""Years that a level lasts at most unless something else is provided (保密法第二十条第二款)."""

_LEVELS = LegalBasis(SECRECY_LAW, 14)
_TERM = LegalBasis(SECRECY_LAW, 20, 2)
_EXPIRY = LegalBasis(SECRECY_LAW, 24, 2)
_YEARS = re.compile(r"([\d〇零一二三四五六七八九十]+)\s*年(?:期)?")
_MONTHS = re.compile(r"([\d〇零一二三四五六七八九十]+)\s*个?月")
_UNTIL = re.compile(r"(\d{4})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?(?:止|为止|届满|解密)?$")


@dataclass(frozen=True)
class Objection:
    """What is wrong with a classification. `needs_reason`: acceptable if it is explained."""

    message: str
    basis: str
    needs_reason: bool = False


def check_classification(
    *, level: str, told_level: str, classified_on: date, term: str, today: date
) -> tuple[Objection, ...]:
    """What is wrong with a classification as the file records it; empty if nothing.

    `told_level`: the level the letter says, "" where it says none. `term` as written: 10年, 6个月, 至2030年5月6日. A
    term that cannot be reckoned (长期, a condition), or is longer than the level allows, must be explained.
    """
    found = []
    if level not in LONGEST_TERM:
        found.append(Objection(f"密级分为绝密、机密、秘密三级，现为“{level}”。", _LEVELS.short()))
    if told_level and told_level != level:
        text = f"答复书写明的密级“{told_level}”与卷内的定密记录“{level}”不符。"
        found.append(Objection(text, _LEVELS.short()))
    if classified_on > today:
        found.append(Objection(f"定密日期{classified_on}在答复之后。", _EXPIRY.short()))
        return tuple(found)
    last = last_day(classified_on, term)
    if last is None:
        text = f"保密期限“{term}”无法推算届满日，请说明目前仍在保密期限内的依据。"
        found.append(Objection(text, _TERM.short(), needs_reason=True))
    elif last < today:
        found.append(Objection(f"保密期限已于{last}届满，自行解密。", _EXPIRY.short()))
    elif level in LONGEST_TERM and last > _after(classified_on, 12 * LONGEST_TERM[level]):
        text = f"{level}级的保密期限不超过{LONGEST_TERM[level]}年，另有规定的，请说明。"
        found.append(Objection(text, _TERM.short(), needs_reason=True))
    return tuple(found)


def last_day(classified_on: date, term: str) -> date | None:
    """The last day of the term; None where the words name neither a length nor a day."""
    words = term.strip()
    try:
        if until := _UNTIL.search(words):
            year, month, day = (int(part) for part in until.groups())
            return date(year, month, day)
        for pattern, months in ((_YEARS, 12), (_MONTHS, 1)):
            if length := pattern.fullmatch(words):
                return _after(classified_on, months * parse_chinese_numeral(length.group(1)))
    except (ValueError, OverflowError):
        return None  # a day or a year that no calendar has
    return None


def _after(day: date, months: int) -> date:
    """The corresponding day so many months later, the last of its month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
