"""Task and state agree: in which states of the business record a task of each node may be open.

The state is the truth. A task elsewhere is a defect of ours, looked for by a test, by `doctor` and by the sweep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from requests_app.models import (
    Consultation,
    DateChange,
    DisclosureRequest,
    Extension,
    ExtensionState,
    Provenance,
    ReasonsRequest,
    Submission,
    SubmissionState,
)
from requests_app.rules.states import CAN_BE_ARCHIVED, OPEN, RequestState
from workflows.engine import OVER
from workflows.flows.consultation import NODE_OF_STATE as NODE_OF_CONSULTATION
from workflows.flows.consultation import ConsultationFlow
from workflows.flows.date_change import STATES as STATES_OF_DATE_CHANGE
from workflows.flows.date_change import DateChangeFlow
from workflows.flows.extension import ExtensionFlow
from workflows.flows.reasons import NODE_OF_STATE as NODE_OF_REASONS
from workflows.flows.reasons import ReasonsFlow
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.flows.request import CORRECTION_NODES, FEE_NODES, NODE_OF_STATE, RequestFlow
from workflows.models import FlowTask

Allowed = Mapping[str, frozenset[str]]


def _states_of(node: str) -> frozenset[str]:
    return frozenset(state.value for state, at in NODE_OF_STATE.items() if at == node)


REQUEST_NODES: Allowed = (
    {node: _states_of(node) for node in sorted(set(NODE_OF_STATE.values()))}
    | {node: frozenset({RequestState.AWAITING_CORRECTION.value}) for node in CORRECTION_NODES.values()}
    | {node: frozenset({RequestState.AWAITING_PAYMENT.value}) for node in FEE_NODES.values()}
)
APPROVAL_NODES: Allowed = {"decide": frozenset({SubmissionState.OPEN.value})}
EXTENSION_NODES: Allowed = {
    "decide": frozenset({ExtensionState.ASKED.value}),
    "notify": frozenset({ExtensionState.GRANTED.value}),
}
CONSULTATION_NODES: Allowed = {
    node: frozenset(state for state, at in NODE_OF_CONSULTATION.items() if at == node)
    for node in ("serve", "await_answer", "weigh")
}
DATE_CHANGE_NODES: Allowed = {"tell": STATES_OF_DATE_CHANGE}
REASONS_NODES: Allowed = {
    node: frozenset(state for state, at in NODE_OF_REASONS.items() if at == node)
    for node in ("deliver_request", "await_reasons", "judge", "grant_delay", "deliver_delay")
}
ALLOWED = {
    RequestFlow: REQUEST_NODES,
    ReplyApprovalFlow: APPROVAL_NODES,
    ExtensionFlow: EXTENSION_NODES,
    ConsultationFlow: CONSULTATION_NODES,
    DateChangeFlow: DATE_CHANGE_NODES,
    ReasonsFlow: REASONS_NODES,
}
_RECORDS: tuple[tuple[type[Model], Allowed], ...] = (
    (DisclosureRequest, REQUEST_NODES),
    (Submission, APPROVAL_NODES),
    (Extension, EXTENSION_NODES),
    (Consultation, CONSULTATION_NODES),
    (DateChange, DATE_CHANGE_NODES),
    (ReasonsRequest, REASONS_NODES),
)


@dataclass(frozen=True)
class Mismatch:
    """One record whose task and state do not agree. `node` "": it has no task, `record`: model and key."""

    record: str
    state: str
    node: str

    def __str__(self) -> str:
        found = f"待办任务为“{self.node}”" if self.node else "没有待办任务"
        return f"{self.record} 状态为“{self.state}”，{found}"


def check_flows() -> list[Mismatch]:
    """Every open task that its record's state does not allow, and every record that lacks its task or has two.

    One query for all open tasks and one for each kind of record, however many there are; a second one only for records
    that have a task without having to.
    """
    busy = _open_nodes()
    found: list[Mismatch] = []
    for model, allowed in _RECORDS:
        found += _compare(model, allowed, busy.get(ContentType.objects.get_for_model(model).pk, {}))
    return found


def _open_nodes() -> dict[int, dict[int, list[str]]]:
    """Kind of record → its key → the nodes of its open tasks, oldest first."""
    rows = FlowTask.objects.exclude(status__in=OVER).order_by("pk")
    busy: dict[int, dict[int, list[str]]] = {}
    for kind, key, node in rows.values_list(
        "process__artifact_content_type", "process__artifact_object_id", "flow_task"
    ):
        # A node that was renamed or removed loads as one without flow: it is named and never allowed.
        busy.setdefault(kind, {}).setdefault(key, []).append(getattr(node, "name", str(node)))
    return busy


def _compare(model: type[Model], allowed: Allowed, busy: Mapping[int, Sequence[str]]) -> Iterator[Mismatch]:
    records = model._default_manager.order_by("pk").values_list("pk", "state")
    states = dict(records.filter(_must_have_task(model, allowed)))
    without = [key for key in states if key not in busy]
    others = [key for key in busy if key not in states]
    if others:
        states |= dict(records.filter(pk__in=others))
    for key, nodes in busy.items():
        state = states.get(key, "")
        for number, node in enumerate(nodes):
            if number or state not in allowed.get(node, frozenset()):
                yield Mismatch(f"{model.__name__} {key}", state, node)
    for key in without:
        yield Mismatch(f"{model.__name__} {key}", states[key], "")


def _must_have_task(model: type[Model], allowed: Allowed) -> Q:
    if model is not DisclosureRequest:
        return Q(state__in=frozenset().union(*allowed.values()))
    open_states = OPEN - {RequestState.RECEIVED}
    # What was finished elsewhere is archived there; withdrawn before it had a number, nothing is archived.
    return Q(state__in=open_states) | Q(
        state__in=CAN_BE_ARCHIVED, provenance=Provenance.NATIVE, number__isnull=False
    )
