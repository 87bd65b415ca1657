"""A correction on its way through the office: told, awaited, received; or given up through the approval track."""

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
from requests_app.models import (
    Correction,
    CorrectionState,
    DisclosureRequest,
    ExtensionState,
    Letter,
    Provenance,
    SubmissionState,
)
from requests_app.rules.correction import Point
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.corrections import last_day_to_correct
from requests_app.services import correction, importing
from requests_app.services.correction import Received
from requests_app.services.delivery import Service
from requests_app.services.importing import ImportedCase
from tests.people import Office, again
from tests.services.stages import made
from tests.workflows.walk import PROOF, Walk
from workflows import engine
from workflows.consistency import check_flows
from workflows.perform import may_perform
from workflows.sweep import sweep

ASK: dict[str, Any] = {
    "points": [Point("description", "“全部材料”范围不明", "请写明材料的名称或者文号", 1)],
    "reply_by": date(2026, 3, 25),
}
LAPSE = {"delivery": "post", "considered": "两次电话联系，申请人没有说明理由"}
CLEAR = "东湖片区控制性详细规划（2025年修订）批复文件"
AFTER = "2026-03-26T10:00+08:00"


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any, bureau: Office) -> Walk:
    return Walk.begin(bureau)


def notice(walk: Walk) -> Letter:
    asked = walk.case.corrections.last()
    handlers.correction({"correction": asked.pk})
    return made(Letter.objects.get(correction=asked))


def hand_over(walk: Walk, letter: Letter) -> None:
    given = Service(way="hand", served_on=dates.today(), recipient="王契", proof=PROOF)
    walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=given)


def received() -> Received:
    return Received(dates.today(), texts={1: CLEAR}, files=[PROOF])


def told(walk: Walk) -> Walk:
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    hand_over(walk, notice(walk))
    return walk


def over(walk: Walk, day: Any) -> Walk:
    """Told, and the period ended without a correction."""
    told(walk)
    day.move_to(AFTER)
    assert sweep(dates.today()).overdue_corrections == 1
    walk.case = again(walk.case)
    return walk


def lapsing(walk: Walk, day: Any) -> Walk:
    over(walk, day).do(Role.DESK_OFFICER, "lapse_uncorrected", **LAPSE)
    return walk


def test_asked_told_received_and_on_with_the_review(walk: Walk) -> None:
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    assert walk.open == ["tell_correction"]
    hand_over(walk, notice(walk))
    assert walk.open == ["await_correction"]
    walk.do(Role.DESK_OFFICER, "receive_correction", received=received())
    assert walk.open == ["review"]
    walk.accept()
    assert walk.open == ["handle"]


def test_asked_by_the_handler_while_the_extension_is_asked(walk: Walk) -> None:
    walk.accept()
    walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="案卷较多")
    walk.do(Role.HANDLER, "ask_correction", **ASK)
    assert walk.open == ["decide", "tell_correction"]
    hand_over(walk, notice(walk))
    assert walk.open == ["await_correction"]
    assert walk.case.extensions.get().state == ExtensionState.CANCELLED


def test_called_off_before_it_was_told(walk: Walk) -> None:
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    walk.do(Role.DESK_OFFICER, "call_off_correction", reason="申请人已经当面说明")
    assert walk.open == ["review"]
    told(walk)
    with pytest.raises(StateRefusal):
        walk.do(Role.DESK_OFFICER, "call_off_correction", reason="不需要了")


def test_a_notice_that_came_back_is_to_be_told_again(walk: Walk) -> None:
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    letter = notice(walk)
    walk.post(letter)
    assert walk.open == ["await_correction"]
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="地址不详")
    assert walk.open == ["tell_correction"]


def test_the_applicant_ends_the_waiting(walk: Walk) -> None:
    told(walk)
    correction.receive(actor=Applicant(again(walk.case)), case_id=walk.case.pk, received=received())
    assert walk.open == ["review"]
    assert check_flows() == []


