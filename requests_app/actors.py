"""Who acts. Every service and every selector takes one of these four kinds.

`Member` is a person in one role of one agency; a person with several roles acts in one of them at a time, so
that the record says in which capacity something was done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from requests_app import dates
from requests_app.errors import AccessRefused
from requests_app.models.delegation import Delegation
from requests_app.models.membership import Membership
from requests_app.rules.roles import APPROVERS, OFFICERS, Role

if TYPE_CHECKING:
    from requests_app.models import Agency, Consultation, DisclosureRequest, User

__all__ = [
    "APPROVERS",
    "OFFICERS",
    "Actor",
    "Applicant",
    "Member",
    "Role",
    "System",
    "ThirdParty",
    "choose_member",
    "concerns",
    "memberships_of",
]


@dataclass(frozen=True)
class Member:
    """A person acting in one role of one agency, perhaps in place of the one who holds it (`acting_for`)."""

    user: User
    agency: Agency
    role: Role
    acting_for: User | None = None

    kind = "member"

    @property
    def acting_for_id(self) -> int | None:
        """Key of the person in whose place something is done, for the record."""
        return self.acting_for.pk if self.acting_for is not None else None

    @property
    def user_id(self) -> int | None:
        """Key of the person, for the record."""
        return self.user.pk

    @property
    def label(self) -> str:
        """The person with the role, as the record writes it."""
        place = f"代{self.acting_for.name}，" if self.acting_for is not None else ""
        return f"{self.user.name}（{place}{self.role.label}）"


@dataclass(frozen=True)
class Applicant:
    """The holder of one request's number and query code; may see and do nothing outside this request."""

    request: DisclosureRequest

    kind = "applicant"
    user_id: int | None = None
    role: Role | None = None
    acting_for_id: int | None = None
    label = "申请人"


@dataclass(frozen=True)
class ThirdParty:
    """The holder of one answer code (征求意见书); sees its own consultation and nothing of the request."""

    consultation: Consultation

    kind = "third_party"
    user_id: int | None = None
    role: Role | None = None
    acting_for_id: int | None = None
    label = "第三方"


@dataclass(frozen=True)
class System:
    """A background task or a command, named so that the record says which."""

    task: str

    kind = "system"
    user_id: int | None = None
    role: Role | None = None
    acting_for_id: int | None = None

    @property
    def label(self) -> str:
        """The system with its task, as the record writes it."""
        return f"系统（{self.task}）"


Actor = Member | Applicant | ThirdParty | System


def memberships_of(user: User, on: date | None = None) -> list[Member]:
    """Every capacity in which `user` may act on the day `on` (today when left out), in a stable order: first those of
    the own, then those of people whom `user` stands in for."""
    day = on or dates.today()
    rows = (
        Membership.objects.active_on(day).filter(user=user).select_related("agency").order_by("agency", "pk")
    )
    own = [Member(user=user, agency=row.agency, role=Role(row.role)) for row in rows]
    return [*own, *_stands_in(user, own, day)]


def _stands_in(user: User, own: list[Member], day: date) -> list[Member]:
    """Capacities that others have lent: while the principal holds the role, and to somebody of the same agency."""
    agencies = {member.agency.pk: member.agency for member in own}
    lent = Delegation.objects.active_on(day).filter(deputy=user, agency__in=agencies)
    rows = list(lent.select_related("principal").order_by("agency", "pk"))
    if not rows:
        return []
    principals = Membership.objects.active_on(day).filter(user__in=[row.principal_id for row in rows])
    held = set(principals.values_list("user", "agency", "role"))
    return [
        Member(user=user, agency=agencies[row.agency_id], role=Role(row.role), acting_for=row.principal)
        for row in rows
        if (row.principal_id, row.agency_id, row.role) in held
    ]


def concerns(member: Member, case: DisclosureRequest) -> bool:
    """Whether the case is one of the member's agency; while no agency is found, of the dispatchers of its platform
    alone."""
    if case.agency_id is None:
        return member.role is Role.DISPATCHER and member.agency.pk == case.intake_agency_id
    return member.agency.pk == case.agency_id


def choose_member(user: User, agency_id: int | None, roles: Iterable[Role]) -> Member:
    """The capacity among `roles` in which `user` may act for the agency: one of the own before one that is lent, then
    in the order of `roles`.

    Raises `AccessRefused` when there is none: the person is of another agency or has another role.
    """
    wanted = list(roles)
    mine = [m for m in memberships_of(user) if m.agency.pk == agency_id and m.role in wanted]
    if mine:
        return min(mine, key=lambda m: (m.acting_for is not None, wanted.index(m.role)))
    names = "、".join(role.label for role in wanted)
    raise AccessRefused("role_missing", f"此操作须由本机关的{names}办理，您没有这一角色。")
