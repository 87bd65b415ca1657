"""Clearly excessive number or frequency (Art. 35, 42): what is counted, what draws attention, what a finding needs."""

from datetime import date

import pytest

from requests_app.errors import ApplicationError
from requests_app.rules.excess import Count, Period, Span, check_find, draws_attention, spans
from requests_app.rules.policies import Policies

D = date.fromisoformat
SPANS = [
    # name, today, received, the month, the calendar month, the year
    ("in the same month", "2026-06-18", "2026-06-10",
     ("2026-05-19", "2026-06-18"), ("2026-06-01", "2026-06-18"), ("2025-06-19", "2026-06-18")),
    ("received in the month before", "2026-07-03", "2026-06-30",
     ("2026-06-04", "2026-07-03"), ("2026-06-01", "2026-06-30"), ("2025-07-04", "2026-07-03")),
    ("a short month", "2026-03-31", "2026-02-10",
     ("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28"), ("2025-04-01", "2026-03-31")),
    ("29 February", "2028-02-29", "2028-02-29",
     ("2028-01-30", "2028-02-29"), ("2028-02-01", "2028-02-29"), ("2027-03-01", "2028-02-29")),
    ("the turn of the year", "2027-01-04", "2026-12-31",
     ("2026-12-05", "2027-01-04"), ("2026-12-01", "2026-12-31"), ("2026-01-05", "2027-01-04")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "today", "received", "month", "calendar_month", "year"), SPANS, ids=[row[0] for row in SPANS]
)
def test_spans(
    name: str,
    today: str,
    received: str,
    month: tuple[str, str],
    calendar_month: tuple[str, str],
    year: tuple[str, str],
) -> None:
    found = spans(today=D(today), received=D(received))
    assert [(span.first, span.last) for span in found] == [
        (D(first), D(last)) for first, last in (month, calendar_month, year)
    ]
    assert [span.period for span in found] == list(Period)


def count(applications: int, period: Period = Period.MONTH) -> Count:
    return Count(Span(period, D("2026-06-01"), D("2026-06-30")), applications, applications, 0)


ATTENTION = [
    # name, applications, period, policies, drawn
    ("nine in a month", 9, Period.MONTH, Policies(), False),
    ("ten in a month", 10, Period.MONTH, Policies(), True),
    ("ten in a calendar month", 10, Period.CALENDAR_MONTH, Policies(), True),
    ("twenty-nine in a year", 29, Period.YEAR, Policies(), False),
    ("thirty in a year", 30, Period.YEAR, Policies(), True),
    ("as the agency chose", 5, Period.MONTH, Policies(excess_attention_month=5), True),
]


@pytest.mark.parametrize(
    ("name", "applications", "period", "policies", "drawn"), ATTENTION, ids=[r[0] for r in ATTENTION]
)
def test_what_draws_attention(
    name: str, applications: int, period: Period, policies: Policies, drawn: bool
) -> None:
    assert draws_attention([count(0), count(applications, period)], policies) is drawn


REFUSED = [
    # name, counts, why, already found, code
    ("a second finding", [count(40)], "一月内四十件", True, "excess_found"),
    ("nothing counted", [], "一月内四十件", False, "excess_uncounted"),
    ("no reasons", [count(40)], "  ", False, "excess_unexplained"),
]


@pytest.mark.parametrize(
    ("name", "counts", "why", "already", "code"), REFUSED, ids=[row[0] for row in REFUSED]
)
def test_a_finding_that_is_refused(
    name: str, counts: list[Count], why: str, already: bool, code: str
) -> None:
    with pytest.raises(ApplicationError) as refused:
        check_find(counts=counts, why=why, already_found=already)
    assert refused.value.code == code
    assert refused.value.basis


def test_no_number_is_fixed_by_law_so_a_reasoned_finding_is_possible_below_every_mark() -> None:
    check_find(counts=[count(1)], why="一件申请列出二百余项，要求逐项提供", already_found=False)
