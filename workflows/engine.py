"""Moving tasks: begin a flow, finish a task, close what fell away, go on where the state says.

Only the door (`perform`) and the receivers call this, both under the lock of the case and in its transaction:
one lock for all sibling flows of a request, so no flow needs a lock of its own.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.timezone import now
from viewflow.workflow import Flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Node
from viewflow.workflow.models import Process
from viewflow.workflow.status import PROCESS, STATUS

from requests_app.errors import StateRefusal
from requests_app.models import (
    Consultation,
    DateChange,
    DisclosureRequest,
    Extension,
    ExtensionState,
    ReasonsRequest,
    Submission,
    User,
)
from requests_app.rules.states import RequestState
from requests_app.selectors.joining import answered_together
from workflows.flows.consultation import NODE_OF_STATE as NODE_OF_CONSULTATION
from workflows.flows.consultation import ConsultationFlow
from workflows.flows.date_change import STATES as STATES_OF_DATE_CHANGE
from workflows.flows.date_change import DateChangeFlow
from workflows.flows.extension import ExtensionFlow
from workflows.flows.reasons import NODE_OF_STATE as NODE_OF_REASONS
from workflows.flows.reasons import ReasonsFlow
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.flows.request import NODE_OF_STATE, RequestFlow
from workflows.models import ApprovalProcess, ConsultationProcess, ExtensionProcess, FlowTask, RequestProcess
from workflows.nodes import End

OVER = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)
UNDER_WAY = tuple(status for status in STATUS if status not in OVER)
"""The same from the other side, for the index: most tasks there are, are over."""
NEEDS_SUBMISSION = frozenset({RequestState.IN_APPROVAL, RequestState.APPROVED})


def open_tasks(case: DisclosureRequest) -> QuerySet[FlowTask]:
    """Every open task of the request and of its sibling flows, oldest first."""
    siblings = Q()
    for model, keys in _records_of(case).values():
        siblings |= _hangs_on(model, keys, "process__")
    return _open(siblings)


def open_task(case: DisclosureRequest, node: Node) -> FlowTask | None:
    """The open task of the request at this node, if there is one."""
    # One kind of record only: this is asked at every act.
    model, keys = _records_of(case)[node.flow_class]
    found = _open(_hangs_on(model, keys, "process__"))
    return next((task for task in found if task.flow_task is node), None)


def _records_of(case: DisclosureRequest) -> dict[type[Flow], tuple[type[Model], object]]:
    """What the flows of each kind hang on: the request, and the keys of its records."""
    return {
        RequestFlow: (DisclosureRequest, [case.pk]),
        ReplyApprovalFlow: (Submission, case.submissions.values("pk")),
        ExtensionFlow: (Extension, case.extensions.values("pk")),
        ConsultationFlow: (Consultation, case.consultations.values("pk")),
        DateChangeFlow: (DateChange, case.date_changes.values("pk")),
        ReasonsFlow: (ReasonsRequest, case.reasons_requests.values("pk")),
    }


def _open(tasks: Q) -> QuerySet[FlowTask]:
    found: QuerySet[FlowTask] = FlowTask.objects.filter(tasks).exclude(status__in=OVER)
    return found.select_related("process", "owner").order_by("pk")


def start_at(case: DisclosureRequest) -> RequestProcess:
    """Begin the flow of a request at the node of its state (a registered one, or one taken over as it stands).

    Raises `StateRefusal` for a state without work for the desk, and for a case that is being approved elsewhere:
    without a submission of ours nobody could go on with it.
    """
    state = RequestState(case.state)
    if state not in NODE_OF_STATE:
        raise StateRefusal("no_flow", f"“{state.label}”的申请没有待办任务。")
    if state in NEEDS_SUBMISSION and not case.submissions.exists():
        raise StateRefusal(
            "no_submission", f"“{state.label}”的历史案件没有本系统的送审记录，请按“办理中”导入。"
        )
    process: RequestProcess = RequestFlow.start.run(case=case)
    return process


def start_approval(submission: Submission) -> None:
    """Begin a round of approval."""
    ReplyApprovalFlow.start.run(submission=submission)


def start_extension(extension: Extension) -> None:
    """Begin the decision on an extension that was asked, or the telling of one that is granted."""
    ExtensionFlow.start.run(extension=extension)


def follow_consultation(consultation: Consultation, user: User | None) -> None:
    """A consultation moved: begin its flow, or end the task that its new state has left behind. `user` did it
    (None: the third party itself, or the system)."""
    task = FlowTask.objects.filter(_hangs_on(Consultation, [consultation.pk], "process__"))
    open_now = task.exclude(status__in=OVER).select_related("process").last()
    if open_now is None:
        if not ConsultationProcess.objects.filter(_hangs_on(Consultation, [consultation.pk])).exists():
            ConsultationFlow.start.run(consultation=consultation)
    elif open_now.flow_task.name != NODE_OF_CONSULTATION[consultation.state]:
        finish(open_now, user)


def follow_date_change(change: DateChange, user: User | None) -> None:
    """A moved date was found: begin its flow. It was told, or need not be: its task is done by `user`."""
    tasks = FlowTask.objects.filter(_hangs_on(DateChange, [change.pk], "process__"))
    open_now = tasks.exclude(status__in=OVER).select_related("process").last()
    if change.state in STATES_OF_DATE_CHANGE:
        if open_now is None:
            DateChangeFlow.start.run(change=change)
    elif open_now is not None:
        finish(open_now, user)


def follow_reasons(reasons: ReasonsRequest, user: User | None) -> None:
    """A request for reasons moved: begin its flow, anew where a letter came back after the end; or end the task that
    its new state has left behind. `user` did it (None: the applicant, or the system)."""
    task = FlowTask.objects.filter(_hangs_on(ReasonsRequest, [reasons.pk], "process__"))
    open_now = task.exclude(status__in=OVER).select_related("process").last()
    node = NODE_OF_REASONS[reasons.state]
    if open_now is not None and open_now.flow_task.name != node:
        finish(open_now, user)
    elif open_now is None and not isinstance(getattr(ReasonsFlow, node), End):
        ReasonsFlow.start.run(reasons=reasons)


def finish(task: FlowTask, user: User | None, outcome: str = "") -> None:
    """The task is done (by nobody: a sibling flow did it); the flow goes on by the outcome."""
    task.flow_task.activation_class(task).finish(user, outcome)


def end_waiting(case: DisclosureRequest, outcome: str) -> None:
    """A round of approval ended: the request goes on to be issued, or back to its handler."""
    end_step(case, RequestFlow.await_approval, None, outcome)


def end_step(case: DisclosureRequest, node: Node, user: User | None, outcome: str = "") -> None:
    """The step of the letter at this node is done, for every request that it answers: each one's own task ends."""
    for one in answered_together(case):
        task = open_task(one, node)
        if task is not None:
            finish(task, user, outcome)


