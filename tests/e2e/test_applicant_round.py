"""The round of an application from its applicant and back: sent online, answered, read with the query code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from requests_app.rules.roles import Role
from tests.e2e.commands import explained, in_words, proves_its_archive
from tests.e2e.persons import NUMBER, Applicant, Clerk
from tests.letters.pages import full_text
from tests.people import CAST

pytestmark = pytest.mark.django_db(transaction=True)

ITEMS = ("东湖片区控制性详细规划（2025年修订）", "东湖片区控制性详细规划的批复文件")
HANDLER = CAST[Role.HANDLER][1]


def same_dates_everywhere(clerk: Clerk, applicant: Applicant, number: str) -> dict[str, str]:
    """The desk, the applicant's page and the command name the same due date and the same days left."""
    found = explained(number)
    due, left = in_words(found["standard"]["due"]), found["remaining"]
    clerk.find(number)
    clerk.reads(f"答复期限：{due}", f"剩余 {left} 个工作日")
    applicant.page.goto("/status/case/")
    mark = "（暂定）" if found["provisional"] else ""
    applicant.reads(f"{due}{mark}以前（含当日）答复您，还有 {left} 个工作日")
    return {"due": due, "first_due": in_words(found["standard"]["first_due"])}


def test_an_application_comes_back_to_its_applicant(
    clerk: Callable[[Role], Clerk], applicant: Applicant
) -> None:
    slip = applicant.apply(*ITEMS)
    assert NUMBER.match(slip.number)
    assert len(slip.code.replace("-", "")) == 16
    desk, handler = clerk(Role.DESK_OFFICER), clerk(Role.HANDLER)

    applicant.page.context.clear_cookies()
    applicant.ask(slip)
    applicant.reads("您的申请已经登记，正在审核。", *ITEMS)
    assert same_dates_everywhere(desk, applicant, slip.number)["due"].startswith(slip.due)

    desk.accept_for(slip.number, HANDLER)
    handler.open(slip.number)
    for item, path in enumerate(("0043", "0044"), start=1):
        handler.choose_outcome("已主动公开", item)
        handler.page.locator(f"[name=item{item}-way]").fill("在清溪市人民政府门户网站公开")
        route = f"网址为https://www.example.gov.cn/zwgk/{path}.html"
        handler.page.locator(f"[name=item{item}-route]").fill(route)
    handler.page.get_by_label("送达方式").select_option(label="网上")
    handler.submit()
    clerk(Role.LEGAL_REVIEWER).agree(slip.number)
    same_dates_everywhere(desk, applicant, slip.number)
    clerk(Role.OFFICE_HEAD).agree(slip.number)
    letter_number = desk.issue(slip.number)
    desk.serve_online(slip.number)

    applicant.page.context.clear_cookies()
    applicant.ask(slip)
    applicant.reads("您的申请已经答复。", letter_number)
    letter = full_text(applicant.letter(letter_number).read_bytes())
    for words in (letter_number, *ITEMS, "0043.html", "0044.html", "第三十六条第（一）项"):
        assert words in letter
    answer = explained(slip.number)
    assert (answer["in_time"], answer["remaining"]) == (True, None)
    desk.find(slip.number)
    desk.reads("按时答复")
    proves_its_archive(clerk(Role.ARCHIVIST).archive(slip.number))


def test_a_wrong_code_opens_nothing_and_another_code_only_its_own_case(applicant: Applicant) -> None:
    first, second = applicant.apply(ITEMS[0]), applicant.apply(ITEMS[1])
    applicant.page.context.clear_cookies()
    applicant.page.goto("/status/case/")
    expect(applicant.page.get_by_role("heading", level=1)).to_have_text("申请查询")
    applicant.ask(type(first)(first.number, first.due, second.code))
    expect(applicant.page.get_by_role("alert")).to_be_visible()
    applicant.ask(second)
    applicant.reads(ITEMS[1])
    expect(applicant.page.locator("#main")).not_to_contain_text(ITEMS[0])


def test_a_withdrawn_application_brings_its_notice(
    clerk: Callable[[Role], Clerk], applicant: Applicant
) -> None:
    slip = applicant.apply(ITEMS[0])
    clerk(Role.DESK_OFFICER).accept_for(slip.number, HANDLER)
    handler = clerk(Role.HANDLER)
    expect(handler.inbox()).to_contain_text("起草答复")

    applicant.ask(slip)
    applicant.page.get_by_role("link", name="撤回申请").click()
    applicant.press("确认撤回")
    applicant.ask(slip)
    applicant.reads("您已经撤回这件申请。")
    notice = full_text(applicant.letter("撤回").read_bytes())
    assert slip.number in notice
    expect(handler.inbox()).to_contain_text("归档")
    handler.find(slip.number)
    handler.tab("答复书")
    expect(handler.page.locator("#reply-form")).to_have_count(0)
    assert explained(slip.number)["remaining"] is None


def test_an_extension_moves_the_date_once_the_applicant_has_been_told(
    clerk: Callable[[Role], Clerk], applicant: Applicant
) -> None:
    slip = applicant.apply(ITEMS[0])
    clerk(Role.DESK_OFFICER).accept_for(slip.number, HANDLER)
    handler, head, desk = clerk(Role.HANDLER), clerk(Role.OFFICE_HEAD), clerk(Role.DESK_OFFICER)
    before = same_dates_everywhere(handler, applicant, slip.number)["due"]

    handler.page.get_by_role("link", name="申请延期").last.click()
    handler.page.get_by_label("延长的工作日数").fill("15")
    handler.page.get_by_label("延期理由").fill("申请内容涉及多个年度的档案，需要逐卷调阅")
    handler.press("查看延期的效果")
    effect = handler.page.locator(".note b").inner_text()
    assert before in effect
    handler.press("确认申请延期")
    handler.reads("延期申请已送工作机构负责人批准")

    head.open(slip.number)
    head.reads(effect)
    head.press("批准")
    assert same_dates_everywhere(head, applicant, slip.number)["due"] == before

    desk.find(slip.number)
    desk.tab("送达")
    desk.page.get_by_role("link", name="网上送达").click()
    desk.press("现在送达")
    desk.reads("已在网上送达")
    after = same_dates_everywhere(desk, applicant, slip.number)
    assert after["first_due"] == before
    assert after["due"] in effect
    applicant.reads(f"原来的到期日是 {before}")
    letter = full_text(applicant.letter("延期").read_bytes())
    assert "15个工作日" in letter
