"""The information processing fee (Art. 42; 国办函〔2020〕109号): decided, told, awaited, or ended without payment.

What comes in stands in `payments.py`.
"""

from __future__ import annotations

from datetime import date

from requests_app import dates, notifications
from requests_app.actors import OFFICERS, Actor, Member, System
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import (
    DisclosureRequest,
    Fee,
    FeeState,
    LetterState,
    PaymentState,
)
from requests_app.plain_text import clean_text
from requests_app.rules import fees as rule
from requests_app.rules.states import RequestState
from requests_app.selectors.fees import (
    AWAITING,
    CHARGEABLE,
    LIVE,
    check_fee,
    last_day_of,
    live_fee,
    paid_amount,
    reported,
    served_on,
    told_elsewhere,
)
from requests_app.services import clock, extension, joining
from requests_app.services.act import By, act
from requests_app.services.journal import note
from requests_app.services.two_sides import refuse_third_party
from requests_app.signals import fee_moved


@act("通知缴费", by=By(roles=rule.MAY_DECIDE), states=CHARGEABLE)
def decide(
    *, actor: Member, case: DisclosureRequest, schedule: rule.Schedule, count: int, explanation: str = ""
) -> Fee:
    """Decide that the applicant is to pay; the notice is made at once and must go out within the handling period.

    The clock runs on until the applicant has been told. Raises `RuleRefusal` where the law does not allow it,
    `InvalidInput` for a count that is none, or several pieces of one application without explanation.
    """
    reckoning, earlier = check_fee(case, schedule, count)
    if schedule is rule.Schedule.PER_PIECE and count > 1 and not explanation.strip():
        text = "本件拆分计为多件的，请写明怎样拆分。"
        raise InvalidInput("fee_unexplained", text, rule.BASIS.cite(), fields={"explanation": text})
    fee = Fee.objects.create(
        request=case,
        schedule=schedule.value,
        before=reckoning.before,
        earlier=[one.as_json() for one in earlier],
        count=count,
        amount=reckoning.amount,
        explanation=clean_text(explanation),
        decided_by=actor.user,
        decided_on=dates.today(),
    )
    joining.leave(case, actor, "通知缴费")
    case.ask_fee()
    words = f"决定收取信息处理费 {reckoning.amount} 元（{schedule.label}，本件 {count} {schedule.unit}）"
    note(
        case,
        actor,
        "fee_decided",
        f"{words}；告知申请人以前，答复期限照常计算",
        fee=fee.pk,
        amount=reckoning.amount,
        schedule=schedule.value,
    )
    notifications.enqueue("letters.fee", f"fee:{fee.pk}", {"fee": fee.pk})
    moved(case, actor)
    return fee


def mark_told(case: DisclosureRequest, actor: Actor, fee: Fee, *, on: date, letter_id: int | None) -> None:
    """The notice went out on `on`: only now does the clock stop. The period to pay runs once service is proven, with
    which this is called again. Called by the delivery of the notice.

    Told after the handling period, the fact is kept with its warning and without effect: nothing may be charged and
    the handling goes on. Nothing happens once the fee has fallen away.
    """
    if fee.state != FeeState.DECIDED:
        if fee.told_on is not None and fee.state in (FeeState.TOLD, FeeState.PAID):
            keep_notice(case, actor, fee, letter_id)
        return
    if case.state != RequestState.AWAITING_PAYMENT:
        return
    effective = rule.takes_effect(due=case.due_on, told_on=on)
    fee.told_on = on
    fee.state = FeeState.TOLD if effective else FeeState.WITHOUT_EFFECT
    fee.save(update_fields=["state", "told_on"])
    keep_notice(case, actor, fee, letter_id)
    if effective:
        extension.cancel_live(case)
    else:
        case.receive_fee()
        _tell_cancelled(fee)
        words = f"收费通知于 {on.isoformat()} 才发出，已过答复期限：不得收取信息处理费，答复期限照常计算，继续办理"
        note(case, actor, "fee_told_late", words, fee=fee.pk, on=on.isoformat())
    moved(case, actor)


def go_on_without(case: DisclosureRequest, actor: Actor) -> None:
    """By a corrected day of receipt the notice turns out to have been told too late: nothing may be charged, and what
    was paid is to be given back. A notice still on its way is judged when it is told. Part of another act."""
    if case.fees.filter(state=FeeState.DECIDED).exists():
        return
    for fee in case.fees.filter(state=FeeState.TOLD):
        fee.state = FeeState.WITHOUT_EFFECT
        fee.save(update_fields=["state"])
        _tell_cancelled(fee)
    case.receive_fee()
    clock.refresh(case)
    words = "收到日期更正后，收费通知已过答复期限：不得收取信息处理费，答复期限照常计算，继续办理"
    note(case, actor, "fee_told_late", words)
    moved(case, actor)


def keep_notice(case: DisclosureRequest, actor: Actor, fee: Fee, letter_id: int | None) -> None:
    """Put the clock event of the notice in agreement with what is known of its service: never edited, but revoked
    and recorded anew, so that the record shows what was known when."""
    assert fee.told_on is not None
    arrived = served_on(fee)
    present = case.clock_events.filter(type="fee_notice", data__fee=fee.pk, revoked_at__isnull=True).last()
    if present is not None and present.data["served"] == (arrived.isoformat() if arrived else None):
        return
    clock.revoke_fee_notice(case, actor=actor, fee_id=fee.pk, reason="收费通知的送达有了新的记录")
    data = {"on": fee.told_on, "served": arrived, "letter": letter_id, "fee": fee.pk}
    clock.record_event(case, actor=actor, type="fee_notice", on=fee.told_on, data=data)


