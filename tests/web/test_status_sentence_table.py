"""The golden table of the status sentence: who must do what by when, for each state and sub-state.

The situations are made from the words of the code (states, stages of a correction, a payment, a request for reasons): a
new one has no row in `golden/status_sentences.json` and fails here until somebody has read its sentence. Rewritten with
UPDATE_GOLDEN=1, on purpose only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from requests_app.portal.sentences import (
    CorrectionStage,
    PaymentStage,
    ReasonsStage,
    StatusFacts,
    status_sentence,
)
from requests_app.rules.states import CLOCK_STOPPED, OPEN, RequestState

S = RequestState
GOLDEN = Path(__file__).with_name("golden") / "status_sentences.json"
AGENCY, DUE, LATER, UNTIL = "清溪市某局", date(2026, 11, 9), date(2026, 12, 7), date(2026, 10, 30)
OWES = sorted(OPEN - {S.AWAITING_CORRECTION, S.AWAITING_PAYMENT})
CLOCKS: dict[str, dict[str, Any]] = {
    "running": {"due_on": DUE, "remaining": 16},
    "last day": {"due_on": DUE, "remaining": 0},
    "late": {"due_on": DUE, "remaining": -2},
    "paused": {"due_on": DUE, "remaining": 16, "pause": "征求第三方意见期间"},
    "extended": {"due_on": LATER, "extended_from": DUE, "remaining": 30},
    "delayed": {"due_on": LATER, "extended_from": DUE, "remaining": 30, "delayed": True},
    "no due date": {},
}


def situations() -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, facts) of everything an applicant can find."""
    for state in OWES:
        for name, clock in CLOCKS.items():
            yield f"{state} / {name}", {"state": state, **clock}
    for state in sorted(CLOCK_STOPPED):
        yield f"{state}", {"state": state, "ended_on": UNTIL}
    for name, clock in (("told", {"waiting_until": UNTIL}), ("no day", {}), ("untold", CLOCKS["running"])):
        for stage in CorrectionStage:
            facts = {"state": S.AWAITING_CORRECTION, "correction": stage, **clock}
            yield f"awaiting_correction / {name} / {stage.value}", facts
        for paid in PaymentStage:
            yield (
                f"awaiting_payment / {name} / {paid.value}",
                {"state": S.AWAITING_PAYMENT, "payment": paid, **clock},
            )
    for state in (S.IN_APPROVAL, S.APPROVED):
        lapse = {"state": state, "waiting_until": UNTIL}
        yield f"{state} / lapsing / not corrected", {**lapse, "correction": CorrectionStage.LAPSING}
        yield f"{state} / lapsing / not paid", {**lapse, "payment": PaymentStage.LAPSING}
        yield f"{state} / lapsing / payment reported", {**lapse, "payment": PaymentStage.REPORTED}
    for state in (S.UNDER_REVIEW, S.IN_HANDLING, S.IN_APPROVAL, S.APPROVED):
        for asked in ReasonsStage:
            facts = {"state": state, "reasons": asked, "reasons_until": UNTIL, **CLOCKS["running"]}
            yield f"{state} / reasons / {asked.value}", facts
    again = {"again": "行政复议决定责令重新答复。", **CLOCKS["running"]}
    yield "in_handling / again", {"state": S.IN_HANDLING, **again}
    yield "received / unrouted", {"state": S.RECEIVED, "unrouted": True}
    yield "issued / posted", {"state": S.ISSUED, "sent_on": UNTIL, **CLOCKS["running"]}


SITUATIONS = dict(situations())


def told(facts: dict[str, Any]) -> dict[str, Any]:
    return asdict(status_sentence(StatusFacts(agency=AGENCY, **facts)))


@pytest.fixture(scope="module")
def golden() -> dict[str, dict[str, Any]]:
    if os.environ.get("UPDATE_GOLDEN"):
        rows = {name: told(facts) for name, facts in SITUATIONS.items()}
        GOLDEN.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    rows = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert isinstance(rows, dict)
    return rows


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_sentence_is_the_one_that_was_read(name: str, golden: dict[str, dict[str, Any]]) -> None:
    assert name in golden, f"{name}: no row; read its sentence, then UPDATE_GOLDEN=1"
    assert told(SITUATIONS[name]) == golden[name]


def test_the_table_has_no_row_that_nobody_can_find(golden: dict[str, dict[str, Any]]) -> None:
    assert golden.keys() == SITUATIONS.keys()


def test_every_state_has_a_row() -> None:
    assert {facts["state"] for facts in SITUATIONS.values()} == set(RequestState)


def test_whoever_must_act_is_told_what_to_do(golden: dict[str, dict[str, Any]]) -> None:
    for name, row in golden.items():
        assert row["now"], name
        assert row["yours"] if row["act"] else True, name
