"""The one door: everything a member of staff does to a case goes through `perform`.

One transaction: lock the case, find the open task, ask whether this person may do it now, run the service,
finish the task. Slow work that changes nothing (`Verb.prepare`) is done before it. A refusal leaves nothing
behind, with one exception: when the content changed after approval, the approval is void even though the issue
is refused.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from letters.issue import ContentChanged
from requests_app.actors import Member, choose_member, concerns, memberships_of
from requests_app.errors import AccessRefused, StaleForm, StateRefusal
from requests_app.models import DisclosureRequest, User
from requests_app.rules.states import RequestState
from requests_app.services.act import STALE, UNKNOWN_CASE, lock
from workflows import engine
from workflows.claims import check_claim
from workflows.doing import Doing, Verb
from workflows.models import FlowTask
from workflows.verbs import VERBS


def perform(user: User, subject: Task | DisclosureRequest, verb: str, /, **arguments: Any) -> Any:
    """Let `user` do `verb` on a case or at one of its tasks, and give back what the service gives.

    `arguments` are those of the service (`verbs.VERBS`); `seen_version` is the case's version on the screen. At
    an approval `step` is the step that was on the screen, taken from the task where the subject is one.

    Raises `AccessRefused` for people of another agency or role, or who may not do this because of what they did
    before; `StaleForm` when somebody (perhaps the same person's first click) was there before; otherwise what
    the service refuses. Raises `KeyError` for an unknown verb.
    """
    rule = VERBS[verb]
    seen_version = arguments.pop("seen_version", None)
    if rule.prepare is not None:
        case = DisclosureRequest.objects.select_related("agency", "handler").get(pk=_case_id(subject))
        actor, _ = _admit(user, case, rule, subject, arguments)
        arguments |= rule.prepare(actor, case.pk, seen_version)
    with transaction.atomic():
        case = lock(_case_id(subject))
        actor, task = _admit(user, case, rule, subject, arguments)
        if seen_version is not None and seen_version != case.version:
            raise StaleForm("stale_form", STALE)
        result = rule.run(Doing(actor, case, task, seen_version), **arguments)
    if isinstance(result, ContentChanged):
        raise result.refusal()
    return result


def may_perform(user: User, case: DisclosureRequest, verb: str) -> bool:
    """Whether a button for `verb` is worth showing to `user` now. `perform` asks again, and the service after it
    (rules, four eyes)."""
    return capacity_for(user, case, verb) is not None


def capacity_for(user: User, case: DisclosureRequest, verb: str) -> Member | None:
    """In which capacity `user` would do `verb` now, the own or one that is lent; None where it is not to be offered."""
    rule = VERBS[verb]
    if rule.states is not None and RequestState(case.state) not in rule.states:
        return None
    if rule.of_the_letter and case.joined_to_id is not None:
        return None
    try:
        task = None
        if rule.node is not None:
            task = engine.open_task(case, rule.node)
            if task is None:
                return None
        actor = _choose(user, case, rule, task, _capacities(user, case))
        if task is not None:
            check_claim(task, actor)
        return actor
    except AccessRefused:
        return None


def tasks_for(user: User, case: DisclosureRequest) -> list[FlowTask]:
    """The open tasks of a case that this person may do now, oldest first."""
    mine = {member.role for member in memberships_of(user) if concerns(member, case)}
    return [
        task for task in engine.open_tasks(case) if mine & set(task.roles) and not _reserved(user, case, task)
    ]


def _admit(
    user: User,
    case: DisclosureRequest,
    rule: Verb,
    subject: Task | DisclosureRequest,
    arguments: dict[str, Any],
) -> tuple[Member, FlowTask | None]:
    """In which capacity this person may do it now, and the open task for it."""
    capacities = _capacities(user, case)
    task = _task(case, rule, subject, arguments)
    actor = _choose(user, case, rule, task, capacities)
    if task is not None and not rule.any_task:
        check_claim(task, actor)
    return actor, task


def _case_id(subject: Task | DisclosureRequest) -> int:
    if isinstance(subject, DisclosureRequest):
        return int(subject.pk)
    return int(subject.process.coerced.case.pk)


def _capacities(user: User, case: DisclosureRequest) -> list[Member]:
    """The capacities of `user` which the case concerns; somebody from elsewhere learns nothing, not even that it
    exists."""
    found = [member for member in memberships_of(user) if concerns(member, case)]
    if not found:
        raise AccessRefused("unknown_case", UNKNOWN_CASE)
    return found


def _task(
    case: DisclosureRequest,
    rule: Verb,
    subject: Task | DisclosureRequest,
    arguments: dict[str, Any],
) -> FlowTask | None:
    """The open task for the verb, read under the lock."""
    if rule.any_task:
        return _given_task(case, subject)
    if rule.node is None:
        return None
    task = engine.open_task(case, rule.node)
    if isinstance(subject, Task) and task is not None and task.pk != subject.pk:
        task = None
    if task is None:
        _refuse_done(subject)
        state = RequestState(case.state).label
        raise StateRefusal(
            "no_task", f"申请现为“{state}”，没有待办的“{rule.node.task_title}”，可能已经办理。请刷新页面。"
        )
    if "step" in task.data:
        step = arguments.get("step")
        if step is None and isinstance(subject, Task):
            arguments["step"] = task.data["step"]
        elif step != task.data["step"]:
            raise StaleForm("step_done", "这一环节已经有人办理，请刷新页面。")
    return task


def _given_task(case: DisclosureRequest, subject: Task | DisclosureRequest) -> FlowTask:
    """The open task that was given."""
    found = next((task for task in engine.open_tasks(case) if task.pk == subject.pk), None)
    if isinstance(subject, DisclosureRequest) or found is None:
        _refuse_done(subject)
        raise StateRefusal("no_task", "这一环节已经结束，不能认领。请刷新页面。")
    return found


def _refuse_done(subject: Task | DisclosureRequest) -> None:
    """What the second click, or the slower colleague, reads about the task that was on the screen."""
    if not isinstance(subject, Task):
        return
    task = FlowTask.objects.select_related("owner").get(pk=subject.pk)
    if task.finished is None:
        return
    by_somebody = task.owner is not None and task.status == STATUS.DONE
    who = f"由{task.owner.name}于{localtime(task.finished):%Y-%m-%d %H:%M}办结" if by_somebody else "取消"
    raise StaleForm("task_done", f"“{task.label}”已经{who}，您的操作没有再次生效。请刷新页面。")


def _choose(
    user: User, case: DisclosureRequest, rule: Verb, task: FlowTask | None, capacities: list[Member]
) -> Member:
    """The capacity in which it is done: one of the own before one that is lent, then in the order of the roles."""
    roles = list(task.roles if task is not None else rule.roles)
    fitting = [member for member in capacities if member.role in roles]
    if not fitting:
        return choose_member(user, case.speaker.pk if case.speaker else None, roles)
    if task is not None and _reserved(user, case, task):
        assert case.handler is not None
        raise AccessRefused("not_the_handler", f"本件由{case.handler.name}承办。需要由您办理的，请先改派。")
    return min(fitting, key=lambda member: (member.acting_for is not None, roles.index(member.role)))


def _reserved(user: User, case: DisclosureRequest, task: FlowTask) -> bool:
    """The task belongs to the request's own handler, and this is somebody else."""
    only_handler = getattr(task.flow_task, "only_handler", False)
    return bool(only_handler and case.handler_id is not None and case.handler_id != user.pk)
