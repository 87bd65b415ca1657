"""Numbers without gaps (law.md 6): one counter row per agency, kind and year."""

from __future__ import annotations

from django.db import connection

from requests_app.models import Agency, NumberCounter

_ALLOCATE = (
    "INSERT INTO {table} (agency_id, kind, year, last) VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (agency_id, kind, year) DO UPDATE SET last = {table}.last + 1 RETURNING last"
)
_MOVE_PAST = (
    "INSERT INTO {table} (agency_id, kind, year, last) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (agency_id, kind, year) DO UPDATE SET last = excluded.last "
    "WHERE {table}.last < excluded.last"
)


def allocate(agency: Agency, kind: str, year: int) -> int:
    """The next number of `kind` for `agency` in `year`, from 1.

    Call it last in the business transaction: a roll-back gives the number back, and the row lock is short.
    """
    table = connection.ops.quote_name(NumberCounter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_ALLOCATE.format(table=table), [agency.pk, kind, year])
        return int(cursor.fetchone()[0])


def move_past(agency: Agency, kind: str, year: int, sequence: int) -> None:
    """Numbers up to `sequence` were given elsewhere: the next one allocated comes after it. Never goes back."""
    table = connection.ops.quote_name(NumberCounter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_PAST.format(table=table), [agency.pk, kind, year, sequence])


def upcoming(agency: Agency, kind: str, year: int) -> int:
    """The number that `allocate` would give now. Others may take it first: whoever prints it must compare."""
    row = NumberCounter.objects.filter(agency=agency, kind=kind, year=year).first()
    return (row.last if row else 0) + 1
