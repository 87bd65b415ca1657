"""A reply before the reconsideration body or the court: by when the agency must answer, and what an order does.

The agency answers and hands in its evidence within ten days, five in the simplified procedure (行政复议法 Art. 48,
54: working days, Art. 88¶2), or within fifteen days before a court (行政诉讼法 Art. 67¶1: calendar days). What is not
handed in counts as not there (行政复议法 Art. 70). An order to reply anew gives a fresh period, reckoned from its
receipt; the request is not new in the report (a reading, law.md 2.12).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from requests_app.errors import RuleRefusal
from requests_app.rules.legal_basis import LITIGATION_LAW, RECONSIDERATION_LAW, LegalBasis, regulation
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.states import RequestState
from requests_app.rules.working_days import WorkingCalendar

BASIS = regulation(51)
ORDINARY = LegalBasis(RECONSIDERATION_LAW, 48)
SIMPLIFIED = LegalBasis(RECONSIDERATION_LAW, 54, 1)
NOT_FILED = LegalBasis(RECONSIDERATION_LAW, 70)
WORKING_DAYS = LegalBasis(RECONSIDERATION_LAW, 88, 2)
COURT = LegalBasis(LITIGATION_LAW, 67, 1)

ORDINARY_DAYS, SIMPLIFIED_DAYS, COURT_DAYS = 10, 5, 15
LONGEST_ORDER = 250
"""Working days that an order can reasonably give; more is a slip of the pen."""

MAY_KEEP: frozenset[Role] = OFFICERS | {Role.OFFICE_HEAD, Role.LEGAL_REVIEWER}
"""Who keeps the record of a dispute: officers, the legal reviewer who answers it, the head of the office."""
MAY_REOPEN: frozenset[Role] = frozenset({Role.OFFICE_HEAD})
CAN_BE_DISPUTED: frozenset[RequestState] = frozenset(RequestState) - {
    RequestState.RECEIVED,
    RequestState.VOIDED,
    RequestState.TRANSFERRED,
}
"""Every request with a number of ours, answered or not: no reply in time can be disputed as well."""


class RemedyKind(StrEnum):
    """The three columns of table four of the annual report."""

    RECONSIDERATION = "reconsideration"
    DIRECT_SUIT = "direct_suit"
    SUIT_AFTER = "suit_after"

    @property
    def label(self) -> str:
        """行政复议, 直接起诉, 复议后起诉."""
        return _KINDS[self]

    @property
    def is_suit(self) -> bool:
        """Whether a court decides."""
        return self is not RemedyKind.RECONSIDERATION


class RemedyResult(StrEnum):
    """How it ended, as table four counts it."""

    PENDING = "pending"
    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"

    @property
    def label(self) -> str:
        """尚未审结, 维持, 纠正, 其他."""
        return _RESULTS[self]


_KINDS = {
    RemedyKind.RECONSIDERATION: "行政复议",
    RemedyKind.DIRECT_SUIT: "直接起诉",
    RemedyKind.SUIT_AFTER: "复议后起诉",
}
_RESULTS = {
    RemedyResult.PENDING: "尚未审结",
    RemedyResult.UPHELD: "维持",
    RemedyResult.CORRECTED: "纠正",
    RemedyResult.OTHER: "其他",
}


@dataclass(frozen=True)
class AnswerPeriod:
    """By when the agency must have answered with its evidence, how long that is, and by which provision."""

    last_day: date
    words: str
    basis: LegalBasis


def answer_period(
    kind: RemedyKind, *, simplified: bool, received_on: date, calendar: WorkingCalendar
) -> AnswerPeriod:
    """The period for the agency's answer, from the day it received the copy of the application or the complaint.

    Before a court the days are those of the calendar; the last day is not moved when it is a rest day, so that
    nobody relies on a day more.
    """
    if kind.is_suit:
        return AnswerPeriod(received_on + timedelta(days=COURT_DAYS), f"{COURT_DAYS}日", COURT)
    days, basis = (SIMPLIFIED_DAYS, SIMPLIFIED) if simplified else (ORDINARY_DAYS, ORDINARY)
    return AnswerPeriod(calendar.nth_working_day(received_on, days), f"{days}个工作日", basis)


def check_simplified(kind: RemedyKind, *, simplified: bool) -> None:
    """The simplified procedure meant here is that of reconsideration. Raises RuleRefusal."""
    if simplified and kind.is_suit:
        text = "五个工作日举证的简易程序只适用于行政复议；行政诉讼的举证期限是收到起诉状副本之日起十五日。"
        raise RuleRefusal("simplified_suit", text, COURT.cite())


def check_order(result: RemedyResult, working_days: int | None) -> None:
    """An order to reply anew goes with a decision against the reply, and gives at least one day. Raises RuleRefusal."""
    if working_days is None:
        return
    if result is not RemedyResult.CORRECTED:
        text = f"结果为“{result.label}”的，没有责令答复，不填写期限；责令答复、重新答复的，结果是“纠正”。"
        raise RuleRefusal("order_without_correction", text, BASIS.cite())
    if not 1 <= working_days <= LONGEST_ORDER:
        text = f"责令答复的期限须为1至{LONGEST_ORDER}个工作日，现为{working_days}个，请核对决定书。"
        raise RuleRefusal("order_days", text, BASIS.cite())


def check_reopening(
    *,
    result: RemedyResult,
    working_days: int | None,
    received_on: date | None,
    replied_on: date | None,
    obeyed: bool,
) -> None:
    """Whether this decision asks for a reply, a new one or the first, that has not been begun nor given since. Raises
    RuleRefusal.

    `received_on`: the day the decision arrived; `replied_on`: the day of the last reply.
    """
    if result is not RemedyResult.CORRECTED or working_days is None or received_on is None:
        text = "这件复议、诉讼没有登记责令答复的决定和期限，不能据以答复。"
        raise RuleRefusal("no_order", text, BASIS.cite())
    if obeyed:
        text = "已经按照这份决定恢复办理，不能重复办理。"
        raise RuleRefusal("order_obeyed", text, BASIS.cite())
    if replied_on is not None and received_on <= replied_on:
        text = (
            f"收到决定之日（{received_on.isoformat()}）不晚于答复之日（{replied_on.isoformat()}）："
            "决定不是针对这份答复的，不须再恢复办理；日期登记错误的，请先更正。"
        )
        raise RuleRefusal("replied_since", text, BASIS.cite())
