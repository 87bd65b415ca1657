"""A third party is asked, answers online with the code on its paper, and is heard: screen by screen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from requests_app.rules.roles import Role
from tests.e2e.persons import Clerk, saved, scan
from tests.letters.pages import full_text
from tests.people import CAST

pytestmark = pytest.mark.django_db(transaction=True)

APPLICANT = "王喆"
ITEM = "东湖路道路拓宽项目的勘察设计合同及其补充协议"
COMPANY = "清溪市某某勘察设计有限公司"
INFORMATION = "勘察设计合同（编号2024-053）"
CODE = re.compile(r"提交码：?\s*([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})")
NUMBER = re.compile(r"清自然资公开征〔\d{4}〕\d+号")


def asks_the_company(handler: Clerk) -> None:
    """The effect stands above the form; what is missing is said at its field."""
    handler.tab("征求意见")
    handler.page.get_by_role("link", name="征求第三方意见").click()
    handler.reads("到期日", "最迟", "不能视为同意或者反对")
    handler.fill(对象名称=COMPANY, 涉及的政府信息=INFORMATION)
    handler.press("制作文书")
    handler.reads("请写明公开为何可能损害其合法权益。")
    handler.fill(公开可能损害其合法权益的理由="合同含有贵单位的报价")
    handler.press("制作文书")
    handler.reads(COMPANY, "待发出")


def prints_with_code(handler: Clerk) -> tuple[str, str]:
    """Number and code from the paper: the code stands nowhere else."""
    handler.tab("征求意见")
    button = handler.page.get_by_role("button", name="打印含提交码的征求意见书")
    paper = full_text(saved(handler.page, button).read_bytes())
    number, code = NUMBER.search(paper), CODE.search(paper)
    assert number is not None
    assert code is not None
    assert APPLICANT not in paper
    return number.group(), code.group(1)


def hands_it_over(handler: Clerk) -> None:
    handler.tab("送达")
    panel = handler.page.locator("section.panel").filter(has_text=COMPANY)
    panel.get_by_role("link", name="登记当面或者其他方式送达").click()
    handler.page.get_by_label("送达凭证").set_input_files(scan("回证.pdf"))
    handler.press("登记送达")
    handler.reads("已登记送达")


def objects_online(browser: BrowserContext, number: str, code: str) -> None:
    """The third party at home: sees its own letter and nothing of the request."""
    page = browser.new_page()
    page.goto("/opinion/")
    page.get_by_label("文书编号").fill(number)
    page.get_by_label("提交码").fill(code)
    page.get_by_role("button", name="打开").click()
    expect(page.locator("#main")).to_contain_text(INFORMATION)
    for hidden in (APPLICANT, ITEM):
        expect(page.locator("body")).not_to_contain_text(hidden)
    page.get_by_label("不同意公开").check()
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明理由")
    page.get_by_label("不同意公开").check()
    page.get_by_label("理由").fill("含有未公开的报价")
    page.get_by_role("button", name="提交意见").click()
    expect(page.locator("#main")).to_contain_text("您的意见已经收到")


def test_a_third_party_is_asked_answers_online_and_is_heard(
    clerk: Callable[[Role], Clerk], browser_window: Callable[..., BrowserContext]
) -> None:
    desk, handler = clerk(Role.DESK_OFFICER), clerk(Role.HANDLER)
    case = desk.register_by_keyboard(APPLICANT, ITEM)
    desk.accept_for(case, CAST[Role.HANDLER][1])
    handler.find(case)
    asks_the_company(handler)
    number, code = prints_with_code(handler)
    hands_it_over(handler)
    objects_online(browser_window(), number, code)

    handler.find(case)
    handler.tab("征求意见")
    handler.reads("不同意公开", "网上提交", "待决定")
    handler.page.get_by_role("link", name="审查意见并决定").last.click()
    handler.page.get_by_label("不予公开").check()
    handler.fill(审查和决定的理由="报价属于商业秘密，理由成立")
    handler.press("记录决定")
    handler.reads("已办结", "报价属于商业秘密，理由成立")
