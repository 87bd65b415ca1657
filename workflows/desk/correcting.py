"""Correction: asked with its effect stated first, received from paper, given up when it did not come, called off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from requests_app import dates
from requests_app.errors import RuleRefusal
from requests_app.models import Correction, CorrectionState, DeliveryWay, DisclosureRequest, Way
from requests_app.pictures import date_words
from requests_app.rules.correction import check_state, is_over
from requests_app.rules.states import RequestState
from requests_app.selectors.clock import provisional_mark
from requests_app.selectors.corrections import (
    ASKABLE,
    CorrectionEffect,
    corrections_of,
    effect_of_correction,
    last_day_of,
    live_correction,
    served_on,
    stopped_the_clock,
    was_asked,
)
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.correction import (
    AskCorrectionForm,
    CallOffForm,
    LapseForm,
    ReceiveCorrectionForm,
    points_of,
)

_WAYS = {Way.POST: DeliveryWay.POST, Way.PICKUP: DeliveryWay.PICKUP}


def effect_words(effect: CorrectionEffect, case: DisclosureRequest) -> str:
    """What the notice does to the date, or why the law does not allow it."""
    if not effect.possible:
        return f"{effect.refusal}（依据：{effect.basis}）"
    due = (
        f"现到期日 {date_words.full_weekday(case.due_on)}{provisional_mark(case, case.due_on)}，"
        if case.due_on
        else ""
    )
    words = f"{due}告知申请人之日起到期日暂停；收到补正之日起重新计算{effect.period}个工作日。"
    if effect.latest_due is not None:
        words += (
            f"申请人在期限最后一天（{date_words.month_day(effect.reply_by)}）补正的，"
            f"到期日为 {date_words.full_weekday(effect.latest_due)}{'（暂定）' if effect.provisional else ''}。"
        )
    return words


def telling_words(effect: CorrectionEffect) -> str:
    """By when the applicant must be told, and what happens before."""
    last = f"在 {date_words.full_weekday(effect.last_day)}以前（含当日）" if effect.last_day else ""
    return f"补正只能告知一次，须{last}把补正告知书送达申请人或者交邮。送达以前，答复期限照常计算。"


def correction_option(view: CaseView) -> dict[str, Any]:
    """若今天发补正告知: the effect for the overview, or the rule that does not allow it."""
    case = view.case
    option: dict[str, Any] = {"title": "告知补正", "possible": False, "result": "不能要求补正"}
    try:
        if not was_asked(case):
            check_state(RequestState(case.state))
    except RuleRefusal as refusal:
        return option | {"explanation": f"{refusal.message}（{refusal.basis}）"}
    effect = effect_of_correction(view.actor, case)
    if not effect.possible:
        return option | {"explanation": f"{date_words.in_words(effect.refusal)}（{effect.basis}）"}
    option["possible"] = True
    option["result"] = f"到期日暂停，收到补正之日起重新计算{effect.period}个工作日"
    last = f"最迟 {date_words.month_day(effect.last_day)}告知申请人。" if effect.last_day else ""
    if effect.latest_due is not None:
        mark = "（暂定）" if effect.provisional else ""
        came, due = date_words.month_day(effect.reply_by), date_words.full_weekday(effect.latest_due)
        last += f"例如补正期限定到 {came}，最后一天收到的，到期日为 {due}{mark}。"
    option["explanation"] = f"{last}{effect.basis}"
    if view.may("ask_correction"):
        option |= {"url": reverse("desk:correction", args=[case.pk]), "link": "告知补正"}
    return option


def correction_panel(view: CaseView) -> dict[str, Any]:
    """What the overview says of the correction: how it stands, what was asked, which texts it changed."""
    correction = corrections_of(view.actor, view.case).last()
    if correction is None:
        return {}
    return {
        "correction": correction,
        "correction_words": _standing(correction, view.case),
        "correction_points": points_of(correction),
        "corrected_texts": list(correction.texts.all()),
    }


def _standing(correction: Correction, case: DisclosureRequest) -> str:
    last = last_day_of(correction)
    until = date_words.full_weekday(last) if last else "未定"
    if correction.state == CorrectionState.ASKED:
        return _untold(case)
    if correction.state == CorrectionState.RECEIVED and correction.received_on is not None:
        online = "网上" if correction.received_online else "由工作人员登记"
        return f"已于 {date_words.full_weekday(correction.received_on)}收到补正（{online}）。"
    if correction.state == CorrectionState.LAPSED:
        return f"补正期限 {until}，申请人没有补正，申请不再处理。"
    if not stopped_the_clock(correction) and correction.told_on is not None:
        told = date_words.full_weekday(correction.told_on)
        words = f"补正告知 {told}才告知申请人，已过期限，不产生补正的效力，答复期限照常计算。"
        return f"{words}此后收到补正的，请登记入卷。" if RequestState(case.state) in ASKABLE else words
    if is_over(last, dates.today()):
        return f"补正期限 {until}已过，没有收到补正。请了解有无正当理由，再确认是否不再处理；此前收到补正的，仍予受理。"
    return f"等待申请人补正，期限至 {until}（含当日）。等待期间没有答复期限。"


def _untold(case: DisclosureRequest) -> str:
    last = case.correction_notice_due_on
    day = f"{date_words.full_weekday(last)}{provisional_mark(case, last)}" if last else ""
    if last is not None and dates.today() > last:
        return (
            f"补正告知书没有在 {day}以前送达，不再产生补正的效力，答复期限照常计算。"
            "已经交邮、送达的，请如实登记；没有发出的，请撤销补正告知。都按现有内容继续办理。"
        )
    by = f"须在 {day}以前（含当日）送达或者交邮。" if last else "须尽快送达。"
    return f"补正告知书还没有送达申请人，{by}送达以前，答复期限照常计算。"


class Ask(ActView):
    """告知补正: first the effect, then the confirmation."""

    template_name = "desk/correction.html"
    verb, title, button = "ask_correction", "告知补正", "查看补正的效果"
    done = "已决定告知补正，补正告知书正在制作。请及时送达申请人，送达以前答复期限照常计算。"
    form_class = AskCorrectionForm

    def form_arguments(self) -> dict[str, Any]:
        """The items, and the period that is usual here."""
        effect = effect_of_correction(self.actor, self.case)
        return {"case": self.case, "initial": {"reply_by": effect.reply_by}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """What is asked, until when, with which help."""
        assert isinstance(form, AskCorrectionForm)
        data = form.cleaned_data
        return {"points": form.points(), "reply_by": data["reply_by"], "guidance": data["guidance"]}

    def explain(self) -> dict[str, Any]:
        """The effect with the usual period, and whether a correction is possible at all."""
        effect = effect_of_correction(self.actor, self.case)
        return self._effect(effect) | {"confirming": False}

    def _effect(self, effect: CorrectionEffect) -> dict[str, Any]:
        return {
            "effect": effect,
            "effect_words": effect_words(effect, self.case),
            "telling": telling_words(effect) if effect.possible else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the effect of what was entered; only the second time, with `confirmed`, decide it."""
        form = AskCorrectionForm(request.POST, case=self.case)
        if "change" in request.POST:
            return self.form_page(AskCorrectionForm(initial=request.POST.dict(), case=self.case))
        if "confirmed" in request.POST or not form.is_valid():
            return super().post(request, *args, **kwargs)
        points = form.points()
        if not points:
            form.add_error(None, "请至少写明一处需要补正的内容。")
            return self.form_page(form, 422)
        effect = effect_of_correction(self.actor, self.case, form.cleaned_data["reply_by"])
        if not effect.possible:
            form.add_error(None, effect_words(effect, self.case))
            return self.form_page(form, 422)
        return self.case_page(
            form=form, act_title=self.title, confirming=True, points=points, **self._effect(effect)
        )


