"""Working days (工作日): Monday to Friday without the announced holidays, with the announced working
weekends.

A calendar is data with a source. A year that is not loaded is projected (weekends and the statutory days
rest) and says so, day by day; it is never guessed silently. Counting works on a table of numbered working
days, so that the n-th working day after a date costs two look-ups.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from requests_app.errors import ImpossibleHistory
from requests_app.rules.projected_holidays import PROJECTION_SOURCE, projected_holidays

# The first Regulation came into force in 2008; nothing reckoned here begins before 2000.
FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEKDAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
ADJUSTED_WORKDAY = "调休上班"
SATURDAY = 5


class DayFact(NamedTuple):
    """Whether one day is worked, why it is not ("周六", "国庆节") or is all the same (调休上班), and who
    says so.
    """

    date: date
    working: bool
    name: str
    source: str
    projected: bool


@dataclass(frozen=True)
class CalendarYear:
    """One announced year: days off with their names, weekend days worked with their names, and the source.

    `source_date` is the day of the notice where it is known. Raises ValueError for a day of another year or
    a day that is both off and worked.
    """

    year: int
    holidays: Mapping[date, str]
    workdays: Mapping[date, str]
    source: str
    source_date: date | None = None

    def __post_init__(self) -> None:
        for day in (*self.holidays, *self.workdays):
            if day.year != self.year:
                raise ValueError(f"{day} is not a day of {self.year}")
        both = self.holidays.keys() & self.workdays.keys()
        if both:
            raise ValueError(f"both a holiday and a working day: {sorted(both)}")


class _Table(NamedTuple):
    """Numbered working days. `counts[i]` = working days among the days base … base+i; `days[k-1]` = the
    k-th.
    """

    base: int
    counts: list[int]
    days: list[date]


def _out_of_range() -> ImpossibleHistory:
    message = f"日期超出可以计算的范围（{FIRST_YEAR}年至{LAST_YEAR}年）。"
    return ImpossibleHistory("date_out_of_range", message)


class WorkingCalendar:
    """All loaded years. Days from 2000 to 2100; beyond them `ImpossibleHistory` with code
    `date_out_of_range`.
    """

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        self._years = {year.year: year for year in years}
        self._facts: dict[int, tuple[DayFact, ...]] = {}
        # Replaced as a whole when it must grow, so that threads always read one consistent table. It grows only
        # towards later years: the number of a working day never changes.
        self._table = self._build(max(self._years, default=FIRST_YEAR) + 2)

    def is_loaded(self, year: int) -> bool:
        """Whether the notice of `year` is part of this calendar."""
        return year in self._years

    @property
    def last_loaded_year(self) -> int:
        """The latest year whose notice is part of this calendar."""
        return max(self._years, default=FIRST_YEAR)

    def source_of(self, year: int) -> str:
        """Where the rest days of `year` come from: the source of the notice, or the source of the
        projection.
        """
        loaded = self._years.get(year)
        return loaded.source if loaded else PROJECTION_SOURCE

    def index(self, day: date) -> int:
        """Running number of the last working day on or before `day`. Differences of it count working days."""
        table = self._table
        i = day.toordinal() - table.base
        if i >= 0:
            try:
                return table.counts[i]
            except IndexError:
                pass
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise _out_of_range()
        table = self._whole_range()
        return table.counts[day.toordinal() - table.base]

    def day(self, index: int) -> date:
        """The working day with running number `index` (see `index`)."""
        table = self._table
        if index > len(table.days):
            table = self._whole_range()
        if index > len(table.days):
            raise _out_of_range()
        return table.days[index - 1]

    def nth_working_day(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which itself is day 0. Raises ValueError for n < 1."""
        if n < 1:
            raise ValueError("n counts from 1")
        table = self._table
        i = start.toordinal() - table.base
        if i >= 0:
            try:
                return table.days[table.counts[i] + n - 1]
            except IndexError:
                pass
        return self.day(self.index(start) + n)

    def working_days_between(self, after: date, until: date) -> int:
        """Working days in (after, until]; negative, counting (until, after], where `until` comes first."""
        return self.index(until) - self.index(after)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked."""
        return self.facts(day.year)[day.toordinal() - date(day.year, 1, 1).toordinal()].working

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is worked, otherwise the first working day after it."""
        return day if self.is_working_day(day) else self.nth_working_day(day, 1)

    def explain(self, day: date) -> DayFact:
        """Why `day` is worked or not, and on whose word."""
        return self.facts(day.year)[day.toordinal() - date(day.year, 1, 1).toordinal()]

    def days_between(self, first: date, last: date) -> list[DayFact]:
        """Every day from `first` to `last`, both included."""
        facts: list[DayFact] = []
        for year in range(first.year, last.year + 1):
            facts.extend(self.facts(year))
        offset = (first - date(first.year, 1, 1)).days
        return facts[offset : offset + (last - first).days + 1]

    def facts(self, year: int) -> tuple[DayFact, ...]:
        """Every day of `year`, 1 January first."""
        if year not in self._facts:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise _out_of_range()
            self._facts[year] = self._facts_of(year)
        return self._facts[year]

    def _whole_range(self) -> _Table:
        self._table = self._build(LAST_YEAR)
        return self._table

    def _build(self, last_year: int) -> _Table:
        counts: list[int] = []
        days: list[date] = []
        for year in range(FIRST_YEAR, last_year + 1):
            for fact in self.facts(year):
                if fact.working:
                    days.append(fact.date)
                counts.append(len(days))
        return _Table(date(FIRST_YEAR, 1, 1).toordinal(), counts, days)

    def _facts_of(self, year: int) -> tuple[DayFact, ...]:
        loaded = self._years.get(year)
        holidays = loaded.holidays if loaded else projected_holidays(year)
        workdays = loaded.workdays if loaded else {}
        source, projected = self.source_of(year), loaded is None
        facts = []
        for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day in workdays:
                working, name = True, ADJUSTED_WORKDAY
            elif day in holidays:
                working, name = False, holidays[day]
            else:
                working = day.weekday() < SATURDAY
                name = "" if working else WEEKDAY_NAMES[day.weekday()]
            facts.append(DayFact(day, working, name, source, projected))
        return tuple(facts)
