"""Answered, revoked in reconsideration, answered anew: the applicant ends with both letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from requests_app import dates
from requests_app.rules.roles import Role
from tests.e2e.commands import explained, in_words
from tests.e2e.persons import Applicant, Clerk, Slip, scan
from tests.letters.pages import full_text
from tests.people import Office, registered
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "清政复决〔2026〕5号行政复议决定书"
People = Callable[[Role], Clerk]


def answer(clerk: People, slip: Slip, path: str) -> None:
    """From the draft to the service online."""
    handler = clerk(Role.HANDLER)
    handler.draft_public(slip.number, path)
    handler.submit()
    clerk(Role.LEGAL_REVIEWER).agree(slip.number)
    clerk(Role.OFFICE_HEAD).agree(slip.number)
    desk = clerk(Role.DESK_OFFICER)
    desk.issue(slip.number)
    desk.serve_online(slip.number)


def answered_yesterday(office: Office) -> Slip:
    """The first reply: a decision about it cannot come on the day on which it is given."""
    with dates.as_of(dates.today() - timedelta(days=1)):
        given = registered(office, accepts_online_service=True)
        walk = Walk(office, given.case)
        walk.approve()
        letter = walk.do(Role.DESK_OFFICER, "issue")
        walk.deliver_outbox()
        walk.hand_over(letter)
    return Slip(str(given.case.number), "", given.query_code)


def test_an_order_brings_a_second_reply(office: Office, clerk: People, applicant: Applicant) -> None:
    slip = answered_yesterday(office)
    legal = clerk(Role.LEGAL_REVIEWER)
    legal.find(slip.number)
    legal.tab("复议诉讼")
    legal.page.get_by_role("link", name="登记复议诉讼").click()
    legal.page.get_by_label("适用简易程序").check()
    legal.press("登记")
    legal.reads("提交书面答复、证据和依据", "5个工作日")
    legal.page.get_by_role("link", name="登记结果").click()
    legal.page.get_by_label("结果", exact=True).select_option(label="纠正")
    legal.page.get_by_label("文号和名称").fill(NAME)
    legal.page.get_by_label("责令答复、重新答复的期限").fill("15")
    legal.page.get_by_label("扫描件").set_input_files(scan("决定书.pdf"))
    legal.press("登记结果")
    legal.reads("15 个工作日内")

    head = clerk(Role.OFFICE_HEAD)
    head.find(slip.number)
    head.tab("复议诉讼")
    head.page.get_by_role("link", name="恢复办理、重新答复").click()
    head.reads("重新答复的到期日", "原答复书留在卷内")
    head.press("确认恢复办理")
    head.sees_step("办理中")
    due = explained(slip.number)["standard"]["due"]
    head.reads(f"答复期限：{in_words(due)}")

    applicant.ask(slip)
    applicant.reads("您的申请正在重新办理。", "收到行政复议的决定，依照决定重新答复您")
    answer(clerk, slip, "0044")
    applicant.ask(slip)
    applicant.reads("您的申请已经答复。")
    rows = applicant.page.get_by_role("row").filter(has_text="复〔")
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_contain_text("已依决定重新答复")
    with applicant.page.expect_download() as download:
        rows.first.get_by_role("link").click()
    text = full_text(download.value.path().read_bytes())
    assert f"本机关收到{NAME}，现依照该文书重新答复。" in text