def take_back_notice(case: DisclosureRequest, actor: Actor, fee: Fee) -> bool:
    """The notice came back: the applicant has not been told, it is to be delivered again. The caller revokes the
    event of the letter, so that the clock runs on as if it had never stood still.

    False where the applicant has paid or reported a payment meanwhile: then the notice did arrive.
    """
    if fee.payments.exclude(state=PaymentState.REJECTED).exists():
        return False
    if fee.state == FeeState.WITHOUT_EFFECT:
        _drop(fee)
    elif fee.state == FeeState.TOLD:
        fee.state, fee.told_on, fee.lapse_proposed_on = FeeState.DECIDED, None, None
        fee.save(update_fields=["state", "told_on", "lapse_proposed_on"])
        moved(case, actor)
    return True


@act("撤销收费", by=By(roles=OFFICERS), states=AWAITING)
def cancel(*, actor: Actor, case: DisclosureRequest, reason: str) -> Fee:
    """Give up a fee that was decided by mistake, told or not: the handling goes on and the clock runs as if it had
    never stood still. A reason is compulsory, which an applicant who was told reads; what was paid in part is to be
    given back.

    Raises `StateRefusal` for a fee that was told elsewhere, before the case was taken over.
    """
    if not reason.strip():
        text = "请写明撤销收费的原因。"
        raise InvalidInput("reason_missing", text, fields={"reason": text})
    refuse_third_party(case, {"reason": reason})
    fee = live_fee(case)
    if fee is None or told_elsewhere(case) is not None:
        raise StateRefusal("fee_told_elsewhere", "收费通知是在接收本件以前告知的，不能在这里撤销。")
    clock.revoke_fee_notice(case, actor=actor, fee_id=fee.pk, reason=f"撤销收费：{clean_text(reason)}")
    _give_up(fee, reason)
    case.receive_fee()
    note(case, actor, "fee_cancelled", "撤销收费，继续办理", remark=reason, fee=fee.pk)
    moved(case, actor)
    return fee


def end_live(case: DisclosureRequest, reason: str) -> None:
    """A fee that is awaited ends with the application (withdrawn). A notice that was told stays what it is."""
    for fee in case.fees.filter(state__in=LIVE):
        if fee.state == FeeState.DECIDED:
            _drop(fee, reason)
        else:
            fee.state = FeeState.CANCELLED
            fee.save(update_fields=["state"])


def end_by_order(case: DisclosureRequest, reason: str) -> None:
    """A fee that is awaited ends with an order to answer the application."""
    for fee in case.fees.filter(state__in=LIVE):
        _give_up(fee, reason)


def _give_up(fee: Fee, reason: str) -> None:
    told = fee.state == FeeState.TOLD
    _drop(fee, reason)
    if told:
        _tell_cancelled(fee)


def _tell_cancelled(fee: Fee) -> None:
    """Promise the letter that nothing is to be paid: who was told to pay must be told that it is over."""
    notifications.enqueue("letters.fee_cancelled", f"fee-cancelled:{fee.pk}", {"fee": fee.pk})


def _drop(fee: Fee, reason: str = "收费通知书未送达，且已过告知的期限") -> None:
    fee.state = FeeState.CANCELLED
    fee.save(update_fields=["state"])
    fee.letter_set.update(state=LetterState.WITHDRAWN, withdrawn_reason=clean_text(reason))


@act("提出缴费期满", by=By(system=True), states=AWAITING)
def propose_lapse(*, actor: System, case: DisclosureRequest) -> Fee:
    """The period ended without payment: somebody is asked to confirm it. Nothing legal happens by itself.

    Raises `RuleRefusal` while the period runs, the notice is not proven to be served, or a reported payment has not
    been verified.
    """
    fee = awaited(case)
    last = last_day_of(fee)
    rule.check_lapse(
        today=dates.today(),
        last=last,
        served_on=served_on(fee),
        paid=False,
        reported=reported(fee) is not None,
    )
    if fee.lapse_proposed_on is None:
        fee.lapse_proposed_on = dates.today()
        fee.save(update_fields=["lapse_proposed_on"])
    words = f"缴费期限 {last} 届满，没有收到缴费，请确认是否不再处理"
    note(case, actor, "fee_over", words, fee=fee.pk, paid=paid_amount(fee))
    moved(case, actor)
    return fee


def mark_lapsed(case: DisclosureRequest) -> None:
    """The letter that ends the case for want of payment was delivered."""
    case.fees.filter(state__in=LIVE).update(state=FeeState.LAPSED)


def awaited(case: DisclosureRequest) -> Fee:
    """The fee that is awaited; one that was told before the import is taken from the history.

    Raises `StateRefusal` where none is.
    """
    found = live_fee(case)
    if found is not None:
        return found
    notice = told_elsewhere(case)
    if notice is None or case.waiting_for != "payment":
        raise StateRefusal("no_fee", "本件没有等待缴纳的信息处理费。")
    return Fee.objects.create(
        request=case, state=FeeState.TOLD, amount=None, decided_on=notice.on, told_on=notice.on
    )


def moved(case: DisclosureRequest, actor: Actor) -> None:
    """Tell the flows."""
    fee_moved.send(sender=DisclosureRequest, case=case, actor=actor)
