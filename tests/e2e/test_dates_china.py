"""Half past midnight in China on a machine that lives in UTC: every date on screen and paper is the Chinese one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# A Sunday evening in UTC is Monday in China; the year begins there eight hours earlier.
NIGHTS = [
    (
        "2026-03-01T16:30:00+00:00",
        "2026年3月2日（周一）",
        "2026年3月30日（周一）",
        "03-02 00:30",
        "2026-03-02",
    ),
    (
        "2025-12-31T16:30:00+00:00",
        "2026年1月1日（周四）",
        "2026年1月29日（周四）",
        "01-01 00:30",
        "2026-01-01",
    ),
]


@pytest.mark.parametrize(("moment", "today", "due", "stamp", "entered"), NIGHTS, ids=["weekend", "new year"])
def test_dates_are_chinese(
    tmp_path: Path, moment: str, today: str, due: str, stamp: str, entered: str
) -> None:
    environment = {
        **os.environ,
        "TZ": "UTC",
        "DJANGO_SETTINGS_MODULE": "project.settings_test",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'night.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.night_walk", moment],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)
    assert f"今天是 {today}" in said["inbox"]
    assert f"收到日期{today}" in said["receipt"].replace(" ", "")
    assert f"{due}以前（含当日）答复您" in said["receipt"]
    assert today.split("（")[0] in said["paper"]
    assert due.split("（")[0] in said["paper"]
    assert f'value="{entered}"' in said["register"]
    assert stamp in said["record"]
