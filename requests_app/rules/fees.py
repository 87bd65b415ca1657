"""The information processing fee (信息处理费, Art. 42; 国办函〔2020〕109号).

Never automatic: only after the finding that number or frequency is clearly excessive, within the handling period,
once for one application, by one of two progressive schedules. Amounts are whole yuan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.legal_basis import FEE_MEASURES, LegalBasis, regulation
from requests_app.rules.policies import FEE_MEASURES_IN_FORCE, Policies
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.working_days import WorkingCalendar

BASIS = LegalBasis(FEE_MEASURES, None)
GROUND = regulation(42, 1)

MAY_DECIDE: frozenset[Role] = OFFICERS

MOST = 100_000
"""More pieces or pages than anybody can mean; what is typed above it is a slip."""


class Schedule(StrEnum):
    """How the fee is reckoned: one of the two for an application, never both."""

    PER_PIECE = "per_piece"
    PER_QUANTITY = "per_quantity"

    @property
    def label(self) -> str:
        """按件, 按量."""
        return "按件" if self is Schedule.PER_PIECE else "按量"

    @property
    def unit(self) -> str:
        """What is counted: 件, 页."""
        return "件" if self is Schedule.PER_PIECE else "页"

    @property
    def standard(self) -> str:
        """The schedule in one sentence, as the notice states it."""
        return _STANDARDS[self]


@dataclass(frozen=True)
class Band:
    """Units `first` to `last` (None: and all above) cost `rate` yuan each."""

    first: int
    last: int | None
    rate: int


_FREE_PIECES, _FIRST_PIECES, _STEP, _STEP_RATE = 10, 30, 10, 100
_PAGE_BANDS = (Band(1, 30, 0), Band(31, 100, 10), Band(101, 200, 20), Band(201, None, 40))

_STANDARDS = {
    Schedule.PER_PIECE: f"同一申请人一个自然月内累计申请{_FREE_PIECES}件以下（含{_FREE_PIECES}件）的，不收费；"
    f"{_FREE_PIECES + 1}至{_FIRST_PIECES}件（含{_FIRST_PIECES}件）的部分，每件{_STEP_RATE}元；"
    f"{_FIRST_PIECES + 1}件以上的部分，以{_STEP}件为一档，每增加一档，收费标准提高每件{_STEP_RATE}元",
    Schedule.PER_QUANTITY: "30页以下（含30页）的，不收费；31至100页（含100页）的部分，每页10元；"
    "101至200页（含200页）的部分，每页20元；201页以上的部分，每页40元；A4及以下幅面纸张的单面为1页",
}


def bands(schedule: Schedule) -> Iterator[Band]:
    """The bands of a schedule in order, without end for pieces: each ten beyond the thirtieth are dearer."""
    if schedule is Schedule.PER_QUANTITY:
        yield from _PAGE_BANDS
        return
    yield Band(1, _FREE_PIECES, 0)
    yield Band(_FREE_PIECES + 1, _FIRST_PIECES, _STEP_RATE)
    first, rate = _FIRST_PIECES + 1, _STEP_RATE
    while True:
        rate += _STEP_RATE
        yield Band(first, first + _STEP - 1, rate)
        first += _STEP


@dataclass(frozen=True)
class Step:
    """One line of a reckoning: units `first` to `last` at `rate` yuan each."""

    first: int
    last: int
    rate: int

    @property
    def count(self) -> int:
        """How many units."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Yuan."""
        return self.count * self.rate


@dataclass(frozen=True)
class Reckoning:
    """How an amount comes about. `before`: units already counted in the month (none for pages); `count`: those of
    this application."""

    schedule: Schedule
    before: int
    count: int
    steps: tuple[Step, ...]

    @property
    def amount(self) -> int:
        """Yuan: the cumulative total after this application less that before it."""
        return sum(step.amount for step in self.steps)

    @property
    def after(self) -> int:
        """Units of the month with this application."""
        return self.before + self.count


