"""A place of its own for a benchmark that writes: a process with an empty database and an empty folder.

The sweep deletes files that no row names: with another database it must never see the folder of this one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

HERE = "BENCH_PLACE"
"""The folder of the process that measures; unset everywhere else."""


def is_own() -> bool:
    """Whether this process has its own place already."""
    place = os.environ.get(HERE)
    return place is not None and Path(place) == settings.VAR_DIR


def run_apart(arguments: Sequence[str]) -> int:
    """Run `manage.py bench …` again in a place of its own, which is removed afterwards; its exit code."""
    with TemporaryDirectory(prefix="bench-") as folder:
        database = Path(folder) / "db.sqlite3"
        own = {
            HERE: folder,
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{database}",
            "FONT_DIR": str(settings.FONT_DIR),
            "EMAIL_URL": "dummymail://",
        }
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench", *arguments]
        return subprocess.run(command, env=os.environ | own, check=False).returncode  # noqa: S603  (ourselves)
