"""合并答复, and what becomes of it when one leaves: who wrote approves nothing; nobody else reads or learns of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from requests_app.actors import Applicant, Member
from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal
from requests_app.models import AuditEntry, DisclosureRequest
from requests_app.rules.consultation import Inquiry
from requests_app.rules.roles import Role
from requests_app.selectors.identities import applicant_marks
from requests_app.services import withdrawal
from requests_app.services.approval import drafters_of
from requests_app.services.consultation import NewInquiry
from requests_app.services.decision import ReplyDraft
from requests_app.services.documents import Upload
from requests_app.services.remedy import Decided, NewRemedy
from tests.people import Office, again, join, natural_person
from tests.services.stages import PDF
from tests.workflows.joint import Pair, in_handling
from tests.workflows.walk import PROOF, Walk, example_reply
from workflows.perform import perform

AGENT = replace(natural_person(), agent_name="李代理", agent_identity_number="110101198001010015")


@pytest.fixture(autouse=True)
def day() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def pair(bureau: Office) -> Pair:
    return Pair(in_handling(bureau, "东湖片区控规"), in_handling(bureau, "清溪市统计年鉴（2025年）"))


@pytest.fixture
def joined(pair: Pair) -> Pair:
    pair.join()
    return pair


# Who wrote


def answers(*outcomes: str, note: str = "") -> ReplyDraft:
    items = [
        replace(example_reply(key, note if n == 1 else "").items[0], ordinal=n)
        for n, key in enumerate(outcomes, start=1)
    ]
    return ReplyDraft(items, "post")


@pytest.fixture
def hers(joined: Pair, bureau: Office) -> Member:
    """赵静 wrote the letter as its handler; then 王强 took it over and changed the first item."""
    wrote = join(bureau.agency, Role.HANDLER, "zhaojing", "赵静")
    joined.do(Role.OFFICE_HEAD, "reassign", handler=wrote.user, reason="分工调整")
    perform(wrote.user, again(joined.lead.case), "save_draft", draft=answers("already_public", "publication"))
    joined.do(Role.OFFICE_HEAD, "reassign", handler=bureau.handler.user, reason="分工调整")
    joined.do(
        Role.HANDLER, "save_draft", draft=answers("already_public", "publication", note="另见本机关网站。")
    )
    return wrote


def refuses_her(walk: Walk) -> None:
    walk.do(Role.HANDLER, "submit")
    with pytest.raises(AccessRefused, match="起草"):
        walk.agree(Role.LEGAL_REVIEWER)


def test_who_wrote_approves_nothing_of_what_left(joined: Pair, hers: Member) -> None:
    joined.other.do(Role.HANDLER, "unjoin", reason="须另行答复")
    joined.reread()
    refuses_her(joined.other)
    assert hers.user.pk in drafters_of(joined.lead.case)


def test_nor_of_what_stays_where_the_one_that_carried_the_letter_is_withdrawn(
    joined: Pair, hers: Member
) -> None:
    withdrawal.withdraw(actor=Applicant(joined.lead.case), case_id=joined.lead.case.pk)
    joined.reread()
    refuses_her(joined.other)


def test_nor_after_it_was_joined_to_a_third_one(joined: Pair, hers: Member, bureau: Office) -> None:
    joined.other.do(Role.HANDLER, "unjoin", reason="须另行答复")
    third = in_handling(bureau, "第三件")
    third.do(Role.HANDLER, "join", request_ids=[joined.other.case.pk])
    withdrawal.withdraw(actor=Applicant(third.case), case_id=third.case.pk)
    assert hers.user.pk in drafters_of(again(joined.other.case))


def test_nor_once_the_others_of_a_letter_that_went_out_are_handled_anew(joined: Pair, day: Any) -> None:
    joined.deliver()
    day.move_to(datetime(2026, 4, 20, 2, 0, tzinfo=UTC))
    new = NewRemedy("reconsideration", "清溪市人民政府", date(2026, 4, 10))
    remedy = joined.do(Role.DESK_OFFICER, "record_remedy", new=new)
    decided = Decided(
        "corrected", date(2026, 4, 20), date(2026, 4, 20), "复议决定书", Upload("决定.pdf", PDF), 10
    )
    joined.do(Role.DESK_OFFICER, "record_remedy_result", remedy_id=remedy.pk, decided=decided)
    joined.do(Role.OFFICE_HEAD, "reopen", remedy_id=remedy.pk)
    assert joined.other.case.joined_to is None
    for walk in joined.walks:
        assert walk.office.handler.user.pk in drafters_of(walk.case)


# What is given

Copies = tuple[int, int]


@pytest.fixture
def copies(joined: Pair) -> Copies:
    """Both are answered by a copy of their own; both lie with the letter."""
    keys = [
        joined.do(
            Role.HANDLER, "add_released_copy", upload=PROOF, title=walk.case.number, request_id=walk.case.pk
        ).pk
        for walk in joined.walks
    ]
    draft = replace(answers("provided", "provided"), attachments=keys)
    joined.do(Role.HANDLER, "save_draft", draft=draft)
    assert attached(joined.lead) == keys
    return keys[0], keys[1]


def attached(walk: Walk) -> list[int]:
    newest = walk.case.drafts.order_by("version").last()
    assert newest is not None
    found: list[int] = newest.fields["attachments"]
    return found


def test_a_copy_lies_with_the_request_it_answers(joined: Pair, copies: Copies) -> None:
    for walk, copy in zip(joined.walks, copies, strict=True):
        assert walk.case.documents.get(pk=copy).title == walk.case.number
        assert AuditEntry.objects.filter(request_id=walk.case.pk, data__document=copy).exists()
    stranger = in_handling(joined.lead.office, "第三件")
    for walk, whose in (
        (joined.lead, None),
        (joined.lead, stranger.case.pk),
        (stranger, joined.lead.case.pk),
    ):
        with pytest.raises(InvalidInput, match="哪一件申请"):
            walk.do(Role.HANDLER, "add_released_copy", upload=PROOF, title="副本", request_id=whose)


def test_each_keeps_its_own_copy_when_one_leaves(joined: Pair, copies: Copies) -> None:
    joined.other.do(Role.HANDLER, "unjoin", reason="须另行答复")
    joined.reread()
    assert (attached(joined.lead), attached(joined.other)) == ([copies[0]], [copies[1]])
    for walk in joined.walks:
        walk.do(Role.HANDLER, "submit")


def test_the_copy_stays_with_the_other_where_the_one_with_the_letter_is_withdrawn(
    joined: Pair, copies: Copies
) -> None:
    withdrawal.withdraw(actor=Applicant(joined.lead.case), case_id=joined.lead.case.pk)
    joined.reread()
    assert attached(joined.other) == [copies[1]]
    joined.other.do(Role.HANDLER, "submit")


# Who reads


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (natural_person(), AGENT),
        (AGENT, replace(AGENT, agent_name="赵代理")),
        (AGENT, replace(AGENT, agent_identity_number="110101198505050017")),
        (replace(AGENT, agent_identity_number=""), replace(AGENT, agent_identity_number="")),
    ],
)
def test_another_agent_would_read_the_answer(bureau: Office, here: Any, there: Any) -> None:
    lead, other = (in_handling(bureau, applicants=(person,)) for person in (here, there))
    with pytest.raises(RuleRefusal, match="代理人"):
        lead.do(Role.HANDLER, "join", request_ids=[other.case.pk])


def test_the_same_agent_of_both_does_not(bureau: Office) -> None:
    respelt = replace(AGENT, agent_name="李 代理", agent_identity_number="110101 19800101 0015")
    lead, other = (in_handling(bureau, applicants=(person,)) for person in (AGENT, respelt))
    lead.do(Role.HANDLER, "join", request_ids=[other.case.pk])
    assert again(other.case).joined_to == lead.case


# Who is asked


def refused_as_naming(walk: Walk, words: str) -> None:
    inquiry = NewInquiry(
        Inquiry.OTHER_AGENCY, "清溪市水利局", "流域规划", question=words, asked_for=date(2026, 3, 20)
    )
    with pytest.raises(InvalidInput) as refusal:
        walk.do(Role.HANDLER, "consult", inquiry=inquiry)
    assert (refusal.value.code, set(refusal.value.fields)) == ("names_the_applicant", {"question"})


def test_no_number_of_a_joint_letter_passes_to_who_is_asked(joined: Pair) -> None:
    for walk, other in ((joined.other, joined.lead), (joined.lead, joined.other)):
        refused_as_naming(walk, f"并入 {other.case.number} 的流域规划可否公开")


def test_nor_that_of_the_platform_or_of_what_it_was_split_from(pair: Pair, bureau: Office) -> None:
    first, part = (walk.case for walk in pair.walks)
    of = DisclosureRequest.objects.filter
    of(pk=first.pk).update(intake_number="2026-PT-00009")
    of(pk=part.pk).update(split_from=first)
    joined = Pair(pair.other, in_handling(bureau, "第三件"))
    joined.join()
    for walk in (*pair.walks, joined.other):
        marks = applicant_marks(again(walk.case))
        assert {str(first.number), "2026-PT-00009", str(part.number)} <= set(marks)


def test_a_joint_letter_that_was_taken_back_is_still_kept_to_oneself(joined: Pair) -> None:
    letter = joined.deliver()
    joined.do(Role.OFFICE_HEAD, "withdraw_letter", letter_id=letter.pk, reason="附件有误")
    joined.other.do(Role.HANDLER, "unjoin", reason="须另行答复")
    joined.reread()
    assert str(joined.lead.case.number) in applicant_marks(joined.other.case)
