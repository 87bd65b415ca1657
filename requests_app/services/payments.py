"""What comes in upon a fee notice: entered with its proof, reported online and verified, refused, given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app import dates
from requests_app.actors import OFFICERS, Actor, Applicant
from requests_app.errors import InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import (
    DisclosureRequest,
    Document,
    DocumentKind,
    Fee,
    FeePayment,
    FeeState,
    LetterState,
    PaymentState,
    SubmissionState,
)
from requests_app.plain_text import clean_line, clean_text
from requests_app.rules import fees as rule
from requests_app.rules.policies import Policies
from requests_app.rules.states import CAN_TAKE_FILES, RequestState
from requests_app.selectors.fees import (
    AWAITING,
    ENDED,
    ON_THE_WAY,
    UNPAID,
    is_awaited,
    outstanding,
    paid_amount,
    refundable,
    reported,
    served_on,
)
from requests_app.services import approval, clock, extension
from requests_app.services.act import By, act
from requests_app.services.decision import restore_draft
from requests_app.services.documents import Upload, store
from requests_app.services.fees import awaited, keep_notice, moved
from requests_app.services.journal import note
from requests_app.services.two_sides import refuse_third_party

RECEIVABLE = AWAITING | ON_THE_WAY


@dataclass(frozen=True)
class Payment:
    """One payment as verified: yuan, the day it was made, the number of its receipt (票据), its proof.

    `part`: known to be less than what is owed. `report`: key of the applicant's report that it verifies, whose
    voucher is then the proof.
    """

    amount: int
    paid_on: date
    receipt_number: str = ""
    proof: Upload | None = None
    part: bool = False
    report: int | None = None


@act("登记缴费", by=By(roles=OFFICERS), states=CAN_TAKE_FILES)
def receive(*, actor: Actor, case: DisclosureRequest, payment: Payment) -> FeePayment:
    """A payment came in. With the last of it the handling period starts anew on the day after the payment.

    Also after the last day, and while the letter that ends the case is being approved: that round is void then. A
    part is kept and changes nothing; so is what was reported before the fee ended, so that it can be given back.
    Raises `InvalidInput` for a sum or day that cannot be, or without proof; `StateRefusal` while an ordinary reply is
    being approved.
    """
    if not is_awaited(case):
        return _keep_after_the_end(case, actor, payment)
    fee = awaited(case)
    report = _reported(fee, payment.report)
    _check(case, fee, payment, report)
    if fee.state == FeeState.DECIDED:
        _tell_by_paying(case, actor, fee, payment.paid_on)
    kept = _keep(case, actor, fee, payment, report)
    owed = outstanding(fee)
    settled = not payment.part if owed is None else owed == 0
    letter = fee.letter_set.first()
    if letter is not None:
        keep_notice(case, actor, fee, letter.pk)
    if settled:
        _settle(case, actor, fee, kept)
    words = f"收到缴费 {payment.amount} 元" + ("，已缴清" if settled else "（部分缴费）")
    note(
        case,
        actor,
        "fee_paid" if settled else "fee_part_paid",
        words,
        fee=fee.pk,
        payment=kept.pk,
        amount=payment.amount,
        paid_on=payment.paid_on.isoformat(),
    )
    if case.state not in ON_THE_WAY:
        moved(case, actor)
    return kept


def _keep_after_the_end(case: DisclosureRequest, actor: Actor, payment: Payment) -> FeePayment:
    """What the applicant reported before the fee ended did come in: kept as money, and moves nothing."""
    report = FeePayment.objects.filter(
        fee__request=case, fee__state__in=ENDED, state=PaymentState.REPORTED, pk=payment.report or 0
    ).first()
    if report is None:
        raise StateRefusal("wrong_state", f"申请现为“{RequestState(case.state).label}”，不能登记缴费。")
    rule.check_payment(amount=payment.amount, outstanding=outstanding(report.fee) or 0, part=payment.part)
    rule.check_paid_on(
        paid_on=payment.paid_on,
        told_on=report.fee.told_on or report.fee.decided_on,
        served_on=None,
        today=dates.today(),
    )
    kept = _keep(case, actor, report.fee, payment, report)
    words = f"核对到账 {payment.amount} 元；收费已经终止，期限不变"
    note(case, actor, "fee_verified_late", words, fee=report.fee_id, payment=kept.pk, amount=payment.amount)
    return kept


def _reported(fee: Fee, key: int | None) -> FeePayment | None:
    """The report that is verified. Raises `InvalidInput` for one that is not, or no longer, to be verified."""
    if key is None:
        return None
    found = fee.payments.filter(pk=key, state=PaymentState.REPORTED).first()
    if found is None:
        raise InvalidInput("no_report", "这笔网上报告的缴费已经核对过了，请刷新页面。")
    return found


def _check(case: DisclosureRequest, fee: Fee, payment: Payment, report: FeePayment | None) -> None:
    owed = outstanding(fee)
    if owed is not None or payment.amount < 1:
        rule.check_payment(amount=payment.amount, outstanding=owed or 0, part=payment.part)
    told = fee.told_on
    if told is None:
        letter = fee.letter_set.filter(state=LetterState.MADE).first()
        if letter is None:
            raise StateRefusal("fee_notice_not_made", "收费通知书还没有制作完成，申请人还没有得到通知。")
        told = letter.issued_on
    rule.check_paid_on(paid_on=payment.paid_on, told_on=told, served_on=_proven(fee), today=dates.today())
    if payment.proof is None and report is None:
        text = "请上传缴费凭证（票据、银行回单）。"
        raise InvalidInput("fee_proof_missing", text, rule.BASIS.cite(), fields={"proof": text})


def _proven(fee: Fee) -> date | None:
    """Service of the notice as a slip or record proves it; what was paid before does not count as such here."""
    letter = fee.letter_set.first()
    if letter is None:
        return served_on(fee)
    served = letter.deliveries.filter(served_on__isnull=False).order_by("served_on")
    return served.values_list("served_on", flat=True).first()


def _tell_by_paying(case: DisclosureRequest, actor: Actor, fee: Fee, on: date) -> None:
    """Who pays before the proof of service is recorded has been told: by that day at the latest.

    Raises `RuleRefusal` where that was after the handling period: then nothing may be charged.
    """
    if not rule.takes_effect(due=case.due_on, told_on=on):
        text = "收费通知书没有在答复期限内送达申请人，不得收取信息处理费。请撤销收费，所缴款项退还申请人。"
        raise RuleRefusal("fee_late", text, rule.BASIS.cite())
    fee.state, fee.told_on = FeeState.TOLD, on
    fee.save(update_fields=["state", "told_on"])
    extension.cancel_live(case)


def _keep(
    case: DisclosureRequest, actor: Actor, fee: Fee, payment: Payment, report: FeePayment | None
) -> FeePayment:
    kept = report or FeePayment(fee=fee)
    kept.state, kept.amount, kept.paid_on = PaymentState.CONFIRMED, payment.amount, payment.paid_on
    kept.receipt_number, kept.recorded_by_id = clean_line(payment.receipt_number), actor.user_id
    if payment.proof is not None:
        kept.evidence = _voucher(case, actor, payment.proof)
    kept.save()
    return kept


def _voucher(case: DisclosureRequest, actor: Actor, upload: Upload) -> Document:
    return store(case, actor, upload, kind=DocumentKind.PAYMENT_PROOF, title="信息处理费缴费凭证")


def _settle(case: DisclosureRequest, actor: Actor, fee: Fee, last: FeePayment) -> None:
    """The whole fee is paid: the fresh period; a lapse on its way is void and what it answered gives way to the
    reply as it was drafted before."""
    if case.state in ON_THE_WAY:
        approval.close_open(case, SubmissionState.VOIDED)
    restore_draft(case, without=UNPAID)
    days = fee.payments.filter(state=PaymentState.CONFIRMED).values_list("paid_on", flat=True)
    fee.state, fee.paid_on = FeeState.PAID, max(days)
    if fee.amount is None:
        fee.amount = paid_amount(fee)
    fee.save()
    clock.record_event(
        case,
        actor=actor,
        type="fee_paid",
        on=fee.paid_on,
        data={"on": fee.paid_on, "fee": fee.pk},
        evidence=last.evidence,
    )
    case.receive_fee()


@act("网上报告缴费", by=By(applicant=True), states=RECEIVABLE)
def report(*, actor: Applicant, case: DisclosureRequest, paid_on: date, voucher: Upload) -> FeePayment:
    """The applicant says to have paid what is owed, with a voucher. It is verified by an officer; until then no date
    moves, and the application cannot be left unhandled.

    Raises `StateRefusal` where nothing is owed or a report waits to be verified already, `InvalidInput` for a day
    that cannot be.
    """
    if not is_awaited(case):
        raise StateRefusal("no_fee", "这件申请现在没有需要缴纳的费用。")
    fee = awaited(case)
    if reported(fee) is not None:
        raise StateRefusal("fee_already_reported", "您报告的缴费正在核对，不需要再次提交。")
    most = Policies.from_json(case.policies).most_rejected_payments
    if fee.payments.filter(state=PaymentState.REJECTED).count() >= most:
        text = "您报告的缴费多次核对不符，请持缴费凭证与本机关政府信息公开工作机构联系核对。"
        raise StateRefusal("too_many_reports", text)
    told = fee.told_on or fee.decided_on
    rule.check_paid_on(paid_on=paid_on, told_on=told, served_on=None, today=dates.today())
    kept = FeePayment.objects.create(
        fee=fee,
        state=PaymentState.REPORTED,
        amount=outstanding(fee) or 0,
        paid_on=paid_on,
        evidence=_voucher(case, actor, voucher),
        online=True,
    )
    words = "申请人网上报告已经缴费，等待核对"
    note(case, actor, "fee_reported", words, fee=fee.pk, payment=kept.pk, paid_on=paid_on.isoformat())
    if case.state == RequestState.AWAITING_PAYMENT:
        moved(case, actor)
    return kept


@act("缴费核对不符", by=By(roles=OFFICERS), states=CAN_TAKE_FILES)
def reject(*, actor: Actor, case: DisclosureRequest, reason: str) -> FeePayment:
    """The reported payment did not arrive; also after the fee fell away, so that nothing is given back for it. The
    applicant reads the reason, which is compulsory."""
    if not reason.strip():
        text = "请写明核对不符的原因，申请人会看到。"
        raise InvalidInput("reason_missing", text, fields={"reason": text})
    refuse_third_party(case, {"reason": reason})
    found = FeePayment.objects.filter(fee__request=case, state=PaymentState.REPORTED).first()
    if found is None:
        raise StateRefusal("no_report", "没有等待核对的网上报告。")
    if found.fee.refunded > paid_amount(found.fee):
        raise StateRefusal("fee_refunded", "这笔缴费已经登记退费，不能再登记核对不符。请登记到账。")
    found.state, found.rejected_because = PaymentState.REJECTED, clean_text(reason)
    found.recorded_by_id = actor.user_id
    found.save()
    note(case, actor, "fee_report_rejected", "申请人报告的缴费核对不符", remark=reason, payment=found.pk)
    if case.state == RequestState.AWAITING_PAYMENT:
        moved(case, actor)
    return found


@act("登记退费", by=By(roles=OFFICERS), states=CAN_TAKE_FILES)
def refund(
    *, actor: Actor, case: DisclosureRequest, amount: int, on: date, reason: str, proof: Upload | None
) -> Fee:
    """Money went back to the applicant (withdrawn, cancelled, told too late, paid by mistake). Moves no date.

    Raises `InvalidInput` for more than came in, a future day, without a reason or without proof.
    """
    fee = next((one for one in case.fees.order_by("-pk") if refundable(one) > 0), None)
    if fee is None:
        raise StateRefusal("nothing_to_refund", "本件没有可以退还的缴费。")
    wrong = {}
    if not 1 <= amount <= refundable(fee):
        wrong["amount"] = f"退费金额须在1至{refundable(fee)}元之间。"
    if on > dates.today():
        wrong["on"] = "退费日期不能晚于今天。"
    if not reason.strip():
        wrong["reason"] = "请写明退费的原因和凭据。"
    if proof is None:
        wrong["proof"] = "请上传退费凭证（银行回单、签收的退费收据）。"
    if wrong:
        raise InvalidInput("refund_wrong", "".join(wrong.values()), fields=wrong)
    assert proof is not None
    paper = store(case, actor, proof, kind=DocumentKind.PAYMENT_PROOF, title="信息处理费退费凭证")
    fee.refunded, fee.refunded_on = fee.refunded + amount, on
    fee.refund_note = "\n".join(part for part in (fee.refund_note, clean_text(reason)) if part)
    fee.save(update_fields=["refunded", "refunded_on", "refund_note"])
    words = f"退还信息处理费 {amount} 元"
    note(case, actor, "fee_refunded", words, fee=fee.pk, amount=amount, document=paper.pk)
    return fee
