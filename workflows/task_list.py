"""What awaits whom: the open tasks of an agency, read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from requests_app import dates
from requests_app.actors import Member, memberships_of
from requests_app.calendars import load_calendar
from requests_app.models import (
    Consultation,
    DateChange,
    DisclosureRequest,
    Extension,
    ReasonsRequest,
    Submission,
)
from requests_app.rules.roles import Role
from requests_app.rules.warnings import LONGEST_WAIT
from requests_app.selectors.inbox import open_cases
from workflows.claims import claim_of
from workflows.engine import OVER
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.models import FlowTask

Key = tuple[int, int]
"""Content type and key of the record a flow hangs on."""


@dataclass(frozen=True)
class OpenTask:
    """One open task of a person.

    `record_id` is the record its flow hangs on; `node` the name of the flow's node; `step` the step of the
    approval track, elsewhere the node; `mine`: this person may do it now; `claimed_by`: the colleague who took it;
    `waited`: working days since it came, after the day on which it came.
    """

    case_id: int
    record_id: int
    node: str
    step: str
    label: str
    approval: bool
    mine: bool
    claimed_by: str = ""
    waited: int = 0

    @property
    def lies(self) -> bool:
        """An approval that nobody has decided for too long: the head of the office is to see to it."""
        return self.approval and self.waited > LONGEST_WAIT


def open_tasks_of(actor: Member, roles: Collection[Role]) -> list[OpenTask]:
    """The open tasks on the cases that the actor sees; `roles` are those the person holds in that agency.

    What separation of duties forbids (an approver who wrote the draft) is not asked here; the door asks it.
    """
    handlers = dict(open_cases(actor).order_by().values_list("pk", "handler_id"))
    tasks, cases = _tasks_with_cases(actor)
    mine_too = {actor.user.pk, *(one.acting_for_id for one in memberships_of(actor.user))}
    calendar, today = load_calendar(), dates.today()
    found = []
    for task in tasks:
        key = (task.process.artifact_content_type_id, int(task.process.artifact_object_id))
        case_id = cases.get(key, key[1])
        reserved = getattr(task.flow_task, "only_handler", False) and handlers.get(case_id)
        claim = claim_of(task)
        taken = claim is not None and claim.user.pk not in mine_too
        mine = bool(set(roles) & set(task.roles)) and reserved in (False, None, actor.user.pk) and not taken
        found.append(
            OpenTask(
                case_id=case_id,
                record_id=key[1],
                node=task.flow_task.name,
                step=str(task.data.get("step") or task.flow_task.name),
                label=task.label,
                approval=task.flow_task is ReplyApprovalFlow.decide,
                mine=mine,
                waited=calendar.working_days_between(dates.legal_date(task.created), today),
                claimed_by=claim.user.name if claim is not None and taken else "",
            )
        )
    return found


def _tasks_with_cases(actor: Member) -> tuple[list[FlowTask], dict[Key, int]]:
    """The tasks, and the case of every submission, extension, consultation … among the records they hang on."""
    shown = open_cases(actor).order_by().values("pk")
    condition = Q(
        process__artifact_content_type=ContentType.objects.get_for_model(DisclosureRequest),
        process__artifact_object_id__in=shown,
    )
    cases: dict[Key, int] = {}
    for model in (Submission, Extension, Consultation, ReasonsRequest, DateChange):
        kind = ContentType.objects.get_for_model(model)
        rows = model._default_manager.filter(request__in=shown)
        condition |= Q(process__artifact_content_type=kind, process__artifact_object_id__in=rows.values("pk"))
        cases |= {(kind.pk, pk): case_id for pk, case_id in rows.values_list("pk", "request_id")}
    tasks = FlowTask.objects.filter(condition, flow_task_type="HUMAN").exclude(status__in=OVER)
    return list(tasks.select_related("process", "owner").order_by("pk")), cases
