"""The fee at the desk: reckoned before the act, refusals that lose nothing, what was paid, what was not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from letters import handlers
from requests_app import dates
from requests_app.actors import Applicant
from requests_app.models import Fee, FeePayment, Letter
from requests_app.rules.roles import Role
from requests_app.services import payments, withdrawal
from tests.people import again, counter_case, office
from tests.services.charging import WHY
from tests.services.stages import PDF, made
from tests.web.desk_client import at_desk, send, text_of
from tests.workflows.walk import PROOF, Walk
from workflows.sweep import sweep

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
DAY_AFTER = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
OVER = datetime(2026, 10, 29, 2, 0, tzinfo=UTC)
FEE = {"schedule": "per_quantity", "count": "68", "explanation": ""}


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel(RECEIVED, tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    """Received on 2026-09-28: a fee can be told until 2026-10-30."""
    walk = Walk.begin(office())
    walk.accept()
    return walk


@pytest.fixture
def found(walk: Walk) -> Walk:
    """The same, found clearly excessive."""
    walk.do(Role.HANDLER, "find_excessive", why=WHY)
    return walk


@pytest.fixture
def client(walk: Walk) -> Client:
    return at_desk(walk.office.handler)


def later(day: Any, moment: datetime, client: Client, walk: Walk) -> None:
    """Another day, signed in anew."""
    day.move_to(moment)
    client.force_login(walk.office.handler.user)


def page(client: Client, name: str, walk: Walk) -> str:
    return text_of(client.get(reverse(f"desk:{name}", args=[walk.case.pk])))


def ask(client: Client, walk: Walk, **fields: Any) -> HttpResponse:
    return send(client, "desk:fee", walk.case, **{**FEE, **fields})


def asked(client: Client, walk: Walk) -> Letter:
    ask(client, walk, confirmed="1")
    fee = Fee.objects.get()
    handlers.fee({"fee": fee.pk})
    return made(Letter.objects.get(fee=fee))


def told(client: Client, walk: Walk) -> None:
    walk.hand_over(asked(client, walk))


def paid(client: Client, walk: Walk, **fields: Any) -> HttpResponse:
    given = {
        "amount": "380",
        "paid_on": dates.today().isoformat(),
        "receipt_number": "票0001",
        "proof": SimpleUploadedFile("回单.pdf", PDF, "application/pdf"),
        **fields,
    }
    return send(client, "desk:fee_receive", walk.case, **given)


def test_without_the_finding_no_button_and_no_form(client: Client, walk: Walk) -> None:
    assert "通知缴费</a>" not in page(client, "case", walk)
    shown = page(client, "fee", walk)
    assert "须先认定申请的数量、频次明显超过合理范围" in shown
    assert 'name="count"' not in shown


def test_the_finding_leads_to_the_fee(client: Client, found: Walk) -> None:
    assert reverse("desk:fee", args=[found.case.pk]) in page(client, "excess", found)
    assert "通知缴费</a>" in page(client, "case", found)


def test_the_reckoning_is_shown_before_anything_is_decided(client: Client, found: Walk) -> None:
    first = text_of(ask(client, found))
    for words in (
        "按量计收，本件 68 页，应缴 380 元",
        "第 1–30 页，共 30 页，不收费",
        "第 31–68 页，共 38 页，每页 10 元，计 380 元",
        "在 2026年10月30日（周五）以前（含当日）",
        "缴费的最后一天是 2026年10月28日（周三）",
        "确认收费",
    ):
        assert words in first, words
    assert not Fee.objects.exists()


def test_the_earlier_requests_of_the_month_are_shown(client: Client, walk: Walk) -> None:
    """The eleventh of the month: ten came before it."""
    before = [counter_case(walk.office) for _ in range(9)]
    last = Walk(walk.office, counter_case(walk.office))
    last.accept()
    last.do(Role.HANDLER, "find_excessive", why=WHY)
    form = page(client, "fee", last)
    assert "同一申请人 2026年9月此前的申请（10 份）" in form
    assert str(before[0].number) in form
    shown = text_of(send(client, "desk:fee", last.case, schedule="per_piece", count="1"))
    assert "按件计收，本件 1 件，应缴 100 元" in shown
    assert "当月此前累计 10 件" in shown
    assert str(before[0].number) in shown
    send(client, "desk:fee", last.case, schedule="per_piece", count="1", confirmed="1")
    panel = page(client, "case", last)
    assert "信息处理费 100 元，按件计收：本件 1 件，当月此前累计 10 件" in panel
    assert "第 11 件，共 1 件，每件 100 元，计 100 元" in panel


def test_the_pages_of_the_copies_are_proposed(client: Client, found: Walk) -> None:
    found.do(Role.HANDLER, "add_released_copy", upload=PROOF, title="许可证复印件")
    assert 'value="1"' in page(client, "fee", found)


def test_going_back_keeps_what_was_entered(client: Client, found: Walk) -> None:
    assert 'value="68"' in text_of(ask(client, found, change="1"))
    assert not Fee.objects.exists()


REFUSED = [
    ({"schedule": ""}, "请选择按件或者按量，只能选一种"),
    ({"count": ""}, "请填写整数"),
    ({"count": "六十八"}, "请填写整数"),
    ({"count": "-3"}, "不能是负数"),
    ({"count": "0"}, "页数须是1至"),
    ({"count": "30"}, "本件不需要缴费"),
    ({"schedule": "per_piece", "count": "2"}, "最多拆分计为1件"),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED, ids=[row[1] for row in REFUSED])
@pytest.mark.parametrize("step", [{}, {"confirmed": "1"}], ids=["effect", "confirmation"])
def test_what_may_not_be_charged_is_refused_and_not_lost(
    client: Client, found: Walk, fields: dict[str, str], sentence: str, step: dict[str, str]
) -> None:
    answer = ask(client, found, explanation="按复印件计", **fields, **step)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "按复印件计" in text_of(answer)
    assert not Fee.objects.exists()


@pytest.mark.parametrize("step", [{}, {"confirmed": "1"}], ids=["effect", "confirmation"])
def test_after_the_period_it_is_refused_with_the_rule(
    client: Client, found: Walk, day: Any, step: dict[str, str]
) -> None:
    later(day, DAY_AFTER, client, found)
    assert "不能再收取信息处理费" in page(client, "fee", found)
    answer = text_of(ask(client, found, **step))
    assert "期限已于2026-10-30届满" in answer
    assert "109号" in answer


def test_decided_it_waits_for_the_notice_to_be_told(client: Client, found: Walk) -> None:
    answer = ask(client, found, confirmed="1")
    assert answer["Location"] == reverse("desk:case", args=[found.case.pk])
    shown = page(client, "case", found)
    assert (
        "收费通知书还没有送达申请人，须在 2026年10月30日（周五）以前（含当日）按申请人选择的获取途径" in shown
    )
    assert "送达收费通知书</a>" in shown
    assert "答复期限：2026年10月30日（周五）" in shown


def test_told_the_clock_stands_still(client: Client, found: Walk) -> None:
    told(client, found)
    shown = page(client, "case", found)
    assert "等待缴费，现在没有答复期限" in shown
    assert "等待申请人缴费，期限至 2026年10月28日（周三）" in shown
    assert "停止计时，等待缴费" in page(client, "record", found)


def test_two_people_at_once_decide_one_fee(client: Client, found: Walk) -> None:
    version = again(found.case).version
    ask(client, found, confirmed="1", seen_version=version)
    assert ask(client, found, confirmed="1", seen_version=version).status_code == 409
    assert Fee.objects.count() == 1


def test_a_payment_is_entered_with_its_proof(client: Client, found: Walk) -> None:
    told(client, found)
    assert "应缴 380 元" in page(client, "fee_receive", found)
    answer = paid(client, found, amount="38")
    assert answer.status_code == 422
    assert "确实只缴了一部分的，请勾选" in text_of(answer)
    assert "票0001" in text_of(answer)
    assert "没有收到这笔款项" not in text_of(answer)
    assert paid(client, found, proof="").status_code == 422
    paid(client, found, amount="100", part="on")
    assert "已缴 100 元，尚欠 280 元" in page(client, "fee_receive", found)
    paid(client, found, amount="280")
    shown = page(client, "case", found)
    assert "已于 2026年9月28日（周一）缴清" in shown
    assert "票据 票0001" in shown
    assert "答复期限自缴费次日起重新计算" in shown
    assert again(found.case).state == "in_handling"


def report(walk: Walk) -> FeePayment:
    applicant = Applicant(again(walk.case))
    done: FeePayment = payments.report(
        actor=applicant, case_id=walk.case.pk, paid_on=dates.today(), voucher=PROOF
    )
    return done


def test_what_the_applicant_reports_is_verified(client: Client, found: Walk) -> None:
    told(client, found)
    voucher = report(found).evidence
    assert voucher is not None
    shown = page(client, "case", found)
    assert "申请人报告已经缴费，请核对是否到账" in shown
    assert "核对缴费</a>" in shown
    assert "核对网上报告的缴费" in text_of(client.get(reverse("desk:inbox")))
    form = page(client, "fee_receive", found)
    assert reverse("desk:document", args=[voucher.pk]) in form
    assert client.get(reverse("desk:document", args=[voucher.pk])).status_code == 200
    reviewer = at_desk(found.office.legal)
    assert reviewer.get(reverse("desk:document", args=[voucher.pk])).status_code == 404
    paid(client, found, proof="", reported="on")
    assert FeePayment.objects.get().state == "confirmed"
    assert again(found.case).state == "in_handling"


def test_what_did_not_arrive_is_answered(client: Client, found: Walk) -> None:
    told(client, found)
    report(found)
    assert send(client, "desk:fee_reject", found.case, reason="").status_code == 422
    send(client, "desk:fee_reject", found.case, reason="账户没有收到")
    assert "核对不符：账户没有收到" in page(client, "case", found)


def test_a_mistake_is_cancelled_and_the_money_goes_back(client: Client, found: Walk) -> None:
    told(client, found)
    paid(client, found, amount="100", part="on")
    send(client, "desk:fee_cancel", found.case, reason="页数数错了")
    shown = page(client, "case", found)
    assert "申请人缴过 100 元，应当依照规定退还的，退还后请登记退费" in shown
    assert "登记退费</a>" in shown
    today = dates.today().isoformat()
    assert send(client, "desk:fee_refund", found.case, amount="200", on=today, reason="退").status_code == 422
    slip = SimpleUploadedFile("回单.pdf", PDF, "application/pdf")
    send(client, "desk:fee_refund", found.case, amount="100", on=today, reason="原路退回", proof=slip)
    shown = page(client, "case", found)
    assert "已退还 100 元" in shown
    assert "登记退费</a>" not in shown
    assert "通知缴费</a>" in shown


def test_a_withdrawn_application_asks_for_the_refund(client: Client, found: Walk) -> None:
    told(client, found)
    paid(client, found)
    withdrawal.withdraw(actor=Applicant(again(found.case)), case_id=found.case.pk)
    assert "申请人缴过 380 元" in page(client, "case", found)


def test_when_the_period_is_over_somebody_confirms_it(client: Client, found: Walk, day: Any) -> None:
    told(client, found)
    later(day, OVER, client, found)
    sweep(dates.today())
    assert "缴费期满，确认</a>" in page(client, "case", found)
    assert "缴费期满，确认是否不再处理" in text_of(client.get(reverse("desk:inbox")))
    shown = page(client, "fee_lapse", found)
    assert "收费通知书送达：2026年9月28日（周一）" in shown
    assert "至今没有收到缴费" in shown
    assert send(client, "desk:fee_lapse", found.case, delivery="").status_code == 422
    send(client, "desk:fee_lapse", found.case, delivery="post")
    assert again(found.case).state == "in_approval"
    submission = found.case.submissions.get()
    approval = text_of(at_desk(found.office.legal).get(reverse("desk:submission", args=[submission.pk])))
    assert "不再处理告知书" in approval
    assert "收费通知已经送达、期限届满且没有缴清" in approval


def test_before_that_nobody_can_give_it_up(client: Client, found: Walk) -> None:
    told(client, found)
    assert client.get(reverse("desk:fee_lapse", args=[found.case.pk])).status_code == 403


def test_told_too_late_the_page_says_that_nothing_may_be_charged(
    client: Client, found: Walk, day: Any
) -> None:
    letter = asked(client, found)
    later(day, DAY_AFTER, client, found)
    assert "没有发出的，请撤销收费" in page(client, "case", found)
    found.hand_over(letter)
    shown = page(client, "case", found)
    assert "已过答复期限，不得收取信息处理费" in shown
    assert "停止计时，等待缴费" not in shown
    assert again(found.case).due_on == date(2026, 10, 30)


def test_people_without_the_task_are_refused(found: Walk, client: Client) -> None:
    told(client, found)
    reviewer = at_desk(found.office.legal)
    for name in ("fee", "fee_receive", "fee_reject", "fee_cancel", "fee_lapse", "fee_refund"):
        assert reviewer.get(reverse(f"desk:{name}", args=[found.case.pk])).status_code == 403, name
