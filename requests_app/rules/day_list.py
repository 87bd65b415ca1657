"""Every day between receipt and due date: what it is, its number, why, and on what it rests."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from requests_app.rules.history import (
    Consultation,
    ConsultationKind,
    CorrectionNotice,
    CorrectionReceived,
    DelayedReply,
    Event,
    Extension,
    FeeNotice,
    FeePaid,
    Ordered,
    ReasonsRequested,
    ReceiptDateCorrected,
    Replied,
    Transferred,
    Withdrawn,
)
from requests_app.rules.reckoning import WAITING_FOR_CORRECTION, WAITING_FOR_PAYMENT, Pause, Reckoning
from requests_app.rules.working_days import ADJUSTED_WORKDAY, DayFact


class Day(NamedTuple):
    """One day. `n` counts working days of the running period (the day of receipt is 0), None where none
    counts.

    `klass` is one of receipt, counted, rest, paused, waiting, before_restart, due, after_due, provisional.
    """

    date: date
    klass: str
    n: int | None
    because: str
    basis: str

    def as_json(self) -> dict[str, str | int | None]:
        """As `explain_deadline` prints it."""
        return {
            "date": self.date.isoformat(),
            "class": self.klass,
            "n": self.n,
            "because": self.because,
            "basis": self.basis,
        }


CONSULTED_NAMES = {
    ConsultationKind.THIRD_PARTY: "第三方",
    ConsultationKind.CO_MAKER: "共同制作机关",
    ConsultationKind.OTHER_AGENCY: "其他机关",
}

_NOTES: dict[type[Event], str] = {
    CorrectionNotice: "告知补正",
    CorrectionReceived: "收到补正",
    Consultation: "发出征求意见书",
    Extension: "延长答复期限",
    ReasonsRequested: "要求说明理由",
    DelayedReply: "告知延迟答复",
    FeeNotice: "发出收费通知",
    FeePaid: "收到缴费",
    ReceiptDateCorrected: "更正收到日期",
    Ordered: "收到责令答复的决定",
    Replied: "答复",
    Withdrawn: "申请人撤回",
    Transferred: "转出",
}

Tail = tuple[str, int | None, str, str]
"""Everything of a `Day` but its date."""

# A list has a hundred days and a page many lists: most days skip the named constructor and the wording.
Row = tuple[date, str, int | None, str, str]
_day: Callable[[Row], Day] = partial(tuple.__new__, Day)
_NTH = tuple(f"第{n}个工作日" for n in range(100))

# Beyond the number of any working day.
NEVER = 1_000_000

PROJECTED = "（暂定：该年度放假安排通知尚未载入）"


def day_list(reckoning: Reckoning, due: date | None, replied: date | None) -> tuple[Day, ...]:
    """All days from receipt to the later of `due` and `replied`; with neither, to today or the last event."""
    history = reckoning.history
    last = max(due, replied or due) if due else history.today or history.last_day
    facts = reckoning.calendar.days_between(history.received, last)
    start = (reckoning.start - history.received).days
    notes = _notes(history.events)
    days = [*_before(reckoning, facts[:start]), *_running(reckoning, facts[start:], due)]
    for noted, text in notes.items():
        position = (noted - history.received).days
        if position < len(days):
            row = days[position]
            days[position] = (*row[:3], f"{row[3]}；当日{text}", row[4])
    return tuple(map(_day, days))


def _notes(events: tuple[Event, ...]) -> dict[date, str]:
    notes: dict[date, str] = {}
    for event in events:
        text = _NOTES[type(event)]
        notes[event.day] = f"{notes[event.day]}、{text}" if event.day in notes else text
    return notes


def _receipt(reckoning: Reckoning, day: date) -> Row:
    if day == reckoning.history.received:
        return (day, "receipt", 0, "收到申请之日，次日起算", reckoning.regime.receipt)
    if reckoning.waits and reckoning.waits[-1].end == day:
        for_correction = reckoning.waits[-1].waiting_for == WAITING_FOR_CORRECTION
        basis = reckoning.regime.correction if for_correction else reckoning.regime.fee
    else:
        basis = reckoning.regime.order
    return (day, "receipt", 0, "期限自本日重新计算，次日为第1日", basis)


def _wait_basis(reckoning: Reckoning, waiting_for: str) -> tuple[str, str]:
    if waiting_for == WAITING_FOR_CORRECTION:
        return "等待申请人补正，没有答复期限", reckoning.regime.correction
    return "等待申请人缴费，没有答复期限", reckoning.regime.fee


def _before(reckoning: Reckoning, facts: list[DayFact]) -> list[Row]:
    """The days of periods that a later restart or order left behind."""
    because = f"期限已自{reckoning.start}重新计算，此前各日不再计入"
    left_behind = ("before_restart", None, because, reckoning.regime.reply)
    days: list[Row] = [(fact[0], *left_behind) for fact in facts]
    for wait in reckoning.waits:
        awaited = ("waiting", None, *_wait_basis(reckoning, wait.waiting_for))
        first = (wait.notice - reckoning.history.received).days + 1
        last = (wait.end - reckoning.history.received).days
        days[first:last] = [(day[0], *awaited) for day in days[first:last]]
    if days:
        days[0] = _receipt(reckoning, days[0][0])
    return days


def _running(reckoning: Reckoning, facts: list[DayFact], due: date | None) -> list[Row]:
    """The running period, its first day being day 0, and what follows it."""
    if not facts:
        return []
    since = reckoning.waiting_since
    counts_until = max(since, facts[0].date) if since else due or facts[0].date
    counting = (counts_until - facts[0].date).days + 1
    days = [_receipt(reckoning, facts[0].date)]
    days += _counted(reckoning, facts[1:counting], due)
    if since is None:
        after: Tail = ("after_due", None, f"已超过答复期限{due}", days[-1][4])
    else:
        waiting_for = WAITING_FOR_CORRECTION if reckoning.correction else WAITING_FOR_PAYMENT
        after = ("waiting", None, *_wait_basis(reckoning, waiting_for))
    days += [(fact[0], *after) for fact in facts[counting:]]
    return days


def _counted(reckoning: Reckoning, facts: list[DayFact], due: date | None) -> list[Row]:
    """The days after the first of the period; with a due date, the last of them is that date."""
    pauses = iter(reckoning.effective_pauses())
    after, until, paused = _next_pause(pauses, reckoning.regime.excluded)
    index, n = reckoning.start_index, 0
    grounds = _grounds(reckoning)
    basis, last_of_basis = next(grounds)
    days: list[Row] = []
    add = days.append
    for day, working, name, source, projected in facts:
        if not working:
            add((day, "rest", None, name, source))
            continue
        index += 1
        if index > until:
            after, until, paused = _next_pause(pauses, reckoning.regime.excluded)
        if index > after:
            add((day, *paused))
            continue
        n += 1
        if n > last_of_basis:
            basis, last_of_basis = next(grounds)
        if name or projected or n >= len(_NTH):
            add(_special(day, n, name, (source, projected), basis))
        else:
            add((day, "counted", n, _NTH[n], basis))
    if due is not None:
        days[-1] = _due_day(reckoning, days[-1])
    return days


def _grounds(reckoning: Reckoning) -> Iterator[tuple[str, int]]:
    """What the working days of the running period rest on, each with the number of the last day that does: the order or
    the reply period, then the extension (Art. 33 too), then the delayed reply."""
    regime, length = reckoning.regime, reckoning.length
    yield regime.order if reckoning.ordered else regime.reply, length
    if reckoning.extended is not None:
        length += reckoning.extended.working_days
        yield regime.reply, length
    yield regime.delayed_reply, NEVER


def _special(day: date, n: int, name: str, told: tuple[str, bool], basis: str) -> Row:
    """A counted day of which more is to be said: a working weekend and who ordered it, a projected year."""
    because = f"第{n}个工作日"
    source, projected = told
    if name == ADJUSTED_WORKDAY:
        because += f"（{name}，依据：{source}）"
    if projected:
        because += PROJECTED
    return (day, "provisional" if projected else "counted", n, because, basis)


def _due_day(reckoning: Reckoning, row: Row) -> Row:
    last, _, n, because, basis = row
    if reckoning.delay_in_force:
        return (last, "due", n, f"{because}，延迟答复的最后一日", reckoning.regime.delayed_reply)
    return (last, "due", n, f"{because}，答复期限最后一日", basis)


def _next_pause(pauses: Iterator[Pause], basis: str) -> tuple[int, int, Tail]:
    """The working days (after, until] of the next pause, and what is said of each."""
    following = next(pauses, None)
    if following is None:
        return NEVER, NEVER, ("paused", None, "", basis)
    after, until, consultation = following
    whom = CONSULTED_NAMES[consultation.kind]
    return after, until, ("paused", None, f"征求{whom}意见期间（{consultation.day}发出），不计入期限", basis)