def close(processes: QuerySet[Process]) -> None:
    """End these flows without outcome. Open tasks become canceled whatever their status, started or failed too:
    viewflow's own cancel would refuse those, and a withdrawal may not be refused for them."""
    moment = now()
    FlowTask.objects.filter(process__in=processes).exclude(status__in=OVER).update(
        status=STATUS.CANCELED, finished=moment
    )
    processes.filter(finished__isnull=True).update(status=PROCESS.CANCELED, finished=moment)


def approvals_of(case: DisclosureRequest) -> QuerySet[Process]:
    """The rounds of approval of a request."""
    found: QuerySet[Process] = ApprovalProcess.objects.filter(
        _hangs_on(Submission, case.submissions.values("pk"))
    )
    return found


def extensions_of(case: DisclosureRequest) -> QuerySet[Process]:
    """The extension flows of a request."""
    found: QuerySet[Process] = ExtensionProcess.objects.filter(
        _hangs_on(Extension, case.extensions.values("pk"))
    )
    return found


def cancelled_extensions_of(case: DisclosureRequest) -> QuerySet[Process]:
    """The flows of those extensions that fell away."""
    fallen = case.extensions.filter(state=ExtensionState.CANCELLED)
    found: QuerySet[Process] = ExtensionProcess.objects.filter(_hangs_on(Extension, fallen.values("pk")))
    return found


def requests_of(case: DisclosureRequest) -> QuerySet[Process]:
    """The request's own flow."""
    found: QuerySet[Process] = RequestProcess.objects.filter(_hangs_on(DisclosureRequest, [case.pk]))
    return found


def re_enter(case: DisclosureRequest) -> None:
    """The state moved without a task being done (recall, withdrawal …): what was open falls away and the flow
    goes on at the node of the state."""
    task = FlowTask.objects.filter(process__in=requests_of(case)).exclude(status__in=OVER).last()
    if task is None:
        return
    FlowTask.objects.filter(pk=task.pk).update(status=STATUS.CANCELED, finished=now())
    task.refresh_from_db()
    process: Process = task.process.coerced
    # The case in hand, not the row: inside an act the new state is written back only at its end.
    process.artifact = case
    activation: Activation = task.flow_task.activation_class(task)
    RequestFlow.enter._create(activation, task.token)


def resume(case: DisclosureRequest) -> None:
    """Go on at the node of the state; a request whose flow had come to its end begins a new one there."""
    if FlowTask.objects.filter(process__in=requests_of(case)).exclude(status__in=OVER).exists():
        re_enter(case)
    else:
        start_at(case)


def _hangs_on(model: type[Model], keys: object, prefix: str = "") -> Q:
    return Q(
        **{
            f"{prefix}artifact_content_type": ContentType.objects.get_for_model(model),
            f"{prefix}artifact_object_id__in": keys,
        }
    )
