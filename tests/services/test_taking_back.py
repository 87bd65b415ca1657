"""收回答复书: the day of the reply no longer counts, no fresh period, both letters stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from letters.compose import compose_reply
from requests_app import dates
from requests_app.errors import ApplicationError
from requests_app.models import AuditEntry, DeliveryState, Letter, LetterState
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.states import RequestState
from requests_app.selectors.replies import reply_delivery
from requests_app.services import delivery, taking_back
from requests_app.services.delivery import Posting, Service
from requests_app.services.documents import Upload
from tests.people import Office, again, join, office, other_office
from tests.services.stages import PDF, issued

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day() -> Iterator[Any]:
    """Received and answered on 2026-03-10: due on 2026-04-08."""
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def bureau() -> Office:
    return office()


def served(where: Office) -> Letter:
    letter = issued(where)
    given = Service(way="hand", served_on=dates.today(), recipient="王契", proof=Upload("回证.pdf", PDF))
    delivery.confirm_delivery(actor=where.desk, case_id=letter.request_id, letter_id=letter.pk, service=given)
    return letter


def take_back(where: Office, letter: Letter, **changes: Any) -> Letter:
    given = {"actor": where.head, "letter_id": letter.pk, "reason": "漏附附件二", **changes}
    return taking_back.withdraw_letter(case_id=letter.request_id, **given)


def test_the_clock_runs_on_from_where_it_stood(bureau: Office, day: Any) -> None:
    letter = served(bureau)
    before = again(letter.request).due_on
    day.move_to(datetime(2026, 3, 16, 2, 0, tzinfo=UTC))
    take_back(bureau, letter)
    case = again(letter.request)
    letter.refresh_from_db()
    assert (case.state, case.replied_on, case.closed_on) == (RequestState.IN_HANDLING, None, None)
    assert case.due_on == before == date(2026, 4, 8)
    assert case.next_act_on == case.due_on
    assert (letter.state, letter.withdrawn_on) == (LetterState.WITHDRAWN, date(2026, 3, 16))
    assert letter.withdrawn_reason == "漏附附件二"
    (event,) = case.clock_events.filter(type="replied")
    assert event.revoked_at is not None
    assert "漏附附件二" in event.revoke_reason
    assert [one.state for one in letter.deliveries.all()] == [DeliveryState.SERVED]
    assert letter.document is not None
    assert letter.document.visible_to_applicant
    assert reply_delivery(bureau.handler, case) is None
    entry = AuditEntry.objects.filter(request_id=case.pk).last()
    assert entry is not None
    assert entry.action == "letter_withdrawn"


def test_the_new_reply_names_the_one_it_replaces(bureau: Office) -> None:
    letter = served(bureau)
    take_back(bureau, letter)
    told = compose_reply(again(letter.request), dates.today()).data["history"]
    assert told == [{"type": "letter_withdrawn", "on": "2026-03-10", "number": letter.number}]


def test_one_that_never_left_is_not_shown_and_cannot_be_delivered(bureau: Office) -> None:
    letter = issued(bureau)
    take_back(bureau, letter)
    letter.refresh_from_db()
    assert letter.document is not None
    assert not letter.document.visible_to_applicant
    with pytest.raises(ApplicationError) as refusal:
        delivery.serve_online(actor=bureau.desk, case_id=letter.request_id, letter_id=letter.pk)
    assert refusal.value.code == "letter_withdrawn"


def test_refusals(bureau: Office) -> None:
    letter = served(bureau)
    both = join(bureau.agency, bureau.head.role, "wangqiang", "王强")
    cases = [
        ({"reason": " "}, "reason_missing"),
        ({"letter_id": 999}, "not_in_force"),
        ({"actor": bureau.handler}, "role_missing"),
        ({"actor": bureau.legal}, "role_missing"),
        ({"actor": both}, "own_draft"),
        ({"actor": other_office().head}, "unknown_case"),
        ({"seen_version": 0}, "stale_form"),
    ]
    for changes, code in cases:
        with pytest.raises(ApplicationError) as refusal:
            take_back(bureau, letter, **changes)
        assert refusal.value.code == code
    take_back(bureau, letter)
    with pytest.raises(ApplicationError) as refusal:
        take_back(bureau, letter)
    assert refusal.value.code == "wrong_state"


@pytest.mark.parametrize("arrived", [True, False])
def test_what_became_of_the_mail_is_recorded_after_the_taking_back_and_moves_nothing(
    bureau: Office, day: Any, arrived: bool
) -> None:
    letter = issued(bureau)
    keys = {"actor": bureau.desk, "case_id": letter.request_id, "letter_id": letter.pk}
    posting = Posting(dates.today(), "EA123456789CN", POSTAL_ENTERPRISE)
    delivery.post_letter(**keys, posting=posting)
    take_back(bureau, letter)
    before = again(letter.request)
    day.move_to(datetime(2026, 3, 12, 2, 0, tzinfo=UTC))
    if arrived:
        proof = Upload("回执.pdf", PDF)
        service = Service(way="post", served_on=dates.today(), recipient="王契", proof=proof)
        done = delivery.confirm_delivery(**keys, service=service)
    else:
        done = delivery.record_failure(**keys, reason="查无此人")
    assert done.state == (DeliveryState.SERVED if arrived else DeliveryState.FAILED)
    after = again(letter.request)
    assert (after.state, after.due_on, after.replied_on) == (before.state, before.due_on, None)
    letter.refresh_from_db()
    assert letter.state == LetterState.WITHDRAWN
    assert not after.clock_events.filter(revoked_at=None, type="replied").exists()
    with pytest.raises(ApplicationError) as refusal:
        delivery.post_letter(**keys, posting=posting)
    assert refusal.value.code == "letter_withdrawn"
