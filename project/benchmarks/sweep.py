"""`bench sweep`: the daily sweep over 100,000 open cases, against its bare SQL.

What "the two bare SQL statements" are. Whoever brings the dates up to date must at least *select* the cases that can
move today, with what is recorded of them, and *update* those rows. Here these are the select that the sweep itself
sends (`moving_dates.recorded_of`), run and fetched by the driver, and the update of the same rows with the dates that
came out: no history is understood, nothing is reckoned, compared or decided. The whole sweep does more than dates, so
its yardstick has two more: the selects of what is near and of what was told before, and the insert of the new notices.
Nothing stands there for the search of lapses and silences, the check of the flows, the seal of the audit day: they are
the sweep's own.

All is measured in a transaction that is rolled back, in turns, so that every round finds the same morning. The cases
are those of `make_cases`, of the working day before: seven of a hundred are being consulted about, and none lapses
overnight, because a lapse is an act on its case, with its entry in the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import DateField, QuerySet
from django.test.utils import CaptureQueriesContext

from project.benchmarks.measure import Row, at_most, exactly, quickest
from project.made_cases import Wanted, make
from requests_app import audit
from requests_app.bulk import as_text, insert_values, read_plain, update_values
from requests_app.models import DisclosureRequest, Notice, User
from requests_app.services import moving_dates, warnings
from workflows.sweep import SWEEPER, sweep

YESTERDAY, TODAY = date(2026, 3, 17), date(2026, 3, 18)
AGENCIES = 1200
LARGE = ("disclosurerequest", "clockevent", "consultation", "notice", "viewflow_task", "viewflow_process")
"""Tables of which no plan may read every row."""


def run(cases: int = 100_000) -> list[Row]:
    """All rows, in the database of the settings, which is empty and nobody else's."""
    prepare(cases)
    return [*_times(), *counts()]


def prepare(cases: int) -> None:
    """So many open cases on the morning of `TODAY`: what is due yesterday was told, and the day before is sealed."""
    for _ in make(Wanted(cases, min(AGENCIES, cases), open=cases, years=1, seed=1, today=YESTERDAY)):
        pass
    User.objects.filter(email="").update(email="desk@example.org")
    audit.seal_day(YESTERDAY - timedelta(days=1))
    sweep(YESTERDAY)


def _times() -> list[Row]:
    moved, told = _dates_of_the_day(), _notices_of_the_day()
    plain_dates, plain_notices = partial(_bare_dates, *moved), partial(_bare_notices, *told)
    dates, bare_dates, notices, bare_notices, whole, bare = quickest(
        lambda: moving_dates.refresh_moving(TODAY),
        plain_dates,
        lambda: warnings.warn(actor=SWEEPER, today=TODAY),
        plain_notices,
        lambda: sweep(TODAY),
        lambda: (plain_dates(), plain_notices()),
        repeat=5,
        within=rolled_back,
    )
    with rolled_back():
        sweep(TODAY)
        (again,) = quickest(lambda: sweep(TODAY), repeat=3)
    return [
        _row(f"dates of {len(moved[1])} cases that move", dates, "their select and update", bare_dates),
        _row(f"{len(told[1])} new notices", notices, "their selects and insert", bare_notices),
        _row("the whole sweep", whole, "those statements", bare),
        Row("a repeat on the same day", round(again * 1e3), "ms", "", None, "", None),
    ]


def _row(what: str, seconds: float, yardstick: str, base: float) -> Row:
    return at_most(what, seconds * 1e3, "ms", yardstick, base * 1e3, 2)


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction of which nothing stays: the next round finds the same morning."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def counts() -> list[Row]:
    """What no busy machine can change: rows that a repeat writes, full scans, queries."""
    with rolled_back():
        with CaptureQueriesContext(connection) as first:
            sweep(TODAY)
        with CaptureQueriesContext(connection) as second:
            sweep(TODAY)
        scanned = full_scans([query["sql"] for query in (*first, *second)])
    writes = [query for query in second if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    return [
        exactly("statements of a repeat that write", len(writes), "statements", 0),
        exactly("plans that read a whole table of cases", len(scanned), "plans", 0),
        Row("statements of the first sweep of a day", len(first), "statements", "", None, "", None),
    ]


def full_scans(statements: Iterable[str]) -> list[str]:
    """The selects among these for which SQLite would read every row of a large table."""
    found = []
    for statement in {one for one in statements if one.startswith("SELECT")}:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            steps = [step[3].split() for step in cursor.fetchall()]
        if any(step[0] == "SCAN" and step[1].endswith(LARGE) and "INDEX" not in step for step in steps):
            found.append(statement)
    return found


def _dates_of_the_day() -> tuple[list[str], list[Any]]:
    """The select of what moves, and the rows as the sweep leaves them."""
    keys = set(moving_dates.moving_cases(TODAY).values_list("pk", flat=True))
    with rolled_back():
        with CaptureQueriesContext(connection) as queries:
            moving_dates.refresh_moving(TODAY)
        rows = read_plain(_stored(DisclosureRequest.objects.all(), *moving_dates.MOVED, "id"))
    selects = [query["sql"] for query in queries if "clockevent" in query["sql"]]
    return selects[:1], [row for row in rows if row[-1] in keys]


def _bare_dates(selects: list[str], rows: list[Any]) -> None:
    _fetch(selects)
    update_values(DisclosureRequest, moving_dates.MOVED, rows)


def _notices_of_the_day() -> tuple[list[str], list[Any]]:
    """The selects of what is near and of what was told, and the rows that the sweep inserts."""
    with rolled_back():
        with CaptureQueriesContext(connection) as queries:
            warnings.warn(actor=SWEEPER, today=TODAY)
        rows = read_plain(_stored(Notice.objects.filter(made_on=TODAY), *warnings.COLUMNS))
    tables = (f'FROM "{model._meta.db_table}"' for model in (DisclosureRequest, Notice))
    read = tuple(tables)
    return [query["sql"] for query in queries if any(table in query["sql"] for table in read)], rows


def _bare_notices(selects: list[str], rows: list[Any]) -> None:
    _fetch(selects)
    insert_values(Notice, warnings.COLUMNS, rows, ignore_conflicts=True)


def _fetch(selects: list[str]) -> None:
    with connection.cursor() as cursor:
        for select in selects:
            cursor.execute(select)
            cursor.fetchall()


def _stored(rows: QuerySet[Any], *names: str) -> QuerySet[Any, Any]:
    """These columns as they are written: dates as text."""
    dates = {field.name for field in rows.model._meta.concrete_fields if isinstance(field, DateField)}
    return rows.order_by("pk").values_list(*(as_text(name)[0] if name in dates else name for name in names))
