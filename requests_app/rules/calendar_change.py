"""What a new holiday notice changes: which days, and who may put one in force.

A calendar binds every agency of an installation (law.md 2.1: data with a source, loaded by an administrator). So a
command of the system may load one, and on a screen only the administrator of the one agency at its head.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from requests_app.rules.roles import Role
from requests_app.rules.working_days import CalendarYear, DayFact, WorkingCalendar

NEXT_YEAR_WARNED_FROM = (11, 1)
"""Month and day from which the notice for the next year is missed: the State Council announces it in autumn."""


@dataclass(frozen=True)
class ChangedDay:
    """One day whose character changes: worked or free."""

    before: DayFact
    after: DayFact

    @property
    def date(self) -> date:
        """The day."""
        return self.after.date

    @property
    def words(self) -> str:
        """2027年1月4日由工作日变为休息日（元旦）."""
        day = f"{self.date.year}年{self.date.month}月{self.date.day}日"
        if self.after.working:
            return f"{day}由休息日变为工作日（{self.after.name or '不再放假'}）"
        return f"{day}由工作日变为休息日（{self.after.name}）"


def changed_days(before: WorkingCalendar, after: WorkingCalendar, year: int) -> tuple[ChangedDay, ...]:
    """The days of `year` that are worked in one of the two calendars only, in order."""
    pairs = zip(before.facts(year), after.facts(year), strict=True)
    return tuple(ChangedDay(old, new) for old, new in pairs if old.working != new.working)


def days_within(changed: Iterable[ChangedDay], first: date, last: date) -> Iterator[ChangedDay]:
    """Those of the changed days that lie in (first, last]: what can move a date reckoned from `first`."""
    return (day for day in changed if first < day.date <= last)


def same_days(one: CalendarYear, other: CalendarYear) -> bool:
    """Whether two versions of a year say the same of every day and rest on the same source."""
    return (dict(one.holidays), dict(one.workdays), one.source, one.source_date) == (
        dict(other.holidays),
        dict(other.workdays),
        other.source,
        other.source_date,
    )


def span_of_year(year: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def notice_missing(calendar: WorkingCalendar, today: date) -> int | None:
    """The year whose holiday notice should be loaded by `today` and is not: this year, or from November the next."""
    if not calendar.is_loaded(today.year):
        return today.year
    return today.year + 1 if next_year_missing(calendar, today) else None


def next_year_missing(calendar: WorkingCalendar, today: date) -> bool:
    """Whether it is time for the next year's notice, and there is none."""
    due = (today.month, today.day) >= NEXT_YEAR_WARNED_FROM
    return due and not calendar.is_loaded(today.year + 1)


def leans_on_projection(calendar: WorkingCalendar, first: date, last: date) -> bool:
    """Whether a date `last` reckoned in working days from `first` is provisional (暂定, law.md 2.9)."""
    if last <= first:
        return False
    following = first + timedelta(days=1)
    return any(not calendar.is_loaded(year) for year in range(following.year, last.year + 1))


def may_keep_calendar(role: Role, *, heads_the_installation: bool) -> bool:
    """Whether a member in `role` may put a calendar in force: the administrator of the agency at the head."""
    return role is Role.AGENCY_ADMIN and heads_the_installation
