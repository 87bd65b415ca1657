"""Correcting online: what is asked, kept before it is judged, checked, sent once; late and on the way of a lapse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse

from requests_app.crypto.search_keys import hash_query_code, new_query_code
from requests_app.models import (
    Correction,
    CorrectionState,
    DisclosureRequest,
    DocumentKind,
    OnlineApplication,
    StagedFile,
)
from requests_app.rules.roles import Role
from requests_app.services import online_application
from tests.people import Office, again, office
from tests.web.portal_visitor import Visitor, complaints, picture, words
from tests.workflows.test_correction_flow import ASK, hand_over, lapsing, notice, told
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
PAGE, CHECK = "/status/correction/", "/status/correction/check/"
CLEAR = "东湖片区控制性详细规划（2025年修订）批复文件"


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def bureau(day: Any) -> Office:
    return office()


@pytest.fixture
def walk(bureau: Office) -> Walk:
    return Walk.begin(bureau)


def looking_at(case: DisclosureRequest) -> Visitor:
    """A visitor who has opened this case."""
    code = new_query_code()
    DisclosureRequest.objects.filter(pk=case.pk).update(query_code_hash=hash_query_code(code))
    visitor = Visitor()
    visitor.ask(str(case.number), code)
    return visitor


def fill_in(visitor: Visitor, **fields: Any) -> HttpResponse:
    return visitor.client.post(PAGE, {"text_1": CLEAR, "note": "", "action": "check", **fields}, follow=True)


def send(visitor: Visitor) -> HttpResponse:
    return visitor.client.post(CHECK, follow=True)


def test_the_status_page_says_what_to_correct_and_until_when(walk: Walk) -> None:
    page = words(looking_at(told(walk).case).client.get("/status/case/"))
    for sentence in (
        "您的申请需要补正。",
        "请您在 2026年3月25日（周三）以前（含当日）补正",
        "“全部材料”范围不明",
        "请写明材料的名称或者文号",
        "在线补正",
    ):
        assert sentence in page, sentence


def test_filled_in_checked_and_sent(walk: Walk) -> None:
    visitor = looking_at(told(walk).case)
    before = walk.case.items.get().text
    page = words(fill_in(visitor, papers=picture("截图.png"), note="见附件"))
    for shown in ("还没有提交", before, CLEAR, "截图.png", "见附件"):
        assert shown in page, shown
    assert again(walk.case).state == "awaiting_correction"
    done = words(send(visitor))
    assert "补正已经收到" in done
    assert "正在审核" in done
    case = again(walk.case)
    assert (case.state, case.items.get().text) == ("under_review", CLEAR)
    assert case.documents.filter(kind=DocumentKind.CORRECTION).count() == 1
    kept = Correction.objects.get()
    assert (kept.state, kept.received_online, kept.note) == (CorrectionState.RECEIVED, True, "见附件")
    assert not OnlineApplication.objects.exists()
    assert not StagedFile.objects.exists()


def test_sent_twice_it_is_one_correction(walk: Walk) -> None:
    visitor = looking_at(told(walk).case)
    fill_in(visitor)
    first, second = send(visitor), send(visitor)
    assert "补正已经收到" in words(first)
    assert "现在不需要补正" in words(second)
    assert Correction.objects.count() == 1


WRONG = [
    ({"text_1": " "}, "请写明所需的信息，不能为空"),
    ({"text_1": "长" * 1001}, "最多 1000 个字"),
    ({"papers": picture("程序.exe", b"MZ")}, "不能接收文件“程序.exe”"),
]


@pytest.mark.parametrize(("fields", "sentence"), WRONG, ids=[row[1] for row in WRONG])
def test_what_is_refused_is_not_lost(walk: Walk, fields: dict[str, Any], sentence: str) -> None:
    visitor = looking_at(told(walk).case)
    answer = fill_in(visitor, **{"note": "我写的说明", **fields})
    assert any(sentence in line for line in complaints(answer)), complaints(answer)
    assert "我写的说明" in words(answer)
    assert "我写的说明" in words(visitor.client.get(PAGE))
    assert again(walk.case).state == "awaiting_correction"


def test_nothing_changed_is_no_correction(walk: Walk) -> None:
    visitor = looking_at(told(walk).case)
    answer = fill_in(visitor, text_1=walk.case.items.get().text)
    assert any("还没有补正的内容" in line for line in complaints(answer))


def test_a_file_can_be_taken_out_again(walk: Walk) -> None:
    visitor = looking_at(told(walk).case)
    fill_in(visitor, papers=picture("多余.png"))
    staged = StagedFile.objects.get()
    page = words(fill_in(visitor, action=f"drop:{staged.pk}"))
    assert "多余.png" not in page
    assert CLEAR in page


def test_what_was_written_is_encrypted_and_forgotten_after_a_day(walk: Walk, day: Any) -> None:
    visitor = looking_at(told(walk).case)
    fill_in(visitor, papers=picture("截图.png"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM requests_app_onlineapplication")
        assert CLEAR not in str(cursor.fetchall())
    day.move_to("2026-03-03T11:00+08:00")
    online_application.discard_stale()
    visitor = looking_at(again(walk.case))
    assert "已过保存期限" in words(visitor.client.post(CHECK, follow=True))
    assert not StagedFile.objects.exists()


def test_leaving_forgets_what_was_written(walk: Walk) -> None:
    visitor = looking_at(told(walk).case)
    fill_in(visitor, papers=picture("截图.png"))
    visitor.client.post("/status/leave/")
    assert not OnlineApplication.objects.exists()
    assert not StagedFile.objects.exists()


def test_late_it_asks_why_and_is_still_received(walk: Walk, day: Any) -> None:
    told(walk)
    day.move_to("2026-03-27T10:00+08:00")
    visitor = looking_at(walk.case)
    assert "补正的期限已过" in words(visitor.client.get("/status/case/"))
    assert "没有在期限内补正的理由" in words(visitor.client.get(PAGE))
    fill_in(visitor, late_reason="出差在外")
    send(visitor)
    assert Correction.objects.get().late_reason == "出差在外"


def test_while_the_lapse_is_being_approved_it_is_still_received(walk: Walk, day: Any) -> None:
    lapsing(walk, day)
    visitor = looking_at(walk.case)
    assert "正在审核是否不再处理" in words(visitor.client.get("/status/case/"))
    fill_in(visitor, late_reason="住院")
    send(visitor)
    assert again(walk.case).state == "under_review"
    assert walk.open == ["review"]


def test_before_the_proof_of_service_is_recorded_it_can_be_sent(walk: Walk) -> None:
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    notice(walk)
    visitor = looking_at(walk.case)
    page = words(visitor.client.get("/status/case/"))
    assert "补正告知书正在送达" in page
    assert "应当在" in page
    fill_in(visitor)
    send(visitor)
    assert again(walk.case).state == "under_review"


@pytest.mark.parametrize("address", [PAGE, CHECK])
def test_nobody_corrects_without_a_code_or_what_needs_none(walk: Walk, address: str) -> None:
    assert Visitor().client.get(address)["Location"] == "/status/"
    assert looking_at(walk.case).client.get(address)["Location"] == "/status/case/"
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    hand_over(walk, notice(walk))
    assert looking_at(walk.case).client.get(PAGE).status_code == 200
