"""我的审批: one's own decisions, the content they were about, and the workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from requests_app.models import Approval
from requests_app.rules.roles import Role
from tests.people import office
from tests.web.desk_client import at_desk, text_of
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
URL = "desk:past_approvals"


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 9, 28, 2, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    """Returned by the legal reviewer on 28 September with words that look like a formula, agreed to on the 29th."""
    walk = Walk.begin(office())
    walk.submit()
    step = {"step": "legal_review", "content_hash": walk.content_hash}
    walk.do(Role.LEGAL_REVIEWER, "return_reply", walk.task("decide"), reason="=1+1", **step)
    day.move_to(datetime(2026, 9, 29, 2, 0, tzinfo=UTC))
    walk.draft(note="已核对。")
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    return walk


def test_own_decisions_only_with_what_was_seen(walk: Walk) -> None:
    page = at_desk(walk.office.legal).get(reverse(URL))
    words = text_of(page)
    assert (words.count("退回"), words.count("第 1 次送审")) >= (1, 1)
    for approval in Approval.objects.all():
        assert approval.content_hash[:16] in words
        assert reverse("desk:submission", args=[approval.submission_id]) in page.content.decode()
    assert "这段时间没有审批" in text_of(at_desk(walk.office.head).get(reverse(URL)))


def test_a_period(walk: Walk) -> None:
    client = at_desk(walk.office.legal)
    first = text_of(client.get(reverse(URL), {"first": "2026-09-28", "last": "2026-09-28"}))
    assert "第 1 次送审" in first
    assert "第 2 次送审" not in first
    wrong = client.get(reverse(URL), {"first": "2026-09-29", "last": "2026-09-28"})
    assert wrong.status_code == 422
    assert "截止日期不能早于开始日期" in text_of(wrong)


def test_the_workbook_keeps_text_as_text_and_times_as_times(walk: Walk) -> None:
    answer = at_desk(walk.office.legal).get(reverse(URL), {"format": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["决定时间", "受理编号", "文书"]
    newest, oldest = rows[1], rows[2]
    assert newest[0].value == datetime(2026, 9, 29, 10, 0)
    assert (oldest[7].value, oldest[7].data_type) == ("=1+1", "s")
    assert oldest[8].value == Approval.objects.order_by("pk")[0].content_hash
