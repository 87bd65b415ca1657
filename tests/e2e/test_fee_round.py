"""Clearly too much: a fee decided, told, paid online, verified, and the period counted afresh (Art. 42)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from requests_app.rules.roles import Role
from tests.e2e.commands import explained, in_words
from tests.e2e.persons import Applicant, Clerk, scan
from tests.letters.pages import full_text

pytestmark = pytest.mark.django_db(transaction=True)

WANTED = "2016年至2025年东湖片区全部建设工程规划许可证及其附图"


def test_a_fee_is_decided_told_paid_and_the_period_starts_anew(
    clerk: Callable[[Role], Clerk], applicant: Applicant
) -> None:
    slip = applicant.apply(WANTED)
    clerk(Role.DESK_OFFICER).accept_for(slip.number, "王强")
    handler = clerk(Role.HANDLER)
    handler.find(slip.number)
    handler.page.get_by_role("link", name="申请的数量、频次").first.click()
    handler.page.locator("[name=why]").fill("涉及十年间的全部档案，需要复制的页数过多")
    handler.press("认定明显超过合理范围")
    handler.page.get_by_role("link", name="通知缴费").click()
    handler.page.get_by_label("按量（页数）计收").check()
    handler.page.get_by_label("本件的件数或者页数").fill("30")
    handler.press("计算应缴金额")
    handler.reads("按照收费标准，本件不需要缴费")
    handler.page.get_by_label("本件的件数或者页数").fill("68")
    handler.press("计算应缴金额")
    handler.reads("按量计收，本件 68 页，应缴 380 元", "第 31–68 页，共 38 页，每页 10 元，计 380 元")
    handler.press("确认收费")
    handler.sees_step("待缴费")
    handler.reads("收费通知书还没有送达申请人")
    assert explained(slip.number)["waiting_for"] is None

    handler.serve_online(slip.number)
    handler.find(slip.number)
    handler.reads("等待缴费，现在没有答复期限", "等待申请人缴费，期限至")
    found = explained(slip.number)
    assert (found["waiting_for"], found["standard"]["due"]) == ("payment", None)

    applicant.ask(slip)
    applicant.reads("等待您缴纳信息处理费。", "380 元", in_words(found["until"]), "18号窗口缴纳")
    assert "叁佰捌拾元整" in full_text(applicant.letter("收费通知书").read_bytes())
    applicant.page.get_by_role("link", name="提交缴费凭证").click()
    applicant.press("提交")
    applicant.reads("请选择缴费凭证")
    applicant.page.get_by_label("缴费凭证").set_input_files(scan("回单.pdf"))
    applicant.press("提交")
    applicant.reads("缴费凭证已经提交", "受理机关正在核对")

    handler.open(slip.number)
    handler.reads("申请人网上报告：", "应缴 380 元")
    handler.press("登记缴费")
    handler.reads("已登记缴费，次日起重新计算答复期限")
    due = explained(slip.number)["standard"]["due"]
    handler.reads(f"答复期限：{in_words(due)}", "缴清，次日起重新计算答复期限")
    expect(handler.page.locator(".idbar .act a")).to_have_text("起草答复书")
    applicant.ask(slip)
    applicant.reads("您的申请正在办理。", in_words(due))
