"""Stored files and the rows that name them: the database can be rolled back, a folder cannot."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from requests_app.models import Document, RecordCorrectionFile, StagedFile

KEPT_FOR = timedelta(days=1)
"""A file without a row may belong to a transaction that is still open; after a day it belongs to none."""

_ASKED_FOR = 1000
"""Paths in one question."""
_FOLDERS = ((Document, "cases"), (StagedFile, "online"), (RecordCorrectionFile, "record_corrections"))


class _Kept:
    """Waits for the commit. Django lets go of it when the transaction (or the savepoint) is rolled back."""

    def __init__(self, path: str) -> None:
        self._delete = weakref.finalize(self, default_storage.delete, path)

    def __call__(self) -> None:
        self._delete.detach()


def keep_if_committed(path: str) -> None:
    """Delete the stored file `path` if the transaction in which it was written is rolled back.

    What a killed process leaves behind is found by `discard_unreferenced`.
    """
    transaction.on_commit(_Kept(path))


def unreferenced(before: datetime) -> Iterator[str]:
    """Paths of stored files that no row names and that were written before that moment."""
    for model, root in _FOLDERS:
        for folder in _folders(root):
            paths = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
            for at in range(0, len(paths), _ASKED_FOR):
                some = paths[at : at + _ASKED_FOR]
                rows = model._default_manager.filter(file__in=some).order_by()
                named = set(rows.values_list("file", flat=True))
                for path in some:
                    if path not in named and default_storage.get_modified_time(path) < before:
                        yield path


def discard_unreferenced(now: datetime) -> int:
    """Delete files that a roll-back or a killed process left behind more than a day ago; returns how many."""
    left = list(unreferenced(now - KEPT_FOR))
    for path in left:
        default_storage.delete(path)
    return len(left)


def _folders(root: str) -> Iterator[str]:
    """`root` and every folder below it; nothing where it does not exist yet."""
    if not default_storage.exists(root):
        return
    yield root
    for name in default_storage.listdir(root)[0]:
        yield from _folders(f"{root}/{name}")
