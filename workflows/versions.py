"""Which flows there are, and what is still open on each: a flow is retired only when nothing hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast
from viewflow.workflow import Flow

from workflows.consistency import ALLOWED
from workflows.engine import OVER
from workflows.models import FlowTask

_SHIPPED: tuple[Any, ...] = tuple(ALLOWED)
FLOWS: dict[str, str] = {flow.__name__: str(flow.process_title) for flow in _SHIPPED}
"""Every flow by its class name, with its Chinese title."""


@dataclass(frozen=True)
class OpenWork:
    """One open task: on which flow and node, for which request."""

    flow: str
    node: str
    case: str


def open_work() -> list[OpenWork]:
    """Every open task of every flow, those of a flow that does not exist any more too, oldest first."""
    tasks = FlowTask.objects.exclude(status__in=OVER).select_related("process").order_by("pk")
    return [_work(task) for task in tasks.annotate(stored=Cast("flow_task", CharField()))]


def _work(task: Any) -> OpenWork:
    flow: type[Flow] | None = getattr(task.flow_task, "flow_class", None)
    if flow is None:
        # Renamed or removed, so it cannot be loaded: the column still says what it was.
        name, _, node = str(task.stored).rpartition(".")
        return OpenWork(name.rpartition(".")[2], node, f"进程 {task.process_id}")
    return OpenWork(flow.__name__, task.flow_task.name, str(task.process.coerced.case))
