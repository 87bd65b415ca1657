"""认领: one of several colleagues takes a task of the pool, or gives it back. The record says so; nothing moves."""

from __future__ import annotations

from requests_app.actors import Member
from requests_app.models import DisclosureRequest
from requests_app.rules.roles import APPROVERS, OFFICERS, Role
from requests_app.services.act import By, act
from requests_app.services.journal import note

WITH_TASKS = OFFICERS | APPROVERS | {Role.ARCHIVIST}


@act("认领", by=By(roles=WITH_TASKS), reading=True)
def claim(*, actor: Member, case: DisclosureRequest, label: str, instead_of: str = "") -> None:
    """Record that the actor takes the task `label`, perhaps over from somebody."""
    taken_over = f"，原由{instead_of}认领" if instead_of else ""
    note(case, actor, "claimed", f"认领“{label}”{taken_over}")


@act("放回", by=By(roles=WITH_TASKS), reading=True)
def release(*, actor: Member, case: DisclosureRequest, label: str) -> None:
    """Record that the actor gives the task `label` back to all who may do it."""
    note(case, actor, "claim_released", f"放回“{label}”")
