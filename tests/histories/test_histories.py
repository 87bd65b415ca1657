"""Random histories through the real services: what must always hold, on every way through the office.

`ALL_ACTS` (machine.py) is the table of what can happen; a new branch adds its rows and, where it records events of the
clock, their names to `EVENTS`.
"""

from __future__ import annotations

import pytest

from requests_app.rules.reckoning import Reckoning
from requests_app.rules.states import RequestState
from tests.histories.finish import ENDS, NEXT
from tests.histories.machine import ALL_ACTS, tell_histories
from tests.histories.world import Coverage
from tests.people import Office

EVENTS = (
    "correction_notice",
    "correction_received",
    "consultation",
    "extension",
    "replied",
    "withdrawn",
    "reasons_requested",
    "delayed_reply",
    "fee_notice",
    "fee_paid",
    "ordered",
    "receipt_date_corrected",
)
EACH_EVENT, REFUSALS = 50, 100


def covered(coverage: Coverage, histories: int) -> None:
    """A run that met too little proves too little."""
    assert coverage.histories >= histories
    assert {name: coverage.events[name] for name in EVENTS if coverage.events[name] < EACH_EVENT} == {}, (
        coverage
    )
    assert {act.name for act in ALL_ACTS} - coverage.acts.keys() == set(), coverage
    assert sum(coverage.refusals.values()) >= REFUSALS


def test_two_hundred_histories(bureau: Office) -> None:
    coverage = tell_histories(bureau, 200, shrink=False)
    print(coverage)
    covered(coverage, 200)


@pytest.mark.long
@pytest.mark.parametrize("part", range(1, 21))
def test_a_thousand_more(bureau: Office, part: int) -> None:
    covered(tell_histories(bureau, 1000, first=part, steps=14), 1000)


def test_an_off_by_one_in_the_clock_is_found(bureau: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Reckoning.count
    monkeypatch.setattr(
        Reckoning, "count", lambda self, start, n: right(self, start, n) + bool(self.extended)
    )
    with pytest.raises(AssertionError, match="due"):
        tell_histories(bureau, 200, shrink=False)


def test_every_state_has_its_way_to_an_end() -> None:
    """The histories begin with the registration: `received` is not one of theirs."""
    assert set(RequestState) - (NEXT.keys() | ENDS) == {RequestState.RECEIVED}
