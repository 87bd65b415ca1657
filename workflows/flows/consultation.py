"""A consultation: delivered to the one who is asked, answered or kept silent, weighed (Art. 11, 32, 34)."""

from __future__ import annotations

from typing import Any

from viewflow import this
from viewflow.workflow import Flow

from requests_app.models import Consultation, ConsultationState
from requests_app.rules.roles import Role
from workflows.models import ConsultationProcess, FlowTask
from workflows.nodes import ROW_LOCK, End, Gate, PersonTask, Start

NODE_OF_STATE: dict[str, str] = {
    ConsultationState.TO_SEND: "serve",
    ConsultationState.SENT: "serve",
    ConsultationState.SERVED: "await_answer",
    ConsultationState.TO_DECIDE: "weigh",
    ConsultationState.DECIDED: "decided",
    ConsultationState.CALLED_BACK: "called_back",
}
"""Where a consultation goes on after each fact; the last two are its ends."""


class ConsultationFlow(Flow):
    """征求意见

    Runs beside the handling of the request, one flow for each who is asked. Every task ends at the gate: the
    answer may come online, before the postal record, or not at all.
    """

    process_class = ConsultationProcess
    task_class = FlowTask
    lock_impl = ROW_LOCK

    start = Start(this.take).Next(this.enter)

    enter = (
        Gate(this.by_state)
        .When("serve", this.serve)
        .When("await_answer", this.await_answer)
        .When("weigh", this.weigh)
        .When("decided", this.decided)
        .When("called_back", this.called_back)
    )

    serve = PersonTask("送达征求意见书", Role.HANDLER, Role.DESK_OFFICER).Next(this.enter)

    await_answer = PersonTask("登记意见", Role.HANDLER, Role.DESK_OFFICER).Next(this.enter)

    weigh = PersonTask("审查意见并决定", Role.HANDLER, Role.DESK_OFFICER).Next(this.enter)

    decided = End("已办结")

    called_back = End("已终止")

    def take(self, activation: Any, consultation: Consultation) -> ConsultationProcess:
        """The process of this consultation."""
        activation.process.artifact = consultation
        process: ConsultationProcess = activation.process
        return process

    def by_state(self, process: ConsultationProcess) -> tuple[str, dict[str, Any]]:
        """The node of the state in which the consultation stands now, whatever this process remembers."""
        key = process.artifact_object_id
        state = Consultation.objects.values_list("state", flat=True).get(pk=key)
        return NODE_OF_STATE[state], {}
