"""The office of the histories; what fails in a helper is told as in a test."""

from __future__ import annotations

import pytest

from requests_app.selectors.fees import WAYS_TO_PAY
from tests.people import Office, office

# Before the modules are loaded.
pytest.register_assert_rewrite(
    "tests.histories.invariants", "tests.histories.world", "tests.histories.finish"
)


@pytest.fixture
def bureau(db: None) -> Office:
    bureau = office()
    bureau.agency.settings = {WAYS_TO_PAY: ["到受理窗口刷卡缴费"]}
    bureau.agency.save()
    return bureau
