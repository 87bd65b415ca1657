"""The office of the histories; what fails in a helper is told as in a test."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite(
    "tests.histories.invariants", "tests.histories.world", "tests.histories.finish"
)


@pytest.fixture
def bureau(db: None):
    from tests.people import office

    return office()
