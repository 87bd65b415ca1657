"""Reasons (Art. 35): asked for, awaited, judged; and a delayed reply granted by the head and told to the applicant."""

from __future__ import annotations

from typing import Any

from viewflow import this
from viewflow.workflow import Flow

from requests_app.models import ReasonsRequest, ReasonsState
from requests_app.rules.roles import Role
from workflows.models import FlowTask, ReasonsProcess
from workflows.nodes import ROW_LOCK, End, Gate, PersonTask, Start, Waiting

NODE_OF_STATE: dict[str, str] = {
    ReasonsState.ASKED: "deliver_request",
    ReasonsState.TOLD: "await_reasons",
    ReasonsState.TO_JUDGE: "judge",
    ReasonsState.DELAY_ASKED: "grant_delay",
    ReasonsState.DELAY_GRANTED: "deliver_delay",
    ReasonsState.JUDGED: "judged",
    ReasonsState.CALLED_OFF: "called_off",
}
"""Where it goes on after each fact; the last two are its ends."""


class ReasonsFlow(Flow):
    """说明理由

    Runs beside the handling of the request. Every task ends at the gate: reasons may come before the proof of
    service, online or on paper, or not at all; the head may refuse the delay, so that it is judged again.
    """

    process_class = ReasonsProcess
    task_class = FlowTask
    lock_impl = ROW_LOCK

    start = Start(this.take).Next(this.enter)

    enter = (
        Gate(this.by_state)
        .When("deliver_request", this.deliver_request)
        .When("await_reasons", this.await_reasons)
        .When("judge", this.judge)
        .When("grant_delay", this.grant_delay)
        .When("deliver_delay", this.deliver_delay)
        .When("judged", this.judged)
        .When("called_off", this.called_off)
    )

    deliver_request = PersonTask("送达说明理由告知书", Role.HANDLER, Role.DESK_OFFICER).Next(this.enter)

    await_reasons = Waiting("等待申请人说明理由").Next(this.enter)

    judge = PersonTask("判断说明的理由", Role.HANDLER, Role.DESK_OFFICER).Next(this.enter)

    grant_delay = PersonTask("批准延迟答复", Role.OFFICE_HEAD).Next(this.enter)

    deliver_delay = PersonTask("送达延迟答复告知书", Role.HANDLER, Role.DESK_OFFICER).Next(this.enter)

    judged = End("已判断")

    called_off = End("已终止")

    def take(self, activation: Any, reasons: ReasonsRequest) -> ReasonsProcess:
        """The process of this request for reasons."""
        activation.process.artifact = reasons
        process: ReasonsProcess = activation.process
        return process

    def by_state(self, process: ReasonsProcess) -> tuple[str, dict[str, Any]]:
        """The node of the state in which it stands now, whatever this process remembers."""
        key = process.artifact_object_id
        state = ReasonsRequest.objects.values_list("state", flat=True).get(pk=key)
        return NODE_OF_STATE[state], {}
