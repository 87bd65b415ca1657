"""The office in which the requests walk."""

from __future__ import annotations

import pytest

from tests.people import Office, office


@pytest.fixture
def bureau(db: None) -> Office:
    return office()
