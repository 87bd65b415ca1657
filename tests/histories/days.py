"""Days pass, by ones and by weeks, over rest days and the end of the year; and a notice of the State Council comes."""

from __future__ import annotations

from datetime import date, timedelta

from requests_app.rules.states import OPEN
from requests_app.rules.working_days import CalendarYear
from requests_app.services.calendars import load_year
from tests.histories.base import Base, happening


class Days(Base):
    """The rules of the calendar."""

    @happening(1, *OPEN, errand=False)
    def days_pass(self) -> None:
        self.h.days_pass(self.h.luck.choice((1, 1, 2, 3, 6, 10)))

    @happening(2, *OPEN)
    def the_day_comes(self) -> None:
        """The last day of something, the day before it or the day after."""
        h = self.h
        case = self.some(*OPEN)
        day = h.luck.choice((case.due_on, case.due_on, case.next_act_on, case.waiting_until)) or h.today
        h.leap_beyond(day - timedelta(days=h.luck.choice((0, 1, 2))))

    @happening(1, *OPEN)
    def a_calendar_notice_is_loaded(self) -> None:
        """The next year's, or one that changes a year that is known: days become free, weekends are worked."""
        h = self.h
        year = h.luck.choice((h.today.year, h.today.year + 1, h.today.year + 1))
        free, worked = _some_days(h.luck.sample(range(1, 28), 6), year)
        notice = CalendarYear(year, free, worked, f"测试通知{h.notices}", h.today)
        keeper = h.stage.keeper
        h.notices += 1
        h.happens("calendar_loaded", lambda: load_year(actor=keeper, year=notice), excuse="calendar notice")


def _some_days(numbers: list[int], year: int) -> tuple[dict[date, str], dict[date, str]]:
    """A year with the new year's day and some other days free, and some weekend days worked."""
    days = [date(year, 1 + number % 12, number) for number in numbers]
    free = {day: "元旦" for day in days if day.weekday() < 5} | {date(year, 1, 1): "元旦"}
    return free, {day: "元旦" for day in days if day.weekday() >= 5 and day not in free}
