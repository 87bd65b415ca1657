"""A reply that was taken back goes to its handler again, from the post, from the archive's door and from a lapse."""

from __future__ import annotations

from datetime import date

import pytest

from letters import handlers
from requests_app import dates
from requests_app.actors import System
from requests_app.models import Correction, CorrectionState, Letter
from requests_app.rules.correction import Point
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.services import correction as correction_service
from requests_app.services.correction import Received
from requests_app.services.delivery import Service
from tests.people import Office
from tests.services.stages import made
from tests.workflows.walk import PROOF, Walk


@pytest.mark.parametrize("way", ["issued", "posted", "delivered"])
def test_it_is_answered_again(bureau: Office, way: str) -> None:
    walk = Walk.begin(bureau)
    first = walk.issue()
    if way == "posted":
        walk.post(first)
    elif way == "delivered":
        walk.hand_over(first)
    walk.do(Role.OFFICE_HEAD, "withdraw_letter", letter_id=first.pk, reason="引用的文号有误")
    assert (walk.case.state, walk.open) == (RequestState.IN_HANDLING, ["handle"])
    walk.draft(note="（文号已更正）")
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    second = made(walk.do(Role.DESK_OFFICER, "issue"))
    assert {"type": "letter_withdrawn", "on": dates.today().isoformat(), "number": first.number} in (
        second.context["history"]
    )
    walk.hand_over(second)
    assert (walk.case.state, walk.open) == (RequestState.DELIVERED, ["archive"])
    walk.deliver_outbox()
    walk.do(Role.ARCHIVIST, "archive")


def test_a_lapse_that_was_taken_back_waits_for_the_correction_again(bureau: Office) -> None:
    with dates.as_of(date(2026, 3, 10)):
        walk = Walk.begin(bureau)
        points = [Point("description", "范围不明", "请写明名称", 1)]
        asked = {"points": points, "reply_by": date(2026, 3, 31)}
        walk.do(Role.DESK_OFFICER, "ask_correction", **asked)
        correction = Correction.objects.get()
        handlers.correction({"correction": correction.pk})
        notice = made(Letter.objects.get(correction=correction))
        given = Service(way="hand", served_on=dates.today(), recipient="王契", proof=PROOF)
        walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=notice.pk, service=given)
    with dates.as_of(date(2026, 4, 8)):
        correction_service.propose_lapse(actor=System("测试"), case_id=walk.case.pk)
        walk.do(Role.DESK_OFFICER, "lapse_uncorrected", delivery="hand", considered="两次电话未接")
        walk.agree(Role.LEGAL_REVIEWER)
        walk.agree(Role.OFFICE_HEAD)
        letter = made(walk.do(Role.DESK_OFFICER, "issue"))
        walk.hand_over(letter)
        assert walk.case.state == RequestState.LAPSED
        walk.do(Role.OFFICE_HEAD, "withdraw_letter", letter_id=letter.pk, reason="补正材料误投他处")
        correction.refresh_from_db()
        assert (walk.case.state, correction.state) == (
            RequestState.AWAITING_CORRECTION,
            CorrectionState.TOLD,
        )
        assert (walk.case.due_on, walk.case.waiting_for) == (None, "correction")
        assert walk.open == ["lapse_correction"]
        received = Received(date(2026, 4, 8), texts={1: "东湖片区规划批复"}, files=[PROOF])
        walk.do(Role.DESK_OFFICER, "receive_correction", received=received)
        assert (walk.case.state, walk.open) == (RequestState.UNDER_REVIEW, ["review"])
        assert walk.case.due_on == date(2026, 5, 9)
