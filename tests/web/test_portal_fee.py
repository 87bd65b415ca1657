"""The fee on the applicant's page: what, how, until when; the voucher; what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse

from requests_app.models import DocumentKind, FeePayment
from requests_app.rules.roles import Role
from tests.people import again, office
from tests.services.charging import WHY, payment
from tests.web.portal_visitor import Visitor, complaints, picture, words
from tests.web.test_portal_correction import looking_at
from tests.workflows.test_fee_flow import FEE, lapsing, notice, told
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
STATUS, PAGE = "/status/case/", "/status/payment/"


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    started = Walk.begin(office())
    started.accept()
    started.do(Role.HANDLER, "find_excessive", why=WHY)
    return started


def status(visitor: Visitor) -> str:
    return words(visitor.client.get(STATUS))


def submit(visitor: Visitor, **fields: Any) -> HttpResponse:
    given = {"paid_on": "2026-03-02", "voucher": picture("回单.png"), **fields}
    return visitor.client.post(PAGE, given, follow=True)


def test_the_status_page_says_how_much_how_and_until_when(walk: Walk) -> None:
    page = status(looking_at(told(walk).case))
    for sentence in (
        "等待您缴纳信息处理费。",
        "请您在 2026年4月1日（周三）以前（含当日）缴费。在此期间没有答复期限。",
        "380 元",
        "到清溪市东湖区文昌路18号窗口缴纳",
        "提交缴费凭证",
        "清自然资公开费〔2026〕1号",
    ):
        assert sentence in page, sentence
    assert WHY not in page


def test_a_voucher_is_handed_in_and_verified(walk: Walk) -> None:
    visitor = looking_at(told(walk).case)
    assert "380 元" in words(visitor.client.get(PAGE))
    done = words(submit(visitor))
    assert "缴费凭证已经提交" in done
    assert "受理机关正在核对" in done
    kept = FeePayment.objects.get()
    assert (kept.state, kept.amount, kept.online) == ("reported", 380, True)
    assert walk.case.documents.filter(kind=DocumentKind.PAYMENT_PROOF).count() == 1
    assert again(walk.case).state == "awaiting_payment"
    assert "正在核对" in words(submit(visitor))
    assert FeePayment.objects.count() == 1
    walk.do(Role.DESK_OFFICER, "receive_fee", payment=payment(proof=None, report=kept.pk))
    page = status(visitor)
    assert "正在办理" in page
    assert "2026年3月30日" in page


WRONG = [
    ({"voucher": ""}, "请选择缴费凭证"),
    ({"voucher": picture("程序.exe", b"MZ")}, "不能接收文件“程序.exe”"),
    ({"paid_on": ""}, "请填写缴费的日期"),
    ({"paid_on": "2026-02-30"}, "日期不存在"),
    ({"paid_on": "2026-03-03"}, "缴费日期不能晚于今天"),
    ({"paid_on": "2026-03-01"}, "缴费日期不能早于收费通知书送达的日期"),
]


@pytest.mark.parametrize(("fields", "sentence"), WRONG, ids=[row[1] for row in WRONG])
def test_what_is_refused_is_said_at_its_field(walk: Walk, fields: dict[str, Any], sentence: str) -> None:
    visitor = looking_at(told(walk).case)
    answer = submit(visitor, **fields)
    assert answer.status_code == 422
    assert any(sentence in line for line in complaints(answer)), complaints(answer)
    assert not FeePayment.objects.exists()


def test_what_did_not_arrive_is_said_with_the_reason(walk: Walk) -> None:
    visitor = looking_at(told(walk).case)
    submit(visitor)
    walk.do(Role.DESK_OFFICER, "reject_payment", reason="账户没有收到这笔款项")
    page = status(visitor)
    assert "上次提交的缴费凭证核对不符" in page
    assert "账户没有收到这笔款项" in page
    assert "缴费凭证已经提交" in words(submit(visitor))


def test_a_part_is_shown(walk: Walk) -> None:
    told(walk).do(Role.DESK_OFFICER, "receive_fee", payment=payment(100, part=True))
    assert "已缴 100 元" in status(looking_at(walk.case))


def test_before_the_proof_of_service_it_can_be_paid(walk: Walk) -> None:
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    notice(walk)
    visitor = looking_at(walk.case)
    page = status(visitor)
    assert "收费通知书正在送达" in page
    assert "应当在" in page
    assert "缴费凭证已经提交" in words(submit(visitor))


def test_after_the_last_day_and_on_the_way_of_the_lapse(walk: Walk, day: Any) -> None:
    told(walk)
    day.move_to("2026-04-02T10:00+08:00")
    assert "缴费的期限已过" in status(looking_at(walk.case))


def test_while_the_lapse_is_being_approved_it_can_be_reported(walk: Walk, day: Any) -> None:
    lapsing(walk, day)
    visitor = looking_at(walk.case)
    page = status(visitor)
    assert "正在审核是否不再处理" in page
    assert "缴费的最后一天是 2026年4月1日（周三）" in page
    assert "缴费凭证已经提交" in words(submit(visitor, paid_on="2026-04-02"))
    assert "受理机关正在核对" in status(visitor)


def test_nobody_reports_without_a_code_or_where_nothing_is_owed(walk: Walk) -> None:
    assert Visitor().client.get(PAGE)["Location"] == "/status/"
    visitor = looking_at(walk.case)
    assert visitor.client.get(PAGE)["Location"] == STATUS
    assert "没有需要缴纳的费用" in words(submit(visitor))
    walk.do(Role.HANDLER, "ask_fee", **FEE)
    assert not FeePayment.objects.exists()
