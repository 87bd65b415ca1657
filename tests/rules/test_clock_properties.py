"""What holds of every history, made at random and checked against a plain walk over the days."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.calendars import shipped_calendar
from requests_app.rules.clock import Derivation, derive, parse_history
from tests.rules.events import (
    consulted,
    corrected,
    extended,
    fee,
    history,
    notice,
    ordered,
    paid,
    replied,
    withdrawn,
)

CALENDAR = shipped_calendar()
NUMBERED = ("counted", "provisional", "due")
receipts = st.dates(date(2019, 6, 1), date(2026, 12, 20))
offsets = st.integers(0, 90)


def reckon(given_history: dict[str, Any]) -> Derivation:
    return derive(parse_history(given_history), CALENDAR)


@st.composite
def consultations(draw: st.DrawFn, received: date) -> dict[str, Any]:
    sent = received + timedelta(days=draw(st.integers(0, 40)))
    served = sent + timedelta(days=draw(st.integers(0, 5)))
    answered = served + timedelta(days=draw(st.integers(0, 40)))
    kind = draw(st.sampled_from(["third_party", "co_maker", "other_agency"]))
    return consulted(str(sent), str(served), str(answered), kind)


@st.composite
def paused_histories(draw: st.DrawFn) -> dict[str, Any]:
    received = draw(receipts)
    return history(*draw(st.lists(consultations(received), max_size=4)), received=str(received))


@st.composite
def mixed_histories(draw: st.DrawFn) -> dict[str, Any]:
    """Any possible history: whatever is answered was asked on the day of receipt at the latest."""
    received = draw(receipts)

    def day() -> str:
        return str(received + timedelta(days=draw(offsets)))

    makers = [
        lambda: draw(consultations(received)),
        lambda: extended(draw(st.integers(1, 25)), day()),
        lambda: corrected(day()),
        lambda: paid(day()),
        lambda: notice(day()),
        lambda: fee(day()),
        lambda: ordered(day(), draw(st.integers(1, 30))),
        lambda: replied(day()),
        lambda: withdrawn(day()),
    ]
    events = [make() for make in draw(st.lists(st.sampled_from(makers), max_size=6))]
    kinds = {event["type"] for event in events}
    if "correction_received" in kinds:
        events.append(notice(str(received)))
    if "fee_paid" in kinds:
        events.append(fee(str(received)))
    return history(*events, received=str(received))


def excluded_days(given_history: dict[str, Any]) -> set[date]:
    """The union of all consultations, as a set of days, straight from law.md 2."""
    excluded: set[date] = set()
    for event in given_history["events"]:
        end = date.fromisoformat(event["answered"])
        if event["kind"] != "other_agency":
            end = min(end, CALENDAR.nth_working_day(date.fromisoformat(event["served"]), 15))
        day = date.fromisoformat(event["sent"]) + timedelta(days=1)
        while day <= end:
            if CALENDAR.is_working_day(day):
                excluded.add(day)
            day += timedelta(days=1)
    return excluded


def walk(start: date, n: int, excluded: set[date]) -> date:
    day = start
    while n:
        day += timedelta(days=1)
        n -= CALENDAR.is_working_day(day) and day not in excluded
    return day


@given(paused_histories())
def test_the_due_date_is_the_twentieth_day_that_no_consultation_took(given_history: dict[str, Any]) -> None:
    derivation, excluded = reckon(given_history), excluded_days(given_history)
    received = date.fromisoformat(given_history["received"])
    assert derivation.standard.due == walk(received, 20, excluded)
    assert derivation.conservative.due == walk(received - timedelta(days=1), 20, excluded)
    assert derivation.paused_days == len(excluded)


@given(paused_histories(), st.integers(1, 20))
def test_an_extension_adds_exactly_its_days(given_history: dict[str, Any], days: int) -> None:
    granted = extended(days, given_history["received"])
    derivation = reckon({**given_history, "events": [*given_history["events"], granted]})
    first, due = derivation.standard
    assert first == reckon(given_history).standard.first_due
    assert due == walk(date.fromisoformat(given_history["received"]), 20 + days, excluded_days(given_history))


@given(paused_histories())
def test_a_consultation_said_twice_pauses_once(given_history: dict[str, Any]) -> None:
    doubled = {**given_history, "events": given_history["events"] * 2}
    assert reckon(doubled).standard == reckon(given_history).standard
    assert reckon(doubled).paused_days == reckon(given_history).paused_days


@given(mixed_histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_means_nothing(given_history: dict[str, Any], random: Any) -> None:
    shuffled = list(given_history["events"])
    random.shuffle(shuffled)
    assert reckon({**given_history, "events": shuffled}).as_json() == reckon(given_history).as_json()


@given(mixed_histories())
def test_a_due_date_is_never_a_rest_day(given_history: dict[str, Any]) -> None:
    derivation = reckon(given_history)
    for due in (*derivation.standard, *derivation.conservative):
        assert due is None or CALENDAR.is_working_day(due)


@given(mixed_histories())
def test_the_conservative_date_is_never_later(given_history: dict[str, Any]) -> None:
    derivation = reckon(given_history)
    if derivation.standard.due is not None:
        assert derivation.conservative.due <= derivation.standard.due


@given(mixed_histories())
def test_the_day_list_proves_the_date(given_history: dict[str, Any]) -> None:
    derivation = reckon(given_history)
    days, due = derivation.days, derivation.standard.due
    received = date.fromisoformat(given_history["received"])
    assert [day.date for day in days] == [received + timedelta(days=i) for i in range(len(days))]
    assert days[0].klass == "receipt"
    assert all(day.because and day.basis for day in days)
    start = max(i for i, day in enumerate(days) if day.klass == "receipt")
    numbers = [day.n for day in days[start + 1 :] if day.klass in NUMBERED]
    assert numbers == list(range(1, len(numbers) + 1))
    if due is None:
        assert "due" not in {day.klass for day in days}
        return
    assert days[-1].date == max(due, derivation.replied or due)
    last = [day for day in days if day.klass == "due"]
    assert [day.date for day in last] == [due]
    assert all((day.klass == "after_due") == (day.date > due) for day in days)


@given(mixed_histories(), st.integers(0, 60))
def test_remaining_and_in_time_agree(given_history: dict[str, Any], later: int) -> None:
    today = parse_history(given_history).last_day + timedelta(days=later)
    derivation = reckon({**given_history, "today": str(today)})
    due, remaining = derivation.standard.due, derivation.remaining
    if remaining is not None:
        assert due is not None
        assert (remaining < 0) == (today > due) == (derivation.in_time is False)
        assert derivation.in_time is not True
    if derivation.replied is not None:
        assert remaining is None


@st.composite
def open_histories(draw: st.DrawFn) -> dict[str, Any]:
    """Any possible history in which some consultations have not been answered."""
    drawn = draw(mixed_histories())
    for event in drawn["events"]:
        if event["type"] == "consultation" and draw(st.booleans()):
            event["answered"] = None
            event["served"] = event["served"] if draw(st.booleans()) else None
    return drawn


def on(given_history: dict[str, Any], today: date) -> Derivation:
    return reckon({**given_history, "today": str(today)})


def stored(derivation: Derivation, today: date) -> tuple[Any, ...]:
    """What the database keeps of a derivation."""
    return (
        *(derivation.standard, derivation.conservative, derivation.correction_notice_due),
        *(derivation.waiting_for, derivation.until, derivation.provisional),
        derivation.paused_on(today),
    )


@given(open_histories(), st.integers(0, 30))
def test_paused_is_what_the_day_list_says(given_history: dict[str, Any], later: int) -> None:
    today = CALENDAR.next_working_day(parse_history(given_history).last_day + timedelta(days=later))
    derivation = on(given_history, today)
    listed = [day.klass for day in derivation.days if day.date <= today and day.klass != "rest"]
    assert derivation.paused_on(today) == (listed[-1] == "paused")


@given(open_histories(), st.integers(0, 30))
def test_nothing_moves_before_the_day_that_is_named(given_history: dict[str, Any], later: int) -> None:
    today = parse_history(given_history).last_day + timedelta(days=later)
    derivation = on(given_history, today)
    named = derivation.moves_on(today) or today + timedelta(days=60)
    assert named > today
    for day in (today + timedelta(days=n) for n in range((named - today).days)):
        assert stored(on(given_history, day), day) == stored(derivation, today)


AGENCY = "other_agency"
MOVES = [
    ("no consultation", [], "2026-03-05", None),
    ("sent today: it pauses from tomorrow", [consulted("2026-03-05", "2026-03-05")], "2026-03-05", "2026-03-06"),
    ("running over a weekend", [consulted("2026-03-05", "2026-03-05")], "2026-03-06", "2026-03-09"),
    ("on the last day of a third party", [consulted("2026-03-05", "2026-03-05")], "2026-03-26", "2026-03-27"),
    ("after it", [consulted("2026-03-05", "2026-03-05")], "2026-03-27", None),
    ("not served: it has no end", [consulted("2026-03-05")], "2026-05-29", "2026-06-01"),
    ("a silent agency has none", [consulted("2026-03-05", "2026-03-05", kind=AGENCY)], "2026-05-29", "2026-06-01"),
    ("answered today", [consulted("2026-03-05", "2026-03-05", "2026-03-11", AGENCY)], "2026-03-11", "2026-03-12"),
    ("answered before", [consulted("2026-03-05", "2026-03-05", "2026-03-11", AGENCY)], "2026-03-12", None),
    ("replied meanwhile", [consulted("2026-03-05", kind=AGENCY), replied("2026-03-10")], "2026-03-11", None),
    ("withdrawn meanwhile", [consulted("2026-03-05", "2026-03-05"), withdrawn("2026-03-10")], "2026-03-11", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "events", "today", "moves"), MOVES, ids=[row[0] for row in MOVES])
def test_the_day_on_which_time_alone_moves_a_date(
    name: str, events: list[dict[str, Any]], today: str, moves: str | None
) -> None:
    day = date.fromisoformat(today)
    assert on(history(*events), day).moves_on(day) == (date.fromisoformat(moves) if moves else None)
