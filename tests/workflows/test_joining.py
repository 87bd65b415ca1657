"""合并答复: one letter answers several requests of the same applicant; each keeps its number, state, clock and file."""

from __future__ import annotations

from datetime import date

import pytest

from letters.context import parse_context
from letters.render import letter_text, render_html
from requests_app import audit
from requests_app.actors import Applicant
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import AuditEntry, ClockEvent, Delivery, Letter, LetterState
from requests_app.portal.status_page import status_page
from requests_app.rules.consultation import Inquiry
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import Level
from requests_app.selectors.inbox import inbox
from requests_app.services.consultation import NewInquiry
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.delivery import Posting, Service
from requests_app.services.documents import Upload
from tests.people import Office, again, case_in_handling, join, natural_person, other_office
from tests.services.stages import PDF
from tests.workflows.joint import FIRST, SECOND, Pair, in_handling
from tests.workflows.walk import PROOF, Walk, example_reply
from workflows.perform import may_perform, perform
from workflows.tracks import choose_track

STRANGER = (natural_person("李某某", "110101198001010015"),)


def correct_receipt(walk: Walk) -> None:
    """It was received a day earlier than recorded."""
    proof = Upload("收件登记.pdf", PDF)
    walk.do(Role.OFFICE_HEAD, "correct_receipt", to=date(2026, 3, 9), reason="登记时误写", proof=proof)


# What joining does, and what it leaves alone


def test_each_keeps_its_number_its_state_and_its_day(joined: Pair) -> None:
    lead, other = joined.lead.case, joined.other.case
    assert other.joined_to == lead
    assert (lead.number, other.number) == ("2026-QX-00002", "2026-QX-00001")
    assert joined.states == ("in_handling", "in_handling")
    assert (lead.due_on, other.due_on) == (date(2026, 4, 10), date(2026, 4, 8))
    assert joined.open == (["handle"], ["handle"])
    for case in (lead, other):
        assert AuditEntry.objects.filter(request_id=case.pk, action__in=("joined", "joined_to")).count() == 1


def test_the_letter_is_due_by_the_first_of_their_days(joined: Pair, bureau: Office) -> None:
    assert joined.lead.case.next_act_on == date(2026, 4, 8)
    rows = {row.case.number: row for group in inbox(bureau.handler) for row in group.rows}
    lead, other = rows["2026-QX-00002"], rows["2026-QX-00001"]
    assert lead.remaining == other.remaining
    assert "最先到期" in lead.joined
    assert other.joined == "与 2026-QX-00002 合并答复"


def test_the_day_of_the_letter_follows_when_one_of_them_moves(joined: Pair) -> None:
    correct_receipt(joined.other)
    joined.reread()
    assert (joined.other.case.due_on, joined.lead.case.next_act_on) == (date(2026, 4, 7), date(2026, 4, 7))


def test_the_joined_one_is_written_where_the_letter_is(joined: Pair, bureau: Office) -> None:
    draft = ReplyDraft([ItemDecision(1, "")], "post")
    for verb, given in (("save_draft", {"draft": draft}), ("submit", {})):
        with pytest.raises(StateRefusal, match="2026-QX-00002") as refusal:
            joined.other.do(Role.HANDLER, verb, **given)
        assert refusal.value.code == "joined"
        assert not may_perform(bureau.handler.user, joined.other.case, verb)


def test_what_was_drafted_before_comes_along(pair: Pair) -> None:
    pair.other.draft("publication")
    pair.lead.draft("already_public")
    pair.join()
    fields = pair.lead.case.drafts.order_by("version").last().fields
    assert [(row["ordinal"], row["outcome"]) for row in fields["items"]] == [
        (1, "already_public"),
        (2, "publication"),
    ]


# One letter


def test_one_letter_answers_all_and_stands_on_the_file_of_each(joined: Pair) -> None:
    original = joined.issue()
    assert joined.states == ("issued", "issued")
    assert joined.open == (["deliver"], ["deliver"])
    (copy,) = Letter.objects.filter(request=joined.other.case, submission__isnull=False)
    assert (copy.copy_of, copy.number, copy.state) == (original, original.number, LetterState.MADE)
    assert copy.document is not None
    assert original.document is not None
    assert copy.document.sha256 == original.document.sha256
    text = letter_text(render_html(original.kind, parse_context(original.kind, original.context)))
    for words in ("2026-QX-00001", "2026-QX-00002", "2026年3月10日", "2026年3月12日", FIRST, SECOND):
        assert words in text


