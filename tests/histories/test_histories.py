"""Random histories through the real services: what must always hold, on every way through the office."""

from __future__ import annotations

import pytest

from requests_app.rules.reckoning import Reckoning
from tests.histories.machine import ALL_ACTS, tell_histories
from tests.histories.world import Coverage
from tests.people import Office, office


EVENTS = ("correction_notice", "correction_received", "consultation", "extension", "replied", "withdrawn")


def test_two_hundred_histories(bureau: Office) -> None:
    coverage = tell_histories(bureau, 60, shrink=False)
    print(coverage)
    assert coverage.histories >= 200
