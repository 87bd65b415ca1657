"""Drafted, returned with a comment on one paragraph, written anew, compared, agreed to and signed: large and small."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from requests_app.rules.roles import Role
from tests.e2e.persons import Clerk
from tests.people import Office
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = {"desktop": {"width": 1440, "height": 900}, "telephone": {"width": 360, "height": 740}}
COMMENT = "网址打不开，请核对后改写"


@pytest.fixture(params=SIZES)
def browser_context_args(browser_context_args: dict[str, Any], request: Any) -> dict[str, Any]:
    return {
        **browser_context_args,
        "viewport": SIZES[request.param],
        "has_touch": request.param == "telephone",
    }


def nothing_scrolls_sideways(clerk: Clerk) -> None:
    wide = clerk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide}px too wide"


def test_a_returned_reply_is_written_anew_compared_and_signed(
    office: Office, clerk: Callable[[Role], Clerk]
) -> None:
    walk = Walk.begin(office)
    walk.accept()
    case = walk.case
    handler, legal = clerk(Role.HANDLER), clerk(Role.LEGAL_REVIEWER)
    handler.draft_public(case.number, delivery="当面")
    nothing_scrolls_sideways(handler)
    handler.submit()

    legal.open(case.number)
    nothing_scrolls_sideways(legal)
    paragraph = legal.page.locator(".paragraphs > li").filter(has_text="0043.html")
    paragraph.get_by_text("批注本段").click()
    paragraph.get_by_role("textbox").fill(COMMENT)
    legal.press("退回修改")
    legal.reads("退回请选择主要原因")
    expect(paragraph.get_by_role("textbox")).to_have_value(COMMENT)
    legal.page.get_by_label("退回的主要原因").select_option(label="事实不清，检索、证据不足")
    legal.page.locator("[name=opinion]").fill("见批注")
    legal.press("退回修改")
    legal.reads("已经退回承办人")

    handler.open(case.number)
    handler.reads("见批注", COMMENT)
    route = handler.page.locator("[name=item1-route]")
    route.fill("网址为https://www.example.gov.cn/zwgk/0099.html")
    handler.submit()

    legal.open(case.number)
    legal.reads("您上次看过之后的变化", "上次的批注", "该段已经改动")
    expect(legal.page.locator(".letter-text ins").first).to_have_text(re.compile("99"))
    nothing_scrolls_sideways(legal)
    legal.press("同意")
    legal.reads(f"您已经同意 {case.number} 的答复书")
    clerk(Role.OFFICE_HEAD).agree(case.number, "同意")
    clerk(Role.DESK_OFFICER).issue(case.number)
