"""The main job, screen by screen: a counter application becomes a delivered letter and a provable archive."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from requests_app.rules.roles import Role
from tests.e2e.commands import proves_its_archive
from tests.e2e.persons import NUMBER, Clerk, saved, scan
from tests.letters.pages import full_text
from tests.people import CAST

pytestmark = pytest.mark.django_db(transaction=True)

ITEM = "清溪市东湖片区控制性详细规划（2025年修订）的批复文件"
APPLICANT = "王喆"
HANDLER = CAST[Role.HANDLER][1]
REASON = "请在补充说明里写明复印件共几页。"


def prints_receipt(desk: Clerk, number: str) -> None:
    """What the printer gets is the slip with number and query code, and none of the frame."""
    code = desk.page.locator(".code").inner_text()
    paper = full_text(desk.page.pdf())
    assert number in paper
    assert code in paper
    assert "收件箱" not in paper


def draft_with_copy(handler: Clerk, number: str) -> None:
    """Provided, with its copy; the submission without the copy is refused first."""
    page = handler.page
    handler.open(number)
    handler.choose_outcome("予以公开")
    handler.press("保存并送审")
    expect(page.get_by_role("alert")).to_be_visible()
    handler.sees_step("办理中")
    expect(page.locator("#gate")).to_contain_text("不通过")
    page.get_by_label("上传拟提供的信息").set_input_files(scan("批复.pdf"))
    page.locator("[name=new_title]").fill("东湖片区控制性详细规划批复")
    handler.press("上传并保存")
    handler.reads("副本已经上传")
    handler.press("保存并预览")
    expect(page.locator("#gate")).to_have_count(0)


def sees_true_page(page: Page) -> None:
    """The preview is a picture that really loaded, a page of A4."""
    picture = page.locator("#preview img")
    expect(picture).to_be_visible()
    shape = picture.evaluate("image => image.decode().then(() => image.naturalHeight / image.naturalWidth)")
    assert round(shape, 2) == 1.41


def test_a_counter_application_becomes_a_delivered_letter_and_an_archive(
    clerk: Callable[[Role], Clerk],
) -> None:
    desk, handler, legal = clerk(Role.DESK_OFFICER), clerk(Role.HANDLER), clerk(Role.LEGAL_REVIEWER)
    number = desk.register_by_keyboard(APPLICANT, ITEM)
    assert NUMBER.match(number)
    desk.reads(APPLICANT, ITEM)
    prints_receipt(desk, number)

    desk.accept_for(number, HANDLER)
    draft_with_copy(handler, number)
    sees_true_page(handler.page)
    handler.submit()
    handler.sees_step("审批中")

    clerk(Role.SECRECY_REVIEWER).agree(number, "已审查，可以提供")
    legal.open(number)
    legal.page.locator("[name=opinion]").fill(REASON)
    legal.page.get_by_label("退回的主要原因").select_option(label="说理、文字有误")
    legal.press("退回修改")
    legal.reads(f"{number} 已经退回承办人")

    handler.open(number)
    handler.reads(REASON)
    handler.page.get_by_label("补充说明").fill("复印件共1页。")
    handler.submit()
    clerk(Role.SECRECY_REVIEWER).agree(number)
    legal.open(number)
    expect(legal.page.locator("#changes-title")).to_have_text("您上次看过之后的变化")
    expect(legal.page.locator("ins").first).to_contain_text("复印件共1页")
    legal.agree(number)
    clerk(Role.OFFICE_HEAD).agree(number, "同意签发")

    letter_number = desk.issue(number)
    letter = full_text(saved(desk.page, desk.page.get_by_role("link", name="下载 PDF").first).read_bytes())
    for words in (letter_number, APPLICANT, ITEM, "第三十六条第（二）项", "复印件共1页"):
        assert words in letter
    desk.record_service(number)
    desk.sees_step("已送达")
    proves_its_archive(clerk(Role.ARCHIVIST).archive(number))
