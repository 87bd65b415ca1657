"""A fee on its way through the office: told, awaited, paid; verified; or given up through the approval track."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from letters import handlers
from requests_app import dates
from requests_app.actors import Applicant, System
from requests_app.errors import ApplicationError, RuleRefusal, StateRefusal
from requests_app.models import DisclosureRequest, FeeState, Letter, SubmissionState
from requests_app.rules.fees import Schedule
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.services import fees, importing, payments
from requests_app.services.importing import ImportedCase
from tests.people import Office, again
from tests.services.charging import AMOUNT, PAGES, WHY, payment
from tests.services.stages import made
from tests.workflows.walk import PROOF, Walk
from workflows import engine
from workflows.consistency import check_flows
from workflows.perform import may_perform
from workflows.sweep import sweep

FEE: dict[str, Any] = {"schedule": Schedule.PER_QUANTITY, "count": PAGES}
LAST, AFTER = "2026-04-01T10:00+08:00", "2026-04-02T10:00+08:00"


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any, bureau: Office) -> Walk:
    """In handling, and found clearly excessive."""
    started = Walk.begin(bureau)
    started.accept()
    started.do(Role.HANDLER, "find_excessive", why=WHY)
    return started


def notice(walk: Walk) -> Letter:
    fee = walk.case.fees.last()
    handlers.fee({"fee": fee.pk})
    return made(Letter.objects.get(fee=fee))


def told(walk: Walk) -> Walk:
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    walk.hand_over(notice(walk))
    return walk


def over(walk: Walk, day: Any) -> Walk:
    """Told, and the period ended without payment."""
    told(walk)
    day.move_to(AFTER)
    assert sweep(dates.today()).overdue_fees == 1
    walk.case = again(walk.case)
    return walk


def lapsing(walk: Walk, day: Any) -> Walk:
    over(walk, day).do(Role.DESK_OFFICER, "lapse_unpaid", delivery="post")
    return walk


def report(walk: Walk, on: date | None = None) -> None:
    """The applicant reports to have paid."""
    applicant = Applicant(again(walk.case))
    payments.report(actor=applicant, case_id=walk.case.pk, paid_on=on or dates.today(), voucher=PROOF)
    walk.case = again(walk.case)
    assert check_flows() == []


def test_decided_told_paid_and_on_with_the_handling(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    assert walk.open == ["tell_fee"]
    walk.hand_over(notice(walk))
    assert walk.open == ["await_payment"]
    walk.do(Role.DESK_OFFICER, "receive_fee", payment=payment())
    assert walk.open == ["handle"]
    assert walk.case.handler == walk.office.handler.user


def test_what_was_drafted_before_is_there_after_the_payment(walk: Walk) -> None:
    walk.draft("already_public")
    told(walk).do(Role.DESK_OFFICER, "receive_fee", payment=payment())
    assert walk.case.items.get().outcome == "already_public"
    walk.do(Role.HANDLER, "submit")
    history = walk.case.submissions.get().content["context"]["history"]
    assert [event["type"] for event in history] == ["fee_notice", "fee_paid"]
    assert (history[0]["number"], history[0]["amount"]) == ("清自然资公开费〔2026〕1号", AMOUNT)


def test_decided_while_an_extension_is_asked(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="案卷较多")
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    assert walk.open == ["decide", "tell_fee"]
    walk.hand_over(notice(walk))
    assert walk.open == ["await_payment"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_cancelled_before_and_after_it_was_told(walk: Walk, when: str) -> None:
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    letter = notice(walk)
    if when == "after":
        walk.hand_over(letter)
    walk.do(Role.HANDLER, "cancel_fee", reason="页数数错了")
    assert walk.open == ["handle"]
    told(walk)
    assert walk.open == ["await_payment"]


def test_a_notice_that_came_back_is_to_be_told_again(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    letter = notice(walk)
    walk.post(letter)
    assert walk.open == ["await_payment"]
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="地址不详")
    assert walk.open == ["tell_fee"]


def test_told_too_late_the_handling_goes_on(walk: Walk, day: Any) -> None:
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    letter = notice(walk)
    day.move_to("2026-03-31T10:00+08:00")
    walk.hand_over(letter)
    assert (walk.case.due_on, walk.open) == (date(2026, 3, 30), ["handle"])
    with pytest.raises(StateRefusal):
        walk.do(Role.DESK_OFFICER, "receive_fee", payment=payment())


def test_what_the_applicant_reports_is_somebodys_task(walk: Walk) -> None:
    told(walk)
    report(walk)
    assert walk.open == ["check_payment"]
    walk.do(Role.DESK_OFFICER, "reject_payment", reason="账户没有收到")
    assert walk.open == ["await_payment"]
    report(walk)
    pending = walk.case.fees.get().payments.last()
    walk.do(Role.DESK_OFFICER, "receive_fee", payment=payment(proof=None, report=pending.pk))
    assert walk.open == ["handle"]


def test_reported_before_the_delivery_is_recorded(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    notice(walk)
    report(walk)
    assert (walk.open, walk.case.due_on) == (["check_payment"], date(2026, 3, 30))
    pending = walk.case.fees.get().payments.get()
    walk.do(Role.DESK_OFFICER, "receive_fee", payment=payment(proof=None, report=pending.pk))
    assert (walk.open, walk.case.due_on) == (["handle"], date(2026, 3, 30))


def test_when_the_period_is_over_somebody_must_confirm(walk: Walk, day: Any) -> None:
    told(walk)
    day.move_to(LAST)
    assert sweep(dates.today()).overdue_fees == 0
    assert not may_perform(walk.office.desk.user, again(walk.case), "lapse_unpaid")
    day.move_to(AFTER)
    assert [sweep(dates.today()).overdue_fees for _ in range(2)] == [1, 0]
    assert walk.open == ["lapse_unpaid"]
    assert may_perform(walk.office.desk.user, again(walk.case), "lapse_unpaid")


def test_given_up_through_the_track_like_any_reply(walk: Walk, day: Any) -> None:
    lapsing(walk, day)
    assert (walk.case.state, walk.case.due_on) == (RequestState.IN_APPROVAL, None)
    assert walk.open == ["await_approval", "decide:legal_review"]
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    letter = made(walk.do(Role.DESK_OFFICER, "issue"))
    assert (letter.kind, letter.number) == ("not_handled_unpaid", "清自然资公开告〔2026〕1号")
    walk.hand_over(letter)
    assert (walk.case.state, walk.open) == (RequestState.LAPSED, ["archive"])
    assert walk.case.fees.get().state == FeeState.LAPSED


@pytest.mark.parametrize("how", ["returned", "recalled"])
def test_returned_it_waits_again_and_can_be_submitted_again(walk: Walk, day: Any, how: str) -> None:
    lapsing(walk, day)
    if how == "returned":
        task, digest = walk.task("decide"), walk.content_hash
        walk.do(Role.LEGAL_REVIEWER, "return_reply", task, content_hash=digest, reason="请再联系一次")
    else:
        walk.do(Role.DESK_OFFICER, "recall", reason="收到电话")
    assert (walk.case.state, walk.open) == (RequestState.AWAITING_PAYMENT, ["lapse_unpaid"])
    walk.do(Role.HANDLER, "lapse_unpaid", delivery="post")
    assert walk.open == ["await_approval", "decide:legal_review"]


@pytest.mark.parametrize("approved", [False, True], ids=["in approval", "approved"])
def test_a_payment_on_the_way_voids_the_round(walk: Walk, day: Any, approved: bool) -> None:
    walk.draft("already_public")
    lapsing(walk, day)
    if approved:
        walk.agree(Role.LEGAL_REVIEWER)
        walk.agree(Role.OFFICE_HEAD)
    walk.do(Role.DESK_OFFICER, "receive_fee", payment=payment(100, part=True))
    assert walk.case.state in (RequestState.IN_APPROVAL, RequestState.APPROVED)
    walk.do(Role.DESK_OFFICER, "receive_fee", payment=payment(AMOUNT - 100))
    assert (walk.case.state, walk.open) == (RequestState.IN_HANDLING, ["handle"])
    assert walk.case.submissions.get().state == SubmissionState.VOIDED
    assert walk.case.items.get().outcome == "already_public", "what was drafted before the lapse"
    assert walk.case.due_on == date(2026, 5, 6)


def test_a_report_on_the_way_keeps_the_letter_from_being_issued(walk: Walk, day: Any) -> None:
    lapsing(walk, day)
    report(walk)
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    with pytest.raises(RuleRefusal) as refusal:
        walk.do(Role.DESK_OFFICER, "issue")
    assert "还没有核对" in refusal.value.message
    walk.do(Role.DESK_OFFICER, "reject_payment", reason="账户没有收到")
    assert walk.do(Role.DESK_OFFICER, "issue").kind == "not_handled_unpaid"
    with pytest.raises(StateRefusal):
        report(walk)


def test_while_an_ordinary_reply_is_approved_nothing_is_received(walk: Walk) -> None:
    told(walk).do(Role.DESK_OFFICER, "receive_fee", payment=payment())
    walk.draft()
    walk.do(Role.HANDLER, "submit")
    with pytest.raises(StateRefusal):
        walk.do(Role.DESK_OFFICER, "receive_fee", payment=payment())


def test_a_lapse_without_a_way_of_delivery_leaves_no_trace(walk: Walk, day: Any) -> None:
    over(walk, day)
    with pytest.raises(ApplicationError) as refusal:
        walk.do(Role.DESK_OFFICER, "lapse_unpaid", delivery="")
    assert refusal.value.code == "legality_failed"
    assert not walk.case.drafts.exists()
    assert walk.open == ["lapse_unpaid"]


def test_posted_and_never_signed_for_nothing_is_over(walk: Walk, day: Any) -> None:
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    walk.post(notice(walk))
    day.move_to("2026-06-01T10:00+08:00")
    assert sweep(dates.today()).overdue_fees == 0
    assert walk.open == ["await_payment"]
    assert again(walk.case).next_act == "fee_service"


def test_a_part_that_was_paid_is_told_in_the_letter(walk: Walk, day: Any) -> None:
    told(walk).do(Role.DESK_OFFICER, "receive_fee", payment=payment(100, part=True))
    day.move_to(AFTER)
    sweep(dates.today())
    walk.do(Role.DESK_OFFICER, "lapse_unpaid", delivery="post")
    assert walk.case.items.get().facts["paid"] == 100


@pytest.mark.parametrize("when", ["told", "reported", "lapsing"])
def test_a_withdrawal_while_the_applicant_owes(walk: Walk, day: Any, when: str) -> None:
    if when == "lapsing":
        lapsing(walk, day)
    else:
        told(walk)
    if when == "reported":
        report(walk)
    walk.do(Role.DESK_OFFICER, "withdraw", signed_paper=PROOF)
    assert walk.open == ["archive"]
    assert walk.case.fees.get().state == FeeState.CANCELLED


def test_one_taken_over_while_a_payment_was_awaited_goes_on_here(day: Any, bureau: Office) -> None:
    record = ImportedCase(
        number="2026-QX-00009",
        channel="post",
        received_on=date(2026, 2, 2),
        regime="2019",
        state=RequestState.AWAITING_PAYMENT,
        applicant_kind="natural_person",
        applicant_name="陈某某",
        items=[("东湖片区的全部材料", "")],
        events=[{"type": "fee_notice", "on": "2026-02-05", "served": "2026-02-06"}],
    )
    case: DisclosureRequest = importing.import_case(actor=System("导入"), agency=bureau.agency, record=record)
    assert [task.flow_task.name for task in engine.open_tasks(case)] == ["await_payment"]
    day.move_to("2026-03-10T10:00+08:00")
    assert sweep(dates.today()).overdue_fees == 1
    walk = Walk(bureau, again(case))
    assert walk.open == ["lapse_unpaid"]
    walk.do(Role.DESK_OFFICER, "lapse_unpaid", delivery="post")
    assert walk.case.state == RequestState.IN_APPROVAL
    with pytest.raises(StateRefusal):
        fees.cancel(actor=bureau.handler, case_id=case.pk, reason="不需要了")
