"""An extension of the reply period: asked, decided by the head of the office, told to the applicant (Art. 33)."""

from __future__ import annotations

from typing import Any

from viewflow import this
from viewflow.workflow import Flow

from requests_app.models import Extension, ExtensionState
from requests_app.rules.roles import Role
from workflows.models import ExtensionProcess, FlowTask
from workflows.nodes import ROW_LOCK, End, Gate, PersonTask, Start

NODE_OF_STATE: dict[str, str] = {
    ExtensionState.ASKED: "decide",
    ExtensionState.GRANTED: "notify",
}
"""Where an extension enters: when it is asked, and again when its notice came back undelivered."""


class ExtensionFlow(Flow):
    """延期

    Runs beside the handling of the request; the due date moves only when the applicant has been told.
    """

    process_class = ExtensionProcess
    task_class = FlowTask
    lock_impl = ROW_LOCK

    start = Start(this.take).Next(this.enter)

    enter = Gate(this.by_state).When("decide", this.decide).When("notify", this.notify)

    decide = (
        PersonTask("批准延期", Role.OFFICE_HEAD).When("granted", this.notify).When("refused", this.refused)
    )

    notify = PersonTask("送达延期告知书", Role.HANDLER, Role.DESK_OFFICER).Next(this.notified)

    notified = End("已告知")

    refused = End("未批准")

    def take(self, activation: Any, extension: Extension) -> ExtensionProcess:
        """The process of this extension."""
        activation.process.artifact = extension
        process: ExtensionProcess = activation.process
        return process

    def by_state(self, process: ExtensionProcess) -> tuple[str, dict[str, Any]]:
        """The node of the state in which the extension stands."""
        return NODE_OF_STATE[process.artifact.state], {}
