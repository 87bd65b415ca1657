"""The office on a fixed day, with a place for files of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.letters.desk import DAY
from tests.people import Office, office


@pytest.fixture
def clock() -> Iterator[Any]:
    """Monday, 2 March 2026, ten o'clock in China; standing still."""
    with time_machine.travel(DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def bureau(db: None, clock: Any, settings: Any, tmp_path: Path) -> Office:
    """清溪市规划和自然资源局 with its people; files go to a folder of this test."""
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "documents"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return office()
