"""Who sits at the desk: the signed-in person, and for which agency.

A person may work for several agencies and in several roles. The agency is chosen by the person and kept in the
session; the role in which something is done is chosen by the door (`workflows.perform`), act by act.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from requests_app.actors import Member, memberships_of
from requests_app.errors import AccessRefused
from requests_app.models import User
from requests_app.rules.roles import Role

AGENCY_KEY = "desk_agency"
"""Session key of the chosen agency."""

SHOWN_FIRST = (
    Role.DESK_OFFICER,
    Role.HANDLER,
    Role.OFFICE_HEAD,
    Role.LEGAL_REVIEWER,
    Role.SECRECY_REVIEWER,
    Role.SIGNATORY,
    Role.ARCHIVIST,
    Role.DISPATCHER,
    Role.AGENCY_ADMIN,
    Role.SUPERVISOR,
)
"""The role in which somebody with several reads: the one that works with cases goes first."""


@dataclass(frozen=True)
class Seat:
    """A person at the desk of one agency: `actor` for reading, every `role` held there, all agencies."""

    actor: Member
    roles: frozenset[Role]
    agencies: tuple[Member, ...]


def signed_in(request: HttpRequest) -> User:
    """The person of the session. Call it only behind a login."""
    assert isinstance(request.user, User)
    return request.user


def seat_of(request: HttpRequest) -> Seat:
    """Where the signed-in person sits. Raises `AccessRefused` for somebody without any membership today."""
    user = signed_in(request)
    capacities = memberships_of(user)
    if not capacities:
        raise AccessRefused("no_membership", "您现在没有任何机关的任职，请联系本单位管理员。")
    by_agency: dict[int, list[Member]] = {}
    for member in capacities:
        by_agency.setdefault(member.agency.pk, []).append(member)
    wanted: int = request.session.get(AGENCY_KEY, 0)
    chosen = by_agency.get(wanted) or next(iter(by_agency.values()))
    own = [member for member in chosen if member.acting_for is None] or chosen
    actor = min(own, key=lambda member: SHOWN_FIRST.index(member.role))
    return Seat(
        actor, frozenset(member.role for member in chosen), tuple(each[0] for each in by_agency.values())
    )
