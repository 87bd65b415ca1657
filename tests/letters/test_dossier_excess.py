"""The file of an excessive application: finding, request, proof, reasons, judgement, delayed reply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from requests_app.rules.reasons_request import Judgement
from requests_app.rules.roles import Role
from tests.letters.test_dossier_correction import archived
from tests.people import Office, office
from tests.services.stages import made
from tests.workflows.test_reasons_flow import (
    NOT_GOOD,
    WHY,
    delay_letter,
    delayed,
    given,
    hand_over,
    with_delivery,
)
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Iterator[Walk]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False):
        bureau: Office = office()
        walk = Walk.begin(bureau)
        walk.accept()
        walk.do(Role.HANDLER, "find_excessive", why=WHY)
        yield walk


def answered(walk: Walk) -> dict[str, Any]:
    submission = walk.do(Role.HANDLER, "submit")
    for step in submission.steps:
        walk.agree(Role(step["role"]))
    walk.hand_over(made(walk.do(Role.DESK_OFFICER, "issue")))
    return archived(walk)


def pieces_of(manifest: dict[str, Any]) -> list[str]:
    assert not {row["piece"] for row in manifest["missing"]} & {
        "excess_record",
        "reasons_request",
        "delay_approval",
        "delay_notice",
    }
    return [row["piece"] for row in manifest["entries"]]


def test_a_refusal_to_handle(walk: Walk) -> None:
    given(walk).do(Role.HANDLER, "judge_reasons", judgement=Judgement.UNREASONABLE, why=NOT_GOOD)
    walk.do(Role.HANDLER, "save_draft", draft=with_delivery(walk))
    pieces = pieces_of(answered(walk))
    assert {"reasons_request", "reasons", "excess_record", "reply"} <= set(pieces)
    assert pieces.index("reasons_request") < pieces.index("reasons") < pieces.index("excess_record")
    assert pieces.index("excess_record") < pieces.index("reply")
    # The proof of service of the request and that of the reply.
    assert pieces.count("proof_of_service") == 2


def test_a_delayed_reply(walk: Walk) -> None:
    hand_over(walk, delay_letter(delayed(walk)))
    walk.draft()
    pieces = pieces_of(answered(walk))
    assert pieces.index("delay_approval") < pieces.index("delay_notice") < pieces.index("reply")
