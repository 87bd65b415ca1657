"""Deputies: who may arrange one, what a deputy may do, and that four eyes hold across it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from letters import handlers
from letters.context import parse_context
from letters.render import letter_text, render_html
from requests_app.actors import Member, memberships_of
from requests_app.errors import AccessRefused, ApplicationError
from requests_app.models import Approval, Delegation, Membership
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.services import delegation
from tests.people import Office, join, office, other_office
from tests.workflows.walk import Walk
from workflows.perform import perform

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 28), date(2026, 10, 9)


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 9, 28, 2, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def where(day: Any) -> Office:
    return office()


def lend(where: Office, principal: Member, deputy: Member, **changes: Any) -> Delegation:
    fields = {"role": principal.role, "starts_on": FIRST, "ends_on": LAST, "reason": "出差", **changes}
    actor = fields.pop("actor", principal)
    return delegation.arrange(actor=actor, principal=principal.user, deputy=deputy.user, **fields)


def roles(member: Member) -> set[tuple[Role, str]]:
    return {
        (found.role, found.acting_for.name if found.acting_for else "")
        for found in memberships_of(member.user)
    }


def test_for_the_period_the_deputy_has_the_role_and_then_no_more(where: Office, day: Any) -> None:
    lend(where, where.legal, where.secrecy, starts_on=date(2026, 9, 29))
    own = {(Role.SECRECY_REVIEWER, "")}
    assert roles(where.secrecy) == own
    day.move_to(datetime(2026, 9, 29, 2, 0, tzinfo=UTC))
    assert roles(where.secrecy) == own | {(Role.LEGAL_REVIEWER, "赵静")}
    day.move_to(datetime(2026, 10, 9, 15, 59, tzinfo=UTC))
    assert roles(where.secrecy) == own | {(Role.LEGAL_REVIEWER, "赵静")}
    day.move_to(datetime(2026, 10, 9, 16, 1, tzinfo=UTC))
    assert roles(where.secrecy) == own


def test_what_is_approved_for_somebody_says_so(where: Office) -> None:
    lend(where, where.legal, where.secrecy)
    walk = Walk.begin(where)
    walk.submit()
    walk.agree(Role.SECRECY_REVIEWER)
    approval = Approval.objects.get()
    assert (approval.user, approval.acting_for) == (where.secrecy.user, where.legal.user)
    entry = AuditEntry.objects.filter(action="step_approved").get()
    assert entry.actor_label == "孙立（代赵静，法制审核人）"
    assert entry.acting_for == where.legal.user.pk


def test_a_role_of_the_own_goes_before_one_that_is_lent(where: Office) -> None:
    lend(where, where.legal, where.secrecy)
    join(where.agency, Role.LEGAL_REVIEWER, "sunli", "孙立")
    walk = Walk.begin(where)
    walk.submit()
    walk.agree(Role.SECRECY_REVIEWER)
    assert Approval.objects.get().acting_for is None


def test_who_drafted_does_not_approve_for_somebody_either(where: Office) -> None:
    lend(where, where.legal, where.handler)
    walk = Walk.begin(where)
    walk.submit()
    with pytest.raises(AccessRefused) as refused:
        walk.agree(Role.HANDLER)
    assert refused.value.code == "own_draft"


def test_nobody_approves_for_who_drafted(where: Office) -> None:
    """The legal reviewer has handled this one: neither he nor his deputy reviews it."""
    join(where.agency, Role.LEGAL_REVIEWER, "wangqiang", "王强")
    lent = Member(where.handler.user, where.agency, Role.LEGAL_REVIEWER)
    lend(where, lent, where.archivist)
    walk = Walk.begin(where)
    walk.submit()
    with pytest.raises(AccessRefused) as refused:
        walk.agree(Role.ARCHIVIST)
    assert refused.value.code == "own_draft"


def chosen(where: Office, **policies: bool) -> None:
    """The office has chosen these readings of the law."""
    where.agency.settings = {**where.agency.settings, "policies": policies}
    where.agency.save()


def test_who_asked_for_an_extension_does_not_grant_it_for_the_head(where: Office) -> None:
    chosen(where, deputy_may_grant_extension=True)
    lend(where, where.head, where.handler)
    walk = Walk.begin(where)
    walk.accept()
    walk.do(Role.HANDLER, "ask_extension", working_days=10, reason="需要征求意见")
    with pytest.raises(AccessRefused) as refused:
        walk.do(Role.HANDLER, "grant_extension")
    assert refused.value.code == "own_extension"


def test_a_deputy_of_the_head_grants_an_extension_where_the_office_has_chosen_so(where: Office) -> None:
    chosen(where, deputy_may_grant_extension=True)
    lend(where, where.head, where.legal)
    walk = Walk.begin(where)
    walk.accept()
    walk.do(Role.HANDLER, "ask_extension", working_days=10, reason="需要征求意见")
    walk.do(Role.LEGAL_REVIEWER, "grant_extension")
    granted = walk.case.extensions.get()
    assert (granted.decided_by, granted.granted_for) == (where.legal.user, where.head.user)
    handlers.extension({"extension": granted.pk})
    told = walk.case.letters.get(kind="extension_notice").context
    text = letter_text(render_html("extension_notice", parse_context("extension_notice", told)))
    assert "经本机关政府信息公开工作机构负责人（由其代理人代行职责）于" in text


def test_unless_the_office_has_chosen_so_only_the_head_grants_an_extension(where: Office) -> None:
    lend(where, where.head, where.legal)
    walk = Walk.begin(where)
    walk.accept()
    walk.do(Role.HANDLER, "ask_extension", working_days=10, reason="需要征求意见")
    with pytest.raises(ApplicationError) as refused:
        walk.do(Role.LEGAL_REVIEWER, "grant_extension")
    assert refused.value.code == "deputy_cannot_grant"
    walk.do(Role.OFFICE_HEAD, "grant_extension")
    granted = walk.case.extensions.get()
    assert (granted.decided_by, granted.granted_for) == (where.head.user, None)
    handlers.extension({"extension": granted.pk})
    told = walk.case.letters.get(kind="extension_notice").context
    text = letter_text(render_html("extension_notice", parse_context("extension_notice", told)))
    assert "代理人" not in text


def test_what_is_lent_cannot_be_lent_on(where: Office) -> None:
    lend(where, where.legal, where.secrecy)
    lent = next(found for found in memberships_of(where.secrecy.user) if found.acting_for)
    with pytest.raises(AccessRefused):
        lend(where, lent, where.archivist)
    with pytest.raises(ApplicationError) as refused:
        lend(where, lent, where.archivist, actor=where.member(Role.AGENCY_ADMIN))
    assert refused.value.code == "not_held"


def test_it_ends_with_the_role_of_the_principal_or_the_service_of_either(where: Office) -> None:
    lend(where, where.legal, where.secrecy)
    Membership.objects.filter(user=where.legal.user).update(active_until=date(2026, 9, 27))
    assert (Role.LEGAL_REVIEWER, "赵静") not in roles(where.secrecy)
    Membership.objects.filter(user=where.legal.user).update(active_until=None)
    assert (Role.LEGAL_REVIEWER, "赵静") in roles(where.secrecy)
    Membership.objects.filter(user=where.secrecy.user).update(active_until=date(2026, 9, 27))
    assert roles(where.secrecy) == set()


ARRANGERS = [
    ("the principal", Role.LEGAL_REVIEWER, True),
    ("the administrator", Role.AGENCY_ADMIN, True),
    ("the head", Role.OFFICE_HEAD, False),
    ("the deputy", Role.SECRECY_REVIEWER, False),
]


@pytest.mark.parametrize(("name", "role", "may"), ARRANGERS, ids=[row[0] for row in ARRANGERS])
def test_who_may_arrange(where: Office, name: str, role: Role, may: bool) -> None:
    if may:
        made = lend(where, where.legal, where.secrecy, actor=where.member(role))
        entry = AuditEntry.objects.get(chain=f"agency:{where.agency.pk}")
        assert (entry.action, entry.data["delegation"]) == ("delegation_arranged", made.pk)
        return
    with pytest.raises(AccessRefused):
        lend(where, where.legal, where.secrecy, actor=where.member(role))
    assert not Delegation.objects.exists()


def test_another_agency_sees_and_ends_nothing(where: Office) -> None:
    made = lend(where, where.legal, where.secrecy)
    other = other_office()
    with pytest.raises(AccessRefused) as refused:
        delegation.end(actor=other.member(Role.AGENCY_ADMIN), delegation_id=made.pk)
    assert refused.value.code == "unknown_delegation"
    with pytest.raises(ApplicationError) as refused_deputy:
        lend(where, where.legal, other.secrecy, starts_on=LAST, ends_on=LAST, actor=where.legal)
    assert refused_deputy.value.code == "foreign_deputy"


def test_ended_early_it_is_over_at_once_and_only_once(where: Office) -> None:
    made = lend(where, where.legal, where.secrecy)
    delegation.end(actor=where.legal, delegation_id=made.pk)
    assert roles(where.secrecy) == {(Role.SECRECY_REVIEWER, "")}
    with pytest.raises(ApplicationError) as refused:
        delegation.end(actor=where.legal, delegation_id=made.pk)
    assert refused.value.code == "delegation_over"
    lend(where, where.legal, where.secrecy)


def test_overlapping_days_are_refused(where: Office) -> None:
    lend(where, where.legal, where.secrecy)
    with pytest.raises(ApplicationError) as refused:
        lend(where, where.legal, where.archivist, starts_on=LAST, ends_on=date(2026, 10, 20))
    assert refused.value.code == "already_delegated"
    lend(where, where.legal, where.archivist, starts_on=date(2026, 10, 10), ends_on=date(2026, 10, 20))


def test_the_administrator_does_not_appoint_himself(where: Office) -> None:
    admin = where.member(Role.AGENCY_ADMIN)
    with pytest.raises(ApplicationError) as refused:
        lend(where, where.legal, admin, actor=admin)
    assert refused.value.code == "own_appointment"


def test_nobody_reviews_and_signs_when_one_of_both_is_lent(where: Office) -> None:
    lend(where, where.head, where.legal)
    walk = Walk.begin(where)
    walk.submit()
    perform(where.legal.user, walk.task("decide"), "approve", content_hash=walk.content_hash)
    with pytest.raises(AccessRefused) as refused:
        perform(where.legal.user, walk.task("decide"), "approve", content_hash=walk.content_hash)
    assert refused.value.code == "review_and_signature"
    perform(where.head.user, walk.task("decide"), "approve", content_hash=walk.content_hash)
    assert [approval.acting_for for approval in Approval.objects.all()] == [None, None]
