"""`manage.py explain_deadline`: exit codes, the shape of the answer, no database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.rules.events import consulted, extended, history, notice

ROOT = Path(__file__).parents[2]
KEYS = [
    "regime", "standard", "conservative", "provisional", "waiting_for", "until", "correction_notice_due",
    "paused_days", "remaining", "in_time", "warnings", "days",
]  # fmt: skip


def run(given: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "manage.py", "explain_deadline"]
    env = {**os.environ, **environment}
    return subprocess.run(
        command, input=given, capture_output=True, cwd=ROOT, timeout=60, check=False, env=env
    )


def encoded(given: Any) -> bytes:
    return json.dumps(given, ensure_ascii=False).encode()


def test_an_answer_has_exactly_the_keys_of_the_contract() -> None:
    # An unlawful act, a pause and a provisional year: exit 0 all the same.
    given = history(
        extended(25, "2026-12-11"),
        consulted("2026-12-14", "2026-12-14", "2026-12-16"),
        received="2026-12-10",
        today="2026-12-20",
    )
    done = run(encoded(given))
    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert list(answer) == KEYS
    assert [warning["code"] for warning in answer["warnings"]] == ["extension_too_long"]
    assert all(list(warning) == ["code", "message", "basis"] for warning in answer["warnings"])
    assert all(list(day) == ["date", "class", "n", "because", "basis"] for day in answer["days"])
    assert answer["provisional"] is True
    assert answer["standard"] == {"first_due": "2027-01-12", "due": "2027-01-12"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"", "malformed_json"),
        (b"{", "malformed_json"),
        (b"\xff\xfe", "malformed_json"),
        (b'{"received": NaN}', "malformed_json"),
        (b"[" * 100_000, "malformed_json"),
        (b"[]", "not_an_object"),
        (encoded(history(received="2026-02-30")), "no_such_date"),
        (encoded(history(notice("2026-03-01"))), "event_before_receipt"),
        (b'{"received": "\\ud800", "channel": "post"}', "no_such_date"),
        (encoded(history(received="二〇二六年\n三月")), "no_such_date"),
    ],
)  # fmt: skip
def test_the_impossible_is_exit_2_with_one_line(given: bytes, code: str) -> None:
    done = run(given)
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert list(error) == ["code", "message", "basis"]
    assert error["code"] == code
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert run(b"\xef\xbb\xbf" + encoded(history())).returncode == 0


def test_the_answer_is_utf_8_on_any_terminal() -> None:
    done = run(encoded(history()), PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert "收到申请之日" in done.stdout.decode()


def test_no_database_is_needed() -> None:
    assert run(encoded(history()), DATABASE_URL="sqlite:////nowhere/at/all.sqlite3").returncode == 0
