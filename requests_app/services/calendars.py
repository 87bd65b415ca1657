"""Loading a holiday notice: a new version of its year; earlier versions are kept, as what was known then."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from requests_app import audit, calendars
from requests_app.actors import Actor, System
from requests_app.errors import StaleForm
from requests_app.models import CalendarDay, CalendarVersion
from requests_app.rules.calendar_change import same_days
from requests_app.rules.working_days import CalendarYear
from requests_app.selectors.calendars import MovedDate, require_keeper
from requests_app.services.recalculation import apply_calendar

CHAIN = "calendar"
STALE = "在您查看影响之后，已经有人载入了工作日历，您的操作没有生效。请重新查看影响，核对后再确认。"


@dataclass(frozen=True)
class Loaded:
    """What loading a year did. `version` None: the year says already what the file says, nothing was written."""

    version: CalendarVersion | None
    moved: list[MovedDate]


@transaction.atomic
def load_year(*, actor: Actor, year: CalendarYear, seen: int | None = None) -> Loaded:
    """Put a year in force, in place of its earlier version, and reckon anew every open case that it reaches.

    The calendar binds every agency: only the system (a command) loads one, and the administrator of the agency at
    the head of the installation; `AccessRefused` for anybody else. `seen`: the version that was loaded last when the
    person looked at the effect; `StaleForm` when somebody has loaded another since. A version that changes nothing
    is not kept a second time.
    """
    require_keeper(actor)
    newest = CalendarVersion.objects.select_for_update().order_by("-pk").first()
    if seen is not None and seen != (newest.pk if newest else 0):
        raise StaleForm("stale_calendar", STALE)
    present = calendars.year_in_force(year.year)
    if present is not None and same_days(present, year):
        return Loaded(None, [])
    before = calendars.load_calendar()
    version = _keep(year, actor)
    calendars.forget()
    moved = apply_calendar(actor=actor, version=version, before=before, after=calendars.load_calendar())
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
            "moved": sum(one.moves for one in moved),
            "settled": sum(one.settles and not one.moves for one in moved),
        },
    )
    transaction.on_commit(calendars.forget)
    return Loaded(version, moved)


@transaction.atomic
def seed(*, actor: System) -> list[int]:
    """Load every shipped year of which there is no version yet, and name them; a repeat loads nothing."""
    present = set(CalendarVersion.objects.values_list("year", flat=True))
    missing = [year for year in calendars.shipped_years() if year.year not in present]
    for year in missing:
        _keep(year, actor)
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


def _keep(year: CalendarYear, actor: Actor) -> CalendarVersion:
    version = CalendarVersion.objects.create(
        year=year.year, source=year.source, source_date=year.source_date, loaded_by_id=actor.user_id
    )
    listed = [(day, CalendarDay.Kind.HOLIDAY, name) for day, name in year.holidays.items()]
    listed += [(day, CalendarDay.Kind.WORKDAY, name) for day, name in year.workdays.items()]
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, date=day, kind=kind, name=name) for day, kind, name in sorted(listed)
    )
    return version
