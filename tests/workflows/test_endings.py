"""What ends a flow from outside: withdrawal, voiding; and tasks that had failed or were under way."""

from __future__ import annotations

import pytest
from viewflow.workflow.status import PROCESS, STATUS

from requests_app import dates
from requests_app.actors import Applicant
from requests_app.models import ExtensionState, SubmissionState
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.services import registration, withdrawal
from tests.people import Office, again, application
from tests.workflows.walk import PROOF, Walk
from workflows import engine
from workflows.consistency import check_flows
from workflows.models import FlowTask


@pytest.mark.parametrize("status", [STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED, STATUS.ERROR])
def test_a_withdrawal_during_approval_closes_every_task_and_leaves_the_archiving(
    bureau: Office, status: str
) -> None:
    walk = Walk.begin(bureau)
    walk.submit()
    walk.do(Role.HANDLER, "ask_extension", working_days=10, reason="须征求第三方意见")
    FlowTask.objects.filter(pk__in=engine.open_tasks(walk.case)).update(status=status)
    withdrawal.withdraw(actor=Applicant(walk.case), case_id=walk.case.pk)
    walk.case = again(walk.case)
    assert (walk.case.state, walk.open) == (RequestState.WITHDRAWN, ["archive"])
    assert walk.case.submissions.get().state == SubmissionState.RECALLED
    assert walk.case.extensions.get().state == ExtensionState.CANCELLED
    for processes in (engine.approvals_of(walk.case), engine.extensions_of(walk.case)):
        assert [process.status for process in processes] == [PROCESS.CANCELED]
    assert check_flows() == []


def test_a_withdrawn_request_is_archived(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    walk.do(Role.DESK_OFFICER, "withdraw", signed_paper=PROOF)
    walk.deliver_outbox()
    walk.do(Role.ARCHIVIST, "archive")
    assert (walk.case.state, walk.open) == (RequestState.ARCHIVED, [])


@pytest.mark.parametrize("stage", ["accept", "submit", "approve"])
def test_an_officer_withdraws_with_the_signed_paper(bureau: Office, stage: str) -> None:
    walk = Walk.begin(bureau)
    getattr(walk, stage)()
    walk.do(Role.DESK_OFFICER, "withdraw", reason="已从其他途径取得", signed_paper=PROOF)
    assert (walk.case.state, walk.open) == (RequestState.WITHDRAWN, ["archive"])


def test_withdrawn_before_it_had_a_number_leaves_nothing_to_do(bureau: Office) -> None:
    case = registration.take_in(
        actor=bureau.desk, agency=bureau.agency, new=application(channel="fax", received_on=None)
    )
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk)
    assert list(engine.open_tasks(case)) == []
    assert check_flows() == []


def test_a_fax_enters_the_flow_when_it_is_registered(bureau: Office) -> None:
    case = registration.take_in(
        actor=bureau.desk, agency=bureau.agency, new=application(channel="fax", received_on=None)
    )
    walk = Walk(bureau, case)
    assert walk.open == []
    walk.do(Role.DESK_OFFICER, "register", received_on=dates.today(), receipt_proof="与申请人确认的通话记录")
    assert (walk.case.state, walk.open) == (RequestState.UNDER_REVIEW, ["review"])


def test_a_voided_entry_leaves_nothing_to_do(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.do(Role.OFFICE_HEAD, "void", reason="重复登记")
    assert (walk.case.state, walk.open) == (RequestState.VOIDED, [])
    assert [process.status for process in engine.requests_of(walk.case)] == [PROCESS.CANCELED]


@pytest.mark.parametrize("is_granted", [False, True], ids=["asked", "granted"])
def test_a_voided_entry_leaves_no_extension(bureau: Office, is_granted: bool) -> None:
    walk = Walk.begin(bureau)
    walk.do(Role.DESK_OFFICER, "ask_extension", working_days=5, reason="案卷较多")
    if is_granted:
        walk.do(Role.OFFICE_HEAD, "grant_extension", walk.task("decide"))
    walk.do(Role.OFFICE_HEAD, "void", reason="重复登记")
    assert (walk.open, walk.case.extensions.get().state) == ([], ExtensionState.CANCELLED)
