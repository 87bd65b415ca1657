"""An excessive application: found so, reasons asked, given online, judged, and the refusal submitted (Art. 35)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from requests_app.models import ReasonsRequest, Submission
from requests_app.rules.roles import Role
from tests.e2e.commands import explained, in_words
from tests.e2e.persons import Applicant, Clerk, scan
from tests.letters.pages import full_text

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "三日内就同一类登记提出多件申请，内容相近"
SAID = "就是想看看你们每天都在做什么"
NOT_GOOD = "申请人没有说明需要这些登记的具体情况"


def ask_for_reasons(desk: Clerk, number: str, due: str) -> None:
    """Found clearly excessive, asked in writing, the letter handed over."""
    desk.find(number)
    desk.page.get_by_role("link", name="申请的数量、频次").click()
    desk.reads("近一个月", "收到本件的自然月", "近十二个月")
    desk.page.get_by_label("认定的理由").fill(WHY)
    desk.press("认定明显超过合理范围")
    desk.reads(WHY)
    desk.page.get_by_role("link", name="要求说明理由", exact=True).click()
    desk.page.get_by_label("需要说明的内容").fill("逐日申请各类登记的具体需要")
    desk.press("查看效果")
    desk.reads("不暂停、不延长答复期限", f"到期日仍为 {in_words(due)}")
    desk.press("确认要求说明理由")
    desk.reads("说明理由告知书还没有送达申请人")

    desk.page.get_by_role("link", name="办理送达").click()
    desk.page.get_by_role("link", name="登记当面或者其他方式送达").click()
    desk.page.get_by_label("送达凭证").set_input_files(scan("回证.pdf"))
    desk.press("登记送达")
    desk.reads("已登记送达")


def test_reasons_are_asked_given_online_judged_and_the_refusal_submitted(
    clerk: Callable[[Role], Clerk], applicant: Applicant
) -> None:
    slip = applicant.apply("2026年1月逐日的公务用车派车登记")
    clerk(Role.DESK_OFFICER).accept_for(slip.number, "王强")
    due = explained(slip.number)["standard"]["due"]

    desk = clerk(Role.HANDLER)
    ask_for_reasons(desk, slip.number, due)
    applicant.ask(slip)
    applicant.reads("受理机关请您说明申请的理由。", "逐日申请各类登记的具体需要", "答复期限照常计算")
    assert "第三十五条" in full_text(applicant.letter("说明理由").read_bytes())
    applicant.page.get_by_role("link", name="在线说明理由").click()
    applicant.press("下一步：核对")
    applicant.reads("请写明申请的理由")
    applicant.page.get_by_label("申请的理由").fill(SAID)
    applicant.press("下一步：核对")
    applicant.reads("还没有提交", SAID)
    applicant.press("提交说明")
    applicant.reads("您说明的理由已经收到", "正在办理")
    assert explained(slip.number)["standard"]["due"] == due

    desk.find(slip.number)
    expect(desk.page.locator(".idbar .act a")).to_have_text("判断说明的理由")
    desk.page.locator(".idbar .act a").click()
    desk.reads(SAID)
    desk.page.get_by_label("理由不合理，不予处理").check()
    desk.page.get_by_label("判断的理由").fill(NOT_GOOD)
    desk.press("下一步：核对")
    desk.reads("按“无正当理由大量反复申请”起草", "到期日不变")
    desk.press("确认")

    expect(desk.page.get_by_label("理由", exact=True)).to_have_value(NOT_GOOD)
    desk.page.get_by_label("送达方式").select_option(label="邮寄")
    desk.submit()
    desk.sees_step("审批中")
    submission = Submission.objects.get()
    assert submission.letter_kind == "reply_excessive"
    assert ReasonsRequest.objects.get().received_online
