"""Consultations walked through the office: delivered, answered or silent, weighed; flow and state agree throughout."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from requests_app import dates
from requests_app.actors import ThirdParty
from requests_app.errors import InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import Consultation, Letter
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.consultation import Decision, Inquiry, Opinion
from requests_app.rules.roles import Role
from requests_app.services import consultation
from requests_app.services.consultation import NewInquiry
from requests_app.services.delivery import Service
from tests.people import Office, again
from tests.workflows.walk import PROOF, Walk
from workflows import engine
from workflows.sweep import sweep

MONDAY = "2026-03-02 10:00:00+08:00"
INFORMATION = "勘察设计合同（编号2024-053）"
ASKED: dict[Inquiry, dict[str, Any]] = {
    Inquiry.THIRD_PARTY: {"name": "某某勘察设计有限公司", "why": "合同含有其报价和技术方案"},
    Inquiry.CO_MAKER: {"name": "清溪市交通运输局", "question": "是否同意公开", "leads": True},
    Inquiry.OTHER_AGENCY: {
        "name": "清溪市公安局",
        "question": "引用的统计能否公开",
        "asked_for": date(2026, 3, 16),
    },
    Inquiry.ASSISTANCE: {"name": "规划科", "question": "检索规划档案", "asked_for": date(2026, 3, 9)},
}


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


def ask(walk: Walk, kind: Inquiry = Inquiry.THIRD_PARTY, **changes: Any) -> Consultation:
    inquiry = NewInquiry(kind=kind, information=INFORMATION, **{**ASKED[kind], **changes})
    asked: Consultation = walk.do(Role.HANDLER, "consult", inquiry=inquiry)
    walk.deliver_outbox()
    return asked


def inquiry_of(asked: Consultation) -> Letter:
    return asked.letters.get(kind__in=["third_party_inquiry", "co_maker_inquiry", "agency_inquiry"])


def serve(walk: Walk, asked: Consultation, **changes: Any) -> None:
    service = Service(
        **{"way": "hand", "served_on": dates.today(), "recipient": "孙某某", "proof": PROOF} | changes
    )
    walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=inquiry_of(asked).pk, service=service)
    walk.deliver_outbox()


def answer(walk: Walk, asked: Consultation, opinion: Opinion | None, **more: Any) -> Consultation:
    done: Consultation = walk.do(
        Role.HANDLER,
        "record_opinion",
        consultation_id=asked.pk,
        opinion=opinion,
        **{"reasons": "来函答复"} | more,
    )
    return done


def events(walk: Walk) -> list[dict[str, Any]]:
    live = walk.case.clock_events.filter(type="consultation", revoked_at__isnull=True)
    return [{key: event.data[key] for key in ("sent", "served", "answered", "closed")} for event in live]


def test_asked_sent_served_objected_and_weighed(walk: Walk, monday: Any) -> None:
    first_due = walk.case.due_on
    asked = ask(walk)
    assert walk.open == ["handle", "serve"]
    assert (walk.case.due_on, walk.case.paused) == (first_due, False), "written is not sent"
    walk.post(inquiry_of(asked))
    assert walk.open == ["handle", "serve"]
    monday.move_to("2026-03-04 10:00:00+08:00")
    serve(walk, asked, way="post")
    assert walk.open == ["handle", "await_answer"]
    assert events(walk) == [{"sent": "2026-03-02", "served": "2026-03-04", "answered": None, "closed": None}]
    monday.move_to("2026-03-10 10:00:00+08:00")
    answer(walk, asked, Opinion.OBJECTS, reasons="含有报价")
    assert walk.open == ["handle", "weigh"]
    walk.do(
        Role.HANDLER,
        "decide_consultation",
        consultation_id=asked.pk,
        decision=Decision.WITHHOLD,
        reason="报价属于商业秘密，理由成立",
    )
    assert walk.open == ["handle"]
    # Six working days, 3 to 10 March, are taken out.
    assert walk.case.due_on == date(2026, 4, 8)
    assert events(walk) == [
        {"sent": "2026-03-02", "served": "2026-03-04", "answered": "2026-03-10", "closed": None}
    ]


def test_every_event_but_the_last_is_kept_as_revoked(walk: Walk) -> None:
    asked = ask(walk)
    walk.post(inquiry_of(asked))
    serve(walk, asked, way="post")
    answer(walk, asked, Opinion.AGREES)
    rows = walk.case.clock_events.filter(data__consultation=asked.pk)
    assert [row.revoked_at is None for row in rows.order_by("pk")] == [False, False, True]
    assert all(row.revoke_reason for row in rows if row.revoked_at)


def test_consent_needs_no_decision(walk: Walk) -> None:
    asked = ask(walk)
    serve(walk, asked)
    done = answer(walk, asked, Opinion.AGREES)
    assert (done.state, done.decision) == ("decided", "release")
    assert walk.open == ["handle"]


SILENCE = [
    # kind, day after the last, state, decision, open tasks
    (Inquiry.THIRD_PARTY, "2026-03-24", "to_decide", "", ["handle", "weigh"]),
    (Inquiry.CO_MAKER, "2026-03-24", "decided", "release", ["handle"]),
    (Inquiry.OTHER_AGENCY, "2026-03-17", "to_decide", "", ["handle", "weigh"]),
]


@pytest.mark.parametrize(("kind", "over", "state", "decision", "tasks"), SILENCE)
def test_what_silence_means(
    walk: Walk, monday: Any, kind: Inquiry, over: str, state: str, decision: str, tasks: list[str]
) -> None:
    asked = ask(walk, kind)
    serve(walk, asked)
    last_day = date.fromisoformat(over)
    monday.move_to(f"{last_day.replace(day=last_day.day - 1)} 10:00:00+08:00")
    with pytest.raises(RuleRefusal) as refusal:
        walk.do(Role.HANDLER, "note_silence", consultation_id=asked.pk)
    assert refusal.value.code == "consultation_still_open"
    monday.move_to(f"{over} 10:00:00+08:00")
    assert sweep(dates.today()).mismatches == ()
    asked.refresh_from_db()
    assert (asked.state, asked.decision, asked.opinion) == (state, decision, "silent")
    assert walk.open == tasks


def test_silence_of_one_who_was_never_served_is_nothing(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    walk.post(inquiry_of(asked))
    monday.move_to("2026-04-20 10:00:00+08:00")
    with pytest.raises(RuleRefusal) as refusal:
        walk.do(Role.HANDLER, "note_silence", consultation_id=asked.pk)
    assert refusal.value.code == "consultation_not_served"
    assert "第三十二条" in refusal.value.basis


def test_a_late_opinion_is_heard_until_the_agency_has_decided(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    serve(walk, asked)
    monday.move_to("2026-03-25 10:00:00+08:00")
    sweep(dates.today())
    answer(walk, asked, Opinion.OBJECTS, reasons="含有报价")
    assert walk.open == ["handle", "weigh"]
    walk.do(
        Role.HANDLER,
        "decide_consultation",
        consultation_id=asked.pk,
        decision=Decision.RELEASE,
        reason="无理由",
    )
    with pytest.raises(StateRefusal):
        answer(walk, asked, Opinion.AGREES)


def test_a_silent_agency_pauses_until_the_decision(walk: Walk, monday: Any) -> None:
    asked = ask(walk, Inquiry.OTHER_AGENCY)
    serve(walk, asked)
    monday.move_to("2026-03-20 10:00:00+08:00")
    sweep(dates.today())
    reason = "统计已在年鉴公布"
    walk.do(
        Role.HANDLER,
        "decide_consultation",
        consultation_id=asked.pk,
        decision=Decision.RELEASE,
        reason=reason,
    )
    assert events(walk) == [
        {"sent": "2026-03-02", "served": "2026-03-02", "answered": None, "closed": "2026-03-20"}
    ]


def test_the_answer_online_proves_the_receipt_and_ends_the_task(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    walk.post(inquiry_of(asked))
    monday.move_to("2026-03-06 10:00:00+08:00")
    asked.refresh_from_db()
    consultation.record_answer(
        actor=ThirdParty(asked),
        case_id=walk.case.pk,
        consultation_id=asked.pk,
        opinion=Opinion.AGREES,
    )
    assert walk.open == ["handle"]
    monday.move_to("2026-03-09 10:00:00+08:00")
    serve(walk, asked, way="post", served_on=date(2026, 3, 4))
    assert events(walk) == [
        {"sent": "2026-03-02", "served": "2026-03-04", "answered": "2026-03-06", "closed": None}
    ]


def test_several_run_side_by_side_and_are_united(walk: Walk, monday: Any) -> None:
    asked = [ask(walk, Inquiry.THIRD_PARTY, name=name) for name in ("甲公司", "乙公司")]
    for one in asked:
        serve(walk, one)
    assert walk.open == ["handle", "await_answer", "await_answer"]
    monday.move_to("2026-03-06 10:00:00+08:00")
    answer(walk, asked[1], Opinion.AGREES)
    assert walk.open == ["handle", "await_answer"]
    monday.move_to("2026-03-09 10:00:00+08:00")
    answer(walk, asked[0], Opinion.AGREES)
    assert walk.case.due_on == date(2026, 4, 7), "five working days, not nine"


def test_a_returned_inquiry_is_delivered_again(walk: Walk, monday: Any) -> None:
    due = walk.case.due_on
    asked = ask(walk)
    walk.post(inquiry_of(asked))
    monday.move_to("2026-03-05 10:00:00+08:00")
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=inquiry_of(asked).pk, reason="查无此人")
    assert (walk.open, walk.case.due_on, walk.case.paused) == (["handle", "serve"], due, False)
    walk.post(inquiry_of(asked))
    assert events(walk)[0]["sent"] == "2026-03-05"


def test_help_of_a_unit_never_touches_the_clock(walk: Walk) -> None:
    due = walk.case.due_on
    asked = ask(walk, Inquiry.ASSISTANCE)
    assert walk.open == ["handle", "await_answer"]
    answer(walk, asked, None, reasons="检索到合同一份")
    assert (walk.open, events(walk), walk.case.due_on) == (["handle"], [], due)


def test_called_back_the_clock_runs_again(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    serve(walk, asked)
    monday.move_to("2026-03-04 10:00:00+08:00")
    walk.do(Role.HANDLER, "call_back", consultation_id=asked.pk, reason="信息不涉及该公司")
    assert walk.open == ["handle"]
    assert walk.case.due_on == date(2026, 4, 1)
    with pytest.raises(StateRefusal):
        answer(walk, asked, Opinion.AGREES)


def test_a_withdrawal_ends_every_consultation(walk: Walk) -> None:
    asked = ask(walk)
    serve(walk, asked)
    walk.do(Role.DESK_OFFICER, "withdraw", signed_paper=PROOF)
    asked.refresh_from_db()
    assert (asked.state, walk.open) == ("called_back", ["archive"])


REFUSALS: list[tuple[str, Inquiry, dict[str, Any], str]] = [
    ("no name", Inquiry.THIRD_PARTY, {"name": " "}, "consultation_incomplete"),
    ("why it concerns them", Inquiry.THIRD_PARTY, {"why": ""}, "consultation_incomplete"),
    ("no question", Inquiry.OTHER_AGENCY, {"question": ""}, "consultation_incomplete"),
    ("no date", Inquiry.OTHER_AGENCY, {"asked_for": None}, "consultation_incomplete"),
    ("a date gone by", Inquiry.ASSISTANCE, {"asked_for": date(2026, 3, 2)}, "consultation_incomplete"),
    ("we do not lead", Inquiry.CO_MAKER, {"leads": False}, "not_the_lead_agency"),
]


@pytest.mark.parametrize(("name", "kind", "changes", "code"), REFUSALS, ids=[row[0] for row in REFUSALS])
def test_what_may_not_be_asked(
    walk: Walk, name: str, kind: Inquiry, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises((InvalidInput, RuleRefusal)) as refusal:
        ask(walk, kind, **changes)
    assert refusal.value.code == code
    assert not walk.case.consultations.exists()


def test_the_same_side_is_not_asked_twice_at_once(walk: Walk) -> None:
    ask(walk)
    with pytest.raises(StateRefusal) as refusal:
        ask(walk)
    assert refusal.value.code == "already_asked"


def test_nobody_is_asked_once_the_reply_is_submitted(walk: Walk) -> None:
    walk.draft()
    walk.do(Role.HANDLER, "submit")
    with pytest.raises(StateRefusal):
        ask(walk)


def test_an_objection_needs_a_written_decision(walk: Walk) -> None:
    asked = ask(walk)
    serve(walk, asked)
    answer(walk, asked, Opinion.OBJECTS)
    with pytest.raises(InvalidInput) as refusal:
        walk.do(
            Role.HANDLER,
            "decide_consultation",
            consultation_id=asked.pk,
            decision=Decision.RELEASE,
            reason=" ",
        )
    assert "第三十二条" in refusal.value.basis


def test_the_public_interest_overrides_only_a_third_party(walk: Walk) -> None:
    asked = ask(walk, Inquiry.CO_MAKER)
    serve(walk, asked)
    answer(walk, asked, Opinion.OBJECTS)
    with pytest.raises(RuleRefusal) as refusal:
        walk.do(
            Role.HANDLER,
            "decide_consultation",
            consultation_id=asked.pk,
            decision=Decision.OVERRIDE,
            reason="公益",
        )
    assert refusal.value.code == "decision_not_possible"


def test_the_flow_of_a_consultation_goes_with_its_case(walk: Walk) -> None:
    asked = ask(walk)
    task = engine.open_tasks(again(walk.case)).last()
    assert task is not None
    assert task.process.coerced.case == walk.case
    assert task.process.coerced.artifact == asked


def test_the_record_tells_each_step_and_names_nobody(walk: Walk) -> None:
    asked = ask(walk, contact="孙某某 0999-5550777")
    serve(walk, asked)
    answer(walk, asked, Opinion.OBJECTS, reasons="含有报价")
    walk.do(
        Role.HANDLER,
        "decide_consultation",
        consultation_id=asked.pk,
        decision=Decision.WITHHOLD,
        reason="报价属于商业秘密",
    )
    entries = AuditEntry.objects.filter(request_id=walk.case.pk, action__startswith="consultation")
    assert list(entries.order_by("seq").values_list("action", flat=True)) == [
        "consultation_asked",
        "consultation_answered",
        "consultation_decided",
    ]
    record = "".join(f"{entry.message}{entry.data}" for entry in AuditEntry.objects.all())
    for words in (asked.name, "0999-5550777", INFORMATION, "含有报价", "报价属于商业秘密"):
        assert words not in record


def test_the_applicant_is_not_asked_as_a_third_party(walk: Walk) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ask(walk, name=walk.case.applicants.get().name)
    assert list(refusal.value.fields) == ["name"]
