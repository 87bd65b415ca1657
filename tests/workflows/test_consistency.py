"""Task and state agree; what does not is found and named."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from viewflow.workflow.status import STATUS

from requests_app import dates
from requests_app.errors import StateRefusal
from requests_app.models import DisclosureRequest, Provenance
from requests_app.rules.roles import Role
from requests_app.rules.states import FINAL, RequestState
from tests.people import Office
from tests.workflows.walk import Walk
from workflows import engine
from workflows.consistency import ALLOWED, check_flows
from workflows.models import FlowTask


def _imported(bureau: Office, state: RequestState) -> DisclosureRequest:
    case = DisclosureRequest(
        agency=bureau.agency,
        number=f"2025-QX-{len(state):05d}",
        provenance=Provenance.IMPORTED,
        channel="post",
        arrived_on=dates.today(),
        received_on=dates.today(),
        handler=bureau.handler.user,
    )
    case.import_state(state)
    case.save()
    return case


ENTRIES = (
    (RequestState.UNDER_REVIEW, "review"),
    (RequestState.AWAITING_CORRECTION, "await_correction"),
    (RequestState.IN_HANDLING, "handle"),
    (RequestState.AWAITING_PAYMENT, "await_payment"),
    (RequestState.ISSUED, "deliver"),
    (RequestState.DELIVERED, "archive"),
    (RequestState.LAPSED, "archive"),
    (RequestState.WITHDRAWN, "archive"),
)


@pytest.mark.parametrize(("state", "node"), ENTRIES)
def test_an_imported_case_starts_at_the_node_of_its_state(
    bureau: Office, state: RequestState, node: str
) -> None:
    case = _imported(bureau, state)
    engine.start_at(case)
    assert [task.flow_task.name for task in engine.open_tasks(case)] == [node]
    assert check_flows() == []


@pytest.mark.parametrize("state", sorted(FINAL | {RequestState.RECEIVED}))
def test_a_case_without_work_starts_no_flow(bureau: Office, state: RequestState) -> None:
    with pytest.raises(StateRefusal) as refused:
        engine.start_at(_imported(bureau, state))
    assert refused.value.code == "no_flow"
    assert check_flows() == []


@pytest.mark.parametrize("state", [RequestState.IN_APPROVAL, RequestState.APPROVED])
def test_what_is_being_approved_elsewhere_is_imported_as_in_handling(
    bureau: Office, state: RequestState
) -> None:
    with pytest.raises(StateRefusal) as refused:
        engine.start_at(_imported(bureau, state))
    assert refused.value.code == "no_submission"


def test_a_task_its_state_does_not_allow_is_found(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    DisclosureRequest.objects.filter(pk=walk.case.pk).update(state=RequestState.ISSUED)
    (found,) = check_flows()
    assert (found.state, found.node) == (RequestState.ISSUED, "review")
    assert str(walk.case.pk) in str(found)


def test_a_case_without_its_task_is_found(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    engine.open_tasks(walk.case).update(status=STATUS.CANCELED, finished=now())
    (found,) = check_flows()
    assert (found.record, found.node) == (f"DisclosureRequest {walk.case.pk}", "")


def test_an_answered_case_without_its_task_is_found_whatever_its_columns_say(bureau: Office) -> None:
    """The state is the truth: dates that are kept for finding and sorting hide nothing."""
    walk = Walk.begin(bureau)
    walk.deliver()
    engine.open_tasks(walk.case).update(status=STATUS.CANCELED, finished=now())
    DisclosureRequest.objects.filter(pk=walk.case.pk).update(next_act="", next_act_on=None)
    (found,) = check_flows()
    assert (found.record, found.state) == (f"DisclosureRequest {walk.case.pk}", RequestState.DELIVERED)


def test_a_second_task_is_found(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    task = walk.task("review")
    FlowTask.objects.create(process=task.process, flow_task=task.flow_task, token=task.token)
    (found,) = check_flows()
    assert found.node == "review"


def test_a_task_whose_node_is_gone_is_found(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    FlowTask.objects.filter(pk=walk.task("review").pk).update(
        flow_task="workflows/flows.request.RequestFlow.renamed"
    )
    (found,) = check_flows()
    assert found.node == "renamed"


def test_an_approval_and_an_extension_out_of_step_are_found(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.submit()
    walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="须协商")
    walk.case.submissions.update(state="returned")
    walk.case.extensions.update(state="refused")
    assert {found.record.split()[0] for found in check_flows()} == {"Submission", "Extension"}


def test_it_asks_as_often_however_much_there_is(bureau: Office) -> None:
    counted = []
    for _ in range(2):
        walk = Walk.begin(bureau)
        walk.submit()
        walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="须协商")
        with CaptureQueriesContext(connection) as queries:
            assert check_flows() == []
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 4 * len(ALLOWED)
