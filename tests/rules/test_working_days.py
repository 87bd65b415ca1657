"""The calendar: against a naive loop, an independent package, and the sky."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunardate import LunarDate

from requests_app.calendars import SHIPPED_SOURCE, shipped_calendar, shipped_years
from requests_app.errors import ImpossibleHistory
from requests_app.rules.projected_holidays import LUNAR_DAYS, PROJECTION_SOURCE, projected_holidays
from requests_app.rules.working_days import CalendarYear, DayFact, WorkingCalendar

CALENDAR = shipped_calendar()
loaded_days = st.dates(date(2004, 1, 1), date(2026, 9, 1))
any_days = st.dates(date(2000, 1, 2), date(2035, 12, 31))


def naive_nth(start: date, n: int) -> date:
    day = start
    while n:
        day += timedelta(days=1)
        n -= chinese_calendar.is_workday(day)
    return day


@given(start=loaded_days, n=st.integers(1, 60))
def test_counting_equals_walking_day_by_day(start: date, n: int) -> None:
    assert CALENDAR.nth_working_day(start, n) == naive_nth(start, n)


@given(start=any_days, n=st.integers(1, 300))
def test_the_nth_working_day_is_n_working_days_away(start: date, n: int) -> None:
    end = CALENDAR.nth_working_day(start, n)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(start, end) == n
    assert CALENDAR.working_days_between(end, start) == -n
    assert CALENDAR.day(CALENDAR.index(start) + n) == end


@given(day=any_days)
def test_the_next_working_day_is_the_day_itself_if_it_is_worked(day: date) -> None:
    following = CALENDAR.next_working_day(day)
    assert CALENDAR.is_working_day(following)
    assert CALENDAR.working_days_between(day - timedelta(days=1), following) == 1


def test_no_day_of_2011_to_2026_differs_from_the_holidays_package() -> None:
    oracle = holidays.country_holidays("CN", years=range(2011, 2027))
    day, differing = date(2011, 1, 1), []
    while day < date(2027, 1, 1):
        if oracle.is_working_day(day) != CALENDAR.is_working_day(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


@pytest.mark.parametrize("year", sorted(LUNAR_DAYS))
def test_projected_days_are_those_of_the_lunar_calendar(year: int) -> None:
    new_year = LunarDate(year, 1, 1).to_solar_date()
    # Qingming by the formula of the 21st century: [Y × 0.2422 + 4.81] − [Y / 4], Y the last two digits.
    short = year % 100
    qingming = date(year, 4, int(short * 0.2422 + 4.81) - short // 4)
    expected = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 2), qingming}
    expected |= {date(year, 10, day) for day in (1, 2, 3)}
    expected |= {new_year + timedelta(days=offset) for offset in (-1, 0, 1, 2)}
    expected |= {LunarDate(year, 5, 5).to_solar_date(), LunarDate(year, 8, 15).to_solar_date()}
    assert set(projected_holidays(year)) == expected


def test_two_feasts_on_one_day_share_it() -> None:
    assert projected_holidays(2028)[date(2028, 10, 3)] == "国庆节、中秋节"
    assert [len(projected_holidays(year)) for year in sorted(LUNAR_DAYS)] == [13, 12, 13, 13]


@pytest.mark.parametrize(
    ("day", "fact"),
    [
        ("2026-03-02", (True, "", SHIPPED_SOURCE, False)),
        ("2026-03-07", (False, "周六", SHIPPED_SOURCE, False)),
        ("2026-02-28", (True, "调休上班", SHIPPED_SOURCE, False)),
        ("2026-10-01", (False, "国庆节", SHIPPED_SOURCE, False)),
        ("2026-04-06", (False, "清明节", SHIPPED_SOURCE, False)),
        ("2020-01-31", (False, "春节", SHIPPED_SOURCE, False)),
        ("2027-02-08", (False, "春节", PROJECTION_SOURCE, True)),
        ("2027-02-09", (True, "", PROJECTION_SOURCE, True)),
        ("2027-02-13", (False, "周六", PROJECTION_SOURCE, True)),
    ],
)
def test_every_day_says_why(day: str, fact: tuple[bool, str, str, bool]) -> None:
    named = date.fromisoformat(day)
    assert CALENDAR.explain(named) == DayFact(named, *fact)


def test_the_years_of_the_data_set_are_loaded_and_no_other() -> None:
    assert [year for year in range(2000, 2031) if CALENDAR.is_loaded(year)] == list(range(2004, 2027))
    assert {year.source for year in shipped_years()} == {SHIPPED_SOURCE}


def test_a_loaded_notice_replaces_the_projection() -> None:
    notice = CalendarYear(2027, {date(2027, 2, 9): "春节"}, {date(2027, 2, 13): "春节"}, "a notice")
    calendar = WorkingCalendar([*shipped_years(), notice])
    assert not calendar.is_working_day(date(2027, 2, 9))
    assert calendar.is_working_day(date(2027, 2, 13))
    assert calendar.is_working_day(date(2027, 2, 8))
    assert calendar.source_of(2027) == "a notice"


def test_a_calendar_year_refuses_what_contradicts_itself() -> None:
    with pytest.raises(ValueError, match="not a day of"):
        CalendarYear(2026, {date(2027, 1, 1): "元旦"}, {}, "x")
    with pytest.raises(ValueError, match="both"):
        CalendarYear(2026, {date(2026, 1, 4): "元旦"}, {date(2026, 1, 4): "元旦"}, "x")
    with pytest.raises(ValueError, match="counts from 1"):
        CALENDAR.nth_working_day(date(2026, 3, 2), 0)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1)])
def test_beyond_the_range_is_refused(day: date) -> None:
    for question in (CALENDAR.index, CALENDAR.is_working_day, lambda day: CALENDAR.nth_working_day(day, 1)):
        with pytest.raises(ImpossibleHistory) as refused:
            question(day)
        assert refused.value.code == "date_out_of_range"


def test_years_without_any_notice_still_count() -> None:
    empty = WorkingCalendar([])
    assert empty.nth_working_day(date(2029, 2, 9), 1) == date(2029, 2, 16)
    assert empty.nth_working_day(date(2060, 12, 31), 1) == date(2061, 1, 3)
