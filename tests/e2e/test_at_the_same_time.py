"""Two tabs, two clicks, an overtaken form: every act has its effect once, and whoever comes second reads why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from requests_app.rules.roles import Role
from tests.e2e.persons import Applicant, Clerk
from tests.people import CAST

pytestmark = pytest.mark.django_db(transaction=True)

Clerks = Callable[[Role], Clerk]
ITEM = "东湖片区控制性详细规划（2025年修订）"
HANDLER = CAST[Role.HANDLER][1]


@pytest.fixture
def number(applicant: Applicant, clerk: Clerks) -> str:
    """An application that its handler has."""
    number = applicant.apply(ITEM).number
    clerk(Role.DESK_OFFICER).accept_for(number, HANDLER)
    return number


def second_tab(page: Page) -> Page:
    """The same page once more, in the same browser."""
    other = page.context.new_page()
    other.goto(page.url)
    return other


def lines_of_record(clerk: Clerk, number: str, words: str) -> int:
    """How often the record of the case says so."""
    clerk.find(number)
    clerk.tab("记录")
    return clerk.page.locator("#main li").filter(has_text=words).count()


def test_the_second_tab_of_an_approval_decides_nothing(clerk: Clerks, number: str) -> None:
    clerk(Role.HANDLER).draft_public(number)
    clerk(Role.HANDLER).submit()
    legal = clerk(Role.LEGAL_REVIEWER)
    legal.open(number)
    late = Clerk(second_tab(legal.page), legal.name)
    late.page.locator("[name=opinion]").fill("依据不足，请补充。")
    late.page.get_by_label("退回的主要原因").select_option(label="依据不当")
    legal.press("同意")
    legal.reads(f"您已经同意 {number} 的答复书")
    with late.page.expect_response(lambda answer: answer.request.method == "POST") as refused:
        late.press("退回修改")
    assert refused.value.status == 409
    expect(late.page.get_by_role("alert")).to_contain_text("这一环节已经有人办理，请刷新页面。")
    late.reads("现在的环节工作机构负责人审签")
    clerk(Role.OFFICE_HEAD).agree(number)
    clerk(Role.DESK_OFFICER).issue(number)


def test_a_double_click_submits_and_issues_once(clerk: Clerks, number: str) -> None:
    handler, desk = clerk(Role.HANDLER), clerk(Role.DESK_OFFICER)
    handler.draft_public(number)
    handler.page.get_by_role("button", name="保存并送审").dblclick()
    handler.reads("答复书已经送审")
    clerk(Role.LEGAL_REVIEWER).agree(number)
    clerk(Role.OFFICE_HEAD).agree(number)
    desk.open(number)
    desk.page.get_by_role("button", name="出具，取文号").dblclick()
    expect(desk.page.locator("#letter-title")).to_contain_text("1号")
    desk.tab("送达")
    expect(desk.page.locator("#main section").filter(has_text="答复书")).to_have_count(1)
    assert lines_of_record(desk, number, "送审") == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_double_click_registers_once(
    office: object, browser_window: Callable[..., BrowserContext], scripts: bool
) -> None:
    login, name = CAST[Role.DESK_OFFICER]
    desk = Clerk.signing_in(browser_window(java_script_enabled=scripts), login, name)
    page = desk.page
    page.goto("/desk/register/")
    for field, words in {
        "name": "王喆",
        "identity_number": "110101199003070011",
        "phone": "13800000142",
    }.items():
        page.locator(f"[name=applicants-0-{field}]").fill(words)
    page.locator("[name=applicants-0-address]").fill("清溪市东湖区文昌路1号")
    page.locator("[name=items-0-text]").fill(ITEM)
    page.get_by_role("button", name="登记并打印回执").dblclick()
    expect(page.get_by_role("heading", name="政府信息公开申请登记回执")).to_be_visible()
    expect(page.locator(".code")).to_be_visible()
    expect(desk.inbox()).to_have_count(1)


def test_an_overtaken_form_changes_nothing_and_keeps_what_was_typed(clerk: Clerks, number: str) -> None:
    handler = clerk(Role.HANDLER)
    handler.draft_public(number, path="0043")
    late = Clerk(second_tab(handler.page), handler.name)
    handler.page.locator("[name=item1-route]").fill("网址为https://www.example.gov.cn/zwgk/0044.html")
    handler.press("保存并预览")
    handler.reads("第2版")
    typed = "网址为https://www.example.gov.cn/zwgk/0099.html"
    late.page.locator("[name=item1-route]").fill(typed)
    with late.page.expect_response(lambda answer: answer.request.method == "POST") as refused:
        late.press("保存并预览")
    assert refused.value.status == 409
    expect(late.page.get_by_role("alert")).to_contain_text("请刷新页面")
    expect(late.page.locator("[name=item1-route]")).to_have_value(typed)
    handler.page.reload()
    expect(handler.page.locator("[name=item1-route]")).to_have_value(
        "网址为https://www.example.gov.cn/zwgk/0044.html"
    )
