"""The same applicant asks for the same once more: seen at the counter before the number is given (Art. 36(6))."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from requests_app.rules.roles import Role
from tests.e2e.persons import Clerk

pytestmark = pytest.mark.django_db(transaction=True)

ITEM = "清溪市东湖片区控制性详细规划（2025年修订）的批复文件"
APPLICANT = "王喆"


def test_a_repeat_is_seen_before_registration_ends(clerk: Callable[[Role], Clerk]) -> None:
    desk = clerk(Role.DESK_OFFICER)
    first = desk.register_by_keyboard(APPLICANT, ITEM)

    page = desk.page
    page.goto("/desk/register/")
    desk.fill(姓名或名称=APPLICANT, 证件号码="110101199003070011", 电话="13800000142")
    page.get_by_label("第 1 项（照申请人原话录入）").fill(
        "清溪市东湖片区控制性详细规划(2025年修订)的批复文件。"
    )
    page.get_by_label("备注").fill("申请人称前次的回执遗失")
    panel = page.locator("#earlier")
    expect(panel).to_contain_text(first)
    expect(panel).to_contain_text("前次申请还没有答复，本次不是重复申请")
    desk.press("登记并打印回执")
    expect(page.get_by_role("heading", name="政府信息公开申请登记回执")).to_be_visible()
    second = page.locator("h1").inner_text()
    assert second != first

    desk.find(second)
    desk.reads("以前的相同申请", first, "同一申请人、相同信息")
    page.get_by_role("region", name="以前的相同申请").get_by_role("link", name=first).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
