"""The machine itself: it finds what was planted, and a run in which too little happens is no proof."""

from __future__ import annotations

import pytest

from requests_app.rules.reckoning import Reckoning
from requests_app.services import approval
from tests.histories.machine import run_histories
from tests.histories.record import EVENTS, OF_HISTORIES, REFUSALS, TIMES, Record
from tests.histories.stage import staged
from workflows import engine

CONSULTED, LAPSING = 6, 1


def failing(part: int) -> str:
    """What the histories of this part fail with."""
    with staged() as stage, pytest.raises(AssertionError) as failure:
        run_histories(stage, Record(), [part])
    return str(failure.value)


@pytest.mark.django_db
def test_an_off_by_one_in_the_clock_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Reckoning.count
    monkeypatch.setattr(
        Reckoning, "count", lambda self, start, n: right(self, start, n) + (len(self.pauses) > 1)
    )
    assert "counted on the fingers" in failing(CONSULTED)


@pytest.mark.django_db
def test_a_reply_that_its_drafter_approved_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approval, "check_approver", lambda *_, **__: None)
    assert "own words" in failing(LAPSING)


@pytest.mark.django_db
def test_a_task_that_stays_open_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "close", lambda processes: None)
    assert "task and state" in failing(LAPSING)


def test_a_run_in_which_too_little_happens_is_no_proof() -> None:
    record = Record(histories=OF_HISTORIES)
    record.events.update(dict.fromkeys(EVENTS, TIMES))
    record.refusals["some_code"] = REFUSALS
    assert record.gaps(OF_HISTORIES) == {}
    record.events["fee_lapsed"] -= 1
    record.refusals["some_code"] -= 1
    assert record.gaps(OF_HISTORIES) == {"fee_lapsed": TIMES - 1, "refusals": REFUSALS - 1}
    assert record.gaps(OF_HISTORIES // 2) == {}
