"""Arranging who stands in for whom (代理), and ending it early."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from requests_app import audit, dates
from requests_app.actors import Member
from requests_app.errors import AccessRefused, InvalidInput, StateRefusal
from requests_app.models import Agency, Delegation, Membership, User
from requests_app.plain_text import clean_line
from requests_app.rules.delegation import Arrangement, check_arrangement
from requests_app.rules.roles import Role
from requests_app.selectors.policies import readable_choice


@transaction.atomic
def arrange(
    *, actor: Member, principal: User, deputy: User, role: Role, starts_on: date, ends_on: date, reason: str
) -> Delegation:
    """`deputy` stands in for `principal` in one role of the actor's agency.

    The principal arranges it, or the agency's administrator. Raises `AccessRefused` for anybody else, `InvalidInput`
    without a reason or for days that make no period, `RuleRefusal` for what may not be delegated.
    """
    _check_may(actor, principal.pk)
    if not clean_line(reason):
        raise InvalidInput("reason_missing", "请写明原因。", fields={"reason": "请写明原因。"})
    # Two arrangements for the same role at once: the second waits here and finds the first.
    agency = Agency.objects.select_for_update().get(pk=actor.agency.pk)
    today = dates.today()
    active = Membership.objects.active_on(max(starts_on, today)).filter(agency=agency)
    same_days = Delegation.objects.not_ended().filter(
        agency=agency, principal=principal, role=role, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    check_arrangement(
        Arrangement(
            role=role,
            same_person=principal == deputy,
            starts_on=starts_on,
            ends_on=ends_on,
            principal_holds=active.filter(user=principal, role=role).exists(),
            deputy_belongs=active.filter(user=deputy).exists(),
            taken=same_days.exists(),
            for_oneself=deputy == actor.user and principal != actor.user,
        ),
        today,
        readable_choice(agency),
    )
    made = Delegation.objects.create(
        agency=agency,
        principal=principal,
        deputy=deputy,
        role=role.value,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=clean_line(reason),
        made_by=actor.user,
    )
    words = (
        f"{starts_on.isoformat()} 至 {ends_on.isoformat()}，{deputy.name}代{principal.name}（{role.label}）"
    )
    _record(actor, made, "delegation_arranged", f"安排代理：{words}")
    return made


@transaction.atomic
def end(*, actor: Member, delegation_id: int) -> Delegation:
    """End a delegation before its last day; what was done under it stands. Raises `AccessRefused`, `StateRefusal`."""
    found = Delegation.objects.select_for_update().filter(pk=delegation_id, agency=actor.agency).first()
    if found is None:
        raise AccessRefused("unknown_delegation", "没有这项代理。")
    _check_may(actor, found.principal_id)
    if found.ended_at is not None or found.ends_on < dates.today():
        raise StateRefusal("delegation_over", "这项代理已经结束。")
    found.ended_at, found.ended_by = timezone.now(), actor.user
    found.save(update_fields=["ended_at", "ended_by"])
    words = f"{found.deputy.name}不再代{found.principal.name}（{Role(found.role).label}）"
    _record(actor, found, "delegation_ended", f"提前结束代理：{words}")
    return found


def _check_may(actor: Member, principal_id: int) -> None:
    """Nobody hands on what is only lent: the capacity must be the actor's own."""
    own = actor.acting_for is None
    if not own or (actor.role is not Role.AGENCY_ADMIN and actor.user.pk != principal_id):
        raise AccessRefused("role_missing", "代理由本人或者本单位管理员安排。")


def _record(actor: Member, delegation: Delegation, action: str, message: str) -> None:
    audit.record(
        chain=f"agency:{delegation.agency_id}",
        request_id=None,
        actor=actor,
        action=action,
        message=message,
        data={
            "delegation": delegation.pk,
            "principal": delegation.principal_id,
            "deputy": delegation.deputy_id,
            "role": delegation.role,
        },
    )
