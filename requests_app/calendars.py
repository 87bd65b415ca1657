"""The working calendar in use: the newest version of each year in the database, and the shipped years.

The shipped years come from a published data set that is named as their source. They are in force for every
year of which the database has no version, so that a deadline can be reckoned without any database.

The calendar is kept in memory, because every derivation asks for it. Whether another process has added a version
is asked with one small query, at most once a second: a notice loaded by a command is in force everywhere a second
later, and a screen full of cases asks once. Whoever adds a version in this process calls `forget()`.
"""

import time
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import chinese_calendar
from chinese_calendar import constants
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from requests_app.models import CalendarDay, CalendarVersion
from requests_app.rules.working_days import CalendarYear, WorkingCalendar

SHIPPED_SOURCE = f"chinesecalendar {chinese_calendar.__version__}（据国务院办公厅节假日安排通知）"
CHECKED_EVERY = 1.0
"""Seconds for which the calendar in memory is trusted."""

# The data set says 清明 where the statute and every other part of this project say 清明节.
_FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


class _Newest(NamedTuple):
    """What tells one state of the table from another; the time too, because a key may come back after a
    roll-back."""

    key: int | None
    loaded_at: datetime | None


class _Kept(NamedTuple):
    newest: _Newest
    calendar: WorkingCalendar
    checked_at: float


_kept: _Kept | None = None


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
def shipped_calendar() -> WorkingCalendar:
    """The shipped years alone. Asks no database."""
    return WorkingCalendar(shipped_years())


def load_calendar() -> WorkingCalendar:
    """The calendar every deadline is reckoned with.

    Without a database, or before its tables are made, the shipped one. Raises `DatabaseError` when a database that
    has answered before fails, and inside a transaction: there a silent change of calendar would be a wrong date.
    """
    global _kept
    kept, now = _kept, time.monotonic()
    if kept is not None and now - kept.checked_at < CHECKED_EVERY:
        return kept.calendar
    if _no_database_yet():
        return shipped_calendar()
    try:
        newest = _newest()
        if kept is None or kept.newest != newest:
            calendar = _with_rows() if newest.key else shipped_calendar()
        else:
            calendar = kept.calendar
    except DatabaseError:
        if kept is not None or connection.in_atomic_block:
            raise
        return shipped_calendar()
    _kept = _Kept(newest, calendar, now)
    return calendar


def calendar_with(year: CalendarYear) -> WorkingCalendar:
    """The calendar in use with `year` in place of its present version: what would be reckoned with it."""
    return WorkingCalendar((_years() | {year.year: year}).values())


def year_in_force(year: int) -> CalendarYear | None:
    """The version of a year that counts now; None while its notice is not loaded."""
    return _years().get(year)


def forget() -> None:
    """Read the calendar anew at the next question: a version was added here."""
    global _kept
    _kept = None


def _no_database_yet() -> bool:
    """Asking SQLite for a file that is not there would make an empty one."""
    name = str(connection.settings_dict["NAME"])
    in_memory = ":memory:" in name or "mode=memory" in name
    return connection.vendor == "sqlite" and not in_memory and not Path(name).exists()


def _newest() -> _Newest:
    row = CalendarVersion.objects.order_by("-pk").values_list("pk", "loaded_at").first()
    return _Newest(*row) if row else _Newest(None, None)


def calendar_known_before(moment: datetime) -> WorkingCalendar:
    """The calendar with which was reckoned at that time: versions loaded later are left out."""
    return _with_rows(CalendarVersion.objects.filter(loaded_at__lt=moment))


def _with_rows(versions: QuerySet[CalendarVersion] | None = None) -> WorkingCalendar:
    return WorkingCalendar(_years(versions).values())


def _years(versions: QuerySet[CalendarVersion] | None = None) -> dict[int, CalendarYear]:
    years = {year.year: year for year in shipped_years()}
    return years | {year.year: year for year in _years_of_rows(versions)}


def _years_of_rows(versions: QuerySet[CalendarVersion] | None) -> Iterable[CalendarYear]:
    """The newest version of each year, of all or of these."""
    rows = CalendarVersion.objects.all() if versions is None else versions
    newest = {version.year: version for version in rows.order_by("pk")}
    days: dict[int, dict[str, dict[date, str]]] = {
        version.pk: {kind: {} for kind in CalendarDay.Kind.values} for version in newest.values()
    }
    for day in CalendarDay.objects.filter(version__in=days).order_by("date"):
        days[day.version_id][day.kind][day.date] = day.name
    for version in newest.values():
        yield CalendarYear(
            year=version.year,
            holidays=days[version.pk][CalendarDay.Kind.HOLIDAY],
            workdays=days[version.pk][CalendarDay.Kind.WORKDAY],
            source=version.source,
            source_date=version.source_date,
        )
