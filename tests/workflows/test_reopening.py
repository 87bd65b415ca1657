"""Handled anew upon an order: the flow goes back to the handler and on to a second archive, from wherever it stood."""

from __future__ import annotations

from datetime import timedelta

import pytest

from requests_app import dates
from requests_app.errors import ApplicationError
from requests_app.models import Letter
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.services.remedy import Decided, NewRemedy
from tests.people import Office
from tests.services.stages import made
from tests.workflows.walk import PROOF, Walk
from workflows.perform import may_perform

NAME = "清政复决〔2026〕5号行政复议决定书"


def order(walk: Walk) -> int:
    today = dates.today()
    new = NewRemedy("reconsideration", "清溪市人民政府", today, simplified=True)
    one = walk.do(Role.LEGAL_REVIEWER, "record_remedy", new=new)
    decided = Decided("corrected", today, today, NAME, PROOF, 10)
    walk.do(Role.LEGAL_REVIEWER, "record_remedy_result", remedy_id=one.pk, decided=decided)
    return int(one.pk)


def reopen(walk: Walk) -> None:
    walk.do(Role.OFFICE_HEAD, "reopen", remedy_id=order(walk))


def answer_again(walk: Walk) -> Letter:
    """A new reply with new words, through the whole track."""
    walk.draft(note="（依决定重新答复）")
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    return made(walk.do(Role.DESK_OFFICER, "issue"))


@pytest.mark.parametrize("archived", [False, True], ids=["delivered", "archived"])
def test_the_handler_has_it_again_and_it_ends_again(bureau: Office, archived: bool) -> None:
    with dates.as_of(dates.today() - timedelta(days=1)):
        walk = Walk.begin(bureau)
        first = walk.deliver()
        if archived:
            walk.deliver_outbox()
            walk.do(Role.ARCHIVIST, "archive")
            assert walk.open == []
    reopen(walk)
    assert (walk.case.state, walk.open) == (RequestState.IN_HANDLING, ["handle"])
    second = answer_again(walk)
    told = second.context["history"]
    assert {"type": "ordered", "received": dates.today().isoformat(), "document": NAME} in told
    assert second.number != first.number
    walk.hand_over(second)
    assert (walk.case.state, walk.open) == (RequestState.DELIVERED, ["archive"])
    walk.deliver_outbox()
    walk.do(Role.ARCHIVIST, "archive")
    periods = [package.retention for package in walk.case.archive_packages.order_by("pk")]
    assert periods == (["10年", "30年"] if archived else ["30年"])


def test_only_the_head_is_shown_the_way_and_only_where_it_leads(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.issue()
    assert not may_perform(bureau.head.user, walk.case, "reopen")
    walk.hand_over(walk.case.letters.get(submission__isnull=False))
    assert may_perform(bureau.head.user, walk.case, "reopen")
    assert not may_perform(bureau.handler.user, walk.case, "reopen")
    with pytest.raises(ApplicationError) as refusal:
        walk.do(Role.HANDLER, "reopen", remedy_id=1)
    assert refusal.value.code == "role_missing"


def test_an_order_to_answer_begins_the_approval_again_and_is_quoted(bureau: Office) -> None:
    with dates.as_of(dates.today() - timedelta(days=1)):
        walk = Walk.begin(bureau)
        walk.submit()
        walk.agree(Role.LEGAL_REVIEWER)
    assert may_perform(bureau.head.user, walk.case, "receive_order")
    walk.do(Role.OFFICE_HEAD, "receive_order", remedy_id=order(walk))
    assert (walk.case.state, walk.open) == (RequestState.IN_HANDLING, ["handle"])
    reply = answer_again(walk)
    assert {
        "type": "ordered",
        "received": dates.today().isoformat(),
        "document": NAME,
        "unanswered": "yes",
    } in reply.context["history"]
    walk.hand_over(reply)
    assert walk.open == ["archive"]
