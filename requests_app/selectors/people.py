"""Applicants as each role may see them (law: identity and contacts only for those who need them)."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.actors import OFFICERS, Actor, Applicant, Member, System
from requests_app.crypto.masking import mask_address, mask_email, mask_id_number, mask_phone
from requests_app.dates import today
from requests_app.models import Agency, DisclosureRequest, Membership, User
from requests_app.models import Applicant as ApplicantRow
from requests_app.rules.roles import Role


@dataclass(frozen=True)
class ApplicantView:
    """One applicant in plain values; contacts and identity number masked unless `full`."""

    name: str
    kind: str
    organisation_kind: str
    identity_kind: str
    identity_number: str
    phone: str
    email: str
    address: str
    postcode: str
    agent_name: str
    full: bool


def may_see_contacts(actor: Actor) -> bool:
    """Officers write to the applicant and the applicant knows the own data; approvers need neither."""
    return isinstance(actor, Applicant) or (isinstance(actor, Member) and actor.role in OFFICERS)


def applicants_of(actor: Actor, case: DisclosureRequest, *, full: bool = False) -> list[ApplicantView]:
    """The applicants of a case the caller has already been allowed to see.

    `full` asks for unmasked details; it is granted only where `may_see_contacts`.
    """
    open_ = full and may_see_contacts(actor)
    return [_view(row, open_) for row in case.applicants.all()]


def _view(row: ApplicantRow, full: bool) -> ApplicantView:
    return ApplicantView(
        name=row.name,
        kind=row.get_kind_display(),
        organisation_kind=row.get_organisation_kind_display() if row.organisation_kind else "",
        identity_kind=row.get_identity_kind_display(),
        identity_number=row.identity_number if full else mask_id_number(row.identity_number),
        phone=row.phone if full else mask_phone(row.phone),
        email=row.email if full else mask_email(row.email),
        address=row.address if full else mask_address(row.address),
        postcode=row.postcode,
        agent_name=row.agent_name,
        full=full,
    )


def handlers_of(actor: Member) -> list[User]:
    """The people of the actor's agency who may handle a request today."""
    return holders_of(actor, Role.HANDLER)


def holders_of(actor: Member, role: Role) -> list[User]:
    """The people of the actor's agency who hold this role today."""
    rows = Membership.objects.active_on(today()).filter(agency=actor.agency, role=role)
    return list(User.objects.filter(memberships__in=rows).order_by("name").distinct())


def agencies_at_work(actor: System) -> list[Agency]:
    """The active agencies in which somebody takes in or handles applications today: those that write letters."""
    rows = Membership.objects.active_on(today()).filter(role__in=OFFICERS, agency__is_active=True)
    return list(Agency.objects.filter(pk__in=rows.values("agency")).order_by("code"))


def roles_by_agency(actor: System) -> dict[str, dict[str, frozenset[Role]]]:
    """For each active agency by name, who holds which roles in it today, by the person's name."""
    found: dict[str, dict[str, frozenset[Role]]] = {}
    rows = Membership.objects.active_on(today()).select_related("agency", "user").order_by("agency", "pk")
    for row in rows:
        people = found.setdefault(row.agency.name, {})
        # Two people may share a name: the login tells them apart.
        name = f"{row.user.name}（{row.user.username}）"
        people[name] = people.get(name, frozenset()) | {Role(row.role)}
    return found
