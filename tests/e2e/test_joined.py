"""Two requests of one person are answered in one letter; the person downloads it under the second one's number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from requests_app.rules.roles import Role
from tests.e2e.persons import Applicant, Clerk, Slip
from tests.letters.pages import full_text
from tests.people import Office, registered
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)
PLAN, BOOK = "清溪市东湖片区控制性详细规划", "清溪市统计年鉴（2025年）"


def drafted(office: Office, text: str, outcome: str) -> Slip:
    """A request with its answer written, nothing sent for approval yet."""
    given = registered(office, text, accepts_online_service=True)
    walk = Walk(office, given.case)
    walk.accept()
    walk.draft(outcome)
    return Slip(str(given.case.number), "", given.query_code)


def test_one_letter_for_two(office: Office, clerk: Callable[[Role], Clerk], applicant: Applicant) -> None:
    first, second = drafted(office, PLAN, "already_public"), drafted(office, BOOK, "publication")
    handler = clerk(Role.HANDLER)
    handler.find(first.number)
    handler.page.get_by_role("link", name="合并答复").click()
    handler.reads("用一份答复书答复", BOOK, "合并后最迟答复")
    handler.press("确认合并")
    handler.reads("请至少选择一件申请")
    handler.page.get_by_label(second.number).check()
    handler.press("确认合并")
    handler.reads(f"{second.number} 已与本件合并答复", "与同一申请人的申请合并答复")

    handler.find(second.number)
    handler.reads(f"答复书在 {first.number} 中起草")
    handler.page.get_by_role("link", name=f"到 {first.number} 起草答复书").click()
    handler.page.get_by_label("送达方式").select_option(label="网上")
    handler.submit()
    for role in (Role.LEGAL_REVIEWER, Role.OFFICE_HEAD):
        clerk(role).agree(first.number)
    desk = clerk(Role.DESK_OFFICER)
    desk.issue(first.number)
    desk.serve_online(first.number)

    applicant.ask(second)
    applicant.reads("您的申请已经答复。", f"本件与您的申请 {first.number} 用一份答复书合并答复")
    text = full_text(applicant.letter("答复书").read_bytes())
    for words in (first.number, second.number, PLAN, BOOK):
        assert words in text
