"""Task and state agree: in which states of the business record a task of each node may be open.

The state is the truth. A task elsewhere is a defect of ours, looked for by a test, by `doctor` and by the sweep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery

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
from workflows.engine import UNDER_WAY
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

_LOOKED_AT = 1000
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

    The database counts; only what does not agree is read.
    """
    found: list[Mismatch] = []
    for model, allowed in _RECORDS:
        tasks = _open(model)
        found += _wrong_tasks(model, allowed, tasks)
        found += _without_task(model, allowed, tasks)
    return found


def _open(model: type[Model]) -> QuerySet[FlowTask]:
    """Each open task on records of this model, with `record` (the key of its record)."""
    kind = ContentType.objects.get_for_model(model)
    # viewflow's own order would become a part of each group.
    tasks = FlowTask.objects.filter(status__in=UNDER_WAY, process__artifact_content_type=kind).order_by()
    found: QuerySet[FlowTask] = tasks.annotate(record=F("process__artifact_object_id"))
    return found


def _name(node: object) -> str:
    """A node that was renamed or removed loads as one without flow: it is named and never allowed."""
    return str(getattr(node, "name", node))


def _wrong_tasks(model: type[Model], allowed: Allowed, tasks: QuerySet[FlowTask]) -> Iterable[Mismatch]:
    records = model._default_manager.filter(pk=OuterRef("record"))
    # A state of None: the record is gone.
    placed = tasks.annotate(state=Subquery(records.values("state")[:1]))
    counts = {"n": Count("pk"), "records": Count("record", distinct=True)}
    groups = list(placed.values_list("flow_task", "state").annotate(**counts))
    wrong = {state for node, state, _, _ in groups if state not in allowed.get(_name(node), ())}
    # A record has one state: two tasks of it stand in one group, or in two groups of that state.
    shared = Counter(state for _, state, _, _ in groups)
    crowded = {state for _, state, n, records in groups if n > records or shared[state] > 1}
    suspects: set[int] = set()
    for state in wrong | crowded:
        doubtful = placed.filter(state=state)
        if state not in wrong:
            # Right ones among the wrong are left out when they are looked at.
            doubtful = doubtful.values("record").annotate(n=Count("pk")).filter(n__gt=1)
        suspects |= set(doubtful.values_list("record", flat=True))
    listed, seen = sorted(suspects), set()
    for at in range(0, len(listed), _LOOKED_AT):
        some = placed.filter(record__in=listed[at : at + _LOOKED_AT]).order_by("record", "pk")
        for key, node, state in some.values_list("record", "flow_task", "state"):
            if state not in allowed.get(_name(node), ()) or key in seen:
                yield Mismatch(f"{model.__name__} {key}", state or "", _name(node))
            seen.add(key)


def _without_task(model: type[Model], allowed: Allowed, tasks: QuerySet[FlowTask]) -> Iterable[Mismatch]:
    busy = tasks.values("record")
    for condition in _must_have_task(model, allowed):
        idle = model._default_manager.filter(condition).exclude(pk__in=busy)
        for key, state in idle.values_list("pk", "state"):
            yield Mismatch(f"{model.__name__} {key}", state, "")


def _must_have_task(model: type[Model], allowed: Allowed) -> tuple[Q, ...]:
    """Conditions, each with an index of its own."""
    if model is not DisclosureRequest:
        return (Q(state__in=frozenset().union(*allowed.values())),)
    # What was finished elsewhere is archived there; withdrawn before it had a number, nothing is archived.
    ended = Q(state__in=CAN_BE_ARCHIVED, provenance=Provenance.NATIVE, number__isnull=False)
    return (Q(state__in=OPEN - {RequestState.RECEIVED}), ended)