def reckon(schedule: Schedule, count: int, before: int = 0) -> Reckoning:
    """The fee for `count` pieces or pages after the `before` that the same applicant had in the same month.

    Pages are those of one application alone. Raises InvalidInput for a count that is none, ValueError for pages
    with a month before them.
    """
    if not 1 <= count <= MOST:
        text = f"{schedule.unit}数须是1至{MOST}的整数。"
        raise InvalidInput("fee_count", text, BASIS.cite(), fields={"count": text})
    if before < 0 or (before and schedule is Schedule.PER_QUANTITY):
        raise ValueError("pages of several applications are never added up")
    steps, after = [], before + count
    for band in bands(schedule):
        if band.first > after:
            break
        last = after if band.last is None else min(band.last, after)
        if last > before:
            steps.append(Step(max(band.first, before + 1), last, band.rate))
    return Reckoning(schedule, before, count, tuple(steps))


def total(schedule: Schedule, count: int) -> int:
    """Yuan for the first `count` pieces of a month, or pages of an application; 0 for none."""
    return reckon(schedule, count).amount if count else 0


def check_decide(
    *,
    today: date,
    received_on: date,
    due: date | None,
    excessive: bool,
    earlier: Schedule | None,
    schedule: Schedule,
    copies: bool,
) -> None:
    """Whether a fee by this schedule may be decided today.

    due: last day of the handling period, None while none runs. excessive: number or frequency was found clearly
    excessive. earlier: schedule of the fee that this application has already. copies: the applicant is given
    copies. Raises RuleRefusal.
    """
    if received_on < FEE_MEASURES_IN_FORCE:
        text = f"收费办法自{FEE_MEASURES_IN_FORCE.isoformat()}起施行，此前收到的申请不能收取信息处理费。"
        raise RuleRefusal("fee_before_measures", text, BASIS.cite())
    if not excessive:
        text = "收取信息处理费，须先认定申请的数量、频次明显超过合理范围。本件没有这一认定。"
        raise RuleRefusal("fee_not_excessive", text, GROUND.cite())
    check_once(earlier=earlier, schedule=schedule)
    if due is None:
        raise RuleRefusal("fee_without_due_date", "现在没有答复期限，不能通知缴费。", BASIS.cite())
    if today > due:
        text = f"收费通知须在答复期限内发出，期限已于{due.isoformat()}届满，不能再收取信息处理费。"
        raise RuleRefusal("fee_late", text, BASIS.cite())
    if schedule is Schedule.PER_QUANTITY and not copies:
        text = "按量计收只适用于向申请人提供复制件的申请；当场查阅、抄录的，不能按量收费。"
        raise RuleRefusal("fee_without_copies", text, BASIS.cite())


def check_once(*, earlier: Schedule | None, schedule: Schedule) -> None:
    """One fee for one application, by one schedule. Raises RuleRefusal."""
    if earlier is not None and earlier is not schedule:
        text = f"本件已经{earlier.label}收费，同一件申请不能同时{schedule.label}收费。"
        raise RuleRefusal("fee_both_schedules", text, BASIS.cite())
    if earlier is not None:
        text = "本件已经通知过缴费，不能再次收费。前次决定有误的，先撤销，再重新决定。"
        raise RuleRefusal("fee_twice", text, BASIS.cite())


def check_amount(amount: int) -> None:
    """There must be something to pay. Raises RuleRefusal."""
    if amount < 1:
        text = "按照收费标准，本件不需要缴费，请继续办理。"
        raise RuleRefusal("fee_nothing_due", text, BASIS.cite())


def check_whole(*, schedule: Schedule, split_from: str) -> None:
    """Pieces are charged once for an application: the agency that splits it makes no second one of the applicant's.

    split_from: the number of the application a part was split from, "" for a whole one. Raises RuleRefusal.
    """
    if schedule is Schedule.PER_PIECE and split_from:
        text = f"本件由 {split_from} 拆分而来，是申请人的同一件申请，不能另行按件计收；请在 {split_from} 中计收。"
        raise RuleRefusal("fee_on_part", text, BASIS.cite())


def check_pieces(*, schedule: Schedule, count: int, items: int) -> None:
    """An application is one piece, or at most as many as it has items (reading `pieces_within_an_application`).

    Raises RuleRefusal.
    """
    if schedule is Schedule.PER_PIECE and count > items:
        text = f"本件申请共{items}项，最多拆分计为{items}件。"
        raise RuleRefusal("fee_pieces", text, BASIS.cite())


