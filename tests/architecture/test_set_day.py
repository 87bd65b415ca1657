"""Nobody dates an act back: the day can be set by the loader of the demonstration and by tests only."""

from datetime import date
from pathlib import Path

import pytest

from requests_app import dates

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("requests_app", "letters", "workflows", "project")
ALLOWED = {"requests_app/dates.py", "project/demo_data/time_travel.py"}


def test_only_the_demonstration_sets_the_day() -> None:
    users = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "as_of" in path.read_text(encoding="utf-8").replace('"as_of"', "")
    }
    assert users <= ALLOWED


def test_the_day_is_set_within_the_block_and_restored_after_a_refusal() -> None:
    today = dates.today()
    with pytest.raises(ValueError, match="stop"), dates.as_of(date(2020, 2, 29)):
        assert dates.today() == date(2020, 2, 29)
        raise ValueError("stop")
    assert dates.today() == today
