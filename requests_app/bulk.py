"""Many rows at once, past the models: read as the driver gives them, written by one prepared statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast


def as_text(*columns: str) -> tuple[Cast, ...]:
    """These columns as text, for `values_list` (a date in ISO): SQLite's driver would call back for each date."""
    return tuple(Cast(column, TextField()) for column in columns)


def read_plain(rows: QuerySet[Any, Any]) -> list[Any]:
    """The rows of `values_list` as the driver gives them: no value becomes an object of ours."""
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        return list(cursor.fetchall())


def insert(rows: Iterable[Model], *, ignore_conflicts: bool = False) -> None:
    """Insert unsaved rows of one model in a third of the time of `bulk_create`. They get no key, so nothing may point
    to them afterwards."""
    listed = list(rows)
    if not listed:
        return
    fields = [field for field in listed[0]._meta.concrete_fields if not field.primary_key]
    # The connection itself: what stands for it looks it up at each of a million questions.
    database = connections[DEFAULT_DB_ALIAS]
    values = [
        [field.get_db_prep_save(field.pre_save(row, add=True), database) for field in fields]
        for row in listed
    ]
    columns = [field.column or "" for field in fields]
    insert_values(type(listed[0]), columns, values, ignore_conflicts=ignore_conflicts)


def insert_values(
    model: type[Model],
    columns: Sequence[str],
    values: Sequence[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
) -> None:
    """Insert rows that are prepared for the driver already (dates as ISO text, JSON as text)."""
    quote = connection.ops.quote_name
    named, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    conflicts = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({named}) VALUES ({places}){conflicts}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def update_values(model: type[Model], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """Set these columns of rows by their key, which is the last of each `values`; prepared as for `insert_values`.
    Django's own bulk update builds a text of as many branches as there are rows."""
    quote, meta = connection.ops.quote_name, model._meta
    places = ", ".join(f"{quote(column)} = %s" for column in columns)
    key = quote(meta.pk.column or "")
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(meta.db_table)} SET {places} WHERE {key} = %s", values)  # noqa: S608
