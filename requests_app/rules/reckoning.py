"""The clock itself: the acts of a history, one after another, move a start, a length and a set of paused
days.

Everything is kept as running numbers of working days (`WorkingCalendar.index`), where a period is an
addition and a pause an interval; dates come back only at the end. Nothing is worded unless it has to be
warned about.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from requests_app.rules.clock_bases import CONSULTED_ANSWER_WITHIN
from requests_app.rules.fees import last_day_to_pay
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
    History,
    Ordered,
)
from requests_app.rules.policies import FEE_MEASURES_IN_FORCE, Policies
from requests_app.rules.working_days import WorkingCalendar


class Warning(NamedTuple):
    """Something unlawful or doubtful that does not stop the clock: code, Chinese sentence, citation."""

    code: str
    message: str
    basis: str


Pause = tuple[int, int, Consultation]
"""The working days numbered in (first, second] during which this consultation ran. Plain, because it is hot."""


class Wait(NamedTuple):
    """The days after `notice` and before `end` without a due date; on `end` a fresh period began."""

    notice: date
    end: date
    waiting_for: str


WAITING_FOR_CORRECTION, WAITING_FOR_PAYMENT = "correction", "payment"


class Reckoning:
    """Where the clock stands after all acts. Built by `derive`; read by `Derivation` and the day list."""

    __slots__ = (
        "answer_expected", "calendar", "charged", "correction", "correction_asked", "delayed", "extended", "fee",
        "history", "idle", "length", "ordered", "pauses", "policies", "regime", "restarted", "start", "start_index",
        "stopped", "waits", "warnings",
    )  # fmt: skip

    def __init__(self, history: History, calendar: WorkingCalendar, policies: Policies) -> None:
        self.history = history
        self.calendar = calendar
        self.policies = policies
        self.regime = history.regime
        self.start = history.received
        self.start_index = calendar.index(history.received)
        self.length = history.regime.period
        self.restarted = False
        # Whether the running period is that of an order.
        self.ordered = False
        self.extended: Extension | None = None
        self.delayed: DelayedReply | None = None
        self.correction: CorrectionNotice | None = None
        self.correction_asked = False
        # A notice without effect has still asked something, so that its answer is no surprise.
        self.answer_expected = False
        self.fee: FeeNotice | None = None
        self.charged = False
        self.waits: list[Wait] = []
        self.warnings: list[Warning] = []
        # Acts that moved nothing, each with the code of the reason.
        self.idle: list[tuple[Event, str]] = []
        # The day from which nothing moves the clock any more; an order begins anew and clears it.
        self.stopped = history.stopped
        self.pauses = self._pauses() if history.consultations else []
        for act in history.acts:
            if self.stopped is not None and act.day > self.stopped:
                self._warn_stopped(act)
                self.idle.append((act, "after_the_end"))
            else:
                _STEPS[type(act)](self, act)

    def warn(self, code: str, message: str, basis: str) -> None:
        """Keep a warning."""
        self.warnings.append(Warning(code, message, basis))

    # Counting

    def count(self, start_index: int, n: int) -> int:
        """Number of the n-th working day after `start_index` that no pause excludes; each paused day once."""
        number, reached = start_index + n, start_index
        for after, until, _ in self.pauses:
            if after < reached:
                after = reached
            if after >= number:
                break
            if until > after:
                number += until - after
                reached = until
        return number

    def effective_pauses(self) -> list[Pause]:
        """The pauses of the running period, cut so that no working day is in two of them."""
        reached, cut = self.start_index, []
        for after, until, consultation in self.pauses:
            after = max(after, reached)
            if until > after:
                cut.append((after, until, consultation))
                reached = until
        return cut

    @property
    def waiting_since(self) -> date | None:
        """Day of the notice whose answer is awaited; None while the period runs."""
        if self.correction is not None:
            return min(self.correction.day, self.fee.day) if self.fee is not None else self.correction.day
        return self.fee.day if self.fee is not None else None

    def first_due(self) -> date:
        """Last day of the running period without extension or delay."""
        return self.calendar.day(self.count(self.start_index, self.length))

    def due_dates(self, start_index: int) -> tuple[date, date]:
        """(first due, due) of the running period counted from `start_index`."""
        first = self.calendar.day(self.count(start_index, self.length))
        # Whether a delay has any effect is told by the standard date alone: the conservative one only warns.
        if self.delayed is not None and self.delay_in_force:
            return first, self.delayed.until
        return first, self.extended_due(start_index)

    @property
    def delay_in_force(self) -> bool:
        """Whether a delayed reply replaces the due date: told in time, to a day after the first due date."""
        return self.delayed is not None and self.delayed.until > self.first_due()

    def extended_due(self, start_index: int) -> date:
        """Last day of the period counted from `start_index`, with its extension, without a delay."""
        added = self.extended.working_days if self.extended is not None else 0
        return self.calendar.day(self.count(start_index, self.length + added))

    def payment_until(self) -> date | None:
        """Last day to pay; None before the fee notice is served."""
        if self.fee is None or self.fee.served is None:
            return None
        return last_day_to_pay(self.fee.served, self.calendar, self.policies)

    # Pauses

    def _pauses(self) -> list[Pause]:
        """In order of sending, because the history is chronological."""
        pauses: list[Pause] = []
        for consultation in self.history.consultations:
            if self.stopped is not None and consultation.day > self.stopped:
                self._warn_stopped(consultation)
                continue
            until = self._pause_end(consultation)
            if until is None:
                message = f"{consultation.day}发出的征求意见尚未结束，未给出今天的日期，暂不扣除。"
                self.warn("consultation_open", message, self.regime.excluded)
                continue
            sent = consultation.day
            if not self.policies.sending_day_counts:
                sent -= timedelta(days=1)
            after = self.calendar.index(sent)
            if until > after:
                pauses.append((after, until, consultation))
        return pauses

    def _pause_end(self, consultation: Consultation) -> int | None:
        index, history = self.calendar.index, self.history
        ended, today = consultation.ended, history.today
        if consultation.has_fixed_end and consultation.served is not None:
            until = index(consultation.served) + CONSULTED_ANSWER_WITHIN
            known = ended or today
            if known is not None:
                until = min(until, index(known))
        elif ended is not None:
            until = index(ended)
        elif today is None:
            # Nothing ends it but time, and nobody said which day it is.
            return None
        else:
            # It runs to today, and not beyond the reply.
            self._warn_silent(consultation)
            until = index(today if self.stopped is None else min(today, self.stopped))
        return until if history.left is None else min(until, index(history.left))

    def is_growing(self, consultation: Consultation) -> bool:
        """Whether the pause of this consultation still gets longer as days pass, if nothing else happens."""
        today = self.history.today
        if today is None or consultation.ended is not None or self.history.left is not None:
            return False
        if consultation.has_fixed_end and consultation.served is not None:
            index = self.calendar.index
            return index(today) < index(consultation.served) + CONSULTED_ANSWER_WITHIN
        return self.stopped is None

    def _warn_silent(self, consultation: Consultation) -> None:
        today, kind = self.history.today, consultation.kind
        if today is None or self.stopped is not None or kind is not ConsultationKind.OTHER_AGENCY:
            return
        asked = consultation.served or consultation.day
        silent = self.calendar.working_days_between(asked, today)
        if silent >= self.policies.silent_agency_warned_after:
            message = f"其他机关已{silent}个工作日未回复；法律没有视为同意的规定，由本机关决定并写明理由。"
            self.warn("agency_silent", message, self.regime.other_agency)

    def _warn_stopped(self, act: Event) -> None:
        message = f"{act.day}的事项发生在答复、撤回或者转出（{self.stopped}）之后，不影响期限。"
        self.warn("after_the_end", message, self.regime.reply)

    # Acts, one each

    def restart(self, day: date, length: int, notice: date | None, waited_for: str) -> None:
        """A fresh period of `length` working days from `day`; `notice` began the wait that ends here."""
        if notice is not None:
            self.waits.append(Wait(notice, day, waited_for))
        self.start = day
        self.start_index = self.calendar.index(day)
        self.length = length
        self.restarted = True

    def correction_limit(self) -> date:
        """Last day on which a correction can be asked; the first due date where the text sets no limit."""
        days = self.regime.correction_notice
        return (
            self.first_due() if days is None else self.calendar.nth_working_day(self.history.received, days)
        )

    def ask_correction(self, act: CorrectionNotice) -> None:
        """Art. 30: asked in time, and for the first time, there is no due date until the correction."""
        limit, second = self.correction_limit(), self.correction_asked
        self.correction_asked = self.answer_expected = True
        if act.day > limit:
            message = f"补正告知{act.day}晚于最后一日{limit}，期限不因此重新计算。"
            self.warn("correction_notice_late", message, self.regime.correction)
        if second:
            message = f"{act.day}再次告知补正：补正应当一次性告知，期限不因此重新计算。"
            self.warn("second_correction_notice", message, self.regime.correction)
        if self.policies.late_correction_restarts or not (second or act.day > limit):
            self.correction = act
        else:
            self.idle.append((act, "second_correction_notice" if second else "correction_notice_late"))

    def receive_correction(self, act: CorrectionReceived) -> None:
        """The period runs afresh from the corrected application."""
        notice, expected = self.correction, self.answer_expected
        self.answer_expected = False
        if notice is None:
            if not expected:
                message = f"{act.day}再次收到补正，没有与之对应的补正告知，期限不因此重新计算。"
                self.warn("correction_without_own_notice", message, self.regime.correction)
            self.idle.append((act, "correction_restarts_nothing"))
            return
        if notice.reply_by and act.day > notice.reply_by:
            message = f"补正{act.day}收到，晚于补正期限{notice.reply_by}；仍予受理的，期限重新计算。"
            self.warn("correction_received_late", message, self.regime.correction)
        self.correction = None
        self._fresh_period(act.day, notice.day, WAITING_FOR_CORRECTION)

    def ask_fee(self, act: FeeNotice) -> None:
        """Notice within the period: no due date until payment. One fee for one application, whose first notice counts,
        and none before there were measures for it."""
        if act.day < FEE_MEASURES_IN_FORCE:
            message = f"收费通知{act.day}早于收费办法施行之日{FEE_MEASURES_IN_FORCE}，期限不因此重新计算。"
            self._charge_in_vain(act, "fee_before_measures", message)
            return
        if self.charged or self.fee is not None:
            message = f"{act.day}再次通知缴费：同一件申请只能收费一次，以第一次通知为准，期限不因此重新计算。"
            self._charge_in_vain(act, "second_fee_notice", message)
            return
        if self.waiting_since is None:
            due = self.due_dates(self.start_index)[1]
            if act.day > due:
                message = f"收费通知{act.day}晚于答复期限{due}，期限不因此重新计算。"
                self._charge_in_vain(act, "fee_notice_late", message)
                return
        self.fee = act

    def _charge_in_vain(self, act: FeeNotice, code: str, message: str) -> None:
        self.warn(code, message, self.regime.fee)
        self.idle.append((act, code))

    def receive_fee(self, act: FeePaid) -> None:
        """The period runs afresh from payment."""
        notice, until = self.fee, self.payment_until()
        if notice is None:
            self.idle.append((act, "payment_restarts_nothing"))
            return
        if until is not None and act.day > until:
            message = f"缴费{act.day}晚于最后一日{until}；仍予受理的，期限重新计算。"
            self.warn("paid_late", message, self.regime.fee)
        if notice.served is not None and act.day < notice.served:
            message = f"缴费{act.day}早于收费通知送达之日{notice.served}，请核对日期；期限自缴费起重新计算。"
            self.warn("paid_before_served", message, self.regime.fee)
        self.fee, self.charged = None, True
        self._fresh_period(act.day, notice.day, WAITING_FOR_PAYMENT)

    def _fresh_period(self, day: date, notice: date, waited_for: str) -> None:
        self.restart(day, self.regime.period, notice, waited_for)
        self.ordered = False
        if not self.policies.extension_survives_restart:
            self.extended = None

    def extend(self, act: Extension) -> None:
        """Art. 33: once, at most so many working days, approved and told by the first due date."""
        before = len(self.warnings)
        most, basis = self.regime.longest_extension, self.regime.reply
        if act.working_days > most:
            message = f"延长{act.working_days}个工作日，超过最长{most}个工作日，不发生延长的效力。"
            self.warn("extension_too_long", message, basis)
        if self.extended is not None:
            self.warn("second_extension", f"{act.day}再次延长：答复期限只能延长一次，不发生效力。", basis)
        if self.waiting_since is not None and act.day > self.waiting_since:
            message = f"{act.day}等待补正或者缴费期间没有答复期限，不能延长。"
            self.warn("extension_without_due_date", message, basis)
        elif act.day > (first := self.first_due()):
            message = f"延长的批准和告知应当在{first}以前完成，实际为{act.day}，不发生延长的效力。"
            self.warn("extension_late", message, basis)
        if len(self.warnings) == before:
            self.extended = act
        else:
            self.idle.append((act, self.warnings[before].code))
        if act.notified < act.approved:
            message = f"延长{act.approved}才批准，{act.notified}已告知申请人：应当先经批准，再告知。"
            self.warn("extension_told_before_approval", message, basis)

    def delay(self, act: DelayedReply) -> None:
        """Art. 35: told by the first due date, it replaces the due date."""
        before, basis = len(self.warnings), self.regime.delayed_reply
        if self.delayed is not None:
            self.warn("second_delayed_reply", f"{act.day}再次确定延迟答复期限，不发生效力。", basis)
        elif self.waiting_since is not None and act.day > self.waiting_since:
            message = f"{act.day}等待补正或者缴费期间没有答复期限，不能延迟答复。"
            self.warn("delayed_reply_without_due_date", message, basis)
        elif act.day > (first := self.first_due()):
            message = f"延迟答复应当在{first}以前告知，实际为{act.day}，不发生效力。"
            self.warn("delayed_reply_late", message, basis)
        else:
            self.delayed = act
            if act.until <= self._first_due_then(act.day):
                self.idle.append((act, "delayed_reply_not_later"))
        if len(self.warnings) > before:
            self.idle.append((act, self.warnings[before].code))

    def _first_due_then(self, day: date) -> date:
        """The first due date as it stood on that day: what was sent later, or ran on, had not held the clock yet."""
        known, pauses = self.calendar.index(day), self.pauses
        self.pauses = [
            (after, min(until, known), asked) for after, until, asked in pauses if asked.day <= day
        ]
        try:
            return self.first_due()
        finally:
            self.pauses = pauses

    @property
    def overtaken(self) -> bool:
        """Whether the delay was lawful when it was told, and the first due date has come to lie after it since."""
        delayed = self.delayed
        told_in_vain = any(act is delayed for act, _ in self.idle)
        return delayed is not None and not told_in_vain and delayed.until <= self.first_due()

    def obey(self, act: Ordered) -> None:
        """A fresh period of the order; what was granted, asked or awaited before it is gone."""
        notice, waited_for = (
            self.waiting_since,
            WAITING_FOR_CORRECTION if self.correction else WAITING_FOR_PAYMENT,
        )
        self.correction = self.fee = self.extended = self.delayed = None
        self.restart(act.day, act.working_days, notice, waited_for)
        self.ordered = True


_STEPS: Mapping[type[Event], Callable[[Reckoning, Any], None]] = {
    CorrectionNotice: Reckoning.ask_correction,
    CorrectionReceived: Reckoning.receive_correction,
    FeeNotice: Reckoning.ask_fee,
    FeePaid: Reckoning.receive_fee,
    Extension: Reckoning.extend,
    DelayedReply: Reckoning.delay,
    Ordered: Reckoning.obey,
}
