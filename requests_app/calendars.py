"""The working calendar in use: announced years, taken from a published data set that is named as their
source.
"""

from datetime import date
from functools import cache

import chinese_calendar
from chinese_calendar import constants

from requests_app.rules.working_days import CalendarYear, WorkingCalendar

SHIPPED_SOURCE = f"chinesecalendar {chinese_calendar.__version__}（据国务院办公厅节假日安排通知）"

# The data set says 清明 where the statute and every other part of this project say 清明节.
_FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def _chinese_name(english: str) -> str:
    name: str = chinese_calendar.Holiday(english).chinese
    return _FULL_NAMES.get(name, name)


def _of_year(days: dict[date, str], year: int) -> dict[date, str]:
    return {day: _chinese_name(name) for day, name in days.items() if day.year == year}


@cache
def shipped_years() -> tuple[CalendarYear, ...]:
    """Every year of the data set (2004 to the last one it holds), holidays and working weekends by name."""
    years = sorted({day.year for day in constants.holidays})
    return tuple(
        CalendarYear(
            year=year,
            holidays=_of_year(constants.holidays, year),
            workdays=_of_year(constants.workdays, year),
            source=SHIPPED_SOURCE,
        )
        for year in years
    )


@cache
def load_calendar() -> WorkingCalendar:
    """The calendar every deadline is reckoned with. Needs no database."""
    return WorkingCalendar(shipped_years())
