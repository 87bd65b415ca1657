"""An application for two things is split at the desk; the applicant follows both with the one code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from requests_app.rules.roles import Role
from tests.e2e.commands import explained, in_words
from tests.e2e.persons import NUMBER, Applicant, Clerk

pytestmark = pytest.mark.django_db(transaction=True)
PLAN, MINUTES = "东湖片区控制性详细规划图则", "东湖片区规划听证笔录"


def test_two_requests_of_one(clerk: Callable[[Role], Clerk], applicant: Applicant) -> None:
    slip = applicant.apply(PLAN, MINUTES)
    desk = clerk(Role.DESK_OFFICER)
    desk.find(slip.number)
    desk.page.get_by_role("link", name="拆分申请").click()
    desk.reads("拆出的每一件另有编号和登记回执")
    desk.page.get_by_label("第 2 项").select_option(label="拆为新件 1")
    desk.press("确认拆分")
    desk.reads("请写明何时、以什么方式告知申请人拆分")
    desk.page.get_by_label("怎样告知了申请人").fill("电话告知，申请人同意分别答复")
    desk.press("确认拆分")
    desk.reads("已拆分出", PLAN)
    link = desk.page.get_by_role("link", name="已拆分出")
    number = link.inner_text().removeprefix("已拆分出").strip()
    assert NUMBER.match(number)
    link.click()
    desk.reads(MINUTES, f"拆分自 {slip.number}")
    dates = [explained(one)["standard"]["due"] for one in (slip.number, number)]
    assert dates[0] == dates[1]

    applicant.ask(slip)
    applicant.reads(f"已经拆分为 {number}", PLAN)
    applicant.ask(replace(slip, number=number))
    applicant.reads(f"本件由 {slip.number} 拆分而来", MINUTES, in_words(dates[1]), "登记回执")