def test_it_has_one_number(joined: Pair, bureau: Office) -> None:
    first = joined.issue()
    alone = in_handling(bureau, "另一件", applicants=STRANGER)
    alone.draft()
    alone.do(Role.HANDLER, "submit")
    for role in (Role.LEGAL_REVIEWER, Role.OFFICE_HEAD):
        alone.agree(role)
    following = alone.do(Role.DESK_OFFICER, "issue")
    assert (first.number, following.number) == ("清自然资公开复〔2026〕1号", "清自然资公开复〔2026〕2号")


def test_it_is_served_once_and_recorded_for_each(joined: Pair) -> None:
    original = joined.deliver()
    assert joined.states == ("delivered", "delivered")
    assert joined.open == (["archive"], ["archive"])
    for walk in joined.walks:
        case = walk.case
        assert (case.replied_on, case.closed_on) == (date(2026, 3, 12), date(2026, 3, 12))
        delivery = Delivery.objects.get(letter__request=case, letter__submission__isnull=False)
        assert delivery.proof is not None
        assert delivery.proof.request == case
        assert ClockEvent.objects.filter(request=case, type="replied").count() == 1
        assert case.letters.get(submission__isnull=False).document.visible_to_applicant
    assert original.copies.count() == 1
    assert audit.verify() == []


def test_a_copy_is_not_served_by_itself(joined: Pair) -> None:
    copy = joined.issue().copies.get()
    service = Service(way="hand", served_on=date(2026, 3, 12), recipient="王契", proof=PROOF)
    with pytest.raises(StateRefusal, match="2026-QX-00002"):
        joined.other.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=copy.pk, service=service)


def test_mail_that_came_back_counts_for_none(joined: Pair) -> None:
    letter = joined.issue()
    posting = Posting(date(2026, 3, 12), "EA123456789CN", POSTAL_ENTERPRISE)
    joined.do(Role.DESK_OFFICER, "post", letter_id=letter.pk, posting=posting)
    assert [walk.case.replied_on for walk in joined.walks] == [date(2026, 3, 12)] * 2
    joined.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="查无此人")
    assert [walk.case.replied_on for walk in joined.walks] == [None, None]


def test_it_is_late_for_the_one_that_is_late(joined: Pair) -> None:
    joined.on(4, 9)  # one day after the other one's last day, one day before that of the lead
    joined.draft("already_public", "publication")
    with pytest.raises(RuleRefusal, match="2026-QX-00001：答复期限已于2026-04-08届满"):
        joined.do(Role.HANDLER, "submit")
    reasons = {"in_time": "经办人误认为期限自补正后计算"}
    answers = [
        ItemDecision(row["ordinal"], row["outcome"], row["citations"], row["reason"], row["facts"])
        for row in joined.lead.case.drafts.order_by("version").last().fields["items"]
    ]
    joined.do(Role.HANDLER, "save_draft", draft=ReplyDraft(answers, "post", legality_reasons=reasons))
    joined.do(Role.HANDLER, "submit")
    for role in (Role.LEGAL_REVIEWER, Role.OFFICE_HEAD):
        joined.do(role, "approve", joined.lead.task("decide"), content_hash=joined.lead.content_hash)
    with pytest.raises(InvalidInput) as refusal:
        joined.do(Role.DESK_OFFICER, "issue")
    assert set(refusal.value.fields) == {"late_reason", "late_by"}
    joined.do(Role.DESK_OFFICER, "issue", late_reason="误认期限", late_by="office")
    assert (joined.other.case.late_reason, joined.other.case.late_by) == ("误认期限", "office")
    assert (joined.lead.case.late_reason, joined.lead.case.late_by) == ("", "")


def test_the_applicant_reads_it_under_each_number(joined: Pair) -> None:
    page = status_page(Applicant(joined.other.case))
    assert (
        page.joint
        == "本件将与您的申请 2026-QX-00002 用一份答复书合并答复您；每一件的答复期限不变，分别计算。"
    )
    joined.deliver()
    for walk, number in ((joined.other, "2026-QX-00002"), (joined.lead, "2026-QX-00001")):
        page = status_page(Applicant(walk.case))
        assert page.joint == f"本件与您的申请 {number} 用一份答复书合并答复，在每一件中都可以下载。"
        assert [row.title for row in page.letters] == ["答复书"]


# Approval


def test_who_wrote_for_one_of_them_approves_none(pair: Pair, bureau: Office) -> None:
    reviewer = join(bureau.agency, Role.HANDLER, "zhaojing", "赵静")
    pair.other.do(Role.OFFICE_HEAD, "reassign", handler=reviewer.user, reason="分工调整")
    perform(
        reviewer.user, again(pair.other.case), "save_draft", draft=ReplyDraft([ItemDecision(1, "")], "post")
    )
    with pytest.raises(AccessRefused, match="由赵静承办，合并答复以前请先改派"):
        pair.join()
    pair.other.do(Role.OFFICE_HEAD, "reassign", handler=bureau.handler.user, reason="合并答复")
    pair.join()
    pair.submit()
    with pytest.raises(AccessRefused):
        pair.do(Role.LEGAL_REVIEWER, "approve", pair.lead.task("decide"), content_hash=pair.lead.content_hash)


