"""Who stands in for whom in the actor's agency, and who could."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from requests_app.actors import Member
from requests_app.dates import today
from requests_app.models import Delegation, Membership, User
from requests_app.rules.delegation import DELEGABLE
from requests_app.rules.roles import Role


@dataclass(frozen=True)
class Held:
    """A role that somebody holds and that a deputy can take over."""

    user: User
    role: Role


def delegations_of(actor: Member) -> QuerySet[Delegation]:
    """Those of the agency, the newest first: the administrator sees all, everybody else those with a part of the
    own."""
    rows = Delegation.objects.filter(agency=actor.agency).select_related("principal", "deputy", "made_by")
    if actor.role is Role.AGENCY_ADMIN:
        return rows
    return rows.filter(principal=actor.user) | rows.filter(deputy=actor.user)


def held_roles(actor: Member) -> list[Held]:
    """For whom the actor may arrange a deputy: the administrator for all, everybody else for the own roles."""
    rows = Membership.objects.active_on(today()).filter(
        agency=actor.agency, role__in=[role.value for role in DELEGABLE]
    )
    if actor.role is not Role.AGENCY_ADMIN:
        rows = rows.filter(user=actor.user)
    return [Held(row.user, Role(row.role)) for row in rows.select_related("user").order_by("role", "pk")]


def possible_deputies(actor: Member) -> list[User]:
    """The people of the agency."""
    rows = Membership.objects.active_on(today()).filter(agency=actor.agency)
    return list(User.objects.filter(memberships__in=rows).distinct().order_by("name", "pk"))
