"""The way of a request through the office: 审核 → 办理 → 审批 → 出具 → 送达 → 归档 (Art. 45)."""

from __future__ import annotations

from typing import Any

from viewflow import this
from viewflow.workflow import Flow

from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState as S
from requests_app.selectors import fees
from requests_app.selectors.corrections import waiting_step
from workflows.models import FlowTask, RequestProcess
from workflows.nodes import ROW_LOCK, End, Gate, PersonTask, Start, Waiting

NODE_OF_STATE: dict[S, str] = {
    S.UNDER_REVIEW: "review",
    S.AWAITING_CORRECTION: "await_correction",
    S.IN_HANDLING: "handle",
    S.AWAITING_PAYMENT: "await_payment",
    S.IN_APPROVAL: "await_approval",
    S.APPROVED: "issue",
    S.ISSUED: "deliver",
    S.DELIVERED: "archive",
    S.LAPSED: "archive",
    S.WITHDRAWN: "archive",
}
"""Where a request enters the flow: at registration, taken over from elsewhere, or put back by a sibling.

A correction and a fee have nodes of their own (`CORRECTION_NODES`, `FEE_NODES`).
"""

CORRECTION_NODES: dict[str, str] = {
    "tell": "tell_correction",
    "wait": "await_correction",
    "lapse": "lapse_correction",
}
"""Where a request in correction stands: its notice must reach the applicant, the applicant must correct, or the
period is over and somebody must confirm that the application is given up."""

FEE_NODES: dict[str, str] = {
    "tell": "tell_fee",
    "wait": "await_payment",
    "check": "check_payment",
    "lapse": "lapse_unpaid",
}
"""Where a request with a fee stands: its notice must reach the applicant, the applicant must pay, somebody must verify
what the applicant reports to have paid, or confirm that the period is over."""


class RequestFlow(Flow):
    """申请办理

    From registration to archive. Approval and extension run beside it as flows of their own.
    """

    process_class = RequestProcess
    task_class = FlowTask
    lock_impl = ROW_LOCK

    start = Start(this.take).Next(this.enter)

    enter = (
        Gate(this.by_state)
        .When("review", this.review)
        .When("tell_correction", this.tell_correction)
        .When("await_correction", this.await_correction)
        .When("lapse_correction", this.lapse_correction)
        .When("handle", this.handle)
        .When("tell_fee", this.tell_fee)
        .When("await_payment", this.await_payment)
        .When("check_payment", this.check_payment)
        .When("lapse_unpaid", this.lapse_unpaid)
        .When("await_approval", this.await_approval)
        .When("issue", this.issue)
        .When("deliver", this.deliver)
        .When("archive", this.archive)
    )

    review = PersonTask("审核受理", Role.DESK_OFFICER, Role.HANDLER).Next(this.handle)

    tell_correction = PersonTask("送达补正告知书", Role.DESK_OFFICER, Role.HANDLER).Next(this.enter)

    await_correction = Waiting("等待申请人补正").Next(this.enter)

    lapse_correction = PersonTask("补正期满，确认是否不再处理", Role.HANDLER, Role.DESK_OFFICER).Next(
        this.await_approval
    )

    handle = PersonTask("起草答复", Role.HANDLER, only_handler=True).Next(this.await_approval)

    tell_fee = PersonTask("送达收费通知书", Role.HANDLER, Role.DESK_OFFICER).Next(this.enter)

    await_payment = Waiting("等待申请人缴费").Next(this.enter)

    check_payment = PersonTask("核对网上报告的缴费", Role.HANDLER, Role.DESK_OFFICER).Next(this.enter)

    lapse_unpaid = PersonTask("缴费期满，确认是否不再处理", Role.HANDLER, Role.DESK_OFFICER).Next(
        this.await_approval
    )

    await_approval = Waiting("等待审批").When("approved", this.issue).When("returned", this.enter)

    issue = PersonTask("出具答复书", Role.HANDLER, Role.DESK_OFFICER).Next(this.deliver)

    deliver = PersonTask("送达", Role.HANDLER, Role.DESK_OFFICER).Next(this.archive)

    archive = PersonTask("归档", Role.ARCHIVIST, Role.HANDLER, Role.DESK_OFFICER).Next(this.archived)

    archived = End("已归档")

    def take(self, activation: Any, case: DisclosureRequest) -> RequestProcess:
        """The process of this request."""
        activation.process.artifact = case
        process: RequestProcess = activation.process
        return process

    def by_state(self, process: RequestProcess) -> tuple[str, dict[str, Any]]:
        """The node of the state in which the request stands."""
        case = process.case
        if case.state == S.AWAITING_CORRECTION:
            return CORRECTION_NODES[waiting_step(case)], {}
        if case.state == S.AWAITING_PAYMENT:
            return FEE_NODES[fees.waiting_step(case)], {}
        return NODE_OF_STATE[S(case.state)], {}
