"""Node names are frozen: open tasks are stored by them, and a renamed node makes its tasks uncompletable.

A change becomes a new flow class (`…V2`); the old one stays until it is drained.
"""

from __future__ import annotations

import inspect

import pytest
from viewflow.fsm import TransitionNotAllowed
from viewflow.workflow import Flow
from viewflow.workflow.fields import get_task_ref
from viewflow.workflow.status import STATUS

from tests.people import Office
from tests.workflows.walk import Walk
from workflows import engine
from workflows.consistency import ALLOWED
from workflows.flows.consultation import ConsultationFlow
from workflows.flows.date_change import DateChangeFlow
from workflows.flows.extension import ExtensionFlow
from workflows.flows.reasons import ReasonsFlow
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.flows.request import RequestFlow
from workflows.models import FlowTask
from workflows.nodes import PersonTask, Waiting
from workflows.verbs import VERBS

FROZEN = {
    RequestFlow: {
        "start": "workflows/flows.request.RequestFlow.start",
        "enter": "workflows/flows.request.RequestFlow.enter",
        "review": "workflows/flows.request.RequestFlow.review",
        "tell_correction": "workflows/flows.request.RequestFlow.tell_correction",
        "await_correction": "workflows/flows.request.RequestFlow.await_correction",
        "lapse_correction": "workflows/flows.request.RequestFlow.lapse_correction",
        "handle": "workflows/flows.request.RequestFlow.handle",
        "tell_fee": "workflows/flows.request.RequestFlow.tell_fee",
        "await_payment": "workflows/flows.request.RequestFlow.await_payment",
        "check_payment": "workflows/flows.request.RequestFlow.check_payment",
        "lapse_unpaid": "workflows/flows.request.RequestFlow.lapse_unpaid",
        "await_approval": "workflows/flows.request.RequestFlow.await_approval",
        "issue": "workflows/flows.request.RequestFlow.issue",
        "deliver": "workflows/flows.request.RequestFlow.deliver",
        "archive": "workflows/flows.request.RequestFlow.archive",
        "archived": "workflows/flows.request.RequestFlow.archived",
    },
    ReplyApprovalFlow: {
        "start": "workflows/flows.reply_approval.ReplyApprovalFlow.start",
        "next_step": "workflows/flows.reply_approval.ReplyApprovalFlow.next_step",
        "decide": "workflows/flows.reply_approval.ReplyApprovalFlow.decide",
        "approved": "workflows/flows.reply_approval.ReplyApprovalFlow.approved",
        "returned": "workflows/flows.reply_approval.ReplyApprovalFlow.returned",
    },
    ExtensionFlow: {
        "start": "workflows/flows.extension.ExtensionFlow.start",
        "enter": "workflows/flows.extension.ExtensionFlow.enter",
        "decide": "workflows/flows.extension.ExtensionFlow.decide",
        "notify": "workflows/flows.extension.ExtensionFlow.notify",
        "notified": "workflows/flows.extension.ExtensionFlow.notified",
        "refused": "workflows/flows.extension.ExtensionFlow.refused",
    },
    DateChangeFlow: {
        "start": "workflows/flows.date_change.DateChangeFlow.start",
        "tell": "workflows/flows.date_change.DateChangeFlow.tell",
        "settled": "workflows/flows.date_change.DateChangeFlow.settled",
    },
    ConsultationFlow: {
        "start": "workflows/flows.consultation.ConsultationFlow.start",
        "enter": "workflows/flows.consultation.ConsultationFlow.enter",
        "serve": "workflows/flows.consultation.ConsultationFlow.serve",
        "await_answer": "workflows/flows.consultation.ConsultationFlow.await_answer",
        "weigh": "workflows/flows.consultation.ConsultationFlow.weigh",
        "decided": "workflows/flows.consultation.ConsultationFlow.decided",
        "called_back": "workflows/flows.consultation.ConsultationFlow.called_back",
    },
    ReasonsFlow: {
        "start": "workflows/flows.reasons.ReasonsFlow.start",
        "enter": "workflows/flows.reasons.ReasonsFlow.enter",
        "deliver_request": "workflows/flows.reasons.ReasonsFlow.deliver_request",
        "await_reasons": "workflows/flows.reasons.ReasonsFlow.await_reasons",
        "judge": "workflows/flows.reasons.ReasonsFlow.judge",
        "grant_delay": "workflows/flows.reasons.ReasonsFlow.grant_delay",
        "deliver_delay": "workflows/flows.reasons.ReasonsFlow.deliver_delay",
        "judged": "workflows/flows.reasons.ReasonsFlow.judged",
        "called_off": "workflows/flows.reasons.ReasonsFlow.called_off",
    },
}
FLOWS = sorted(FROZEN, key=lambda flow: flow.__name__)


@pytest.mark.parametrize("flow", FLOWS)
def test_names_are_those_that_open_tasks_are_stored_by(flow: type[Flow]) -> None:
    assert {node.name: get_task_ref(node) for node in flow.instance.nodes()} == FROZEN[flow]


@pytest.mark.parametrize("flow", FLOWS)
def test_every_task_that_can_be_open_has_its_allowed_states(flow: type[Flow]) -> None:
    tasks = {node.name for node in flow.instance.nodes() if isinstance(node, PersonTask | Waiting)}
    assert tasks == set(ALLOWED[flow])
    assert all(ALLOWED[flow].values())


@pytest.mark.parametrize("flow", FLOWS)
def test_every_person_task_is_done_by_a_verb_or_by_what_it_waits_for(flow: type[Flow]) -> None:
    done_by_delivery = {RequestFlow.deliver, ExtensionFlow.notify, ReasonsFlow.deliver_delay}
    # Several run side by side, so their verbs name the consultation and its signal ends the task.
    done_by_signal = {ConsultationFlow.serve, ConsultationFlow.await_answer, ConsultationFlow.weigh}
    # The fee: its delivery, its cancelling, a payment each end the task by the signal.
    done_by_signal |= {RequestFlow.tell_fee, RequestFlow.check_payment}
    served = {verb.node for verb in VERBS.values()} | done_by_delivery | done_by_signal
    people = {node for node in flow.instance.nodes() if isinstance(node, PersonTask)}
    assert people <= served


@pytest.mark.parametrize("name", ["undo", "revive", "cancel"])
@pytest.mark.parametrize("status", [STATUS.NEW, STATUS.DONE, STATUS.ERROR, STATUS.CANCELED])
def test_nobody_turns_a_task_back(bureau: Office, name: str, status: str) -> None:
    walk = Walk.begin(bureau)
    for task in FlowTask.objects.filter(process__in=engine.requests_of(walk.case)):
        task.status = status
        activation = task.flow_task.activation_class(task)
        with pytest.raises(TransitionNotAllowed):
            getattr(activation, name)()


def test_viewflow_offers_no_way_past_the_door() -> None:
    """No assign, start or execute that would ask nobody for permission."""
    for flow in FLOWS:
        for node in flow.instance.nodes():
            if isinstance(node, PersonTask | Waiting):
                methods = {name for name, _ in inspect.getmembers(node.activation_class)}
                assert not methods & {"assign", "start", "execute", "run"}
