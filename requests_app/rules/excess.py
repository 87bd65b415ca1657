"""Number and frequency clearly beyond what is reasonable (数量、频次明显超过合理范围, Art. 35, 42).

What is counted, and what a finding needs.

The law fixes no number. The counts only draw the attention of an officer, who weighs them and writes down why; a
finding is never made by itself. It is the condition of asking for reasons (Art. 35) and of a fee (Art. 42).
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.legal_basis import regulation
from requests_app.rules.policies import Policies
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.states import RequestState

BASIS = regulation(35)
BASES = (BASIS, regulation(42, 1))
"""What a finding opens: reasons may be asked for, a fee may be charged."""

MAY_FIND: frozenset[Role] = OFFICERS
CAN_BE_FOUND: frozenset[RequestState] = frozenset({RequestState.UNDER_REVIEW, RequestState.IN_HANDLING})
"""After registration, before a reply goes to approval."""


class Period(StrEnum):
    """A time over which applications are counted."""

    MONTH = "month"
    CALENDAR_MONTH = "calendar_month"
    YEAR = "year"

    @property
    def label(self) -> str:
        """近一个月, 收到本件的自然月, 近十二个月."""
        return _LABELS[self]


_LABELS = {Period.MONTH: "近一个月", Period.CALENDAR_MONTH: "收到本件的自然月", Period.YEAR: "近十二个月"}


@dataclass(frozen=True)
class Span:
    """A period with its first and last day, both in it."""

    period: Period
    first: date
    last: date


@dataclass(frozen=True)
class Count:
    """What one person asked of the agency in one period: applications, items in them, and how many of the others
    ask in words like those of the application at hand."""

    span: Span
    applications: int
    items: int
    similar: int


def spans(*, today: date, received: date) -> tuple[Span, ...]:
    """The periods that are counted: those of a month and a year up to today, and the calendar month of the receipt, as
    far as it has come: nobody certifies days that lie ahead."""
    month_end = _months_later(received.replace(day=1), 1) - timedelta(days=1)
    return (
        Span(Period.MONTH, _months_later(today, -1) + timedelta(days=1), today),
        Span(Period.CALENDAR_MONTH, received.replace(day=1), min(month_end, today)),
        Span(Period.YEAR, _months_later(today, -12) + timedelta(days=1), today),
    )


def draws_attention(counts: Iterable[Count], policies: Policies) -> bool:
    """Whether an officer should look: by the readings `excess_attention_month` and `excess_attention_year`."""
    limits = {
        Period.MONTH: policies.excess_attention_month,
        Period.CALENDAR_MONTH: policies.excess_attention_month,
        Period.YEAR: policies.excess_attention_year,
    }
    return any(count.applications >= limits[count.span.period] for count in counts)


def check_find(*, counts: Sequence[Count], why: str, already_found: bool) -> None:
    """Whether the finding may be made: once, on recorded counts, with written reasons.

    Raises RuleRefusal for a second one or without counts, InvalidInput without reasons.
    """
    if already_found:
        text = "本件已经认定数量、频次明显超过合理范围，不需要再次认定。"
        raise RuleRefusal("excess_found", text, BASIS.cite())
    if not counts:
        text = "没有统计数据：申请人没有证件号码，不能统计其申请的数量、频次，不能作出认定。"
        raise RuleRefusal("excess_uncounted", text, BASIS.cite())
    if not why.strip():
        text = "请写明为什么认为数量、频次明显超过合理范围。"
        raise InvalidInput("excess_unexplained", text, BASIS.cite(), fields={"why": text})


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
