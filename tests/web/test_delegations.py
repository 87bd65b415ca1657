"""代理安排: the page, its refusals, and that it shows nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from requests_app.models import Delegation
from requests_app.rules.roles import Role
from tests.people import Office, join, office
from tests.web.desk_client import at_desk, text_of
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
URL = "desk:delegations"


@pytest.fixture
def where() -> Iterator[Office]:
    with time_machine.travel(datetime(2026, 9, 28, 2, 0, tzinfo=UTC), tick=False):
        yield office()


def entered(where: Office, **changes: Any) -> dict[str, Any]:
    return {
        "held": f"{where.legal.user.pk}:legal_reviewer",
        "deputy": str(where.secrecy.user.pk),
        "starts_on": "2026-09-28",
        "ends_on": "2026-10-09",
        "reason": "出差",
        **changes,
    }


def test_arranged_seen_by_both_and_ended(where: Office) -> None:
    mine = at_desk(where.legal)
    page = mine.post(reverse(URL), entered(where), follow=True)
    assert "已安排孙立代赵静（法制审核人）" in text_of(page)
    deputy = text_of(at_desk(where.secrecy).get(reverse(URL)))
    assert "由我代理" in deputy
    assert "2026年9月28日至2026年10月9日" in deputy
    assert "还没有代理安排" in text_of(at_desk(where.head).get(reverse(URL)))
    row = Delegation.objects.get()
    ended = mine.post(reverse("desk:delegation_end", args=[row.pk]), follow=True)
    assert "代理已经结束" in text_of(ended)
    again = mine.post(reverse("desk:delegation_end", args=[row.pk]))
    assert again.status_code == 409


def test_a_refusal_loses_nothing(where: Office) -> None:
    mine = at_desk(where.legal)
    page = mine.post(reverse(URL), entered(where, ends_on="2026-09-01"))
    assert page.status_code == 422
    assert "截止日期不能早于开始日期" in text_of(page)
    assert 'value="出差"' in page.content.decode()
    assert not Delegation.objects.exists()


def test_nobody_lends_what_somebody_else_holds(where: Office) -> None:
    page = at_desk(where.head).post(reverse(URL), entered(where))
    assert page.status_code == 422
    assert not Delegation.objects.exists()
    assert at_desk(where.member(Role.AGENCY_ADMIN)).post(reverse(URL), entered(where)).status_code == 302


def test_who_holds_nothing_to_lend_sees_no_form(where: Office) -> None:
    assert "安排代理</h2>" not in at_desk(where.handler).get(reverse(URL)).content.decode()


def test_the_deputy_is_told_in_whose_place_and_the_round_says_so(where: Office) -> None:
    at_desk(where.legal).post(reverse(URL), entered(where))
    walk = Walk.begin(where)
    walk.submit()
    submission = walk.case.submissions.get()
    deputy = at_desk(where.secrecy)
    page = text_of(deputy.get(reverse("desk:submission", args=[submission.pk])))
    assert "您代赵静审批" in page
    answer = {"action": "approve", "step": "legal_review", "content_hash": submission.content_hash}
    assert deputy.post(reverse("desk:submission", args=[submission.pk]), answer).status_code == 302
    assert "孙立代赵静（法制审核人）" in text_of(deputy.get(reverse("desk:submission", args=[submission.pk])))


def test_the_deputy_of_who_drafted_reads_why_not(where: Office) -> None:
    join(where.agency, Role.LEGAL_REVIEWER, "wangqiang", "王强")
    held = f"{where.handler.user.pk}:legal_reviewer"
    page = at_desk(where.member(Role.AGENCY_ADMIN)).post(reverse(URL), entered(where, held=held))
    assert page.status_code == 302
    walk = Walk.begin(where)
    walk.submit()
    submission = walk.case.submissions.get()
    seen = text_of(at_desk(where.secrecy).get(reverse("desk:submission", args=[submission.pk])))
    assert "起草或者修改过答复内容的人不能审批本件" in seen