def test_a_change_in_one_of_them_voids_the_approval_and_is_named(joined: Pair) -> None:
    joined.approve()
    assert joined.open == (["issue"], ["issue"])
    item = joined.other.case.items.get()
    item.reason = "另一种理由"
    item.save()
    with pytest.raises(RuleRefusal, match=r"第2项（2026-QX-00001）的理由"):
        joined.do(Role.DESK_OFFICER, "issue")
    joined.reread()
    assert joined.states == ("in_handling", "in_handling")
    assert joined.open == (["handle"], ["handle"])


def test_so_does_an_event_of_one_clock(joined: Pair) -> None:
    joined.approve()
    correct_receipt(joined.other)
    with pytest.raises(RuleRefusal, match="2026-QX-00001 的收到日期和计时事件"):
        joined.do(Role.DESK_OFFICER, "issue")


def test_the_checks_ask_every_item_of_every_request(joined: Pair) -> None:
    answer = example_reply("already_public").items[0]
    joined.do(Role.HANDLER, "save_draft", draft=ReplyDraft([answer, ItemDecision(2, "")], "post"))
    with pytest.raises(ApplicationError, match="第 2 项还没有答复情形"):
        joined.do(Role.HANDLER, "submit")
    joined.draft("already_public", "not_existing")
    with pytest.raises(RuleRefusal, match="2026-QX-00001：第 2 项"):
        joined.do(Role.HANDLER, "submit")


def test_a_consultation_of_one_holds_the_letter(joined: Pair) -> None:
    inquiry = NewInquiry(
        Inquiry.OTHER_AGENCY, "清溪市水利局", "流域规划", question="可否公开", asked_for=date(2026, 3, 20)
    )
    joined.other.do(Role.HANDLER, "consult", inquiry=inquiry)
    joined.draft("already_public", "publication")
    with pytest.raises(RuleRefusal, match=r"2026-QX-00001：.*征求"):
        joined.do(Role.HANDLER, "submit")


def test_recall_and_return_bring_all_back(joined: Pair) -> None:
    joined.submit()
    assert joined.states == ("in_approval", "in_approval")
    joined.do(Role.HANDLER, "recall", reason="补一句")
    assert joined.open == (["handle"], ["handle"])
    joined.submit()
    task, content = joined.lead.task("decide"), joined.lead.content_hash
    joined.do(Role.LEGAL_REVIEWER, "return_reply", task, content_hash=content, reason="第二项依据不符")
    assert joined.states == ("in_handling", "in_handling")
    assert joined.open == (["handle"], ["handle"])


def test_the_highest_track_of_them_is_taken(pair: Pair) -> None:
    pair.other.do(Role.HANDLER, "choose_track", level=Level.SENSITIVE)
    pair.join()
    keys = [step.key for step in choose_track(pair.lead.case, ["already_public", "publication"]).steps]
    assert keys == ["secrecy_review", "legal_review", "head_sign", "leader_sign"][1:]


# What cannot be joined


def test_other_people_and_other_states_are_refused(pair: Pair, bureau: Office) -> None:
    stranger = in_handling(bureau, applicants=STRANGER)
    both = in_handling(bureau, applicants=(natural_person(), *STRANGER))
    for walk in (stranger, both):
        with pytest.raises(RuleRefusal, match="申请人与本件不同"):
            pair.do(Role.HANDLER, "join", request_ids=[walk.case.pk])
    pair.other.draft("publication")
    pair.other.do(Role.HANDLER, "submit")
    with pytest.raises(RuleRefusal, match="审批中"):
        pair.join()


def test_what_is_joined_already_is_refused(joined: Pair, bureau: Office) -> None:
    third = in_handling(bureau, "第三件")
    for walk, ids in ((third, [joined.other.case.pk]), (third, [joined.lead.case.pk])):
        with pytest.raises(RuleRefusal, match="已经与其他申请合并答复"):
            walk.do(Role.HANDLER, "join", request_ids=ids)
    joined.do(Role.HANDLER, "join", request_ids=[third.case.pk])
    assert joined.lead.case.joined.count() == 2


def test_another_agency_learns_nothing(pair: Pair) -> None:
    foreign = case_in_handling(other_office())
    with pytest.raises(AccessRefused) as refusal:
        pair.do(Role.HANDLER, "join", request_ids=[foreign.pk])
    assert refusal.value.code == "unknown_case"
