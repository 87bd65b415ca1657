"""Half of the random histories of `make test`; the other half stands in a file of its own, for another process."""

from __future__ import annotations

import pytest

from tests.histories.machine import prove


@pytest.mark.django_db
def test_whatever_happens_what_must_hold_holds() -> None:
    prove(range(3))
