"""Reasons on their way through the office: asked, told, given or not, judged; refused to handle, or delayed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from letters import excess_handlers
from letters.context import parse_context
from letters.render import letter_text, render_html
from requests_app import dates
from requests_app.actors import Applicant, Member
from requests_app.errors import ApplicationError
from requests_app.models import (
    DisclosureRequest,
    ExtensionState,
    Letter,
    LetterState,
    ReasonsRequest,
    ReasonsState,
)
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.policies import Policies
from requests_app.rules.reasons_request import Judgement
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.clock import derivation_of
from requests_app.selectors.reasons import is_delayed, is_spent
from requests_app.services import closing, correction, delayed_reply, reasons, withdrawal
from requests_app.services.delivery import Posting, Service
from requests_app.services.reasons import Given
from requests_app.services.remedy import Decided, NewRemedy
from tests.people import Office, again, counter_case
from tests.services.stages import made
from tests.web.desk_client import at_desk, text_of
from tests.workflows.walk import PROOF, Walk
from workflows.consistency import check_flows
from workflows.sweep import sweep

WHY = "一个月内就同一类档案提出多件申请，内容相近"
ASK: dict[str, Any] = {"what": "请说明逐份申请的原因", "reply_by": date(2026, 3, 9)}
SAID = "为了撰写地方志，需要核对逐年的数据"
NOT_GOOD = "申请人没有说明需要这些材料的具体情况"
DELAY: dict[str, Any] = {
    "judgement": Judgement.DELAYED,
    "why": "涉及四百余份案卷，规定期限内不能完成检索",
    "until": date(2026, 5, 20),
}
DUE = date(2026, 3, 30)


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any, bureau: Office) -> Walk:
    walk = Walk.begin(bureau)
    walk.accept()
    walk.do(Role.HANDLER, "find_excessive", why=WHY)
    return walk


def reasons_letter(walk: Walk) -> Letter:
    asked = walk.case.reasons_requests.latest("pk")
    excess_handlers.reasons({"reasons": asked.pk})
    return made(Letter.objects.get(reasons_request=asked))


def delay_letter(walk: Walk) -> Letter:
    delay = walk.case.reasons_requests.latest("pk").delays.latest("pk")
    excess_handlers.delay({"delay": delay.pk})
    return made(Letter.objects.get(reply_delay=delay))


def hand_over(walk: Walk, letter: Letter) -> None:
    given = Service(way="hand", served_on=dates.today(), recipient="王契", proof=PROOF)
    walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=given)


def told(walk: Walk) -> Walk:
    walk.do(Role.HANDLER, "ask_reasons", **ASK)
    hand_over(walk, reasons_letter(walk))
    return walk


def given(walk: Walk) -> Walk:
    """The applicant answers online."""
    told(walk)
    reasons.give(actor=Applicant(walk.case), case_id=walk.case.pk, given=Given(dates.today(), SAID, [PROOF]))
    walk.case = again(walk.case)
    assert check_flows() == []
    return walk


def over(walk: Walk, day: Any) -> Walk:
    """Told, and nothing came."""
    told(walk)
    day.move_to("2026-03-10T10:00+08:00")
    sweep(dates.today())
    walk.case = again(walk.case)
    return walk


def asked_of(walk: Walk) -> ReasonsRequest:
    return ReasonsRequest.objects.latest("pk")


def events(walk: Walk) -> list[str]:
    return list(walk.case.clock_events.filter(revoked_at__isnull=True).values_list("type", flat=True))


def test_asked_told_given_judged_and_not_handled(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_reasons", **ASK)
    assert walk.open == ["handle", "deliver_request"]
    hand_over(walk, reasons_letter(walk))
    assert walk.open == ["handle", "await_reasons"]
    assert (walk.case.due_on, events(walk)) == (DUE, ["reasons_requested"])
    reasons.give(actor=Applicant(walk.case), case_id=walk.case.pk, given=Given(dates.today(), SAID, [PROOF]))
    assert walk.open == ["handle", "judge"]
    assert asked_of(walk).documents.get().kind == "reasons"
    walk.do(Role.DESK_OFFICER, "judge_reasons", judgement=Judgement.UNREASONABLE, why=NOT_GOOD)
    assert walk.open == ["handle"]
    item = walk.case.items.get()
    assert (item.outcome, item.reason, item.facts["reasons"]) == ("excessive", NOT_GOOD, SAID)
    assert walk.case.due_on == DUE


def test_the_refusal_goes_through_the_track_like_any_reply(walk: Walk) -> None:
    given(walk).do(Role.HANDLER, "judge_reasons", judgement=Judgement.UNREASONABLE, why=NOT_GOOD)
    walk.do(Role.HANDLER, "save_draft", draft=with_delivery(walk))
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    walk.agree(Role.SIGNATORY)
    letter = made(walk.do(Role.DESK_OFFICER, "issue"))
    assert letter.kind == "reply_excessive"
    walk.hand_over(letter)
    assert walk.case.state == RequestState.DELIVERED
    assert walk.case.principal_outcome == "excessive"


def with_delivery(walk: Walk) -> Any:
    from requests_app.services.decision import ItemDecision, ReplyDraft

    fields = walk.case.drafts.latest("version").fields
    items = [ItemDecision(**row) for row in fields["items"]]
    return ReplyDraft(items, "post", principal_outcome="excessive")


def test_nothing_came_and_the_sweep_asks_somebody_to_judge_once(walk: Walk, day: Any) -> None:
    over(walk, day)
    assert walk.open == ["handle", "judge"]
    entries = AuditEntry.objects.filter(request_id=walk.case.pk, action="reasons_over")
    sweep(dates.today())
    assert entries.count() == 1
    walk.do(
        Role.HANDLER, "judge_reasons", judgement=Judgement.NOT_GIVEN, why="期满没有说明，电话询问亦无回应"
    )
    assert walk.case.items.get().outcome == "excessive"
    assert "reasons" not in walk.case.items.get().facts


def test_late_reasons_are_filed_and_undo_the_judgement_and_the_approval(walk: Walk, day: Any) -> None:
    over(walk, day)
    walk.do(Role.HANDLER, "judge_reasons", judgement=Judgement.NOT_GIVEN, why="期满没有说明")
    walk.do(Role.HANDLER, "save_draft", draft=with_delivery(walk))
    walk.do(Role.HANDLER, "submit")
    assert walk.case.state == RequestState.IN_APPROVAL
    reasons.give(actor=Applicant(walk.case), case_id=walk.case.pk, given=Given(dates.today(), SAID))
    walk.case = again(walk.case)
    assert walk.case.state == RequestState.IN_HANDLING
    assert sorted(walk.open) == ["handle", "judge"]
    assert walk.case.items.get().outcome == ""
    assert asked_of(walk).judgement == ""
    assert check_flows() == []


def test_accepted_and_handled_as_any_other(walk: Walk) -> None:
    given(walk).do(Role.HANDLER, "judge_reasons", judgement=Judgement.ACCEPTED, why="理由合理，能够按期答复")
    assert walk.open == ["handle"]
    assert (walk.case.items.get().outcome, walk.case.due_on) == ("", DUE)


def delayed(walk: Walk) -> Walk:
    given(walk).do(Role.HANDLER, "judge_reasons", **DELAY)
    walk.do(Role.OFFICE_HEAD, "grant_delay", opinion="同意")
    return walk


def test_delayed_with_four_eyes_and_told_in_time(walk: Walk) -> None:
    given(walk).do(Role.HANDLER, "judge_reasons", **DELAY)
    assert (walk.open, walk.case.due_on) == (["handle", "grant_delay"], DUE)
    walk.do(Role.OFFICE_HEAD, "grant_delay", opinion="同意")
    assert (walk.open, walk.case.due_on) == (["handle", "deliver_delay"], DUE)
    hand_over(walk, delay_letter(walk))
    assert walk.open == ["handle"]
    assert (walk.case.first_due_on, walk.case.due_on) == (DUE, date(2026, 5, 20))
    assert events(walk) == ["reasons_requested", "delayed_reply"]


def test_who_proposes_does_not_grant(walk: Walk) -> None:
    from tests.people import join

    head = join(walk.office.agency, Role.OFFICE_HEAD, "wangqiang", "王强")
    given(walk).do(Role.HANDLER, "judge_reasons", **DELAY)
    from workflows.perform import perform

    with pytest.raises(ApplicationError) as refused:
        perform(head.user, again(walk.case), "grant_delay")
    assert refused.value.code == "own_delay"


@pytest.mark.parametrize(("allowed", "code"), [(True, ""), (False, "deputy_cannot_grant")])
def test_a_deputy_of_the_head_decides_where_the_office_reads_it_so(
    walk: Walk, allowed: bool, code: str
) -> None:
    given(walk).do(Role.HANDLER, "judge_reasons", **DELAY)
    policies = Policies(deputy_may_grant_extension=allowed).as_json()
    DisclosureRequest.objects.filter(pk=walk.case.pk).update(policies=policies)
    office = walk.office
    deputy = Member(office.legal.user, office.agency, Role.OFFICE_HEAD, acting_for=office.head.user)
    try:
        delayed_reply.grant(actor=deputy, case_id=walk.case.pk)
    except ApplicationError as refusal:
        assert refusal.code == code
    else:
        assert code == ""
        told = delay_letter(walk).context
        text = letter_text(render_html("delay_notice", parse_context("delay_notice", told)))
        assert "工作机构负责人（由其代理人代行职责）于" in text


def test_the_head_refuses_and_it_is_judged_again(walk: Walk) -> None:
    given(walk).do(Role.HANDLER, "judge_reasons", **DELAY)
    walk.do(Role.OFFICE_HEAD, "refuse_delay", reason="增加人手可以按期答复")
    assert walk.open == ["handle", "judge"]
    walk.do(Role.HANDLER, "judge_reasons", **{**DELAY, "until": date(2026, 4, 20)})
    walk.do(Role.OFFICE_HEAD, "grant_delay")
    assert [row.granted for row in asked_of(walk).delays.all()] == [False, True]


def test_told_too_late_it_is_on_record_without_effect(walk: Walk, day: Any) -> None:
    letter = delay_letter(delayed(walk))
    day.move_to("2026-03-31T10:00+08:00")
    hand_over(walk, letter)
    assert walk.case.due_on == DUE
    derivation = derivation_of(walk.case)
    assert derivation is not None
    assert [warning.code for warning in derivation.warnings] == ["delayed_reply_late"]
    assert AuditEntry.objects.filter(request_id=walk.case.pk, action="delay_told_late").exists()
    assert walk.open == ["handle"]


def test_a_notice_that_came_back_is_to_be_delivered_again(walk: Walk) -> None:
    letter = delay_letter(delayed(walk))
    posting = Posting(sent_on=dates.today(), tracking_number="EA123456789CN", carrier=POSTAL_ENTERPRISE)
    walk.do(Role.DESK_OFFICER, "post", letter_id=letter.pk, posting=posting)
    assert (walk.open, walk.case.due_on) == (["handle"], date(2026, 5, 20))
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="查无此人")
    assert (walk.open, walk.case.due_on) == (["handle", "deliver_delay"], DUE)
    hand_over(walk, letter)
    assert walk.case.due_on == date(2026, 5, 20)


def test_a_request_that_came_back_is_to_be_delivered_again_unless_it_was_answered(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_reasons", **ASK)
    letter = reasons_letter(walk)
    posting = Posting(sent_on=dates.today(), tracking_number="EA123456789CN", carrier=POSTAL_ENTERPRISE)
    walk.do(Role.DESK_OFFICER, "post", letter_id=letter.pk, posting=posting)
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="查无此人")
    assert (walk.open, events(walk)) == (["handle", "deliver_request"], [])
    walk.do(Role.DESK_OFFICER, "post", letter_id=letter.pk, posting=posting)
    reasons.give(actor=Applicant(walk.case), case_id=walk.case.pk, given=Given(dates.today(), SAID))
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="退回")
    assert (walk.open, events(walk)) == (["handle", "judge"], ["reasons_requested"])


def test_a_delay_replaces_an_extension_and_none_follows_it(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="案卷较多")
    delayed(walk)
    assert "decide" in walk.open
    hand_over(walk, delay_letter(walk))
    assert walk.open == ["handle"]
    assert walk.case.extensions.get().state == ExtensionState.CANCELLED
    with pytest.raises(ApplicationError) as refused:
        walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="案卷较多")
    assert refused.value.code == "extension_delayed"


def test_an_order_spends_the_delay_and_its_own_period_can_be_extended(
    walk: Walk, day: Any, bureau: Office
) -> None:
    hand_over(delayed(walk), delay_letter(walk))
    told_on = asked_of(walk).delays.get()
    assert (is_delayed(walk.case), is_spent(told_on)) == (True, False)
    walk.draft()
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    hand_over(walk, made(walk.do(Role.DESK_OFFICER, "issue")))
    day.move_to(datetime(2026, 4, 1, 2, 0, tzinfo=UTC))
    today = dates.today()
    new = NewRemedy("reconsideration", "清溪市人民政府", today, case_number="清政复〔2026〕1号")
    dispute = walk.do(Role.LEGAL_REVIEWER, "record_remedy", new=new)
    order = Decided("corrected", today, today, "清政复决〔2026〕1号", PROOF, working_days=10)
    walk.do(Role.LEGAL_REVIEWER, "record_remedy_result", remedy_id=dispute.pk, decided=order)
    walk.do(Role.OFFICE_HEAD, "reopen", remedy_id=dispute.pk)
    assert (is_delayed(walk.case), is_spent(asked_of(walk).delays.get())) == (False, True)
    page = text_of(at_desk(bureau.handler).get(reverse("desk:case", args=[walk.case.pk])))
    assert "责令重新答复以后不再适用" in page
    walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="案卷较多")
    assert walk.case.extensions.get().state == ExtensionState.ASKED


def test_called_off_before_it_was_told_and_asked_anew(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_reasons", **ASK)
    letter = reasons_letter(walk)
    walk.do(Role.HANDLER, "call_off_reasons", reason="申请人已经当面说明")
    letter.refresh_from_db()
    assert (walk.open, letter.state) == (["handle"], LetterState.WITHDRAWN)
    told(walk)
    assert walk.open == ["handle", "await_reasons"]


def test_a_revoked_finding_ends_what_rests_on_it(walk: Walk) -> None:
    told(walk).do(Role.HANDLER, "revoke_excess", reason="误把同名的人计入")
    assert walk.open == ["handle"]
    assert asked_of(walk).state == ReasonsState.CALLED_OFF


def test_withdrawal_ends_it(walk: Walk) -> None:
    delay_letter(delayed(walk))
    withdrawal.withdraw(actor=Applicant(walk.case), case_id=walk.case.pk)
    walk.case = again(walk.case)
    assert walk.open == ["archive"]
    assert asked_of(walk).delays.get().letter.state == LetterState.WITHDRAWN
    assert check_flows() == []


def test_voiding_ends_it(day: Any, bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.do(Role.DESK_OFFICER, "find_excessive", why=WHY)
    walk.do(Role.DESK_OFFICER, "ask_reasons", **ASK)
    closing.void(actor=bureau.head, case_id=walk.case.pk, reason="重复录入")
    assert walk.open == []
    assert check_flows() == []


def test_the_issued_reply_ends_what_nobody_waits_for(walk: Walk) -> None:
    told(walk)
    walk.draft()
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    walk.do(Role.DESK_OFFICER, "issue")
    assert walk.open == ["deliver"]
    assert asked_of(walk).state == ReasonsState.CALLED_OFF


def test_reasons_come_while_a_correction_is_awaited(walk: Walk) -> None:
    from requests_app.rules.correction import Point

    told(walk)
    points = [Point("description", "“全部材料”范围不明", "请写明名称或者文号", 1)]
    correction.ask(actor=walk.office.desk, case_id=walk.case.pk, points=points, reply_by=date(2026, 3, 25))
    reasons.give(actor=Applicant(walk.case), case_id=walk.case.pk, given=Given(dates.today(), SAID))
    walk.case = again(walk.case)
    assert sorted(walk.open) == ["judge", "tell_correction"]
    assert check_flows() == []


def test_two_cases_of_one_person_are_asked_each_for_itself(walk: Walk) -> None:
    second = Walk(walk.office, counter_case(walk.office))
    second.do(Role.DESK_OFFICER, "find_excessive", why=WHY)
    told(walk)
    told(second)
    assert second.open == ["review", "await_reasons"]
    assert walk.open == ["handle", "await_reasons"]
