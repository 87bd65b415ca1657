"""Consultations that go astray: asked again, ended too early, returned, unserved, answered before their dispatch."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from requests_app import dates
from requests_app.actors import Member, ThirdParty
from requests_app.errors import InvalidInput, RuleRefusal, StateRefusal
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.consultation import Inquiry, Opinion
from requests_app.rules.roles import Role
from requests_app.selectors.consultations import overlong_cases, third_party_by_code, view_of
from requests_app.services import consultation
from tests.people import Office, again, other_office
from tests.workflows.test_consultation_flow import MONDAY, answer, ask, events, inquiry_of, serve
from tests.workflows.walk import PROOF, Walk
from workflows.sweep import sweep


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(bureau: Office) -> Walk:
    walk = Walk.begin(bureau)
    walk.accept()
    walk.deliver_outbox()
    return walk


def test_silence_is_decided_and_not_called_back(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    serve(walk, asked)
    monday.move_to("2026-03-24 10:00:00+08:00")
    with pytest.raises(RuleRefusal) as over:
        walk.do(Role.HANDLER, "call_back", consultation_id=asked.pk, reason="不必")
    assert over.value.code == "consultation_silent"
    sweep(dates.today())
    with pytest.raises(StateRefusal):
        walk.do(Role.HANDLER, "call_back", consultation_id=asked.pk, reason="不必")
    assert walk.open == ["handle", "weigh"]


def test_the_same_side_is_asked_again_only_for_a_reason(walk: Walk) -> None:
    asked = ask(walk)
    serve(walk, asked)
    walk.do(Role.HANDLER, "call_back", consultation_id=asked.pk, reason="信息有误")
    spaced = {"name": "某某 勘察设计有限公司"}
    for why in ({}, {"again": " "}, {"again": f"{asked.name}要求"}):
        with pytest.raises(InvalidInput) as refusal:
            ask(walk, **spaced, **why)
        assert list(refusal.value.fields) == ["again"]
    ask(walk, **spaced, again="又发现一份补充协议")
    entry = AuditEntry.objects.filter(request_id=walk.case.pk, action="consultation_asked").latest("seq")
    assert "又发现一份补充协议" in entry.message


def test_help_of_the_same_unit_needs_no_reason(walk: Walk) -> None:
    answer(walk, ask(walk, Inquiry.ASSISTANCE), None)
    assert ask(walk, Inquiry.ASSISTANCE).state == "served"


@pytest.mark.parametrize("opinion", [Opinion.AGREES, Opinion.OBJECTS])
def test_an_opinion_typed_in_is_shown_by_paper_or_note(walk: Walk, opinion: Opinion) -> None:
    asked = ask(walk)
    serve(walk, asked)
    with pytest.raises(InvalidInput) as refusal:
        answer(walk, asked, opinion, reasons=" ")
    assert list(refusal.value.fields) == ["paper"]
    answer(walk, asked, opinion, reasons="", uploads=[PROOF])
    asked.refresh_from_db()
    assert (asked.opinion, asked.documents.count()) == (opinion, 1)


def test_mail_returned_after_the_end_keeps_the_closed_pause(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    walk.post(inquiry_of(asked))
    walk.deliver_outbox()
    monday.move_to("2026-03-20 10:00:00+08:00")
    walk.do(Role.HANDLER, "call_back", consultation_id=asked.pk, reason="信息不涉及该公司")
    due, told = walk.case.due_on, events(walk)
    assert told == [{"sent": "2026-03-02", "served": None, "answered": None, "closed": "2026-03-20"}]
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=inquiry_of(asked).pk, reason="退回")
    assert (events(walk), walk.case.due_on) == (told, due)


@pytest.mark.parametrize(("day", "kept"), [(4, "2026-03-04"), (6, None)])
def test_service_proven_after_the_end_is_kept(walk: Walk, monday: Any, day: int, kept: str | None) -> None:
    asked = ask(walk)
    walk.post(inquiry_of(asked))
    walk.deliver_outbox()
    monday.move_to("2026-03-05 10:00:00+08:00")
    walk.do(Role.HANDLER, "call_back", consultation_id=asked.pk, reason="信息不涉及该公司")
    due = walk.case.due_on
    monday.move_to("2026-03-09 10:00:00+08:00")
    serve(walk, asked, way="post", served_on=date(2026, 3, day))
    assert events(walk) == [
        {"sent": "2026-03-02", "served": kept, "answered": None, "closed": "2026-03-05"}
    ], "served after the end, it says nothing of the pause"
    assert (walk.case.due_on, walk.open) == (due, ["handle"])


def test_what_never_left_is_not_delivered_after_the_end(walk: Walk) -> None:
    asked = ask(walk)
    walk.do(Role.HANDLER, "call_back", consultation_id=asked.pk, reason="信息不涉及该公司")
    with pytest.raises(StateRefusal):
        serve(walk, asked)


def test_who_answers_online_before_the_dispatch_is_on_record_is_heard(walk: Walk) -> None:
    asked = ask(walk)
    consultation.record_answer(
        actor=ThirdParty(asked),
        case_id=walk.case.pk,
        consultation_id=asked.pk,
        opinion=Opinion.OBJECTS,
        reasons="含有报价",
    )
    walk.deliver_outbox()
    today = "2026-03-02"
    assert events(walk) == [{"sent": today, "served": today, "answered": today, "closed": None}]
    assert walk.open == ["handle", "weigh"]
    assert walk.case.letters.filter(kind="consultation_notice").count() == 1


def test_two_agencies_with_the_same_word_lock_nobody_out(walk: Walk) -> None:
    elsewhere = other_office()
    elsewhere.agency.letter_mark = walk.office.agency.letter_mark
    elsewhere.agency.save()
    second = Walk.begin(elsewhere)
    second.accept()
    second.deliver_outbox()
    walks = (walk, second)
    inquiries = [ask(one) for one in walks]
    numbers = {inquiry_of(asked).number for asked in inquiries}
    assert len(numbers) == 1
    for one, asked in zip(walks, inquiries, strict=True):
        code = one.do(Role.HANDLER, "issue_answer_code", consultation_id=asked.pk)
        assert third_party_by_code(*numbers, code).consultation == asked


OVERLONG = [
    # name, kind, served, state on 24 March, warning, last day of March without it
    ("posted, never served", Inquiry.THIRD_PARTY, False, "sent", "还没有送达记录", 23),
    ("a silent agency, undecided", Inquiry.OTHER_AGENCY, True, "to_decide", "不能视为同意", 20),
]


@pytest.mark.parametrize(
    ("name", "kind", "served", "state", "words", "day"), OVERLONG, ids=[r[0] for r in OVERLONG]
)
def test_what_stands_too_long_is_warned_of(
    walk: Walk, monday: Any, name: str, kind: Inquiry, served: bool, state: str, words: str, day: int
) -> None:
    asked = ask(walk, kind)
    walk.post(inquiry_of(asked))
    if served:
        serve(walk, asked, way="post")
    member = Member(walk.office.handler.user, walk.office.agency, Role.HANDLER)
    monday.move_to(f"2026-03-{day} 10:00:00+08:00")
    sweep(dates.today())
    asked.refresh_from_db()
    assert (view_of(asked).overlong, overlong_cases(member)) == ("", set())
    monday.move_to("2026-03-24 10:00:00+08:00")
    asked.refresh_from_db()
    assert asked.state == state
    assert words in view_of(asked).overlong
    assert overlong_cases(member) == {walk.case.pk}


def test_a_withdrawn_case_waits_for_nobody(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    walk.post(inquiry_of(asked))
    monday.move_to("2026-03-04 10:00:00+08:00")
    sweep(dates.today())
    assert again(walk.case).paused
    walk.do(Role.DESK_OFFICER, "withdraw", signed_paper=PROOF)
    assert not walk.case.paused
