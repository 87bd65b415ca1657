"""The clock of a request: events in, a derivation out that explains its date day by day (contract 2).

`parse_history` reads the facts, `derive` reckons. The dates are computed at once; the day list, which is
long, only when somebody looks at it.
"""

from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from requests_app.rules.clock_bases import REGIME_2008, REGIME_2019
from requests_app.rules.day_list import Day, day_list
from requests_app.rules.history import Event, History, Replied
from requests_app.rules.history_reader import parse_history
from requests_app.rules.policies import DEFAULT, Policies
from requests_app.rules.reckoning import WAITING_FOR_CORRECTION, WAITING_FOR_PAYMENT, Reckoning, Warning
from requests_app.rules.working_days import WorkingCalendar

__all__ = [
    "REGIME_2008",
    "REGIME_2019",
    "Day",
    "Derivation",
    "DuePair",
    "History",
    "Warning",
    "derive",
    "parse_history",
]


class DuePair(NamedTuple):
    """First due date, and due date with extension or delay. Both None while there is no due date."""

    first_due: date | None
    due: date | None

    def as_json(self) -> dict[str, str | None]:
        """ISO dates."""
        return {"first_due": _iso(self.first_due), "due": _iso(self.due)}


NO_DUE_DATE = DuePair(None, None)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class Derivation:
    """What follows from a history, under one calendar and one set of policies.

    `standard` is the date of applicants, letters and `in_time`; `conservative` only warns officers.
    """

    def __init__(self, reckoning: Reckoning) -> None:
        self._reckoning = reckoning
        self.history = reckoning.history
        self.policies = reckoning.policies
        self.regime = reckoning.regime.name
        self.standard = self._pair(reckoning.start_index)

    def _pair(self, start_index: int) -> DuePair:
        if self._reckoning.waiting_since is not None:
            return NO_DUE_DATE
        return DuePair(*self._reckoning.due_dates(start_index))

    @cached_property
    def conservative(self) -> DuePair:
        """Counted from the earlier of receipt and submission, that day being day 1 if it is a working day."""
        if self._reckoning.restarted:
            return self.standard
        history = self.history
        start = min(history.received, history.submitted or history.received)
        return self._pair(self._reckoning.calendar.index(start - timedelta(days=1)))

    @property
    def period(self) -> int:
        """Working days of the running period, without an extension."""
        return self._reckoning.length

    @property
    def added_days(self) -> int | None:
        """Working days by which an extension in effect lengthens the running period."""
        extended = self._reckoning.extended
        return extended.working_days if extended is not None else None

    @property
    def without_effect(self) -> tuple[tuple[Event, str], ...]:
        """The acts that moved nothing (too late, a second time, …), each with the code of the reason."""
        return tuple(self._reckoning.idle)

    @property
    def restarted_on(self) -> date | None:
        """The day from which the period runs afresh (correction, payment, order); None if it runs from receipt."""
        return self._reckoning.start if self._reckoning.restarted else None

    @property
    def delayed_until(self) -> date | None:
        """The fixed day of a delayed reply that is in force; None where none was told in time, or an order ended it."""
        return self._reckoning.delayed.until if self._reckoning.delayed is not None else None

    @property
    def waiting_for(self) -> str | None:
        """What the applicant owes while there is no due date: "correction" or "payment"."""
        if self._reckoning.correction is not None:
            return WAITING_FOR_CORRECTION
        return WAITING_FOR_PAYMENT if self._reckoning.fee is not None else None

    @property
    def until(self) -> date | None:
        """Last day to correct or to pay, where one was set."""
        if self._reckoning.correction is not None:
            return self._reckoning.correction.reply_by
        return self._reckoning.payment_until()

    @property
    def correction_notice_due(self) -> date | None:
        """Last day on which a correction can be asked; None under the Regulation of 2007, which set none."""
        return self._reckoning.correction_limit() if self._reckoning.regime.correction_notice else None

    @cached_property
    def paused_days(self) -> int:
        """Working days taken out of the running period by consultations, each once."""
        return sum(until - after for after, until, _ in self._reckoning.effective_pauses())

    def paused_on(self, day: date) -> bool:
        """Whether a consultation holds the clock on `day`; a rest day is like the last working day before it."""
        if not self.history.consultations:
            return False
        reckoning, due = self._reckoning, self.standard.due
        number = reckoning.calendar.index(day)
        worked = reckoning.calendar.day(number)
        if due is not None:
            ended = worked >= due
        else:
            ended = worked > max(reckoning.waiting_since or reckoning.start, reckoning.start)
        return not ended and any(after < number <= until for after, until, _ in reckoning.effective_pauses())

    def moves_on(self, today: date) -> date | None:
        """The next day on which time alone may change what is derived here; None while only an event can.

        Only a consultation does so: while it runs, and on the first working day after its end.
        """
        reckoning = self._reckoning
        number = reckoning.calendar.index(today)
        if self.paused_on(today) or any(map(reckoning.is_growing, self.history.consultations)):
            return reckoning.calendar.day(number + 1)
        return None

    @property
    def replied(self) -> date | None:
        """Day of the reply that stopped the running period."""
        return next((end.day for end in self.history.ends if isinstance(end, Replied)), None)

    @property
    def remaining(self) -> int | None:
        """Working days in (today, due]; 0 on the due date, always negative after it. None: nobody waits."""
        today, due = self.history.today, self.standard.due
        if today is None or due is None or self.history.ends:
            return None
        left = self._reckoning.calendar.working_days_between(today, due)
        # On a rest day right after the due date no working day has passed, and it is late all the same.
        return min(left, -1) if today > due else left

    @property
    def in_time(self) -> bool | None:
        """Whether the reply was in time; False once overdue without one; None while it is open or left."""
        due, replied = self.standard.due, self.replied
        if self.history.left is not None:
            return None
        if replied is not None:
            # While the agency waits for the applicant no period runs that a reply could miss.
            return due is None or replied <= due
        today = self.history.today
        return False if today is not None and due is not None and today > due else None

    @cached_property
    def provisional(self) -> bool:
        """Whether a day that the date leans on lies in a year whose holiday notice is not loaded."""
        last = self.standard.due or (self.until if self.waiting_for == WAITING_FOR_PAYMENT else None)
        if last is None:
            return False
        loaded = self._reckoning.calendar.is_loaded
        return not all(loaded(year) for year in range(self.history.received.year, last.year + 1))

    @cached_property
    def warnings(self) -> tuple[Warning, ...]:
        """What is unlawful or doubtful in the history, in the order in which it was met."""
        history, reckoning, found = self.history, self._reckoning, list(self._reckoning.warnings)
        if history.channel == "web" and history.submitted and history.received > history.submitted:
            message = f"网上申请{history.submitted}提交，{history.received}才确认收到：提交成功即为收到。"
            found.append(Warning("web_received_after_submitted", message, reckoning.regime.receipt))
        if history.submitted and history.submitted > history.received:
            message = (
                f"提交之日{history.submitted}晚于收到之日{history.received}：先提交才会收到，请核对日期。"
            )
            found.append(Warning("submitted_after_received", message, reckoning.regime.receipt))
        extended = reckoning.extended_due(reckoning.start_index) if reckoning.extended else None
        if extended and reckoning.delayed and reckoning.delay_in_force and reckoning.delayed.until < extended:
            message = (
                f"延迟答复的日期{reckoning.delayed.until}早于延长后的期限{extended}：延迟答复应当在其后，请核对；"
                f"答复期限按延迟答复的日期计算。"
            )
            found.append(Warning("delayed_reply_before_extension", message, reckoning.regime.delayed_reply))
        first, delayed = self.standard.first_due, reckoning.delayed
        if first is not None and delayed is not None and delayed.until <= first:
            code, message = (
                "delayed_reply_not_later",
                f"延迟答复的日期{delayed.until}不晚于首次期限{first}，不发生效力。",
            )
            if reckoning.overtaken:
                code = "delayed_reply_overtaken"
                message = (
                    f"延迟答复的日期{delayed.until}告知时有效；其后期限重新计算或者扣除征求意见时间，"
                    f"首次期限{first}不早于该日，以首次期限为准。"
                )
            found.append(Warning(code, message, reckoning.regime.delayed_reply))
        return tuple(found)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every day from receipt to the later of due date and reply, with its class and its reason."""
        return day_list(self._reckoning, self.standard.due, self.replied)

    def as_json(self) -> dict[str, Any]:
        """The output of `explain_deadline`."""
        return {
            "regime": self.regime,
            "standard": self.standard.as_json(),
            "conservative": self.conservative.as_json(),
            "provisional": self.provisional,
            "waiting_for": self.waiting_for,
            "until": _iso(self.until),
            "correction_notice_due": _iso(self.correction_notice_due),
            "paused_days": self.paused_days,
            "remaining": self.remaining,
            "in_time": self.in_time,
            "warnings": [warning._asdict() for warning in self.warnings],
            "days": [day.as_json() for day in self.days],
        }


def derive(history: History, calendar: WorkingCalendar, policies: Policies = DEFAULT) -> Derivation:
    """Reckon a history. Pure: the same facts, calendar and policies always give the same derivation."""
    return Derivation(Reckoning(history, calendar, policies))