def test_when_the_period_is_over_somebody_must_confirm(walk: Walk, day: Any) -> None:
    told(walk)
    day.move_to("2026-03-25T10:00+08:00")
    assert sweep(dates.today()).overdue_corrections == 0
    assert not may_perform(walk.office.desk.user, again(walk.case), "lapse_uncorrected")
    day.move_to(AFTER)
    assert [sweep(dates.today()).overdue_corrections for _ in range(2)] == [1, 0]
    assert walk.open == ["lapse_correction"]
    assert again(walk.case).state == RequestState.AWAITING_CORRECTION
    assert may_perform(walk.office.desk.user, again(walk.case), "lapse_uncorrected")


def test_given_up_through_the_track_like_any_reply(walk: Walk, day: Any) -> None:
    lapsing(walk, day)
    assert (walk.case.state, walk.case.due_on) == (RequestState.IN_APPROVAL, None)
    assert walk.open == ["await_approval", "decide:legal_review"]
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    letter = made(walk.do(Role.DESK_OFFICER, "issue"))
    assert (letter.kind, letter.number) == ("not_handled_uncorrected", "清自然资公开告〔2026〕1号")
    assert walk.open == ["deliver"]
    walk.hand_over(letter)
    assert (walk.case.state, walk.open) == (RequestState.LAPSED, ["archive"])
    assert walk.case.corrections.get().state == CorrectionState.LAPSED
    assert walk.case.closed_on == date(2026, 3, 26)


def test_returned_it_waits_again_and_can_be_submitted_again(walk: Walk, day: Any) -> None:
    lapsing(walk, day)
    task, digest = walk.task("decide"), walk.content_hash
    walk.do(Role.LEGAL_REVIEWER, "return_reply", task, content_hash=digest, reason="请再联系一次申请人")
    assert (walk.case.state, walk.open) == (RequestState.AWAITING_CORRECTION, ["lapse_correction"])
    walk.do(Role.HANDLER, "lapse_uncorrected", **LAPSE)
    assert walk.open == ["await_approval", "decide:legal_review"]


def test_recalled_it_waits_again(walk: Walk, day: Any) -> None:
    lapsing(walk, day).do(Role.DESK_OFFICER, "recall", reason="收到电话")
    assert (walk.case.state, walk.open) == (RequestState.AWAITING_CORRECTION, ["lapse_correction"])


@pytest.mark.parametrize("approved", [False, True], ids=["in approval", "approved"])
def test_a_correction_on_the_way_voids_the_round(walk: Walk, day: Any, approved: bool) -> None:
    lapsing(walk, day)
    if approved:
        walk.agree(Role.LEGAL_REVIEWER)
        walk.agree(Role.OFFICE_HEAD)
    correction.receive(actor=Applicant(again(walk.case)), case_id=walk.case.pk, received=received())
    walk.case = again(walk.case)
    assert (walk.case.state, walk.open) == (RequestState.UNDER_REVIEW, ["review"])
    assert walk.case.submissions.get().state == SubmissionState.VOIDED
    item = walk.case.items.get()
    assert (item.text, item.outcome, item.facts) == (CLEAR, "", {})
    assert walk.case.due_on == date(2026, 4, 24)
    assert check_flows() == []


def test_what_was_drafted_before_comes_back_with_the_correction(walk: Walk, day: Any) -> None:
    walk.accept()
    walk.draft("already_public")
    drafted = walk.case.drafts.get()
    lapsing(walk, day)
    correction.receive(actor=Applicant(again(walk.case)), case_id=walk.case.pk, received=received())
    latest = again(walk.case).drafts.order_by("version").last()
    assert latest is not None
    assert (latest.version, latest.fields) == (3, drafted.fields)
    assert latest.saved_by == drafted.saved_by
    assert walk.case.items.get().outcome == "already_public"