class Receive(ActView):
    """登记补正: the corrected application came on paper or was told at the counter."""

    verb, title, button = "receive_correction", "登记补正", "登记补正"
    done = "已登记补正，答复期限重新计算。"
    done_without_effect = "已登记补正。补正告知没有在期限内送达，答复期限照常计算。"
    form_class = ReceiveCorrectionForm

    def form_arguments(self) -> dict[str, Any]:
        """The items as they are; the reason for lateness only where it is late."""
        correction, today = live_correction(self.actor, self.case), dates.today()
        late = correction is not None and is_over(last_day_of(correction), today)
        return {"case": self.case, "late": late, "initial": {"received_on": today}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """What came."""
        assert isinstance(form, ReceiveCorrectionForm)
        return {"received": form.as_received()}

    def explain(self) -> dict[str, Any]:
        """What was asked, and what receiving it does."""
        correction = live_correction(self.actor, self.case)
        effect = effect_of_correction(self.actor, self.case)
        untold = correction is not None and correction.state == CorrectionState.ASKED
        lead = f"收到补正之日起，重新计算{effect.period}个工作日的答复期限。原来的申请内容随卷保存。"
        if correction is not None and not (untold or stopped_the_clock(correction)):
            lead = (
                "补正告知已过期限，不产生补正的效力：补正登记入卷，答复期限照常计算。原来的申请内容随卷保存。"
            )
        elif self.case.state != RequestState.AWAITING_CORRECTION:
            lead += "正在审批的不再处理告知书同时作废。"
        if untold:
            lead += "补正告知书的送达还没有登记：申请人据以补正的，以收到补正之日为告知之日。"
        asked = points_of(correction) if correction else []
        return {"lead": lead, "quoted": [f"{part}：{unclear}；{needed}" for part, unclear, needed in asked]}

    def act(self, form: forms.Form) -> Any:
        """Register it; a notice that was never told in time has left the date as it was, and the page says so."""
        result = super().act(form)
        if not stopped_the_clock(result):
            self.done = self.done_without_effect
        return result


class Lapse(ActView):
    """逾期不补正，拟不再处理: confirmed by a person, approved like any reply."""

    verb, title, button = "lapse_uncorrected", "逾期不补正，拟不再处理", "确认并送审"
    danger = True
    done = "不再处理告知书已经送审。"
    form_class = LapseForm

    def form_arguments(self) -> dict[str, Any]:
        """The ways by which a letter can reach this applicant."""
        usual = _WAYS.get(Way(self.case.way), "")
        return {"case": self.case, "initial": {"delivery": str(usual)}}

    def explain(self) -> dict[str, Any]:
        """What the file shows, and what confirming means."""
        correction = live_correction(self.actor, self.case)
        if correction is None:
            return {"lead": "没有等待中的补正告知书。"}
        served = served_on(correction)
        proven = date_words.full_weekday(served) if served else "没有送达证明，请先登记送达"
        last = last_day_of(correction)
        until = date_words.full_weekday(last) if last else "未定"
        return {
            "lead": "确认后，本件按“逾期不补正”起草不再处理告知书，经审批、出具、送达后结束。"
            "告知书出具以前收到补正的，仍予受理，审批作废。",
            "quoted": [f"补正告知书送达：{proven}", f"补正期限（自送达起算）：{until}", "至今没有收到补正"],
        }


class CallOff(ActView):
    """撤销补正告知: only while it has not reached the applicant."""

    verb, title, button = "call_off_correction", "撤销补正告知", "确认撤销"
    danger = True
    done = "已撤销补正告知，继续审核；答复期限没有中断。"
    form_class = CallOffForm

    def explain(self) -> dict[str, Any]:
        """When it is possible."""
        return {"lead": "补正告知书还没有送达申请人，可以撤销；答复期限一直照常计算。告知以后不能撤销。"}
