"""Why this day: the explanation of the due date, opened by keyboard on the case page and on the applicant's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from requests_app.rules.roles import Role
from tests.e2e.persons import Applicant, Clerk

pytestmark = pytest.mark.django_db(transaction=True)
FARTHEST = 80
"""Presses of the Tab key within which everything on a page is reached."""

# Date, class, number, event, what it rests on.
DAYS = [
    ("9月28日 周一", "收到日", "0", "收到申请之日，次日起算", "条例第三十一条"),
    ("9月29日 周二", "待计", "1", "第1个工作日", "条例第三十三条第二款"),
    ("10月1日 周四", "不计", "", "国庆节", "chinesecalendar 1.11.0（据国务院办公厅节假日安排通知）"),
    ("10月30日 周五", "到期日", "20", "第20个工作日，答复期限最后一日", "条例第三十三条第二款"),
]


@pytest.fixture
def september(transactional_db: None) -> Iterator[None]:
    """The Monday before the holidays of National Day; what comes in is due on 2026-10-30."""
    with time_machine.travel(datetime.fromisoformat("2026-09-28T09:00+08:00"), tick=True):
        yield


def open_by_keyboard(page: Page, words: str) -> None:
    """Tab to the summary that begins like this and press Enter."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        focused = "document.activeElement.matches('summary') ? document.activeElement.textContent : ''"
        if page.evaluate(focused).startswith(words):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the Tab key does not reach “{words}”")


def reads_days(page: Page) -> None:
    table = page.get_by_role("region", name="逐日列出")
    expect(table).to_be_visible()
    for cells in DAYS:
        row = table.get_by_role("row").filter(has_text=cells[0])
        assert [cell.strip() for cell in row.locator("th, td").all_inner_texts()] == list(cells)


def test_the_explanation_opens_by_keyboard_for_the_clerk_and_for_the_applicant(
    september: None, clerk: Callable[[Role], Clerk], applicant: Applicant
) -> None:
    slip = applicant.apply("清溪市2026年度旧小区改造项目清单")
    desk = clerk(Role.DESK_OFFICER)
    desk.find(slip.number)
    expect(desk.page.get_by_role("region", name="逐日列出")).to_be_hidden()
    open_by_keyboard(desk.page, "逐日列出")
    reads_days(desk.page)
    measures = desk.page.get_by_role("region", name="若今天采取措施")
    expect(measures).to_contain_text("10月30日 → 2026年11月27日（周五）")

    applicant.ask(slip)
    expect(applicant.page.get_by_role("region", name="为什么是这一天")).to_be_hidden()
    open_by_keyboard(applicant.page, "为什么是这一天")
    expect(applicant.page.get_by_role("region", name="为什么是这一天")).to_contain_text("国庆节")
    open_by_keyboard(applicant.page, "逐日列出")
    reads_days(applicant.page)
