"""What happened in each made case, day by day, by chance: channel, receipt, events, state. Pure: no row is written.

The days fit each other as the law and the clock want it: a correction is asked within its period, a reply comes by
the due date but for a few, and an open case has no event after today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from requests_app.rules.clock import derive, parse_history
from requests_app.rules.clock_bases import regime_named, regime_on
from requests_app.rules.policies import FEE_MEASURES_IN_FORCE
from requests_app.rules.states import RequestState as S
from requests_app.rules.working_days import WorkingCalendar

Event = dict[str, Any]
Story = tuple[S, list[Event]]
_CHANNELS, _OFTEN = ("counter", "post", "web", "email", "letter", "fax"), (22, 30, 36, 6, 4, 2)
_TO_BE_CONFIRMED = ("letter", "fax", "email")
SETTLED_AFTER = 120
"""Working days after which a closed case may be made: its longest story fits in."""
_LATE, _TO_ARCHIVE = 0.02, 0.01
_PERIOD, _OLDEST, _OLD_PART = 20, 38, 0.15
"""Open cases: ages in working days, and the part of them that is older than a whole period."""
_OUTCOMES = (
    ("already_public", 24), ("provided", 33), ("partial", 9), ("not_existing", 18), ("not_ours", 8),
    ("needs_processing", 2), ("petition", 2), ("repeated", 4),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """One case. `events` are those of contracts.md 2, in order; `outcome` is the key of its reply, "" without one."""

    state: S
    channel: str
    arrived_on: date
    received_on: date | None
    events: tuple[Event, ...] = ()
    outcome: str = ""
    replied_on: date | None = None
    closed_on: date | None = None


def day_of(event: Event) -> date:
    """The day that orders an event."""
    return date.fromisoformat(event.get("on") or event.get("sent") or event["notified"])


class Planner:
    """Draws plans in the order of their receipt."""

    def __init__(self, calendar: WorkingCalendar, today: date, chance: Random, years: int) -> None:
        self._calendar, self._today, self._chance = calendar, today, chance
        self._now = calendar.index(today)
        self._first = calendar.index(today - timedelta(days=365 * years))

    def plans(self, *, closed: int, open_: int) -> Iterator[Plan]:
        """So many closed ones, spread over the years, then so many open ones."""
        last = self._now - SETTLED_AFTER
        for n in range(closed):
            yield self._closed(self._first + (last - self._first) * n // max(closed, 1))
        for n in range(open_):
            yield self._open(n / open_)

    # Days are numbers of working days: n → date.

    def _day(self, number: int) -> date:
        return self._calendar.day(number)

    def _said(self, number: int) -> str:
        return self._day(number).isoformat()

    def _closed(self, received: int) -> Plan:
        ways: tuple[tuple[Callable[[int], Plan], int], ...] = (
            (self._answered, 88),
            (self._lapsed, 3),
            (self._withdrawn, 4),
            (self._transferred, 3),
            (self._voided, 2),
        )
        drawn: Plan = self._one_of(ways)(received)
        return drawn

    def _one_of(self, ways: tuple[tuple[Any, int], ...]) -> Any:
        names, weights = zip(*ways, strict=True)
        return self._chance.choices(names, weights)[0]

    def _answered(self, received: int) -> Plan:
        extras: tuple[tuple[Callable[[int], list[Event]], int], ...] = (
            (lambda _: [], 78),
            (self._correction, 6),
            (self._inquiry, 4),
            (self._extension, 11),
            (self._fee, 1),
        )
        events = self._one_of(extras)(received)
        due = self._due(received, events)
        after = max((self._calendar.index(day_of(event)) for event in events), default=received)
        on = max(due - self._chance.randint(0, 12), after + 1)
        if self._chance.random() < _LATE:
            on = due + self._chance.randint(1, 8)
        events.append({"type": "replied", "way": "post", "on": self._said(on)})
        state = S.DELIVERED if self._chance.random() < _TO_ARCHIVE else S.ARCHIVED
        replied, served = self._day(on), self._day(on + self._chance.randint(1, 5))
        outcome = self._one_of(_OUTCOMES)
        return self._plan(state, received, events, outcome=outcome, replied_on=replied, closed_on=served)

    def _lapsed(self, received: int) -> Plan:
        asked = received + self._chance.randint(1, 6)
        over = asked + 16
        events = [
            {"type": "correction_notice", "on": self._said(asked), "reply_by": self._said(over - 1)},
            {"type": "replied", "way": "post", "on": self._said(over + 3)},
        ]
        day = self._day(over + 3)
        return self._plan(
            S.ARCHIVED, received, events, outcome="not_corrected", replied_on=day, closed_on=day
        )

    def _withdrawn(self, received: int) -> Plan:
        on = received + self._chance.randint(1, 12)
        events: list[Event] = [{"type": "withdrawn", "on": self._said(on)}]
        return self._plan(S.ARCHIVED, received, events, outcome="withdrawn", closed_on=self._day(on))

    def _transferred(self, received: int) -> Plan:
        on = self._day(received + 1)
        return Plan(S.TRANSFERRED, "post", self._day(received), None, closed_on=on)

    def _voided(self, received: int) -> Plan:
        return self._plan(S.VOIDED, received, [], closed_on=self._day(received + 1))

    def _correction(self, received: int) -> list[Event]:
        asked = received + self._chance.randint(1, 6)
        came = asked + self._chance.randint(3, 14)
        return [
            {"type": "correction_notice", "on": self._said(asked), "reply_by": self._said(asked + 15)},
            {"type": "correction_received", "on": self._said(came)},
        ]

    def _inquiry(self, received: int) -> list[Event]:
        sent = received + self._chance.randint(2, 10)
        return [self._consultation(sent, served=sent + 2, answered=sent + self._chance.randint(4, 16))]

    def _consultation(self, sent: int, *, served: int | None, answered: int | None = None) -> Event:
        kind = self._one_of((("third_party", 60), ("co_maker", 15), ("other_agency", 25)))
        days = {"sent": sent, "served": served, "answered": answered}
        said = {name: self._said(day) if day is not None else None for name, day in days.items()}
        return {"type": "consultation", "kind": kind, **said, "closed": None}

    def _extension(self, received: int) -> list[Event]:
        regime = regime_named(regime_on(self._day(received)))
        told = received + regime.period - self._chance.randint(1, 5)
        approved, notified = self._said(told - 1), self._said(told)
        days = regime.longest_extension
        return [{"type": "extension", "working_days": days, "approved": approved, "notified": notified}]

    def _fee(self, received: int) -> list[Event]:
        if self._day(received) < FEE_MEASURES_IN_FORCE:
            return []
        told = received + self._chance.randint(5, 12)
        on = self._said(told)
        return [
            {"type": "fee_notice", "on": on, "served": on},
            {"type": "fee_paid", "on": self._said(told + self._chance.randint(2, 15))},
        ]

    # Open cases: `age` is in working days since receipt.

    def _open(self, at: float) -> Plan:
        """`at`: from 0 for the one that came first up to 1, so that numbers follow the days of receipt."""
        old = 1 - at / _OLD_PART
        age = (
            _PERIOD + round(old * (_OLDEST - _PERIOD))
            if old > 0
            else round((1 - at) / (1 - _OLD_PART) * (_PERIOD - 1))
        )
        ways = tuple((way, weight) for way, first, last, weight in self._open_ways if first <= age <= last)
        state, events = self._one_of(ways)(self._now - age)
        received = self._now - age
        if state is S.RECEIVED:
            return Plan(state, self._chance.choice(_TO_BE_CONFIRMED), self._day(received), None)
        return self._plan(state, received, events)

    @property
    def _open_ways(self) -> tuple[tuple[Callable[[int], Story], int, int, int], ...]:
        """(story, youngest and oldest age it fits, how often)."""
        return (
            (lambda _: (S.RECEIVED, []), 0, 1, 20),
            (lambda _: (S.UNDER_REVIEW, []), 0, 7, 50),
            (lambda _: (S.IN_HANDLING, []), 1, 19, 70),
            (lambda _: (S.IN_HANDLING, []), 20, 28, 2),
            (self._to_correct, 2, 16, 9),
            (self._asking, 3, 22, 8),
            (self._long_silent, 12, _OLDEST, 2),
            (lambda received: (S.IN_HANDLING, self._asked(received)), 12, 24, 4),
            (lambda received: (S.IN_HANDLING, self._extension(received)), 20, _OLDEST, 40),
            (lambda received: (S.IN_HANDLING, self._corrected(received)), 8, 24, 4),
            (self._to_pay, 7, 20, 2),
        )

    def _between(self, first: int, last: int) -> int:
        return self._chance.randint(min(first, last), last)

    def _to_correct(self, received: int) -> Story:
        asked = self._between(max(received + 1, self._now - 13), min(received + 6, self._now))
        until = self._said(asked + 15)
        return S.AWAITING_CORRECTION, [
            {"type": "correction_notice", "on": self._said(asked), "reply_by": until}
        ]

    def _asking(self, received: int) -> Story:
        """Somebody is being asked, and has time left."""
        sent = self._between(max(received + 2, self._now - 12), min(received + 12, self._now))
        served = sent + 1 if sent < self._now else None
        return S.IN_HANDLING, [self._consultation(sent, served=served)]

    def _long_silent(self, received: int) -> Story:
        """An agency is being asked, to which the law sets no time."""
        event = self._consultation(received + 4, served=received + 6)
        return S.IN_HANDLING, [{**event, "kind": "other_agency"}]

    def _asked(self, received: int) -> list[Event]:
        sent = received + self._chance.randint(2, 6)
        return [self._consultation(sent, served=sent + 1, answered=self._between(sent + 2, sent + 6))]

    def _corrected(self, received: int) -> list[Event]:
        came = self._between(max(received + 3, self._now - 18), min(received + 20, self._now))
        asked = self._between(max(received + 1, came - 15), min(received + 6, came - 1))
        return [
            {"type": "correction_notice", "on": self._said(asked), "reply_by": self._said(asked + 15)},
            {"type": "correction_received", "on": self._said(came)},
        ]

    def _to_pay(self, received: int) -> Story:
        told = self._said(self._between(max(received + 4, self._now - 14), self._now))
        return S.AWAITING_PAYMENT, [{"type": "fee_notice", "on": told, "served": told}]

    # Both

    def _due(self, received: int, events: list[Event]) -> int:
        """Number of the due date after these events."""
        history = {"received": self._said(received), "channel": "post", "events": events}
        due = derive(parse_history(history), self._calendar).standard.due
        assert due is not None
        return self._calendar.index(due)

    def _plan(self, state: S, received: int, events: list[Event], **more: Any) -> Plan:
        channel = self._chance.choices(_CHANNELS, _OFTEN)[0]
        day = self._day(received)
        return Plan(state, channel, day, day, tuple(sorted(events, key=day_of)), **more)
