"""The commands of the project as a terminal runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from requests_app.pictures import date_words

ROOT = Path(__file__).parents[2]


def explained(number: str) -> dict[str, Any]:
    """`manage.py case_events NUMBER | manage.py explain_deadline`."""
    events = StringIO()
    call_command("case_events", number, stdout=events)
    done = subprocess.run(
        [sys.executable, "manage.py", "explain_deadline"],
        input=events.getvalue().encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def in_words(day: str) -> str:
    """A date of an answer as the screens write it: 2026年12月22日（周二）."""
    return date_words.full_weekday(date.fromisoformat(day))


def proves_its_archive(package: Path) -> None:
    """`manage.py verify_archive`: 0 for the package as it was downloaded, 1 once a single byte is another one."""
    call_command("verify_archive", str(package))
    with pytest.raises(CommandError) as broken:
        call_command("verify_archive", str(one_byte_changed(package)))
    assert broken.value.returncode == 1


def one_byte_changed(package: Path) -> Path:
    """A copy of the package with one byte of it turned round, in the middle."""
    changed = bytearray(package.read_bytes())
    changed[len(changed) // 2] ^= 0xFF
    other = package.with_name("changed.zip")
    other.write_bytes(changed)
    return other
