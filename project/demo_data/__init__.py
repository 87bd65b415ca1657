"""What `manage.py demo` shows: invented agencies, people and requests in every state, dated back from today.

Everything is made by the services and the door that the desk itself uses; nothing is written past them.
"""

from __future__ import annotations

from django.db import transaction

from project.demo_data import (
    stories_again,
    stories_answered,
    stories_consulting,
    stories_correction,
    stories_excess,
    stories_fee,
    stories_housing,
    stories_intake,
    stories_open,
    stories_other_answers,
    stories_record_correction,
    stories_records,
    stories_supervision,
)
from project.demo_data.agencies import BUREAUS, GOVERNMENT, HOUSING, PASSWORD, PLANNING, make_desk
from project.demo_data.decided_cases import READER, import_decided_cases
from project.demo_data.stage import Days, Scene, day_of_demonstration, tell
from requests_app import dates
from requests_app.actors import System
from requests_app.calendars import load_calendar, shipped_calendar
from requests_app.models import Agency
from requests_app.services import calendars, warnings

LOADER = System("载入演示数据")
_SCENES: tuple[tuple[str, tuple[Scene, ...]], ...] = (
    (GOVERNMENT.code, (*stories_housing.GOVERNMENT_SCENES, *stories_intake.SCENES)),
    (
        PLANNING.code,
        (
            *stories_answered.SCENES,
            *stories_open.SCENES,
            *stories_correction.SCENES,
            *stories_consulting.SCENES,
            *stories_excess.SCENES,
            *stories_fee.SCENES,
            *stories_again.SCENES,
            *stories_records.SCENES,
            *stories_record_correction.SCENES,
            *stories_supervision.SCENES,
            *stories_other_answers.SCENES,
        ),
    ),
    (HOUSING.code, stories_housing.SCENES),
)


def load() -> list[tuple[str, str, str]]:
    """Make the demonstration, all of it or nothing, unless its agencies exist; give back its logins.

    Each login is (agency and role, user name, password). A second call changes nothing.
    """
    calendars.seed(actor=LOADER)
    if not Agency.objects.filter(code__in=[bureau.code for bureau in BUREAUS]).exists():
        _make()
    return logins()


def logins() -> list[tuple[str, str, str]]:
    """Every login of the demonstration."""
    rows = [
        (f"{bureau.name} {person.role.label}（{person.name}）", person.login, PASSWORD)
        for bureau in (PLANNING, HOUSING, GOVERNMENT)
        for person in bureau.people
    ]
    return [
        *rows,
        (
            f"两件指导案例 {READER.role.label}（{READER.name}；收件箱“状态”选“已归档”）",
            READER.login,
            PASSWORD,
        ),
    ]


@transaction.atomic
def _make() -> None:
    desks = {bureau.code: make_desk(bureau) for bureau in BUREAUS}
    import_decided_cases(LOADER)
    days = Days(load_calendar(), day_of_demonstration(shipped_calendar(), dates.today()))
    tell([scene(days, desks[code]) for code, scenes in _SCENES for scene in scenes])
    # On a rest day the reminders are those of the last working day.
    warnings.warn(actor=LOADER, today=days.calendar.day(days.calendar.index(days.today)))
