"""A holiday notice in the browser: every moved case is seen before it is confirmed; afterwards the date is final."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from playwright.sync_api import BrowserContext, expect

from requests_app.rules.roles import Role
from tests.e2e.commands import explained
from tests.e2e.persons import Applicant, Clerk
from tests.letters.pages import full_text
from tests.people import government

pytestmark = pytest.mark.django_db(transaction=True)

NOTICE = (
    "date,kind,name,source,source_date\n"
    "2027-01-01,holiday,元旦,清溪市演示用放假安排,2026-11-05\n"
    "2027-01-04,holiday,元旦,清溪市演示用放假安排,2026-11-05\n"
)


@pytest.fixture
def december(transactional_db: None) -> Iterator[None]:
    """Ten working days before the year whose notice is not loaded."""
    with time_machine.travel(datetime.fromisoformat("2026-12-10T09:00+08:00"), tick=True):
        yield


def test_the_keeper_sees_what_moves_confirms_and_the_handler_tells_the_new_date(
    december: None,
    clerk: Callable[[Role], Clerk],
    applicant: Applicant,
    browser_window: Callable[..., BrowserContext],
) -> None:
    slip = applicant.apply("清溪市2026年度旧小区改造项目清单")
    clerk(Role.DESK_OFFICER).accept_for(slip.number, "王强")
    handler = clerk(Role.HANDLER)
    handler.find(slip.number)
    handler.reads("2027年1月8日（周五）（暂定）")
    assert explained(slip.number)["provisional"] is True
    applicant.ask(slip)
    applicant.reads("2027年1月8日（周五）（暂定）以前")

    admin = government().member(Role.AGENCY_ADMIN).user
    keeper = Clerk.signing_in(browser_window(), admin.username, admin.name)
    keeper.reads("还没有载入 2027 年的节假日安排")
    keeper.page.goto("/desk/calendars/")
    file = {"name": "2027.csv", "mimeType": "text/csv", "buffer": NOTICE.encode()}
    keeper.page.get_by_label("放假安排文件").set_input_files(file)
    keeper.press("查看载入的影响")
    keeper.reads(
        slip.number, "2027年1月8日（周五）（暂定）", "2027年1月11日（周一）", "由工作日变为休息日（元旦）"
    )
    keeper.press("确认载入")
    keeper.reads("2027 年工作日历已经生效：1 件到期日变更")
    expect(keeper.page.get_by_text("还没有载入 2027 年的节假日安排")).to_have_count(0)

    handler.find(slip.number)
    handler.reads("答复期限：2027年1月11日（周一）")
    expect(handler.page.get_by_text("（暂定）")).to_have_count(0)

    handler.page.goto(handler.page.url.rstrip("/") + "/date-change/")
    handler.reads("到期日由 2027年1月8日（周五）（暂定）变为 2027年1月11日（周一）")
    handler.press("出具期限变更告知书")
    handler.reads("期限变更告知书正在制作")
    applicant.ask(slip)
    applicant.reads("2027年1月11日（周一）以前")
    assert "2027年1月11日" in full_text(applicant.letter("期限变更").read_bytes())
