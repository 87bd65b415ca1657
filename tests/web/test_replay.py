"""A past day shown again: states, handlers and dates as they were known then, and nothing that came later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app.actors import System
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.rules.working_days import CalendarYear
from requests_app.selectors.replay import case_then, inbox_then
from requests_app.services import calendars
from requests_app.services.extension import mark_notified
from tests.people import Office, counter_case, join, office, other_office
from tests.web.desk_client import at_desk, text_of
from tests.workflows.walk import PROOF, Walk

pytestmark = pytest.mark.django_db
S = RequestState


def on(day: int, month: int = 9) -> datetime:
    return datetime(2026, month, day, 2, 0, tzinfo=UTC)


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel(on(1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    """Registered on 1 September, accepted on the 2nd, submitted the 3rd, returned the 4th, withdrawn the 7th."""
    walk = Walk.begin(office())
    day.move_to(on(2))
    walk.accept()
    day.move_to(on(3))
    walk.draft()
    walk.do(Role.HANDLER, "submit")
    day.move_to(on(4))
    step = {"step": "legal_review", "content_hash": walk.content_hash}
    walk.do(Role.LEGAL_REVIEWER, "return_reply", walk.task("decide"), reason="文号写错", **step)
    day.move_to(on(7))
    walk.do(Role.DESK_OFFICER, "withdraw", signed_paper=PROOF)
    return walk


STATES = [
    (date(2026, 8, 31), None, ""),
    (date(2026, 9, 1), S.UNDER_REVIEW, ""),
    (date(2026, 9, 2), S.IN_HANDLING, "王强"),
    (date(2026, 9, 3), S.IN_APPROVAL, "王强"),
    (date(2026, 9, 4), S.IN_HANDLING, "王强"),
    (date(2026, 9, 6), S.IN_HANDLING, "王强"),
    (date(2026, 9, 7), S.WITHDRAWN, "王强"),
]


def test_every_day_shows_the_state_in_which_it_ended(walk: Walk) -> None:
    for past, state, handler in STATES:
        then = case_then(walk.office.desk, walk.case.pk, past)
        assert (then.state if then else None) == state, past
        assert (then.handler if then else "") == handler, past


def test_the_list_of_a_day_holds_what_was_open_then(walk: Walk) -> None:
    assert [then.case.pk for then in inbox_then(walk.office.desk, date(2026, 9, 4))] == [walk.case.pk]
    assert inbox_then(walk.office.desk, date(2026, 9, 7)) == []
    assert inbox_then(walk.office.desk, date(2026, 8, 31)) == []


def test_what_was_learned_later_does_not_move_the_date_of_then(day: Any) -> None:
    walk = Walk.begin(office())
    walk.accept()
    first = walk.case.due_on
    day.move_to(on(9))
    walk.do(Role.HANDLER, "ask_extension", working_days=10, reason="需要征求意见")
    extension = walk.do(Role.OFFICE_HEAD, "grant_extension")
    mark_notified(walk.case, walk.office.desk, extension, on=date(2026, 9, 9), letter_id=0)
    before, after = (case_then(walk.office.desk, walk.case.pk, date(2026, 9, d)) for d in (8, 9))
    assert before is not None and after is not None
    assert before.due == first
    assert after.due is not None and first is not None and after.due > first
    assert before.remaining == before.derivation.remaining if before.derivation else False


def test_a_notice_loaded_later_was_not_known_then(day: Any) -> None:
    where = office()
    day.move_to(on(25, 12))
    case = counter_case(where)
    then = case_then(where.desk, case.pk, date(2026, 12, 25))
    assert then is not None and then.derivation is not None
    assert then.derivation.provisional
    day.move_to(on(28, 12))
    extra = {date(2027, 1, day_): "元旦" for day_ in (1, 4, 5)}
    notice = CalendarYear(year=2027, holidays=extra, workdays={}, source="测试通知")
    calendars.load_year(actor=System("测试"), year=notice)
    again = case_then(where.desk, case.pk, date(2026, 12, 25))
    today = case_then(where.desk, case.pk, date(2026, 12, 28))
    assert again is not None and today is not None
    assert again.due == then.due
    assert again.derivation is not None and again.derivation.provisional
    assert today.derivation is not None and not today.derivation.provisional
    assert today.due != then.due


def test_the_day_ends_at_midnight_in_china(day: Any) -> None:
    where = office()
    day.move_to(datetime(2026, 9, 1, 15, 59, tzinfo=UTC))
    first = counter_case(where, "第一件")
    day.move_to(datetime(2026, 9, 1, 16, 1, tzinfo=UTC))
    second = counter_case(where, "第二件")
    assert [then.case.pk for then in inbox_then(where.desk, date(2026, 9, 1))] == [first.pk]
    assert {then.case.pk for then in inbox_then(where.desk, date(2026, 9, 2))} == {first.pk, second.pk}


def test_a_day_to_come_and_a_foreign_case_are_refused(walk: Walk) -> None:
    with pytest.raises(InvalidInput) as refused:
        inbox_then(walk.office.desk, date(2026, 9, 8))
    assert refused.value.code == "day_to_come"
    stranger = other_office()
    assert inbox_then(stranger.desk, date(2026, 9, 4)) == []
    with pytest.raises(AccessRefused):
        case_then(stranger.desk, walk.case.pk, date(2026, 9, 4))


def test_the_pages(walk: Walk) -> None:
    client = at_desk(walk.office.desk)
    page = text_of(client.get(reverse("desk:inbox_then"), {"on": "2026-09-04"}))
    assert "待办 1 件" in page
    assert "办理中" in page
    assert str(walk.case.number) in page
    case = text_of(client.get(reverse("desk:case_then", args=[walk.case.pk]), {"on": "2026-09-04"}))
    for words in ("2026年9月4日（周五）结束时", "办理中", "王强", "为什么是这一天"):
        assert words in case, words
    assert "申请人撤回申请" not in case
    late = client.get(reverse("desk:case_then", args=[walk.case.pk]), {"on": "2026-09-30"})
    assert late.status_code == 422
    assert "只能回看今天和以前的日子" in text_of(late) or "这一天还没有到" in text_of(late)
    before = text_of(client.get(reverse("desk:case_then", args=[walk.case.pk]), {"on": "2026-08-31"}))
    assert "这一天还没有收到本件" in before
    assert at_desk(other_office().desk).get(reverse("desk:case_then", args=[walk.case.pk])).status_code == 404


def test_the_list_costs_the_same_for_more_cases(day: Any) -> None:
    where: Office = office()
    counts = []
    for more in (2, 8):
        for number in range(more):
            counter_case(where, f"第{number}件")
        with CaptureQueriesContext(connection) as asked:
            inbox_then(where.desk, date(2026, 9, 1))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_only_routes_sees_no_past_day_either(walk: Walk) -> None:
    dispatcher = join(walk.office.agency, Role.DISPATCHER, "yaoqi", "姚琪")
    with pytest.raises(AccessRefused):
        inbox_then(dispatcher, date(2026, 9, 4))
    page = at_desk(dispatcher).get(reverse("desk:inbox_then"), {"on": "2026-09-04"})
    assert page.status_code == 403
    assert "王契" not in text_of(page)
