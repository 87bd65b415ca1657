"""`bench sweep`: the daily sweep over 100,000 open cases, against its bare SQL.

What "the two bare SQL statements" are. Whoever brings the dates up to date must at least *select* the cases that can
move today, with what is recorded of them, and *update* those rows. Here these are the select that the sweep itself
sends, run and fetched by the driver, and the update of the same rows with the dates that came out: no history is
understood, nothing is reckoned, compared or decided. The sweep does more than dates. Its notices are held against the
selects of what is near and of what was told before and the insert of the new rows; the whole of it against every
select it sends, with that update and those inserts (the mails of the day among them).

Times are those of the processor: SQLite works within the process, and nobody else's work is counted. All is measured
in a transaction that is rolled back, in turns, so that every round finds the same morning. The cases are those of
`make_cases`, of the working day before: seven of a hundred are being consulted about, and none lapses overnight,
because a lapse is an act on its case, with its entry in the record.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import DateField, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from project.benchmarks.measure import Row, at_most, exactly, quickest
from project.made_cases import Wanted, make
from requests_app.bulk import as_text, insert_values, read_plain, update_values
from requests_app.models import AuditHead, DisclosureRequest, Notice, OutboxMessage, User
from requests_app.services import moving_dates, warnings
from workflows.sweep import SWEEPER, sweep

YESTERDAY, TODAY = date(2026, 3, 17), date(2026, 3, 18)
AGENCIES = 1200
_PROMISE = ("topic", "key", "payload", "created_at", "due_at", "attempts", "lease_owner", "last_error")
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
    sweep(YESTERDAY)
    with connection.cursor() as cursor:
        # As if the cases had come long before: a head names again what moved within the hour before it.
        moment = timezone.now() + timedelta(hours=2)
        cursor.execute(f"UPDATE {AuditHead._meta.db_table} SET sealed_at = %s", [moment])  # noqa: S608


def _times() -> list[Row]:
    selects, moved, told, promised = _statements()
    of_dates = [one for one in selects if "clockevent" in one][:1]
    of_notices = [one for one in selects if "notice" in one or "next_act_on" in one.partition("WHERE")[2]]

    def plain_dates() -> None:
        _fetch(of_dates)
        update_values(DisclosureRequest, moving_dates.MOVED, moved)

    def plain_notices() -> None:
        _fetch(of_notices)
        insert_values(Notice, warnings.COLUMNS, told, ignore_conflicts=True)

    def all_of_it() -> None:
        _fetch(one for one in selects if one not in {*of_dates, *of_notices})
        plain_dates()
        plain_notices()
        insert_values(OutboxMessage, _PROMISE, promised, ignore_conflicts=True)

    dates, bare_dates, notices, bare_notices, whole, bare = quickest(
        lambda: moving_dates.refresh_moving(TODAY),
        plain_dates,
        lambda: warnings.warn(actor=SWEEPER, today=TODAY),
        plain_notices,
        lambda: sweep(TODAY),
        all_of_it,
        repeat=5,
        within=rolled_back,
        clock=time.process_time,
    )
    with rolled_back():
        sweep(TODAY)
        (again,) = quickest(lambda: sweep(TODAY), repeat=3, clock=time.process_time)
    return [
        _row(f"dates of {len(moved)} cases that move", dates, "their select and update", bare_dates),
        _row(f"{len(told)} new notices", notices, "their selects and insert", bare_notices),
        _row("the whole sweep", whole, "all its selects, update and inserts", bare),
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


def _statements() -> tuple[list[str], list[Any], list[Any], list[Any]]:
    """Every select of a sweep; and the rows that it leaves: dates that moved, new notices, new promises of mails."""
    keys = set(moving_dates.moving_cases(TODAY).values_list("pk", flat=True))
    last = OutboxMessage.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    with rolled_back():
        with CaptureQueriesContext(connection) as queries:
            sweep(TODAY)
        dates = read_plain(_stored(DisclosureRequest.objects.all(), *moving_dates.MOVED, "id"))
        notices = read_plain(_stored(Notice.objects.filter(made_on=TODAY), *warnings.COLUMNS))
        promises = read_plain(_stored(OutboxMessage.objects.filter(pk__gt=last), *_PROMISE))
    selects = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    return selects, [row for row in dates if row[-1] in keys], notices, promises


def _fetch(selects: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for select in selects:
            cursor.execute(select)
            cursor.fetchall()


def _stored(rows: QuerySet[Any], *names: str) -> QuerySet[Any, Any]:
    """These columns as they are written: days and moments as text."""
    dates = {field.name for field in rows.model._meta.concrete_fields if isinstance(field, DateField)}
    return rows.order_by("pk").values_list(*(as_text(name)[0] if name in dates else name for name in names))
