"""The open tasks of made cases: one at the node of its state for each request and for each running consultation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from viewflow.workflow.base import Flow

from requests_app.bulk import insert
from requests_app.models import Consultation, DisclosureRequest
from requests_app.rules.states import RequestState
from workflows.flows import consultation as consulting
from workflows.flows import request as handling
from workflows.models import ConsultationProcess, FlowTask, RequestProcess


def add_tasks(cases: Sequence[DisclosureRequest], consultations: Iterable[Consultation]) -> None:
    """A process and its open task for each record on which somebody still has something to do."""
    requests = [(case, handling.NODE_OF_STATE.get(RequestState(case.state), "")) for case in cases]
    # Its end needs no task: the last two nodes of a consultation are ends.
    asked = [
        (one, node)
        for one in consultations
        if (node := consulting.NODE_OF_STATE[one.state]) not in ("decided", "called_back")
    ]
    _add(handling.RequestFlow, RequestProcess, [pair for pair in requests if pair[1]])
    _add(consulting.ConsultationFlow, ConsultationProcess, asked)


def _add(flow: type[Flow], process: type[Model], at: Sequence[tuple[Model, str]]) -> None:
    if not at:
        return
    kind = ContentType.objects.get_for_model(type(at[0][0]))
    rows = [
        process(flow_class=flow, artifact_content_type=kind, artifact_object_id=record.pk) for record, _ in at
    ]
    process._default_manager.bulk_create(rows)
    nodes = (flow.instance.node(name) for _, name in at)
    insert(
        FlowTask(process=row, flow_task=node, flow_task_type=node.task_type)
        for row, node in zip(rows, nodes, strict=True)
    )
