"""The office in which the requests walk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.people import Office, office
from tests.workflows.joint import FIRST, SECOND, Pair, in_handling


@pytest.fixture
def bureau(db: None) -> Office:
    return office()


@pytest.fixture
def pair(bureau: Office) -> Iterator[Pair]:
    """Two requests of one person, not joined yet. The one that is to carry the letter came two days after the other,
    today, 2026-03-12."""
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False) as clock:
        other = in_handling(bureau, SECOND)
        clock.move_to(datetime(2026, 3, 12, 2, 0, tzinfo=UTC))
        yield Pair(in_handling(bureau, FIRST), other, clock)


@pytest.fixture
def joined(pair: Pair) -> Pair:
    """The two, to be answered in one letter."""
    pair.join()
    return pair
