"""An unclear application: the notice told, the correction sent online, the period counted afresh (Art. 30)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from requests_app.rules.roles import Role
from tests.e2e.commands import explained, in_words
from tests.e2e.persons import Applicant, Clerk
from tests.letters.pages import full_text

pytestmark = pytest.mark.django_db(transaction=True)

VAGUE, CLEAR = "东湖片区的全部材料", "东湖片区控制性详细规划（2025年修订）的批复文件"


def test_an_unclear_application_is_corrected_online(
    clerk: Callable[[Role], Clerk], applicant: Applicant
) -> None:
    slip = applicant.apply(VAGUE)
    desk = clerk(Role.DESK_OFFICER)
    desk.find(slip.number)
    desk.reads("若今天采取措施", "到期日暂停，收到补正之日起重新计算20个工作日")
    desk.page.get_by_role("link", name="告知补正").last.click()
    desk.page.get_by_label("哪里不明确").first.fill("“全部材料”范围不明")
    desk.page.get_by_label("应当怎样补正").first.fill("请写明材料的名称、文号或者形成时间")
    desk.press("查看补正的效果")
    desk.reads("告知申请人之日起到期日暂停", "送达以前，答复期限照常计算")
    desk.press("确认告知补正")
    desk.sees_step("待补正")
    desk.reads("补正告知书还没有送达申请人")

    desk.open(slip.number)
    desk.page.get_by_role("link", name="登记交邮").click()
    desk.page.get_by_label("邮件单号").fill("EA123456789CN")
    desk.press("登记交邮")
    desk.find(slip.number)
    desk.reads("等待补正，现在没有答复期限")
    assert explained(slip.number)["waiting_for"] == "correction"

    applicant.ask(slip)
    applicant.reads("您的申请需要补正。", "请写明材料的名称、文号或者形成时间")
    assert "视为放弃申请" in full_text(applicant.letter("补正").read_bytes())
    applicant.page.get_by_role("link", name="在线补正").click()
    applicant.press("下一步：核对")
    applicant.reads("还没有补正的内容")
    applicant.page.get_by_label("第 1 项").fill(CLEAR)
    applicant.press("下一步：核对")
    applicant.reads(VAGUE, CLEAR, "还没有提交")
    applicant.press("提交补正")
    applicant.reads("补正已经收到", "正在审核")

    found = explained(slip.number)
    assert found["waiting_for"] is None
    desk.find(slip.number)
    desk.reads(f"答复期限：{in_words(found['standard']['due'])}", "第1项补正前", VAGUE, CLEAR)
    expect(desk.page.locator(".idbar .act a")).to_have_text("审核受理")
