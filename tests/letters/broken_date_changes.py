"""Notices of a moved due date that are broken in one thing."""

from __future__ import annotations

from typing import Any

from letters.case_facts import DateChangeFact
from tests.letters.bench import DUE, Spoil
from tests.letters.spoils import Break, know

NOTICE = "changed_date_notice"


def told(**changes: Any) -> Spoil:
    """Spoil what the notice says."""
    return lambda b: b.data["facts"].update(changes)


BROKEN_DATE_CHANGES = [
    Break("date_change_dates", "another old date", NOTICE, told(old_due="2026-10-29")),
    Break("date_change_dates", "another new date", NOTICE, told(new_due="2026-11-03")),
    Break("date_change_dates", "nothing was decided", NOTICE, know(date_change=None)),
    Break(
        "date_change_dates",
        "the telling is only proposed",
        NOTICE,
        know(date_change=DateChangeFact(DUE, ordered=False)),
    ),
    Break("date_change_dates", "no date runs now", NOTICE, know(due_on=None)),
    Break("date_change_dates", "the date is the known one", NOTICE, know(due_on=DUE)),
    Break("date_change_why", "no reason", NOTICE, told(why=""), also={"elements_complete"}),
]
