"""What a new notice changes, who keeps the calendars, when a notice is missed."""

from __future__ import annotations

from datetime import date

import pytest

from requests_app.rules.calendar_change import (
    changed_days,
    days_within,
    leans_on_projection,
    may_keep_calendar,
    notice_missing,
    same_days,
)
from requests_app.rules.roles import Role
from requests_app.rules.working_days import CalendarYear, WorkingCalendar


def year(
    number: int, off: tuple[str, ...] = (), on: tuple[str, ...] = (), source: str = "测试"
) -> CalendarYear:
    days = [
        dict.fromkeys((date.fromisoformat(f"{number}-{day}") for day in each), "元旦") for each in (off, on)
    ]
    return CalendarYear(number, days[0], days[1], source)


PLAIN = WorkingCalendar([year(2026), year(2027, ("01-01",))])


def test_the_days_that_change_are_named_in_words() -> None:
    after = WorkingCalendar([year(2026), year(2027, ("01-01", "01-04"), ("01-09",))])
    changed = changed_days(PLAIN, after, 2027)
    assert [day.words for day in changed] == [
        "2027年1月4日由工作日变为休息日（元旦）",
        "2027年1月9日由休息日变为工作日（调休上班）",
    ]
    assert [day.date.day for day in days_within(changed, date(2027, 1, 4), date(2027, 1, 9))] == [9]
    assert changed_days(PLAIN, PLAIN, 2027) == ()


def test_a_holiday_that_falls_away_is_named_too() -> None:
    after = WorkingCalendar([year(2026), year(2027)])
    assert changed_days(PLAIN, after, 2027)[0].words == "2027年1月1日由休息日变为工作日（不再放假）"


@pytest.mark.parametrize(
    ("today", "loaded", "missing"),
    [
        (date(2026, 10, 31), (2026,), None),
        (date(2026, 11, 1), (2026,), 2027),
        (date(2026, 11, 1), (2026, 2027), None),
        (date(2027, 1, 1), (2026,), 2027),
        (date(2027, 1, 1), (2027,), None),
    ],
)
def test_the_notice_of_next_year_is_missed_from_november(
    today: date, loaded: tuple[int, ...], missing: int | None
) -> None:
    assert notice_missing(WorkingCalendar([year(each) for each in loaded]), today) == missing


@pytest.mark.parametrize(
    ("first", "last", "provisional"),
    [
        (date(2026, 12, 3), date(2026, 12, 31), False),
        (date(2027, 12, 3), date(2027, 12, 31), False),
        (date(2027, 12, 6), date(2028, 1, 4), True),
        (date(2027, 12, 31), date(2028, 1, 4), True),
        (date(2028, 1, 4), date(2028, 1, 4), False),
    ],
)
def test_a_date_is_provisional_when_a_day_before_it_is(first: date, last: date, provisional: bool) -> None:
    assert leans_on_projection(PLAIN, first, last) is provisional


def test_versions_are_the_same_with_the_same_days_and_source() -> None:
    assert same_days(year(2027, ("01-01",)), year(2027, ("01-01",)))
    assert not same_days(year(2027, ("01-01",)), year(2027, ("01-01",), source="别的"))
    assert not same_days(year(2027, ("01-01",)), year(2027, ("01-01", "01-04")))


@pytest.mark.parametrize("role", list(Role))
def test_only_the_administrator_at_the_head_keeps_the_calendar(role: Role) -> None:
    assert may_keep_calendar(role, heads_the_installation=True) is (role is Role.AGENCY_ADMIN)
    assert not may_keep_calendar(role, heads_the_installation=False)
