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
    """A person acting in one role of one agency, perhaps in place of somebody (`acting_for_id`: user)."""

    user: User
    agency: Agency
    role: Role
    acting_for_id: int | None = None

    kind = "member"

    @property
    def user_id(self) -> int | None:
        """Key of the person, for the record."""
        return self.user.pk

    @property
    def label(self) -> str:
        """The person with the role, as the record writes it."""
        return f"{self.user.name}（{self.role.label}）"


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
    """Every capacity in which `user` may act on the day `on` (today when left out), in a stable order."""
    day = on or dates.today()
    rows = (
        Membership.objects.active_on(day).filter(user=user).select_related("agency").order_by("agency", "pk")
    )
    return [Member(user=user, agency=row.agency, role=Role(row.role)) for row in rows]


def concerns(member: Member, case: DisclosureRequest) -> bool:
    """Whether the case is one of the member's agency; while no agency is found, of the dispatchers of its platform
    alone."""
    if case.agency_id is None:
        return member.role is Role.DISPATCHER and member.agency.pk == case.intake_agency_id
    return member.agency.pk == case.agency_id


def choose_member(user: User, agency_id: int | None, roles: Iterable[Role]) -> Member:
    """The capacity among `roles` in which `user` may act for the agency.

    Raises `AccessRefused` when there is none: the person is of another agency or has another role.
    """
    wanted = list(roles)
    mine = {m.role: m for m in memberships_of(user) if m.agency.pk == agency_id}
    for role in wanted:
        if role in mine:
            return mine[role]
    names = "、".join(role.label for role in wanted)
    raise AccessRefused("role_missing", f"此操作须由本机关的{names}办理，您没有这一角色。")
