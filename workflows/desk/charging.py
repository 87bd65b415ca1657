"""The information processing fee: reckoned before it is decided, its payment entered and verified, given up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from requests_app import dates
from requests_app.models import (
    DeliveryWay,
    DisclosureRequest,
    Document,
    Fee,
    FeePayment,
    FeeState,
    PaymentState,
    Way,
)
from requests_app.pictures import date_words
from requests_app.rules import fees as rule
from requests_app.rules.states import RequestState
from requests_app.selectors.documents import documents_of, may_open
from requests_app.selectors.excess import finding_of
from requests_app.selectors.fees import (
    ENDED,
    FeeEffect,
    charged_by,
    earlier_in_the_month,
    effect_of_fee,
    fees_of,
    is_awaited,
    last_day_of,
    live_fee,
    outstanding,
    paid_amount,
    refundable,
    reported,
    served_on,
)
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.fee import FeeForm, PaymentForm, ReasonForm, RefundForm, UnpaidForm

_WAYS = {Way.POST: DeliveryWay.POST, Way.PICKUP: DeliveryWay.PICKUP}


def step_words(reckoning: rule.Reckoning) -> list[str]:
    """The reckoning line by line, the free part too."""
    unit, lines = reckoning.schedule.unit, []
    for step in reckoning.steps:
        span = f"第 {step.first} {unit}" if step.first == step.last else f"第 {step.first}–{step.last} {unit}"
        price = f"每{unit} {step.rate} 元，计 {step.amount} 元" if step.rate else "不收费"
        lines.append(f"{span}，共 {step.count} {unit}，{price}")
    return lines


def telling_words(effect: FeeEffect) -> str:
    """By when the applicant must be told, what happens then and before."""
    last = f"在 {date_words.full_weekday(effect.tell_by)}以前（含当日）" if effect.tell_by else ""
    return (
        f"收费通知书须{last}送达申请人或者交邮，此前答复期限照常计算；告知之日起到期日暂停。"
        f"今天送达的，缴费的最后一天是 {date_words.full_weekday(effect.last_day)}；"
        f"缴清的次日起，重新计算{effect.period}个工作日；逾期不缴的，视为放弃申请。"
    )


def pointless(case: DisclosureRequest) -> set[str]:
    """Acts of the fee that are not worth a button now."""
    acts = set()
    if finding_of(case) is None or charged_by(case) is not None:
        acts.add("ask_fee")
    fees = list(case.fees.all())
    unverified = any(reported(one) is not None for one in fees)
    if not is_awaited(case) and not unverified:
        acts.add("receive_fee")
    if not unverified:
        acts.add("reject_payment")
    if all(refundable(one) < 1 for one in fees):
        acts.add("refund_fee")
    return acts


def fee_panel(view: CaseView) -> dict[str, Any]:
    """What the overview says of the fee: how it stands, how it was reckoned, what was paid."""
    found = fees_of(view.actor, view.case)
    if not found:
        return {}
    fee = found[-1]
    return {
        "fee": fee,
        "fee_words": _standing(fee, view.case),
        "fee_title": _title(fee),
        "fee_steps": step_words(_reckoning(fee)) if fee.schedule else [],
        "fee_payments": [_payment(view, one) for one in fee.payments.all()],
        "fee_refund": _refund_words(fee, view.case),
    }


def _reckoning(fee: Fee) -> rule.Reckoning:
    return rule.reckon(rule.Schedule(fee.schedule), fee.count, fee.before)


def _title(fee: Fee) -> str:
    if not fee.schedule:
        return "信息处理费（接收本件以前告知）"
    schedule = rule.Schedule(fee.schedule)
    before = f"，当月此前累计 {fee.before} 件" if schedule is rule.Schedule.PER_PIECE else ""
    return f"信息处理费 {fee.amount} 元，{schedule.label}计收：本件 {fee.count} {schedule.unit}{before}"


def _standing(fee: Fee, case: DisclosureRequest) -> str:
    state, last = FeeState(fee.state), last_day_of(fee)
    if state is FeeState.DECIDED:
        return _untold(case)
    if state is FeeState.TOLD:
        return _awaited(fee, case)
    if state is FeeState.PAID and fee.paid_on is not None:
        return f"已于 {date_words.full_weekday(fee.paid_on)}缴清，次日起重新计算答复期限。"
    if state is FeeState.WITHOUT_EFFECT and fee.told_on is not None:
        told = date_words.full_weekday(fee.told_on)
        return f"收费通知 {told}才发出，已过答复期限，不得收取信息处理费，答复期限照常计算。"
    if state is FeeState.LAPSED:
        return f"缴费期限 {date_words.full_weekday(last) if last else '已满'}，申请人没有缴清，申请不再处理。"
    return "收费已经撤销，或者随申请的撤回而终止。"


def _untold(case: DisclosureRequest) -> str:
    due = case.due_on
    if due is not None and dates.today() > due:
        return (
            f"收费通知书没有在 {date_words.full_weekday(due)}以前发出，不得收取信息处理费，答复期限照常计算。"
            "已经交邮、送达的，请如实登记；没有发出的，请撤销收费。都继续办理。"
        )
    by = f"须在 {date_words.full_weekday(due)}以前（含当日）" if due else "须尽快"
    way = case.get_way_display()
    return (
        f"收费通知书还没有送达申请人，{by}按申请人选择的获取途径（{way}）送达。送达以前，答复期限照常计算。"
    )


def _awaited(fee: Fee, case: DisclosureRequest) -> str:
    if reported(fee) is not None:
        return "申请人报告已经缴费，请核对是否到账：到账的登记缴费，没有到账的登记核对不符。核对以前不能视为放弃申请。"
    last, owed = last_day_of(fee), outstanding(fee)
    rest = f"，尚欠 {owed} 元" if owed is not None and paid_amount(fee) else ""
    if last is None:
        return f"收费通知书已经寄出，签收之日起计算缴费期限。请登记签收，等待期间没有答复期限{rest}。"
    until = date_words.full_weekday(last)
    if rule.is_over(last, dates.today()):
        return f"缴费期限 {until}已过，没有缴清{rest}。请确认是否不再处理；此前缴清的，仍予受理。"
    return f"等待申请人缴费，期限至 {until}（含当日）{rest}。等待期间没有答复期限。"


def _payment(view: CaseView, one: FeePayment) -> dict[str, Any]:
    shown = isinstance(one.evidence, Document) and may_open(view.actor, one.evidence)
    number = f"，票据 {one.receipt_number}" if one.receipt_number else ""
    online = "网上报告，" if one.online else ""
    why = f"：{one.rejected_because}" if one.rejected_because else ""
    words = f"{date_words.month_day(one.paid_on)}　{one.amount} 元{number}（{online}{one.get_state_display()}{why}）"
    return {"words": words, "document": one.evidence if shown else None}


def _refund_words(fee: Fee, case: DisclosureRequest) -> str:
    words = f"已退还 {fee.refunded} 元。" if fee.refunded else ""
    ended = case.state in (RequestState.WITHDRAWN, RequestState.LAPSED)
    over = ended or fee.state in (FeeState.CANCELLED, FeeState.WITHOUT_EFFECT)
    if over and reported(fee) is not None:
        words += "申请人报告的缴费还没有核对：到账的登记缴费，没有到账的登记核对不符。"
    if over and refundable(fee) > 0:
        words += f"申请人缴过 {refundable(fee)} 元，应当依照规定退还的，退还后请登记退费。"
    return words


class Ask(ActView):
    """通知缴费: first the reckoning, then the confirmation."""

    template_name = "desk/fee.html"
    verb, title, button = "ask_fee", "通知缴费", "计算应缴金额"
    done = "已决定收费，收费通知书正在制作。请在答复期限内送达申请人，送达以前答复期限照常计算。"
    form_class = FeeForm

    def form_arguments(self) -> dict[str, Any]:
        """The pages of the copies that are in the file already."""
        copies = documents_of(self.actor, self.case).filter(kind="released_copy")
        pages = sum(one.pages or 0 for one in copies)
        initial = {"schedule": rule.Schedule.PER_QUANTITY.value if pages else "", "count": pages or 1}
        return {"initial": initial}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """What is charged."""
        assert isinstance(form, FeeForm)
        data = form.cleaned_data
        return {
            "schedule": form.schedule_of(),
            "count": data["count"],
            "explanation": data["explanation"],
        }

    def explain(self) -> dict[str, Any]:
        """What the month holds already, what stands in the way, and both standards."""
        effect = effect_of_fee(self.actor, self.case, rule.Schedule.PER_QUANTITY, rule.MOST)
        return {
            "barrier": self._barrier(effect),
            "earlier": earlier_in_the_month(self.case),
            "month": self.case.received_on,
            "standards": [(each.label, each.standard) for each in rule.Schedule],
            "basis": f"{rule.GROUND.short()}、{rule.BASIS.short()}",
            "confirming": False,
        }

    def _barrier(self, effect: FeeEffect) -> str:
        """Why nothing can be charged, whatever the count; "" where only the chosen schedule may not fit."""
        if effect.possible or effect.code == "fee_without_copies":
            return ""
        return f"{effect.refusal}（依据：{effect.basis}）"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the reckoning of what was entered; only the second time, with `confirmed`, decide it."""
        form = FeeForm(request.POST)
        if "change" in request.POST:
            return self.form_page(FeeForm(initial=request.POST.dict()))
        if "confirmed" in request.POST or not form.is_valid():
            return super().post(request, *args, **kwargs)
        effect = effect_of_fee(self.actor, self.case, form.schedule_of(), form.cleaned_data["count"])
        if effect.reckoning is None:
            form.add_error(None, f"{effect.refusal}（依据：{effect.basis}）")
            return self.form_page(form, 422)
        shown = self.explain() | {"confirming": True, "earlier": effect.earlier}
        return self.case_page(
            form=form,
            act_title=self.title,
            reckoning=effect.reckoning,
            steps=step_words(effect.reckoning),
            telling=telling_words(effect),
            **shown,
        )


