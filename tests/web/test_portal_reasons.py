"""Giving reasons online (Art. 35): what is asked, kept before it is judged, checked, sent once; late ones too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse

from requests_app.models import OnlineApplication, ReasonsRequest, ReasonsState
from requests_app.rules.reasons_request import Judgement
from requests_app.rules.roles import Role
from tests.people import office
from tests.web.portal_visitor import Visitor, complaints, picture, words
from tests.web.test_portal_correction import looking_at
from tests.workflows.test_reasons_flow import ASK, SAID, WHY, over, reasons_letter, told
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
PAGE, CHECK, STATUS = "/status/reasons/", "/status/reasons/check/", "/status/case/"


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    walk = Walk.begin(office())
    walk.accept()
    walk.do(Role.HANDLER, "find_excessive", why=WHY)
    return walk


def fill_in(visitor: Visitor, text: str = SAID, **fields: Any) -> HttpResponse:
    return visitor.client.post(PAGE, {"text": text, "action": "check", **fields}, follow=True)


def test_the_status_page_says_what_to_explain_and_until_when(walk: Walk) -> None:
    page = words(looking_at(told(walk).case).client.get(STATUS))
    for sentence in (
        "受理机关请您说明申请的理由。",
        "请您在 2026年3月9日（周一）以前（含当日）说明理由。",
        "应当在 2026年3月30日（周一）以前（含当日）答复您",
        ASK["what"],
        "在线说明理由",
        "答复期限照常计算",
    ):
        assert sentence in page, sentence


def test_filled_in_checked_and_sent_once(walk: Walk) -> None:
    visitor = looking_at(told(walk).case)
    page = words(fill_in(visitor, papers=picture("介绍信.png")))
    for shown in ("还没有提交", SAID, "介绍信.png"):
        assert shown in page, shown
    assert ReasonsRequest.objects.get().state == ReasonsState.TOLD
    done = words(visitor.client.post(CHECK, follow=True))
    assert "您说明的理由已经收到" in done and "在线说明理由" not in done
    asked = ReasonsRequest.objects.get()
    assert (asked.reasons, asked.received_online, asked.documents.count()) == (SAID, True, 1)
    assert not OnlineApplication.objects.exists()
    again = words(visitor.client.post(CHECK, follow=True))
    assert "已经收到您的说明" in again
    assert asked.documents.get().visible_to_applicant is False


def test_nothing_written_is_lost_by_a_refusal(walk: Walk) -> None:
    visitor = looking_at(told(walk).case)
    answer = fill_in(visitor, "", papers=picture("介绍信.png"))
    assert complaints(answer) == ["申请的理由：请写明申请的理由。"]
    assert "介绍信.png" in words(answer)
    long = fill_in(visitor, "长" * 2001)
    assert complaints(long) and "长" * 2001 in words(long)
    assert "介绍信.png" in words(long)


def test_an_answer_before_the_proof_of_service(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_reasons", **ASK)
    visitor = looking_at(walk.case)
    assert "说明申请的理由" not in words(visitor.client.get(STATUS))
    reasons_letter(walk)
    assert "告知书正在送达" in words(visitor.client.get(STATUS))
    fill_in(visitor)
    visitor.client.post(CHECK)
    asked = ReasonsRequest.objects.get()
    assert (asked.state, asked.told_on) == (ReasonsState.TO_JUDGE, asked.received_on)


def test_late_reasons_are_heard_until_the_reply_is_issued(walk: Walk, day: Any) -> None:
    over(walk, day)
    walk.do(Role.HANDLER, "judge_reasons", judgement=Judgement.NOT_GIVEN, why="期满没有说明")
    visitor = looking_at(walk.case)
    assert "说明理由的期限已过" in words(visitor.client.get(STATUS))
    fill_in(visitor)
    visitor.client.post(CHECK)
    assert ReasonsRequest.objects.get().state == ReasonsState.TO_JUDGE


def test_who_is_not_asked_is_sent_back(walk: Walk) -> None:
    assert Visitor().client.get(PAGE).headers["Location"] == "/status/"
    visitor = looking_at(walk.case)
    for address in (PAGE, CHECK):
        assert visitor.client.get(address).headers["Location"] == STATUS
