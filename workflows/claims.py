"""认领: who of several colleagues has taken a task, so that two do not read the same file.

A claimed task stays in everybody's sight, and anybody who may do it can take it over. A claim that lies is over by
itself: the task is everybody's again, without a clerk or a clock job.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import now

from requests_app import dates
from requests_app.actors import Member, memberships_of
from requests_app.calendars import load_calendar
from requests_app.errors import AccessRefused
from requests_app.models import User
from requests_app.rules.approval_rules import check_approver
from requests_app.rules.warnings import CLAIM_HOLDS
from requests_app.services import claiming
from requests_app.services.approval import drafters_of
from workflows.doing import Doing
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.models import FlowTask


@dataclass(frozen=True)
class Claim:
    """Who took an open task, and when."""

    user: User
    on: date

    def is_of(self, user: User) -> bool:
        """Whether this person took it, or stands in for the one who did."""
        return user.pk == self.user.pk or self.user.pk in {one.acting_for_id for one in memberships_of(user)}


def claim_of(task: FlowTask, today: date | None = None) -> Claim | None:
    """The claim on an open task that still holds; None where nobody took it or it lay too long."""
    if task.owner_id is None or task.assigned is None or task.finished is not None:
        return None
    on = dates.legal_date(task.assigned)
    over = load_calendar().working_days_between(on, today or dates.today()) > CLAIM_HOLDS
    return None if over else Claim(task.owner, on)


def check_claim(task: FlowTask, actor: Member) -> None:
    """Raises `AccessRefused` for a task that a colleague has taken."""
    claim = claim_of(task)
    if claim is not None and not claim.is_of(actor.user):
        raise AccessRefused("claimed", refusal_of(claim, task))


def refusal_of(claim: Claim, task: FlowTask) -> str:
    """What a colleague reads."""
    return f"“{task.label}”已由{claim.user.name}认领。需要由您办理的，请先改由您认领。"


def take(doing: Doing, /) -> Any:
    """认领: the task is this person's; nothing else changes. Taking one's own again changes nothing."""
    task, actor = doing.task, doing.actor
    assert task is not None
    if task.flow_task is ReplyApprovalFlow.decide:
        # Nobody takes what the door would not let them decide.
        check_approver(actor.user.pk, drafters=drafters_of(doing.case), acting_for=actor.acting_for_id)
    before = claim_of(task)
    if before is not None and before.user.pk == actor.user.pk:
        return
    doing.call(claiming.claim, label=task.label, instead_of=before.user.name if before else "")
    FlowTask.objects.filter(pk=task.pk).update(owner=actor.user, assigned=now())


def give_back(doing: Doing, /) -> Any:
    """放回: the task is everybody's again. Raises `AccessRefused` for who has not taken it."""
    task, actor = doing.task, doing.actor
    assert task is not None
    claim = claim_of(task)
    if claim is None or not claim.is_of(actor.user):
        raise AccessRefused("not_claimed", "这一环节不是由您认领的，不需要放回。")
    doing.call(claiming.release, label=task.label)
    FlowTask.objects.filter(pk=task.pk).update(owner=None, assigned=None)
