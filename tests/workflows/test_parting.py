"""合并答复 ends: one request leaves the letter, the letter is taken back, an order concerns one; and what is filed."""

from __future__ import annotations

from datetime import date

import pytest

from letters.dossier_papers import made_papers, stored_papers
from requests_app import audit
from requests_app.actors import Applicant
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import AuditEntry, Letter, LetterState, SubmissionState
from requests_app.rules.roles import Role
from requests_app.selectors.register import register_rows
from requests_app.services import withdrawal
from requests_app.services.documents import Upload
from requests_app.services.remedy import Decided, NewRemedy
from tests.people import Office
from tests.services.stages import PDF
from tests.workflows.joint import Pair

# Leaving


def test_a_withdrawal_takes_one_out_and_voids_the_approval(joined: Pair) -> None:
    joined.approve()
    withdrawal.withdraw(actor=Applicant(joined.other.case), case_id=joined.other.case.pk)
    joined.reread()
    assert joined.states == ("in_handling", "withdrawn")
    assert joined.open == (["handle"], ["archive"])
    assert joined.other.case.joined_to is None
    (round_,) = joined.lead.case.submissions.all()
    assert round_.state == SubmissionState.VOIDED
    said = AuditEntry.objects.get(request_id=joined.lead.case.pk, action="approval_voided").message
    assert "2026-QX-00001：申请人撤回申请" in said
    joined.lead.do(Role.HANDLER, "submit")  # what is left of the draft goes on
    assert joined.lead.case.state == "in_approval"


def test_where_the_one_that_carries_the_letter_leaves_the_next_one_carries_it(joined: Pair) -> None:
    joined.approve()
    withdrawal.withdraw(actor=Applicant(joined.lead.case), case_id=joined.lead.case.pk)
    joined.reread()
    assert joined.states == ("withdrawn", "in_handling")
    assert joined.open == (["archive"], ["handle"])
    fields = joined.other.case.drafts.order_by("version").last().fields
    assert [(row["ordinal"], row["outcome"]) for row in fields["items"]] == [(1, "publication")]
    joined.other.do(Role.HANDLER, "submit")
    assert joined.other.case.state == "in_approval"
    assert audit.verify() == []


def test_the_officer_takes_one_out_with_a_reason(joined: Pair) -> None:
    joined.draft("already_public", "publication")
    with pytest.raises(InvalidInput):
        joined.other.do(Role.HANDLER, "unjoin", reason=" ")
    joined.other.do(Role.HANDLER, "unjoin", reason="须另行征求意见")
    joined.reread()
    assert joined.other.case.joined_to is None
    assert joined.lead.case.next_act_on == joined.lead.case.due_on
    for walk, outcome in ((joined.lead, "already_public"), (joined.other, "publication")):
        fields = walk.case.drafts.order_by("version").last().fields
        assert [(row["ordinal"], row["outcome"]) for row in fields["items"]] == [(1, outcome)]
        walk.do(Role.HANDLER, "submit")


# Taking back, handling anew, archive


def test_taking_it_back_brings_all_back(joined: Pair) -> None:
    letter = joined.deliver()
    head = Role.OFFICE_HEAD
    with pytest.raises(StateRefusal, match="2026-QX-00002"):
        joined.other.do(head, "withdraw_letter", letter_id=letter.copies.get().pk, reason="文号写错")
    joined.do(head, "withdraw_letter", letter_id=letter.pk, reason="附件有误")
    assert joined.states == ("in_handling", "in_handling")
    assert joined.open == (["handle"], ["handle"])
    assert {one.state for one in Letter.objects.filter(number=letter.number)} == {LetterState.WITHDRAWN}
    assert [walk.case.replied_on for walk in joined.walks] == [None, None]
    joined.do(Role.HANDLER, "submit")
    assert joined.states == ("in_approval", "in_approval")


def test_an_order_concerns_the_one_it_is_about(joined: Pair) -> None:
    joined.deliver()
    joined.on(4, 20)
    new = NewRemedy("reconsideration", "清溪市人民政府", date(2026, 4, 10))
    remedy = joined.other.do(Role.DESK_OFFICER, "record_remedy", new=new)
    decided = Decided(
        "corrected", date(2026, 4, 20), date(2026, 4, 20), "复议决定书", Upload("决定.pdf", PDF), 10
    )
    joined.other.do(Role.DESK_OFFICER, "record_remedy_result", remedy_id=remedy.pk, decided=decided)
    joined.other.do(Role.OFFICE_HEAD, "reopen", remedy_id=remedy.pk)
    joined.reread()
    assert joined.states == ("delivered", "in_handling")
    assert joined.other.case.joined_to is None
    assert joined.open == (["archive"], ["handle"])
    joined.other.draft("publication", "补充说明")
    joined.other.do(Role.HANDLER, "submit")


def test_each_file_holds_the_letter_its_approval_and_its_proof(joined: Pair) -> None:
    letter = joined.deliver()
    case = joined.other.case
    papers = [filed.paper for filed in (*stored_papers(case), *made_papers(case, date(2026, 3, 12)))]
    by_piece = {paper.piece: paper for paper in papers}
    assert {"reply", "approval_form", "reply_draft", "proof_of_service"} <= by_piece.keys()
    assert by_piece["reply"].number == letter.number


def test_each_has_its_row_in_the_register(joined: Pair, bureau: Office) -> None:
    letter = joined.deliver()
    rows = register_rows(bureau.handler, date(2026, 3, 1), date(2026, 3, 31))
    assert [(row.number, row.reply_number, row.served_on) for row in rows] == [
        ("2026-QX-00001", letter.number, date(2026, 3, 12)),
        ("2026-QX-00002", letter.number, date(2026, 3, 12)),
    ]