def check_ways_to_pay(ways: Sequence[str]) -> None:
    """The notice must say how to pay. Raises RuleRefusal."""
    if not ways:
        text = "本机关还没有设置缴费办法（账户、地点），收费通知书须写明怎样缴费。请先由管理员设置。"
        raise RuleRefusal("fee_no_way_to_pay", text, BASIS.cite())


def takes_effect(*, due: date | None, told_on: date) -> bool:
    """Whether a notice that went out on this day stops the clock; `due` is the last day of the handling period
    as it ran until then. A late one is a fact without effect: nothing may be charged by it."""
    return due is not None and told_on <= due


def last_day_to_pay(served_on: date, calendar: WorkingCalendar, policies: Policies) -> date:
    """The last day to pay, reckoned from the day after service; by the reading `payment_last_day_moves` it is
    never a rest day."""
    last = served_on + timedelta(days=policies.payment_calendar_days)
    return calendar.next_working_day(last) if policies.payment_last_day_moves else last


def payment_period(policies: Policies) -> str:
    """The period to pay in words, as the notice states it."""
    moves = "；期限最后一日是休息日的，顺延至其后的第一个工作日" if policies.payment_last_day_moves else ""
    return f"自收到本通知书次日起{policies.payment_calendar_days}日内缴纳{moves}"


def is_over(last: date | None, today: date) -> bool:
    """Whether the period to pay is over: its last day still belongs to it."""
    return last is not None and today > last


def check_payment(*, amount: int, outstanding: int, part: bool) -> None:
    """Whether this sum can be entered for what is outstanding. `part`: it is known not to be the whole.

    A sum that differs by mistake is refused, one that is too much always. Raises InvalidInput.
    """
    text = ""
    if amount < 1:
        text = "缴费金额须是大于零的整数（元）。"
    elif amount > outstanding:
        text = f"登记的金额{amount}元超过应缴的{outstanding}元。多缴的部分须退还申请人，按应缴的金额登记。"
    elif amount < outstanding and not part:
        text = f"应缴{outstanding}元，登记的是{amount}元。确实只缴了一部分的，请勾选“部分缴费”。"
    elif amount == outstanding and part:
        text = f"{amount}元是应缴的全部金额，不是部分缴费。"
    if text:
        raise InvalidInput("fee_amount", text, BASIS.cite(), fields={"amount": text})


def check_paid_on(*, paid_on: date, told_on: date, served_on: date | None, today: date) -> None:
    """Nobody pays before being told, before the proven service of the notice, or tomorrow. Raises InvalidInput."""
    if paid_on > today:
        code, text = "fee_paid_in_the_future", "缴费日期不能晚于今天。"
    elif paid_on < (served_on or told_on):
        day = (served_on or told_on).isoformat()
        code, text = (
            "fee_paid_before_served",
            f"缴费日期不能早于收费通知书送达的日期（{day}）。请核对两个日期。",
        )
    else:
        return
    raise InvalidInput(code, text, BASIS.cite(), fields={"paid_on": text})


def check_lapse(
    *, today: date, last: date | None, served_on: date | None, paid: bool, reported: bool
) -> None:
    """Whether the application may be left unhandled for want of payment (视为放弃申请). Raises RuleRefusal.

    last: the last day to pay; served_on: the proven day on which the notice reached the applicant; reported: the
    applicant says to have paid, and nobody has verified it.
    """
    if paid:
        raise RuleRefusal("fee_paid", "申请人已经缴费，不能视为放弃申请。", BASIS.cite())
    if reported:
        text = "申请人报告已经缴费，还没有核对。请先核对缴费凭证，再决定是否不再处理。"
        raise RuleRefusal("fee_reported", text, BASIS.cite())
    if last is None or served_on is None:
        text = "没有收费通知书的送达证明，不能视为放弃申请。请先登记送达。"
        raise RuleRefusal("fee_unserved", text, BASIS.cite())
    if not is_over(last, today):
        text = f"缴费期限至{last.isoformat()}（含当日），期满以前不能视为放弃申请。"
        raise RuleRefusal("fee_running", text, BASIS.cite())
