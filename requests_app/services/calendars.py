"""Loading a holiday notice: a new version of its year; earlier versions are kept, as what was known then."""

from __future__ import annotations

from django.db import transaction

from requests_app import audit, calendars, dates
from requests_app.actors import Actor, System
from requests_app.errors import AccessRefused
from requests_app.models import CalendarDay, CalendarVersion
from requests_app.rules.working_days import CalendarYear
from requests_app.services import clock

CHAIN = "calendar"


@transaction.atomic
def load_year(*, actor: Actor, year: CalendarYear) -> CalendarVersion:
    """Put a year in force, in place of its earlier version, and bring every open case up to date.

    The calendar binds every agency, so only the system (a command of the administrator) loads one: `AccessRefused`
    for anybody else.
    """
    if not isinstance(actor, System):
        raise AccessRefused("actor_refused", "工作日历由系统管理员以命令载入。")
    version = _keep(year)
    audit.record(
        chain=CHAIN,
        request_id=None,
        actor=actor,
        action="calendar_loaded",
        message=f"载入 {year.year} 年工作日历（{year.source}）",
        data={
            "version": version.pk,
            "year": year.year,
            "source": year.source,
            "holidays": len(year.holidays),
            "workdays": len(year.workdays),
        },
    )
    calendars.forget()
    clock.refresh_open(dates.today())
    return version


@transaction.atomic
def seed(*, actor: System) -> list[int]:
    """Load every shipped year of which there is no version yet, and name them; a repeat loads nothing."""
    present = set(CalendarVersion.objects.values_list("year", flat=True))
    missing = [year for year in calendars.shipped_years() if year.year not in present]
    for year in missing:
        _keep(year)
    if missing:
        audit.record(
            chain=CHAIN,
            request_id=None,
            actor=actor,
            action="calendar_seeded",
            message=f"载入随系统提供的 {missing[0].year}–{missing[-1].year} 年工作日历",
            data={"years": [year.year for year in missing], "source": calendars.SHIPPED_SOURCE},
        )
        calendars.forget()
    return [year.year for year in missing]


def _keep(year: CalendarYear) -> CalendarVersion:
    version = CalendarVersion.objects.create(year=year.year, source=year.source, source_date=year.source_date)
    listed = [(day, CalendarDay.Kind.HOLIDAY, name) for day, name in year.holidays.items()]
    listed += [(day, CalendarDay.Kind.WORKDAY, name) for day, name in year.workdays.items()]
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, date=day, kind=kind, name=name) for day, kind, name in sorted(listed)
    )
    return version
