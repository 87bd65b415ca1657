"""`bench calendar`: counting working days, the due date of an eventful case, and its day list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import chinese_calendar

from project.benchmarks.measure import Row, at_least, at_most, exactly, quickest
from requests_app.calendars import shipped_calendar
from requests_app.rules.clock import derive, parse_history

STARTS = [date(2011, 1, 1) + timedelta(days=3 * n) for n in range(1800)]
DAYS = 20
EVENTS: list[dict[str, Any]] = [
    {"type": "correction_notice", "on": "2026-03-05", "reply_by": "2026-03-26"},
    {"type": "correction_received", "on": "2026-03-10"},
    {"type": "consultation", "kind": "third_party", "sent": "2026-03-16", "served": "2026-03-17",
     "answered": "2026-03-31"},
    {"type": "extension", "working_days": 20, "approved": "2026-04-07", "notified": "2026-04-08"},
    {"type": "replied", "way": "post", "on": "2026-05-20"},
]  # fmt: skip
EVENTFUL: dict[str, Any] = {
    "received": "2026-03-02",
    "channel": "post",
    "today": "2026-06-01",
    "events": EVENTS,
}


def run() -> list[Row]:
    """All rows. Needs the package `holidays` (`make setup-tests`)."""
    import holidays  # an oracle of the tests, not a part of the product

    oracle = holidays.country_holidays("CN", years=range(2011, 2027))
    return [*_counting(oracle), _disagreement(oracle), *_case()]


def _counting(oracle: Any) -> list[Row]:
    calendar = shipped_calendar()
    first = date(2011, 1, 1)
    base, table = first.toordinal(), [first + timedelta(days=n) for n in range(3 * len(STARTS))]

    def ours() -> None:
        for start in STARTS:
            calendar.nth_working_day(start, DAYS)

    def bare() -> None:
        for start in STARTS:
            table[start.toordinal() - base]

    def theirs() -> None:
        for start in STARTS[:100]:
            oracle.get_nth_working_day(start, DAYS)

    def walking() -> None:
        for start in STARTS[:100]:
            day, left = start, DAYS
            while left:
                day += timedelta(days=1)
                left -= chinese_calendar.is_workday(day)

    own, index, other, loop = quickest(ours, bare, theirs, walking)
    each = own / len(STARTS)
    return [
        at_most(
            "add 20 working days",
            each * 1e9,
            "ns",
            "looking the date up in a list",
            index / len(STARTS) * 1e9,
            6,
        ),
        at_least("add 20 working days", each * 1e9, "ns", "holidays", other / 100 * 1e9, 20),
        Row(
            "add 20 working days",
            each * 1e9,
            "ns",
            "a chinesecalendar loop",
            round(loop / 100 / each, 1),
            "",
            None,
        ),
    ]


def _disagreement(oracle: Any) -> Row:
    calendar, day, differing = shipped_calendar(), date(2011, 1, 1), 0
    while day < date(2027, 1, 1):
        differing += oracle.is_working_day(day) != calendar.is_working_day(day)
        day += timedelta(days=1)
    return exactly("days of 2011–2026 on which holidays disagrees", differing, "days", 0)


def _case() -> list[Row]:
    calendar, history = shipped_calendar(), parse_history(EVENTFUL)
    start, turns = history.received, range(500)

    def dates() -> None:
        for _ in turns:
            assert derive(history, calendar).standard.due

    def lookup() -> None:
        for _ in turns:
            calendar.nth_working_day(start, DAYS)

    length = len(derive(history, calendar).days)
    derivations = [derive(history, calendar) for _ in range(50 * 7)]
    rows = derive(history, calendar).days
    unread = iter(derivations)

    def listed() -> None:
        for _ in range(50):
            assert next(unread).days

    def dicts() -> None:
        for _ in range(50):
            [
                {"date": day, "class": klass, "n": n, "because": because, "basis": basis}
                for day, klass, n, because, basis in rows
            ]

    due, one, whole, plain = quickest(dates, lookup, listed, dicts)
    unit = f"µs for {length} days"
    return [
        at_most(
            "due date of a case with 5 events",
            due / 500 * 1e6,
            "µs",
            "one n-th working day",
            one / 500 * 1e6,
            40,
        ),
        at_most("its day list, explained", whole / 50 * 1e6, unit, "as many dicts", plain / 50 * 1e6, 3),
    ]
