"""A due date moved that the applicant knows: tell the new one, or note why nobody need be told."""

from __future__ import annotations

from typing import Any

from viewflow import this
from viewflow.workflow import Flow

from requests_app.models import DateChange, DateChangeState
from requests_app.rules.roles import Role
from workflows.models import DateChangeProcess, FlowTask
from workflows.nodes import ROW_LOCK, End, PersonTask, Start

STATES = frozenset({DateChangeState.PROPOSED.value, DateChangeState.ORDERED.value})
"""While the change stands there its task is open; any other state ends it."""


class DateChangeFlow(Flow):
    """期限变更

    Runs beside the handling of the request; the date itself has moved already.
    """

    process_class = DateChangeProcess
    task_class = FlowTask
    lock_impl = ROW_LOCK

    start = Start(this.take).Next(this.tell)

    tell = PersonTask("告知期限变更", Role.HANDLER, Role.DESK_OFFICER).Next(this.settled)

    settled = End("已处理")

    def take(self, activation: Any, change: DateChange) -> DateChangeProcess:
        """The process of this change."""
        activation.process.artifact = change
        process: DateChangeProcess = activation.process
        return process
