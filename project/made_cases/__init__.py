"""Cases in bulk, for measuring (`manage.py make_cases`): invented, written past the services, but with the dates, the
tasks and the entries in the record that the services would have left.

Nothing here is a case of anybody: agencies are called 样例…, people and firms by pattern, and their identity numbers
lie in no region. Replies have no letter, and nothing waits in approval: what a person decided is not invented in bulk.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection, transaction

from project.made_cases.offices import MADE, Office, make_offices
from project.made_cases.plans import Planner
from project.made_cases.rows import Writer
from requests_app.actors import System
from requests_app.calendars import load_calendar
from requests_app.errors import StateRefusal
from requests_app.models import DisclosureRequest
from requests_app.services import calendars

MAKER = System("批量造数")
BATCH = 1000
"""Cases in one transaction."""


@dataclass(frozen=True)
class Wanted:
    """How many cases of how many agencies, and how many of them are open. The same seed, day and database give the
    same cases again."""

    cases: int
    agencies: int
    open: int
    years: int
    seed: int
    today: date


def refuse_real_cases() -> None:
    """Raises `StateRefusal` when the database holds a case that was not made here."""
    if DisclosureRequest.objects.exclude(agency__settings__has_key=MADE).exists():
        raise StateRefusal(
            "real_cases",
            "数据库中已有不是批量生成的案件，没有写入任何内容。确需在其中生成的，请加 --beside-real-cases。",
        )


def make(wanted: Wanted) -> Iterator[int]:
    """Make them, a batch at a time; yields how many there are. What was made stays when it is interrupted."""
    calendars.seed(actor=MAKER)
    offices = make_offices(wanted.agencies)
    chance = random.Random(wanted.seed)  # noqa: S311  (nothing secret is drawn)
    planner = Planner(load_calendar(), wanted.today, chance, years=wanted.years)
    plans = planner.plans(closed=wanted.cases - wanted.open, open_=wanted.open)
    writer, done = Writer(offices, chance, wanted.today, MAKER), 0
    while batch := list(islice(plans, BATCH)):
        with transaction.atomic():
            writer.write(batch)
        done += len(batch)
        yield done
    if connection.vendor == "postgresql":
        # Its own process would count them a minute later; SQLite plans by its rules, as in an office.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def told(offices: int) -> str:
    """What was made, as a sentence: cases by state."""
    rows = Counter(
        DisclosureRequest.objects.filter(agency__settings__has_key=MADE).values_list("state", flat=True)
    )
    states = dict(DisclosureRequest._meta.get_field("state").flatchoices)
    return (
        "、".join(f"{states[state]} {count}" for state, count in rows.most_common()) + f"；机关 {offices} 个"
    )


__all__ = ["MAKER", "Office", "Wanted", "make", "refuse_real_cases", "told"]
