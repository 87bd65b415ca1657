"""The clock against a second one that only counts days, on random histories in which everything happens at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from requests_app.calendars import shipped_calendar
from requests_app.errors import ImpossibleHistory
from requests_app.rules import clock
from requests_app.rules.reckoning import Reckoning
from tests.rules import naive_clock
from tests.rules.events import (
    consulted,
    corrected,
    delayed,
    extended,
    fee,
    history,
    moved,
    notice,
    ordered,
    paid,
    reasons,
    replied,
    transferred,
    withdrawn,
)

CALENDAR = shipped_calendar()
KINDS = ("third_party", "co_maker", "other_agency")
RARELY = st.integers(0, 7).map(lambda n: n == 0)
OFTEN = st.integers(0, 3).map(lambda n: n > 0)


@st.composite
def histories(draw: st.DrawFn) -> dict[str, Any]:
    """Several branches of one case, in any order, late, nested and overlapping."""
    received = draw(st.dates(date(2019, 3, 1), date(2026, 12, 20)))
    shift = st.integers(0, draw(st.sampled_from([15, 40, 90])))

    def after(day: str | date) -> str:
        base = date.fromisoformat(day) if isinstance(day, str) else day
        return str(base + timedelta(days=draw(shift)))

    def maybe(day: str) -> str | None:
        return after(day) if draw(OFTEN) else None

    events: list[dict[str, Any]] = []
    for branch in draw(st.lists(st.sampled_from(BRANCHES), max_size=6)):
        events += branch(draw, received, after, maybe)
    if draw(RARELY):
        events.append(moved(str(received - timedelta(days=draw(st.integers(0, 6)))), after(received)))
    more: dict[str, Any] = {"received": str(received)}
    if draw(RARELY):
        more |= {"submitted": str(received - timedelta(days=draw(st.integers(0, 9)))), "channel": "web"}
    known = [day for event in events for key, day in event.items() if key in DATES and day]
    if draw(OFTEN):
        more["today"] = after(max([str(received), *known]))
    return history(*draw(st.permutations(events)), **more)


DATES = ("on", "sent", "served", "answered", "closed", "approved", "notified", "received")


def _correction(draw: Any, received: date, after: Any, maybe: Any) -> list[dict[str, Any]]:
    on = after(received)
    asked = notice(on, maybe(on))
    return [asked, corrected(after(on))] if draw(OFTEN) else [asked]


def _fee(draw: Any, received: date, after: Any, maybe: Any) -> list[dict[str, Any]]:
    on = after(received)
    asked = fee(on, maybe(on))
    return [asked, paid(after(on))] if draw(OFTEN) else [asked]


def _consultation(draw: Any, received: date, after: Any, maybe: Any) -> list[dict[str, Any]]:
    sent = after(received)
    served = maybe(sent)
    answered = maybe(served or sent)
    closed = after(sent) if draw(RARELY) else None
    return [consulted(sent, served, answered, draw(st.sampled_from(KINDS)), closed)]


def _extension(draw: Any, received: date, after: Any, maybe: Any) -> list[dict[str, Any]]:
    return [extended(draw(st.integers(1, 22)), after(received), after(received))]


def _delay(draw: Any, received: date, after: Any, maybe: Any) -> list[dict[str, Any]]:
    told = after(received)
    return [reasons(after(received)), delayed(after(told), told)]


def _order(draw: Any, received: date, after: Any, maybe: Any) -> list[dict[str, Any]]:
    return [ordered(after(received), draw(st.integers(1, 60)))]


def _reply(draw: Any, received: date, after: Any, maybe: Any) -> list[dict[str, Any]]:
    return [replied(after(received))]


def _departure(draw: Any, received: date, after: Any, maybe: Any) -> list[dict[str, Any]]:
    return [draw(st.sampled_from([withdrawn, transferred]))(after(received))]


BRANCHES = [
    _correction, _correction, _fee, _consultation, _consultation, _extension, _delay, _order, _reply, _departure,
]  # fmt: skip


def fast(given_history: dict[str, Any]) -> dict[str, Any]:
    derivation = clock.derive(clock.parse_history(given_history), CALENDAR)
    return {
        "first": derivation.standard.first_due,
        "due": derivation.standard.due,
        "conservative": derivation.conservative.due,
        "waiting_for": derivation.waiting_for,
        "until": derivation.until,
        "correction_notice_due": derivation.correction_notice_due,
        "paused_days": derivation.paused_days,
        "remaining": derivation.remaining,
        "in_time": derivation.in_time,
    }


def possible(given_history: dict[str, Any]) -> bool:
    """What can have happened, and is not ambiguous: no text says which of two notices of one day counts."""
    events = given_history["events"]
    moments = [(e["type"], naive_clock.effective(e)) for e in events if e["type"] != "consultation"]
    try:
        clock.parse_history(given_history)
    except ImpossibleHistory:
        return False
    return len(moments) == len(set(moments))


@settings(max_examples=1000, deadline=None)
@given(histories())
def test_the_two_clocks_agree(given_history: dict[str, Any]) -> None:
    assume(possible(given_history))
    assert fast(given_history) == naive_clock.reckon(given_history, CALENDAR.is_working_day)


def test_an_off_by_one_in_the_clock_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Reckoning.count
    monkeypatch.setattr(
        Reckoning, "count", lambda self, start, n: right(self, start, n) + (len(self.pauses) > 1)
    )
    with pytest.raises(AssertionError):
        test_the_two_clocks_agree()
