"""A second clock, as plain as possible: written from contracts.md 2 and law.md 2, a day at a time, sharing nothing with
`rules/reckoning.py` but the question whether a day is worked. Slow; what the fast one must agree with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

ONE = timedelta(days=1)
ORDER = (
    "receipt_date_corrected", "ordered", "correction_notice", "correction_received", "fee_notice", "fee_paid",
    "extension", "delayed_reply",
)  # fmt: skip
"""What takes effect first, when several things happen on one day."""
ENDS = ("replied", "withdrawn", "transferred")
IsWorked = Callable[[date], bool]


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def effective(event: Mapping[str, Any]) -> date:
    """The day on which an event has its effect: an extension once it is both approved and told."""
    match event["type"]:
        case "extension":
            return max(date.fromisoformat(event["approved"]), date.fromisoformat(event["notified"]))
        case "delayed_reply":
            return date.fromisoformat(event["notified"])
        case "ordered":
            return date.fromisoformat(event["received"])
        case "consultation":
            return date.fromisoformat(event["sent"])
        case _:
            return date.fromisoformat(event["on"])


@dataclass
class NaiveClock:
    """Walks from receipt to the last event, keeping what is in force on each day."""

    given: Mapping[str, Any]
    is_worked: IsWorked
    received: date = field(init=False)
    start: date = field(init=False)
    period: int = field(init=False)
    fresh: bool = False
    extra: int = 0
    until: date | None = None
    notice: Mapping[str, Any] | None = None
    bill: Mapping[str, Any] | None = None
    asked_before: bool = False
    charged: bool = False

    def __post_init__(self) -> None:
        self.events = sorted(self.given["events"], key=lambda e: (effective(e), str(sorted(e.items()))))
        self.received = date.fromisoformat(self.given["received"])
        for event in self.events:
            if event["type"] == "receipt_date_corrected":
                self.received = date.fromisoformat(event["to"])
        self.today = day_of(self.given.get("today"))
        old = (
            self.given.get("regime") or ("2008" if self.received < date(2019, 5, 15) else "2019")
        ) == "2008"
        self.normal, self.longest, self.seventh = (15, 15, None) if old else (20, 20, 7)
        self.start, self.period = self.received, self.normal
        self.ended, self.left = self._ends()
        self.excluded = set(self._excluded_days())
        self._live()

    # The days

    def nth(self, day: date, n: int, excluded: frozenset[date] | set[date] = frozenset()) -> date:
        """The n-th worked day after `day` that nothing excludes, counted on the fingers."""
        while n > 0:
            day += ONE
            if self.is_worked(day) and day not in excluded:
                n -= 1
        return day

    def between(self, after: date, until: date) -> Iterator[date]:
        day = after + ONE
        while day <= until:
            if self.is_worked(day):
                yield day
            day += ONE

    def _ends(self) -> tuple[date | None, date | None]:
        """The first day after the last order on which the case was answered or left; on which it left."""
        ends: list[tuple[date, str]] = []
        orders = [effective(e) for e in self.events if e["type"] == "ordered"]
        for event in self.events:
            if event["type"] in ENDS and (not orders or effective(event) >= max(orders)):
                ends.append((effective(event), event["type"]))
        left = [day for day, what in ends if what != "replied"]
        return min((day for day, _ in ends), default=None), min(left, default=None)

    @property
    def answered(self) -> date | None:
        orders = [effective(e) for e in self.events if e["type"] == "ordered"]
        replies = [effective(e) for e in self.events if e["type"] == "replied"]
        return min((day for day in replies if not orders or day >= max(orders)), default=None)

    def _excluded_days(self) -> Iterator[date]:
        """The union of all consultations, because it is a set."""
        for event in self.events:
            if event["type"] != "consultation" or (self.ended and effective(event) > self.ended):
                continue
            end = self._consulted_until(event)
            if end is not None:
                yield from self.between(effective(event), end)

    def _consulted_until(self, event: Mapping[str, Any]) -> date | None:
        served = day_of(event.get("served"))
        over = [day for day in (day_of(event.get("answered")), day_of(event.get("closed"))) if day]
        possible = list(over)
        if event["kind"] != "other_agency" and served is not None:
            possible.append(self.nth(served, 15))
            if not over and self.today:
                possible.append(self.today)
        elif not over:
            if self.today is None:
                return None
            possible.append(self.today)
            # Nobody waits for an answer any more once the case is answered.
            if self.ended:
                possible.append(self.ended)
        if self.left:
            possible.append(self.left)
        return min(possible)

    # The events, day by day

    def _live(self) -> None:
        if not self.events:
            return
        day, last = min(self.received, effective(self.events[0])), effective(self.events[-1])
        while day <= last:
            for kind in ORDER:
                for event in self.events:
                    if event["type"] == kind and effective(event) == day <= (self.ended or date.max):
                        getattr(self, f"on_{kind}", lambda _: None)(event)
            day += ONE

    @property
    def waits_since(self) -> date | None:
        return min((effective(e) for e in (self.notice, self.bill) if e), default=None)

    def first_due(self, start: date | None = None) -> date:
        return self.nth(start or self.start, self.period, self.excluded)

    def due(self, start: date | None = None) -> date:
        if self.until is not None and self.until > self.first_due():
            return self.until
        return self.nth(start or self.start, self.period + self.extra, self.excluded)

    def on_correction_notice(self, event: Mapping[str, Any]) -> None:
        limit = self.nth(self.received, self.seventh) if self.seventh else self.first_due()
        if effective(event) <= limit and not self.asked_before:
            self.notice = event
        self.asked_before = True

    def on_correction_received(self, event: Mapping[str, Any]) -> None:
        if self.notice:
            self.notice = None
            self.begin_anew(effective(event), self.normal)

    def on_fee_notice(self, event: Mapping[str, Any]) -> None:
        if self.charged or self.bill or effective(event).year < 2021:
            return
        if self.waits_since or effective(event) <= self.due():
            self.bill = event

    def on_fee_paid(self, event: Mapping[str, Any]) -> None:
        if self.bill:
            self.bill, self.charged = None, True
            self.begin_anew(effective(event), self.normal)

    def on_extension(self, event: Mapping[str, Any]) -> None:
        day = effective(event)
        waiting = self.waits_since is not None and day > self.waits_since
        if (
            not self.extra
            and event["working_days"] <= self.longest
            and not waiting
            and day <= self.first_due()
        ):
            self.extra = event["working_days"]

    def on_delayed_reply(self, event: Mapping[str, Any]) -> None:
        day = effective(event)
        waiting = self.waits_since is not None and day > self.waits_since
        if self.until is None and not waiting and day <= self.first_due():
            self.until = date.fromisoformat(event["until"])

    def on_ordered(self, event: Mapping[str, Any]) -> None:
        self.notice = self.bill = self.until = None
        self.extra = 0
        self.begin_anew(effective(event), event["working_days"])

    def begin_anew(self, day: date, period: int) -> None:
        self.start, self.period, self.fresh = day, period, True

    # The answer

    def answer(self) -> dict[str, Any]:
        """What `explain_deadline` must say, flat."""
        waits, first, due, early = self.waits_since is not None, None, None, None
        if not waits:
            first, due = self.first_due(), self.due()
            begin = self.received
            if self.given.get("submitted"):
                begin = min(begin, date.fromisoformat(self.given["submitted"]))
            early = due if self.fresh else self.due(begin - ONE)
        return {
            "first": first,
            "due": due,
            "conservative": early,
            "waiting_for": "correction" if self.notice else "payment" if self.bill else None,
            "until": self._until(),
            "correction_notice_due": self.nth(self.received, self.seventh) if self.seventh else None,
            "paused_days": sum(day > self.start for day in self.excluded),
            "remaining": self._remaining(due),
            "in_time": self._in_time(due),
        }

    def _until(self) -> date | None:
        if self.notice:
            return day_of(self.notice.get("reply_by"))
        served = day_of(self.bill.get("served")) if self.bill else None
        if served is None:
            return None
        last = served + timedelta(days=30)
        return last if self.is_worked(last) else self.nth(last, 1)

    def _remaining(self, due: date | None) -> int | None:
        if self.today is None or due is None or self.ended is not None:
            return None
        if self.today <= due:
            return len(list(self.between(self.today, due)))
        return min(-1, -len(list(self.between(due, self.today))))

    def _in_time(self, due: date | None) -> bool | None:
        if self.left is not None:
            return None
        if self.answered is not None:
            return due is None or self.answered <= due
        return False if self.today and due and self.today > due else None


def reckon(given: Mapping[str, Any], is_worked: IsWorked) -> dict[str, Any]:
    """The dates of a history by counting days."""
    return NaiveClock(given, is_worked).answer()
