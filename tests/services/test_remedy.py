"""复议诉讼: recorded, answered, decided; and the request handled anew upon an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from requests_app import dates
from requests_app.errors import AccessRefused, ApplicationError, StaleForm, StateRefusal
from requests_app.models import AuditEntry, DisclosureRequest, ExtensionState, RemedyCase
from requests_app.rules.correction import Point
from requests_app.rules.next_act import LegalAct
from requests_app.rules.on_the_spot import SpotReply
from requests_app.rules.states import RequestState
from requests_app.selectors.inbox import inbox
from requests_app.selectors.on_the_spot import spot_standing
from requests_app.selectors.remedies import effect_of_reopening, reply_in_force
from requests_app.services import correction, delivery, extension, remedy
from requests_app.services.delivery import Service
from requests_app.services.documents import Upload
from requests_app.services.remedy import Decided, NewRemedy
from tests.people import Office, again, case_in_handling, office, other_office
from tests.services.stages import PDF, issued

pytestmark = pytest.mark.django_db
REPLIED = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
PAPER = Upload("决定书.pdf", PDF)
NAME = "清政复决〔2026〕5号行政复议决定书"


@pytest.fixture(autouse=True)
def day() -> Iterator[Any]:
    with time_machine.travel(REPLIED, tick=False) as traveller:
        yield traveller


@pytest.fixture
def bureau() -> Office:
    return office()


@pytest.fixture
def answered(bureau: Office, day: Any) -> DisclosureRequest:
    """Delivered on 2026-03-10; today is 2026-04-13."""
    letter = issued(bureau)
    served = Service(way="hand", served_on=dates.today(), recipient="王契", proof=Upload("回证.pdf", PDF))
    delivery.confirm_delivery(
        actor=bureau.desk, case_id=letter.request_id, letter_id=letter.pk, service=served
    )
    day.move_to(datetime(2026, 4, 13, 2, 0, tzinfo=UTC))
    return again(letter.request)


def came(on: str = "2026-04-13", **changes: Any) -> NewRemedy:
    fields = {"kind": "reconsideration", "body": "清溪市人民政府", "simplified": True}
    return NewRemedy(received_on=date.fromisoformat(on), **{**fields, **changes})


def recorded(where: Office, case: DisclosureRequest, **changes: Any) -> RemedyCase:
    return remedy.record(actor=where.legal, case_id=case.pk, new=came(**changes))


def decision(**changes: Any) -> Decided:
    today = dates.today()
    return replace(Decided("corrected", today, today, NAME, PAPER, 10), **changes)


def ordered(where: Office, case: DisclosureRequest) -> RemedyCase:
    one = recorded(where, case)
    return remedy.record_result(actor=where.legal, case_id=case.pk, remedy_id=one.pk, decided=decision())


def test_a_recorded_dispute_is_owed_an_answer_and_shows_in_the_inbox(
    bureau: Office, answered: DisclosureRequest
) -> None:
    one = recorded(bureau, answered, notice=PAPER)
    case = again(answered)
    assert one.letter == reply_in_force(case)
    assert (case.state, case.next_act) == (RequestState.DELIVERED, LegalAct.ANSWER_REMEDY)
    assert case.next_act_on == date(2026, 4, 20)
    rows = {group.key: [row.case.pk for row in group.rows] for group in inbox(bureau.handler)}
    assert rows == {"near": [case.pk]}
    remedy.file_answer(
        actor=bureau.handler, case_id=case.pk, remedy_id=one.pk, filed_on=dates.today(), papers=PAPER
    )
    assert again(case).next_act == LegalAct.ARCHIVE
    assert set(case.documents.filter(kind="order").values_list("title", flat=True)) == {
        "行政复议通知书及副本",
        "行政复议答复及证据",
    }
    actions = list(AuditEntry.objects.filter(request_id=case.pk).values_list("action", flat=True))
    assert actions[-2:] == ["remedy_recorded", "remedy_answered"]


def test_an_order_gives_a_fresh_period_and_the_old_reply_stays(
    bureau: Office, answered: DisclosureRequest
) -> None:
    one = ordered(bureau, answered)
    foreseen = effect_of_reopening(again(answered), one)
    remedy.reopen(actor=bureau.head, case_id=answered.pk, remedy_id=one.pk)
    case = again(answered)
    assert (case.state, case.replied_on, case.closed_on) == (RequestState.IN_HANDLING, None, None)
    assert case.due_on == foreseen.due == date(2026, 4, 27)
    event = case.clock_events.get(type="ordered")
    assert event.data == {
        "received": "2026-04-13",
        "working_days": 10,
        "document": NAME,
        "remedy": one.pk,
    }
    assert event.evidence == RemedyCase.objects.get().decision
    assert case.clock_events.filter(type="replied", revoked_at=None).count() == 1
    assert reply_in_force(case) is not None


def test_an_extension_of_the_first_period_is_spent_and_stands_in_no_way(bureau: Office, day: Any) -> None:
    letter = issued(bureau)
    case = again(letter.request)
    asked = case.extensions.create(
        working_days=5, reason="调档", state=ExtensionState.NOTIFIED, asked_by=bureau.handler.user
    )
    served = Service(way="hand", served_on=dates.today(), recipient="王契", proof=PAPER)
    delivery.confirm_delivery(actor=bureau.desk, case_id=case.pk, letter_id=letter.pk, service=served)
    day.move_to(datetime(2026, 4, 13, 2, 0, tzinfo=UTC))
    one = ordered(bureau, case)
    remedy.reopen(actor=bureau.head, case_id=case.pk, remedy_id=one.pk)
    asked.refresh_from_db()
    assert asked.state == ExtensionState.SPENT
    assert extension.ask(actor=bureau.handler, case_id=case.pk, working_days=5, reason="须重新检索").pk


def test_no_reply_at_all_can_be_disputed_and_the_clock_runs_on(bureau: Office) -> None:
    case = case_in_handling(bureau)
    one = recorded(bureau, case, on="2026-03-10")
    assert one.letter is None
    assert (again(case).state, again(case).next_act) == (RequestState.IN_HANDLING, LegalAct.REPLY)


# name, what came, code
WRONG = [
    ("a day to come", {"on": "2026-04-14"}, "remedy_incomplete"),
    ("before the application", {"on": "2026-03-09"}, "remedy_incomplete"),
    ("nobody decides", {"body": " "}, "remedy_incomplete"),
    ("no such kind", {"kind": "petition"}, "unknown_kind"),
    ("five days before a court", {"kind": "direct_suit"}, "simplified_suit"),
]


@pytest.mark.parametrize(("name", "changes", "code"), WRONG, ids=[row[0] for row in WRONG])
def test_a_dispute_that_cannot_be(
    bureau: Office, answered: DisclosureRequest, name: str, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(ApplicationError) as refusal:
        recorded(bureau, answered, **changes)
    assert refusal.value.code == code
    assert not RemedyCase.objects.exists()


# name, what was decided, code
UNDECIDED = [
    ("no result", {"result": ""}, "unknown_result"),
    ("still pending", {"result": "pending"}, "unknown_result"),
    ("no paper", {"decision": None}, "remedy_incomplete"),
    ("no name", {"name": ""}, "remedy_incomplete"),
    ("decided tomorrow", {"result_on": date(2026, 4, 14)}, "remedy_incomplete"),
    ("received before it was made", {"received_on": date(2026, 4, 12)}, "remedy_incomplete"),
    ("an order that upholds", {"result": "upheld"}, "order_without_correction"),
]


@pytest.mark.parametrize(("name", "changes", "code"), UNDECIDED, ids=[row[0] for row in UNDECIDED])
def test_a_decision_that_cannot_be(
    bureau: Office, answered: DisclosureRequest, name: str, changes: dict[str, Any], code: str
) -> None:
    one = recorded(bureau, answered)
    with pytest.raises(ApplicationError) as refusal:
        remedy.record_result(
            actor=bureau.legal, case_id=answered.pk, remedy_id=one.pk, decided=decision(**changes)
        )
    assert refusal.value.code == code
    assert RemedyCase.objects.get().result == "pending"


def test_a_wrong_entry_is_put_right_until_it_is_obeyed(bureau: Office, answered: DisclosureRequest) -> None:
    one = ordered(bureau, answered)
    right = decision(working_days=15, decision=None)
    remedy.record_result(actor=bureau.handler, case_id=answered.pk, remedy_id=one.pk, decided=right)
    remedy.reopen(actor=bureau.head, case_id=answered.pk, remedy_id=one.pk)
    assert again(answered).due_on == date(2026, 5, 7)
    with pytest.raises(ApplicationError) as refusal:
        remedy.record_result(actor=bureau.handler, case_id=answered.pk, remedy_id=one.pk, decided=decision())
    assert refusal.value.code == "order_obeyed"


def test_reopening_is_refused_to_others_and_without_an_order(
    bureau: Office, answered: DisclosureRequest
) -> None:
    one = recorded(bureau, answered)
    elsewhere = other_office()
    cases = [
        (bureau.head, one.pk, None, "no_order"),
        (bureau.handler, one.pk, None, "role_missing"),
        (elsewhere.head, one.pk, None, "unknown_case"),
        (bureau.head, 999, None, "unknown_remedy"),
        (bureau.head, one.pk, 0, "stale_form"),
    ]
    for actor, remedy_id, seen, code in cases:
        with pytest.raises((ApplicationError, AccessRefused, StaleForm)) as refusal:
            remedy.reopen(actor=actor, case_id=answered.pk, remedy_id=remedy_id, seen_version=seen)
        assert refusal.value.code == code
    assert again(answered).state == RequestState.DELIVERED


def test_it_is_obeyed_once(bureau: Office, answered: DisclosureRequest) -> None:
    one = ordered(bureau, answered)
    remedy.reopen(actor=bureau.head, case_id=answered.pk, remedy_id=one.pk)
    with pytest.raises(ApplicationError) as refusal:
        remedy.reopen(actor=bureau.head, case_id=answered.pk, remedy_id=one.pk)
    assert refusal.value.code == "order_obeyed"
    assert again(answered).clock_events.filter(type="ordered").count() == 1


def test_what_was_answered_on_the_spot_is_not_so_when_it_is_handled_anew(
    bureau: Office, answered: DisclosureRequest
) -> None:
    DisclosureRequest.objects.filter(pk=answered.pk).update(on_the_spot=True)
    assert spot_standing(again(answered)) == SpotReply.GIVEN
    one = ordered(bureau, answered)
    remedy.reopen(actor=bureau.head, case_id=answered.pk, remedy_id=one.pk)
    assert spot_standing(again(answered)) is None


def disputed(where: Office, day: Any) -> tuple[DisclosureRequest, RemedyCase]:
    """Received on 2026-03-10 and never answered; on 2026-04-20 the order to answer within ten working days came."""
    case = case_in_handling(where)
    day.move_to(datetime(2026, 4, 20, 2, 0, tzinfo=UTC))
    return case, ordered(where, case)


def test_an_order_to_answer_what_was_not_answered_gives_its_own_period(bureau: Office, day: Any) -> None:
    case, one = disputed(bureau, day)
    assert again(case).due_on == date(2026, 4, 8)
    foreseen = effect_of_reopening(again(case), one)
    remedy.receive_order(actor=bureau.head, case_id=case.pk, remedy_id=one.pk)
    case = again(case)
    assert (case.state, case.due_on, case.next_act_on) == (
        RequestState.IN_HANDLING,
        foreseen.due,
        date(2026, 5, 7),
    )
    entry = AuditEntry.objects.filter(request_id=case.pk).latest("seq")
    assert (entry.action, entry.data["remedy"]) == ("order_received", one.pk)
    assert case.clock_events.get(type="ordered").evidence == RemedyCase.objects.get().decision
    with pytest.raises(ApplicationError) as refusal:
        remedy.receive_order(actor=bureau.head, case_id=case.pk, remedy_id=one.pk)
    assert refusal.value.code == "order_obeyed"


def test_an_order_ends_the_wait_for_a_correction(bureau: Office, day: Any) -> None:
    case = case_in_handling(bureau)
    point = Point("description", "名称不明确", "请写明文件的名称", 1)
    asked = correction.ask(
        actor=bureau.desk, case_id=case.pk, points=[point], reply_by=date(2026, 3, 31), guidance=""
    )
    day.move_to(datetime(2026, 4, 20, 2, 0, tzinfo=UTC))
    one = ordered(bureau, case)
    remedy.receive_order(actor=bureau.head, case_id=case.pk, remedy_id=one.pk)
    case = again(case)
    asked.refresh_from_db()
    assert (case.state, case.due_on) == (RequestState.UNDER_REVIEW, date(2026, 5, 7))
    assert asked.state == "called_off"


def test_an_order_for_an_answered_request_is_not_received_so(
    bureau: Office, answered: DisclosureRequest
) -> None:
    one = ordered(bureau, answered)
    with pytest.raises(StateRefusal) as refusal:
        remedy.receive_order(actor=bureau.head, case_id=answered.pk, remedy_id=one.pk)
    assert refusal.value.code == "wrong_state"
