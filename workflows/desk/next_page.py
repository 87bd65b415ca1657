"""Where a task is done: the page for each node of the flows, and the one next action of a case."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from requests_app.models import DisclosureRequest, User
from requests_app.rules.states import RequestState
from workflows.desk.base import address
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.perform import may_perform, tasks_for

PAGES: dict[str, tuple[str, str]] = {
    # name of the node: (view that does it, words of the button)
    "review": ("desk:accept", "审核受理"),
    "tell_correction": ("desk:delivery", "送达补正告知书"),
    "lapse_correction": ("desk:correction_lapse", "补正期满，确认"),
    "handle": ("desk:reply", "起草答复书"),
    "tell_fee": ("desk:delivery", "送达收费通知书"),
    "check_payment": ("desk:fee_receive", "核对缴费"),
    "lapse_unpaid": ("desk:fee_lapse", "缴费期满，确认"),
    "issue": ("desk:issue", "出具答复书"),
    "deliver": ("desk:delivery", "登记送达"),
    "archive": ("desk:archive_case", "归档"),
    "notify": ("desk:delivery", "送达延期告知书"),
    "tell": ("desk:date_change", "告知期限变更"),
    "serve": ("desk:delivery", "送达征求意见书"),
    "await_answer": ("desk:consultations", "登记意见"),
    "deliver_request": ("desk:delivery", "送达说明理由告知书"),
    "judge": ("desk:reasons_judge", "判断说明的理由"),
    "grant_delay": ("desk:delay_decide", "批准延迟答复"),
    "deliver_delay": ("desk:delivery", "送达延迟答复告知书"),
    "weigh": ("desk:consultations", "审查意见并决定"),
}
APPROVAL = ReplyApprovalFlow.decide
FIRST = frozenset({"decide", "weigh", "judge", "grant_delay"})
"""Decisions on which others wait go before everything else."""
OF_THE_LETTER = frozenset({"handle", "issue", "deliver"})
"""Done where the letter is written, also for the requests that are joined to that one."""
EXTENSION_DECISION = "desk:extension_decide"


@dataclass(frozen=True)
class Action:
    """A button: where it leads and what it says."""

    url: str
    label: str


def page_of(node: str, case_id: int, record_id: int, *, approval: bool) -> str:
    """The address where a task is done; the case page where no page of its own exists.

    `node`: name of the flow's node; `record_id`: key of the record its flow hangs on; `approval`: whether it is a
    step of an approval (both flows of decisions call their node `decide`).
    """
    if approval:
        found = address("desk:submission", record_id)
    elif node == "decide":
        found = address(EXTENSION_DECISION, case_id)
    else:
        found = address(PAGES[node][0], case_id) if node in PAGES else ""
    return found or reverse("desk:case", args=[case_id])


def next_action(user: User, case: DisclosureRequest) -> Action | None:
    """The one thing this person should do on the case now; None where it waits for others."""
    if case.state == RequestState.RECEIVED:
        if may_perform(user, case, "register"):
            return Action(reverse("desk:register_received", args=[case.pk]), "登记")
        return None
    tasks = tasks_for(user, case)
    if not tasks:
        return None
    task = max(tasks, key=lambda task: task.flow_task.name in FIRST)
    node, approval = task.flow_task.name, task.flow_task is APPROVAL
    if case.joined_to is not None and node in OF_THE_LETTER:
        url = page_of(node, case.joined_to.pk, case.joined_to.pk, approval=False)
        return Action(url, f"到 {case.joined_to.number} {PAGES[node][1]}")
    url = page_of(node, case.pk, int(task.process.artifact_object_id), approval=approval)
    return Action(url, PAGES[node][1] if node in PAGES else task.label)
