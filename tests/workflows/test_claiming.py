"""认领: colleagues of one role share a task; who takes it is seen by all and shuts nobody out for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from requests_app.actors import Member
from requests_app.errors import AccessRefused, StaleForm
from requests_app.models import AuditEntry, Delegation
from requests_app.rules.roles import Role
from requests_app.rules.warnings import CLAIM_HOLDS, LONGEST_WAIT
from tests import people
from tests.people import again
from tests.web.desk_client import at_desk, text_of
from tests.workflows.walk import Walk
from workflows.perform import may_perform, perform
from workflows.task_list import open_tasks_of

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    begun = Walk.begin(people.office())
    begun.submit()
    return begun


@pytest.fixture
def colleague(walk: Walk) -> Member:
    return people.join(walk.office.agency, Role.LEGAL_REVIEWER, "zhouping", "周平")


def agree(walk: Walk, member: Member) -> Any:
    return perform(member.user, walk.task("decide"), "approve", content_hash=walk.content_hash)


def test_a_claimed_task_is_done_by_who_took_it(walk: Walk, colleague: Member) -> None:
    walk.do(Role.LEGAL_REVIEWER, "claim", walk.task("decide"))
    assert not may_perform(colleague.user, walk.case, "approve")
    with pytest.raises(AccessRefused, match="赵静认领") as refused:
        agree(walk, colleague)
    assert refused.value.code == "claimed"
    agree(walk, walk.office.legal)
    assert walk.case.submissions.get().approvals.get().user == walk.office.legal.user


def test_nobodys_task_becomes_invisible(walk: Walk, colleague: Member) -> None:
    walk.do(Role.LEGAL_REVIEWER, "claim", walk.task("decide"))
    (task,) = [one for one in open_tasks_of(colleague, [Role.LEGAL_REVIEWER]) if one.approval]
    assert (task.mine, task.claimed_by) == (False, "赵静")
    (own,) = [one for one in open_tasks_of(walk.office.legal, [Role.LEGAL_REVIEWER]) if one.approval]
    assert (own.mine, own.claimed_by) == (True, "")
    inbox = at_desk(colleague).get(reverse("desk:inbox"), {"view": "all"})
    assert "法制审核（赵静认领）" in text_of(inbox)


def test_a_colleague_takes_over_and_the_record_says_so(walk: Walk, colleague: Member) -> None:
    walk.do(Role.LEGAL_REVIEWER, "claim", walk.task("decide"))
    perform(colleague.user, walk.task("decide"), "claim")
    with pytest.raises(AccessRefused):
        agree(walk, walk.office.legal)
    agree(walk, colleague)
    said = list(AuditEntry.objects.filter(action="claimed").values_list("message", flat=True))
    assert said == ["认领“法制审核”", "认领“法制审核”，原由赵静认领"]


def test_what_is_given_back_is_everybodys(walk: Walk, colleague: Member) -> None:
    with pytest.raises(AccessRefused, match="不是由您认领"):
        walk.do(Role.LEGAL_REVIEWER, "release", walk.task("decide"))
    walk.do(Role.LEGAL_REVIEWER, "claim", walk.task("decide"))
    walk.do(Role.LEGAL_REVIEWER, "claim", walk.task("decide"))
    assert AuditEntry.objects.filter(action="claimed").count() == 1, "twice is once"
    walk.do(Role.LEGAL_REVIEWER, "release", walk.task("decide"))
    agree(walk, colleague)


@pytest.mark.parametrize(("working_days", "holds"), [(CLAIM_HOLDS, True), (CLAIM_HOLDS + 1, False)])
def test_a_claim_that_lies_is_over_by_itself(
    walk: Walk, colleague: Member, day: Any, working_days: int, holds: bool
) -> None:
    walk.do(Role.LEGAL_REVIEWER, "claim", walk.task("decide"))
    day.move_to(MONDAY + timedelta(days=working_days))  # Wednesday, Thursday
    assert may_perform(colleague.user, walk.case, "approve") is not holds


def test_the_deputy_of_who_took_it_goes_on(walk: Walk) -> None:
    deputy = people.join(walk.office.agency, Role.ARCHIVIST, "fanyu", "范宇")
    Delegation.objects.create(
        agency=walk.office.agency,
        role=Role.LEGAL_REVIEWER.value,
        principal=walk.office.legal.user,
        deputy=deputy.user,
        starts_on=MONDAY.date(),
        ends_on=MONDAY.date(),
        reason="出差",
        made_by=walk.office.legal.user,
    )
    walk.do(Role.LEGAL_REVIEWER, "claim", walk.task("decide"))
    assert agree(walk, deputy).acting_for == walk.office.legal.user


def test_only_who_may_do_it_takes_it(walk: Walk) -> None:
    other = people.other_office()
    for member in (walk.office.handler, walk.office.head, other.legal):
        with pytest.raises(AccessRefused):
            perform(member.user, walk.task("decide"), "claim")


def test_who_wrote_it_does_not_take_what_could_not_be_decided(walk: Walk) -> None:
    people.join(walk.office.agency, Role.LEGAL_REVIEWER, *people.CAST[Role.HANDLER])
    with pytest.raises(AccessRefused, match="不能审批本件"):
        perform(walk.office.handler.user, walk.task("decide"), "claim")


def test_a_claim_makes_nobodys_form_stale(walk: Walk) -> None:
    before = again(walk.case).version
    walk.do(Role.LEGAL_REVIEWER, "claim", walk.task("decide"))
    assert again(walk.case).version == before


def test_what_is_done_cannot_be_taken(walk: Walk, colleague: Member) -> None:
    task = walk.task("decide")
    agree(walk, walk.office.legal)
    with pytest.raises(StaleForm, match="赵静"):
        perform(colleague.user, task, "claim")


@pytest.mark.parametrize(("working_days", "lies"), [(LONGEST_WAIT, False), (LONGEST_WAIT + 1, True)])
def test_an_approval_that_lies_comes_before_the_head(
    walk: Walk, day: Any, working_days: int, lies: bool
) -> None:
    day.move_to(MONDAY + timedelta(days=working_days))
    words = text_of(at_desk(walk.office.head).get(reverse("desk:inbox"), {"view": "todo"}))
    assert (walk.case.number in words) is lies
    assert (f"法制审核已等待{working_days}个工作日" in words) is lies


def test_on_the_screen(walk: Walk, colleague: Member) -> None:
    page = reverse("desk:submission", args=[walk.case.submissions.get().pk])
    task = walk.task("decide")
    first, second = at_desk(walk.office.legal), at_desk(colleague)
    assert "还没有人认领" in text_of(first.get(page))
    took = first.post(reverse("desk:claim", args=[walk.case.pk, task.pk]))
    assert (took.status_code, took["Location"]) == (302, page)
    assert "放回，同事可以办理" in text_of(first.get(page))
    seen = text_of(second.get(page))
    assert "赵静 9月14日认领" in seen and "改由我认领" in seen and "已由赵静认领" in seen
    assert 'value="approve"' not in second.get(page).content.decode()
    second.post(reverse("desk:claim", args=[walk.case.pk, task.pk]))
    assert 'value="approve"' in second.get(page).content.decode()
    gone = second.post(reverse("desk:claim", args=[walk.case.pk, 10**6]), follow=True)
    assert "已经有人办理" in text_of(gone)