class Receive(ActView):
    """登记缴费: a payment with its proof, or what the applicant reported online, verified."""

    template_name = "desk/payment.html"
    verb, title, button = "receive_fee", "登记缴费", "登记缴费"
    done = "已登记缴费，次日起重新计算答复期限。"
    done_in_part = "已登记部分缴费，还没有缴清，继续等待缴费。"
    form_class = PaymentForm

    @property
    def pending(self) -> FeePayment | None:
        """What the applicant reported and nobody has verified yet."""
        fee = self.fee
        return reported(fee) if fee is not None else None

    @property
    def fee(self) -> Fee | None:
        """The fee that is paid: the one that is owed, or an ended one with a report that nobody has verified."""
        found = [one for one in self.case.fees.order_by("-pk") if reported(one) is not None]
        return live_fee(self.case) or next(iter(found), None)

    def form_arguments(self) -> dict[str, Any]:
        """What is owed, and the day that was reported."""
        fee, pending = self.fee, self.pending
        initial: dict[str, Any] = {"paid_on": pending.paid_on if pending else dates.today()}
        if fee is not None:
            initial["amount"] = outstanding(fee)
        return {"pending": pending.pk if pending else None, "initial": initial}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The payment."""
        assert isinstance(form, PaymentForm)
        return {"payment": form.as_payment()}

    def explain(self) -> dict[str, Any]:
        """What is owed, what was paid and reported, and what entering it does."""
        fee, pending = self.fee, self.pending
        lead = "缴清的次日起，重新计算答复期限；只缴一部分的，期限不变。"
        if fee is not None and fee.state in ENDED:
            lead = "收费已经终止：核对到账的如实登记，期限不变；应当退还的，随后退还并登记退费。"
        elif self.case.state != RequestState.AWAITING_PAYMENT:
            lead += "正在审批的不再处理告知书在缴清后作废。"
        if fee is not None and fee.state == FeeState.DECIDED:
            lead += "收费通知书的送达还没有登记：申请人据以缴费的，以缴费之日为告知之日。"
        return {
            "lead": lead,
            "quoted": _owed_words(fee),
            "pending": _payment(self, pending) if pending else None,
        }

    def act(self, form: forms.Form) -> Any:
        """Enter it; a part leaves the date as it was, and the page says so."""
        result = super().act(form)
        if result.fee.state in ENDED:
            self.done = "已登记到账。应当退还的，退还后请登记退费。"
        elif result.fee.state != FeeState.PAID:
            self.done = self.done_in_part
        return result


def _owed_words(fee: Fee | None) -> list[str]:
    if fee is None or fee.amount is None:
        return ["收费通知是在接收本件以前告知的：请按通知书的金额登记。"]
    words = [f"应缴 {fee.amount} 元"]
    if paid_amount(fee):
        words.append(f"已缴 {paid_amount(fee)} 元，尚欠 {outstanding(fee)} 元")
    last = last_day_of(fee)
    return [*words, f"缴费期限 {date_words.full_weekday(last)}"] if last else words


class Reject(ActView):
    """核对不符: the reported payment did not arrive."""

    verb, title, button = "reject_payment", "网上报告的缴费核对不符", "登记核对不符"
    danger = True
    done = "已登记核对不符，申请人在办理进度中可以看到原因。"
    form_class = ReasonForm

    def explain(self) -> dict[str, Any]:
        """What happens then."""
        return {
            "lead": "没有收到这笔款项，或者金额、凭证不符的，在这里登记。申请人会看到原因，可以再次报告。"
        }


class Cancel(ActView):
    """撤销收费: decided by mistake."""

    verb, title, button = "cancel_fee", "撤销收费", "确认撤销"
    danger = True
    done = "已撤销收费，继续办理；答复期限照常计算。已经告知申请人的，撤销收费告知书将自动制作，请办理送达。"
    form_class = ReasonForm

    def explain(self) -> dict[str, Any]:
        """That the clock is as if nothing had been told."""
        return {
            "lead": "收费决定有误的，撤销后继续办理，收费通知书收回；已经告知申请人的，写明的原因随撤销收费告知书"
            "告知申请人。答复期限视为没有中断，可能因此已近届满，请核对；需要收费的，在答复期限内重新决定。已经部分缴费的，退还申请人并登记。"
        }


class Unpaid(ActView):
    """逾期不缴费，拟不再处理: confirmed by a person, approved like any reply."""

    verb, title, button = "lapse_unpaid", "逾期不缴费，拟不再处理", "确认并送审"
    danger = True
    done = "不再处理告知书已经送审。"
    form_class = UnpaidForm

    def form_arguments(self) -> dict[str, Any]:
        """The ways by which a letter can reach this applicant."""
        usual = _WAYS.get(Way(self.case.way), "")
        return {"case": self.case, "initial": {"delivery": str(usual)}}

    def explain(self) -> dict[str, Any]:
        """What the file shows, and what confirming means."""
        fee = live_fee(self.case)
        if fee is None:
            return {"lead": "没有等待缴纳的信息处理费。"}
        served = served_on(fee)
        proven = date_words.full_weekday(served) if served else "没有送达证明，请先登记送达"
        paid = f"只缴了 {paid_amount(fee)} 元" if paid_amount(fee) else "至今没有收到缴费"
        return {
            "lead": "确认后，本件按“逾期不缴费”起草不再处理告知书，经审批、出具、送达后结束。"
            "告知书出具以前缴清的，仍予受理，审批作废。",
            "quoted": [f"收费通知书送达：{proven}", *_owed_words(fee), paid],
        }


class Refund(ActView):
    """登记退费: money went back to the applicant."""

    verb, title, button = "refund_fee", "登记退费", "登记退费"
    done = "已登记退费。"
    form_class = RefundForm

    def form_arguments(self) -> dict[str, Any]:
        """All that can go back, today."""
        due = [refundable(one) for one in fees_of(self.actor, self.case)]
        return {
            "initial": {"amount": next((one for one in reversed(due) if one > 0), 0), "on": dates.today()}
        }

    def explain(self) -> dict[str, Any]:
        """What was paid."""
        rows = [one for fee in fees_of(self.actor, self.case) for one in fee.payments.all()]
        kept = [one for one in rows if one.state == PaymentState.CONFIRMED]
        return {
            "lead": "款项退还申请人以后登记；登记退费不影响答复期限。",
            "quoted": [
                f"{date_words.full(one.paid_on)} {one.amount} 元（{one.get_state_display()}）" for one in kept
            ],
        }
