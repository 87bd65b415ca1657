"""The other half of the random histories of `make test`."""

from __future__ import annotations

import pytest

from tests.histories.machine import prove


@pytest.mark.django_db
def test_whatever_happens_what_must_hold_holds() -> None:
    prove(range(10, 13))