def test_once_the_letter_is_issued_a_correction_comes_too_late(walk: Walk, day: Any) -> None:
    lapsing(walk, day)
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    walk.do(Role.DESK_OFFICER, "issue")
    with pytest.raises(StateRefusal):
        walk.do(Role.DESK_OFFICER, "receive_correction", received=received())


def test_while_an_ordinary_reply_is_approved_nothing_is_corrected(walk: Walk) -> None:
    told(walk)
    walk.do(Role.DESK_OFFICER, "receive_correction", received=received())
    walk.submit()
    with pytest.raises(StateRefusal):
        walk.do(Role.DESK_OFFICER, "receive_correction", received=received())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({**LAPSE, "considered": " "}, "good_reason_unconsidered"),
        ({**LAPSE, "delivery": ""}, "legality_failed"),
    ],
)
def test_an_unfinished_lapse_leaves_no_trace(walk: Walk, day: Any, given: dict[str, str], code: str) -> None:
    over(walk, day)
    with pytest.raises(ApplicationError) as refusal:
        walk.do(Role.DESK_OFFICER, "lapse_uncorrected", **given)
    assert refusal.value.code == code
    assert not walk.case.drafts.exists()
    assert walk.open == ["lapse_correction"]


def test_posted_without_proof_of_service_nothing_is_given_up(walk: Walk, day: Any) -> None:
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    letter = notice(walk)
    walk.post(letter)
    day.move_to(AFTER)
    sweep(dates.today())
    with pytest.raises(RuleRefusal) as refusal:
        walk.do(Role.DESK_OFFICER, "lapse_uncorrected", **LAPSE)
    assert refusal.value.code == "correction_unserved"
    signed = Service(way="post", served_on=date(2026, 3, 4), recipient="王契", proof=PROOF)
    walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=signed)
    # Two days in the post are two days more: the 27th is the last.
    with pytest.raises(RuleRefusal) as refusal:
        walk.do(Role.DESK_OFFICER, "lapse_uncorrected", **LAPSE)
    assert refusal.value.code == "correction_running"
    day.move_to("2026-03-28T10:00+08:00")
    walk.do(Role.DESK_OFFICER, "lapse_uncorrected", **LAPSE)
    assert walk.case.state == RequestState.IN_APPROVAL


def test_a_short_period_served_after_its_last_day_still_ends(walk: Walk, day: Any) -> None:
    walk.do(Role.DESK_OFFICER, "ask_correction", **{**ASK, "reply_by": date(2026, 3, 9)})
    letter = notice(walk)
    walk.post(letter)
    day.move_to("2026-03-12T10:00+08:00")
    signed = Service(way="post", served_on=date(2026, 3, 11), recipient="王契", proof=PROOF)
    walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=signed)
    # Seven days were given on posting: seven days from service, the 18th.
    assert sweep(dates.today()).overdue_corrections == 0
    assert walk.open == ["await_correction"]
    day.move_to("2026-03-18T10:00+08:00")
    assert sweep(dates.today()).overdue_corrections == 0
    day.move_to("2026-03-19T10:00+08:00")
    assert sweep(dates.today()).overdue_corrections == 1
    walk.do(Role.DESK_OFFICER, "lapse_uncorrected", **LAPSE)
    facts = walk.case.items.get().facts
    assert (facts["served_on"], facts["reply_by"]) == ("2026-03-11", "2026-03-18")
    assert walk.case.state == RequestState.IN_APPROVAL


def test_still_unclear_after_the_correction_is_an_outcome_of_its_own(walk: Walk) -> None:
    walk.accept()
    with pytest.raises(RuleRefusal) as refusal:
        walk.draft("unclear")
        walk.do(Role.HANDLER, "submit")
    assert "没有告知过补正" in refusal.value.message
    told(walk)
    walk.do(Role.DESK_OFFICER, "receive_correction", received=received())
    walk.accept()
    walk.draft("unclear")
    walk.do(Role.HANDLER, "submit")
    content = walk.case.submissions.get().content
    assert content["kind"] == "reply_unclear"
    assert [event["type"] for event in content["context"]["history"]] == [
        "correction_notice",
        "correction_received",
    ]
    assert content["context"]["history"][0]["number"] == "清自然资公开补〔2026〕1号"
    assert content["context"]["items"][0]["text"] == CLEAR


