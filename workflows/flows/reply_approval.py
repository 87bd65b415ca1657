"""One round of approval over the track that was frozen when the reply was submitted."""

from __future__ import annotations

from typing import Any

from viewflow import this
from viewflow.workflow import Flow

from requests_app.models import Submission
from requests_app.services.approval import next_step
from workflows.models import ApprovalProcess, FlowTask
from workflows.nodes import ROW_LOCK, End, Gate, PersonTask, Start


class ReplyApprovalFlow(Flow):
    """答复审批

    Step after step of the frozen track, until all have agreed or one returns the reply.
    """

    process_class = ApprovalProcess
    task_class = FlowTask
    lock_impl = ROW_LOCK

    start = Start(this.take).Next(this.next_step)

    next_step = Gate(this.whose_turn).When("decide", this.decide).When("approved", this.approved)

    decide = PersonTask("审批").When("agreed", this.next_step).When("returned", this.returned)

    approved = End("已签发")

    returned = End("已退回")

    def take(self, activation: Any, submission: Submission) -> ApprovalProcess:
        """The process of this submission."""
        activation.process.artifact = submission
        process: ApprovalProcess = activation.process
        return process

    def whose_turn(self, process: ApprovalProcess) -> tuple[str, dict[str, Any]]:
        """The next step without a decision, written on its task; none left: approved."""
        step = next_step(process.artifact)
        if step is None:
            return "approved", {}
        return "decide", {"step": step["key"], "role": step["role"], "label": step["label"]}
