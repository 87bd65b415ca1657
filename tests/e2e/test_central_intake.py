"""Somebody who does not know the agency applies to the platform; a dispatcher finds it; the desk has its due date."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from requests_app.rules.roles import Role
from tests.e2e.commands import explained, in_words
from tests.e2e.persons import Applicant, Clerk
from tests.letters.pages import full_text
from tests.people import PASSWORD, Office, platform_office

pytestmark = pytest.mark.django_db(transaction=True)
WANTED = "东湖片区控制性详细规划（2025年修订）的批复文件"


def dispatcher_at(context: BrowserContext) -> Clerk:
    """姚琪, who comes to another list than the desk."""
    page = context.new_page()
    page.goto("/login/")
    page.get_by_label("登录名").fill("yaoqi")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("统一受理")
    return Clerk(page, "姚琪")


def apply_without_agency(applicant: Applicant) -> tuple[str, str]:
    """Number of the platform and query code."""
    page = applicant.page
    page.goto("/apply/")
    page.get_by_label("不确定由哪个机关办理").check()
    page.locator("#id_name").fill("陈某某")
    page.locator("#id_identity_kind").select_option("id_card")
    page.locator("#id_identity_number").fill("110101199003070011")
    page.locator("#id_email").fill("chen@mail.example")
    page.locator("#id_item_1").fill(WANTED)
    for choice in ("wanted_form", "way"):
        page.locator(f"[name={choice}][value=email]").check()
    applicant.press("下一步：核对")
    applicant.reads("统一受理，分送负责办理的行政机关", WANTED)
    applicant.press("提交申请")
    applicant.reads("现在还没有答复到期日")
    shown = page.locator(".keydates dd")
    return shown.nth(0).inner_text(), shown.nth(2).inner_text()


def ask(applicant: Applicant, number: str, code: str) -> None:
    applicant.page.goto("/status/")
    applicant.page.get_by_label("受理编号").fill(number)
    applicant.page.get_by_label("查询码").fill(code)
    applicant.press("查询")


def test_an_application_to_nobody_finds_its_agency(
    office: Office,
    clerk: Callable[[Role], Clerk],
    applicant: Applicant,
    browser_window: Callable[..., BrowserContext],
) -> None:
    platform_office()
    number, code = apply_without_agency(applicant)
    ask(applicant, number, code)
    applicant.reads("正在确定由哪个机关办理")
    applicant.page.reload()
    assert number in full_text(applicant.letter("统一受理回执").read_bytes())

    dispatcher = dispatcher_at(browser_window())
    dispatcher.page.get_by_role("link", name=number).click()
    dispatcher.reads(WANTED, "收到日期为提交之日")
    dispatcher.fill(负责办理的行政机关="规划和自然资源局", 分办理由="该信息由该局制作")
    dispatcher.press("分办并登记")
    dispatcher.reads(f"已分办至{office.agency.name}", "没有等待分办的申请")

    desk = clerk(Role.DESK_OFFICER)
    desk.find(number_of(dispatcher))
    due = explained(number_of(dispatcher))["standard"]["due"]
    desk.reads(f"答复期限：{in_words(due)}", number)
    expect(desk.page.locator(".idbar .act a")).to_have_text("审核受理")

    ask(applicant, number, code)
    applicant.reads("您的申请已经登记，正在审核。", f"{office.agency.name}应当在", number)


def number_of(dispatcher: Clerk) -> str:
    """The number of the agency, as the dispatcher's list shows it."""
    dispatcher.page.goto("/desk/intake/")
    return dispatcher.page.locator("table tbody tr td").last.inner_text()
