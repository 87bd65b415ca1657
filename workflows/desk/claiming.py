"""认领: what several colleagues could do now on a case, who has taken it, and the buttons for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from viewflow.workflow.base import Node

from requests_app.actors import memberships_of
from requests_app.errors import ApplicationError, StateRefusal
from requests_app.models import DisclosureRequest, User
from requests_app.pictures import date_words
from workflows import engine
from workflows.claims import Claim, claim_of, refusal_of
from workflows.desk.base import words_of
from workflows.desk.case_view import CaseView
from workflows.desk.next_page import page_of
from workflows.models import FlowTask
from workflows.nodes import PersonTask
from workflows.perform import perform, tasks_for

DONE = {"claim": "已认领，同事会看到由您办理。", "release": "已放回，同事都可以办理。"}


@dataclass(frozen=True)
class PoolTask:
    """One open task that is nobody's own: its key and label, who may do it, who took it, what this person may."""

    key: int
    label: str
    roles: str
    claimed: str
    may_claim: bool
    may_release: bool


def pool_of(user: User, case: DisclosureRequest) -> list[PoolTask]:
    """The open tasks of a case that await a role and not one person."""
    own = {task.pk for task in tasks_for(user, case)}
    people = {user.pk, *(member.acting_for_id for member in memberships_of(user))}
    return [_entry(task, task.pk in own, people) for task in _shared(engine.open_tasks(case), case)]


def claimed_by_another(user: User, case: DisclosureRequest, node: Node) -> str:
    """What this person reads where the task at `node` could be theirs but a colleague took it; "" elsewhere."""
    task = engine.open_task(case, node)
    claim = claim_of(task) if task is not None else None
    if task is None or claim is None or task.pk not in {one.pk for one in tasks_for(user, case)}:
        return ""
    return refusal_of(claim, task)


def _shared(tasks: Iterable[FlowTask], case: DisclosureRequest) -> list[FlowTask]:
    for_handler = case.handler_id is not None
    return [
        task
        for task in tasks
        if isinstance(task.flow_task, PersonTask) and not (task.flow_task.only_handler and for_handler)
    ]


def _entry(task: FlowTask, own: bool, people: set[int | None]) -> PoolTask:
    claim = claim_of(task)
    mine = claim is not None and claim.user.pk in people
    roles = "、".join(role.label for role in task.roles)
    return PoolTask(task.pk, task.label, roles, _words(claim), own and not mine, own and mine)


def _words(claim: Claim | None) -> str:
    return f"{claim.user.name} {date_words.month_day(claim.on)}认领" if claim else ""


class Claiming(CaseView):
    """Take a task of the pool or give it back (`action`), then on to the page where it is done."""

    def post(self, request: HttpRequest, case_id: int, task_id: int, action: str) -> HttpResponse:
        """Do it, or say why not; both lead back to the case."""
        task = next((one for one in engine.open_tasks(self.case) if one.pk == task_id), None)
        try:
            if task is None:
                raise StateRefusal("no_task", "这一环节已经有人办理，不能再认领。")
            perform(self.user, task, action)
        except ApplicationError as refusal:
            messages.error(request, words_of(refusal))
            return redirect(reverse("desk:case", args=[case_id]))
        messages.success(request, DONE[action])
        approval = "step" in task.data
        record = int(task.process.artifact_object_id)
        return redirect(page_of(task.flow_task.name, case_id, record, approval=approval))
