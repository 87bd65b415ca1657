"""Who hears of the dates of a case: the holders of roles today, deputies among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from requests_app.models import Agency, Delegation, Membership
from requests_app.rules.roles import Role
from requests_app.rules.warnings import Level

_ROLE_OF = {Level.HEAD: Role.OFFICE_HEAD, Level.SUPERVISOR: Role.SUPERVISOR}


@dataclass(frozen=True)
class WarnedPeople:
    """Who holds which role today: {(agency, role): users}, deputies among them, and the agency above each."""

    holders: Mapping[tuple[int, str], tuple[int, ...]]
    above: Mapping[int, int]

    def of(self, level: Level, agency: int, handler: int | None) -> Iterator[tuple[int, int, Role]]:
        """(user, agency in whose service, role) of those who hear of a case at this level."""
        if level is Level.OFFICER:
            if handler is not None and handler in self.holders.get((agency, Role.HANDLER), ()):
                yield handler, agency, Role.HANDLER
                return
            role, house = Role.DESK_OFFICER, agency
        else:
            role = _ROLE_OF[level]
            house = self.above[agency] if level is Level.SUPERVISOR else agency
        for user in self.holders.get((house, role), ()):
            yield user, house, role


def people_of(agencies: Iterable[Agency], today: date) -> WarnedPeople:
    """The people of these agencies and of those above them."""
    roles = (Role.HANDLER, Role.DESK_OFFICER, Role.OFFICE_HEAD, Role.SUPERVISOR)
    held: dict[tuple[int, str], list[int]] = {}
    rows = Membership.objects.active_on(today).filter(role__in=roles).order_by("pk")
    for agency, role, user in rows.values_list("agency_id", "role", "user_id"):
        held.setdefault((agency, role), []).append(user)
    lent = Delegation.objects.active_on(today).filter(role__in=roles).order_by("pk")
    for agency, role, principal, deputy in lent.values_list("agency_id", "role", "principal_id", "deputy_id"):
        holders = held.get((agency, role), [])
        if principal in holders and deputy not in holders:
            holders.append(deputy)
    above = {agency.pk: agency.parent_id or agency.pk for agency in agencies}
    return WarnedPeople({key: tuple(users) for key, users in held.items()}, above)
