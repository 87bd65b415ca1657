"""Twenty thousand random histories (`make test-long`), in shards that each stand by themselves."""

from __future__ import annotations

import pytest

from tests.histories.machine import prove

SHARDS, PARTS = 40, 50


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_happens_what_must_hold_holds(shard: int) -> None:
    first = 20 + shard * PARTS
    prove(range(first, first + PARTS))