def test_a_withdrawal_while_the_applicant_is_awaited(walk: Walk) -> None:
    told(walk).do(Role.DESK_OFFICER, "withdraw", signed_paper=PROOF)
    assert walk.open == ["archive"]


def test_told_too_late_the_review_goes_on_and_what_comes_is_filed_there(walk: Walk, day: Any) -> None:
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    letter = notice(walk)
    day.move_to("2026-03-12T10:00+08:00")
    hand_over(walk, letter)
    assert (walk.case.due_on, walk.open) == (date(2026, 3, 30), ["review"])
    walk.accept()
    walk.do(Role.HANDLER, "receive_correction", received=received())
    assert (walk.case.state, walk.open) == (RequestState.IN_HANDLING, ["handle"])
    assert (walk.case.due_on, walk.case.items.get().text) == (date(2026, 3, 30), CLEAR)


def test_posted_after_the_day_it_names_the_usual_period_runs_from_service(walk: Walk, day: Any) -> None:
    walk.do(Role.DESK_OFFICER, "ask_correction", **{**ASK, "reply_by": date(2026, 3, 9)})
    letter = notice(walk)
    day.move_to("2026-03-11T10:00+08:00")
    walk.post(letter)
    assert (walk.case.due_on, walk.case.waiting_for, walk.open) == (None, "correction", ["await_correction"])
    day.move_to("2026-03-13T10:00+08:00")
    signed = Service(way="post", served_on=date(2026, 3, 12), recipient="王契", proof=PROOF)
    walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=signed)
    # Fifteen working days after 12 March.
    assert last_day_to_correct(walk.case) == date(2026, 4, 2)
    day.move_to("2026-04-03T10:00+08:00")
    assert sweep(dates.today()).overdue_corrections == 1


def taken_over(bureau: Office, **notice: str) -> DisclosureRequest:
    """A case that awaited a correction when it was imported."""
    record = ImportedCase(
        number="2026-QX-00009",
        channel="post",
        received_on=date(2026, 2, 9),
        regime="2019",
        state=RequestState.AWAITING_CORRECTION,
        applicant_kind="natural_person",
        applicant_name="陈某某",
        items=[("东湖片区的全部材料", "")],
        events=[{"type": "correction_notice", "on": "2026-02-10", **notice}],
    )
    return importing.import_case(actor=System("导入"), agency=bureau.agency, record=record)


def test_one_taken_over_without_a_period_ends_after_the_usual_one(day: Any, bureau: Office) -> None:
    walk = Walk(bureau, taken_over(bureau))
    # The fifteenth working day after 10 February is 9 March: the Spring Festival lies between.
    day.move_to("2026-03-09T10:00+08:00")
    assert sweep(dates.today()).overdue_corrections == 0
    day.move_to("2026-03-10T10:00+08:00")
    assert sweep(dates.today()).overdue_corrections == 1
    assert walk.open == ["lapse_correction"]
    walk.do(Role.DESK_OFFICER, "lapse_uncorrected", **LAPSE)
    assert walk.case.state == RequestState.IN_APPROVAL


def test_one_taken_over_while_it_was_awaited_goes_on_here(day: Any, bureau: Office) -> None:
    case = taken_over(bureau, reply_by="2026-03-01")
    assert case.provenance == Provenance.IMPORTED
    sweep(dates.today())
    assert [task.flow_task.name for task in engine.open_tasks(case)] == ["lapse_correction"]
    correction.receive(actor=bureau.desk, case_id=case.pk, received=received())
    assert again(case).state == RequestState.UNDER_REVIEW
    assert Correction.objects.get().told_on == date(2026, 2, 10)
    assert check_flows() == []
