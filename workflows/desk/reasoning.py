"""说明理由: asked with its effect stated first, received from paper, judged; a delayed reply decided by the head."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from requests_app import dates
from requests_app.calendars import load_calendar
from requests_app.errors import InvalidInput
from requests_app.models import DisclosureRequest, ReasonsRequest, ReasonsState, ReplyDelay
from requests_app.pictures import date_words
from requests_app.rules.policies import Policies
from requests_app.rules.reasons_request import BASIS, NOT_HANDLED, Judgement, is_over, proposed_reply_by
from requests_app.rules.states import RequestState
from requests_app.selectors.inbox import remaining_days
from requests_app.selectors.reasons import (
    DelayEffect,
    effect_of_delay,
    is_not_handled,
    is_spent,
    last_day_of,
    may_be_given,
    reasons_of,
)
from requests_app.services.decision import DRAFTING
from workflows.desk.base import seen_version
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.excess import (
    AskReasonsForm,
    CallOffReasonsForm,
    DecideDelayForm,
    JudgeReasonsForm,
    ReceiveReasonsForm,
)
from workflows.perform import perform

S = ReasonsState
NO_PAUSE = f"要求说明理由不暂停、不延长答复期限（{BASIS.short()}）"


def reasons_panel(view: CaseView) -> dict[str, Any]:
    """How the request for reasons stands, for the page of the numbers and the overview; nothing where none was made."""
    asked = reasons_of(view.actor, view.case).last()
    if asked is None:
        return {}
    return {
        "reasons": asked,
        "reasons_words": standing_words(asked),
        "reasons_papers": list(asked.documents.all()),
        "reasons_delays": [(delay, _delay_words(delay)) for delay in asked.delays.all()],
        "reasons_may": {
            "receive": may_be_given(asked) and view.may("receive_reasons"),
            "call_off": view.may("call_off_reasons"),
            "judge": view.may("judge_reasons"),
            "decide": view.may("grant_delay"),
        },
    }


def standing_words(asked: ReasonsRequest) -> str:
    """How it stands, and who must do what by when."""
    last = last_day_of(asked) or asked.reply_by
    until = date_words.full_weekday(last)
    if asked.state == S.ASKED:
        return f"说明理由告知书还没有送达申请人，请尽快送达。期限写明为 {until}。答复期限照常计算。"
    if asked.state == S.TOLD:
        over = "已过，没有收到说明。" if is_over(last, dates.today()) else "（含当日）。"
        return f"等待申请人说明理由，期限至 {until}{over}答复期限照常计算。"
    if asked.state == S.TO_JUDGE:
        came = "已收到申请人说明的理由" if asked.received_on else f"期限 {until}已过，没有收到申请人的说明"
        return f"{came}，请判断。"
    if asked.state in (S.DELAY_ASKED, S.DELAY_GRANTED):
        return f"{asked.get_judgement_display()}。{asked.get_state_display()}，告知申请人以前到期日不变。"
    return f"已判断：{asked.get_judgement_display()}。"


def _delay_words(delay: ReplyDelay) -> str:
    day = date_words.full_weekday(delay.until)
    if delay.granted is None:
        return f"{delay.asked_by.name}提出延迟至 {day}答复，等待工作机构负责人批准。"
    decided = date_words.full(delay.decided_on) if delay.decided_on else ""
    if not delay.granted:
        return f"提出延迟至 {day}答复，{decided}没有批准。"
    told = f"{date_words.full(delay.notified_on)}告知申请人。" if delay.notified_on else "尚未告知申请人。"
    spent = "责令重新答复以后不再适用。" if is_spent(delay) else ""
    return f"{decided}批准延迟至 {day}答复，{told}{spent}"


def effect_words(effect: DelayEffect) -> str:
    """到期日由 … 变为 …, what becomes of an extension, or why it is not possible."""
    if not effect.possible or effect.before is None or effect.after is None:
        return f"{effect.refusal}（依据：{effect.basis}）"
    before, after = date_words.full_weekday(effect.before), date_words.full_weekday(effect.after)
    words = f"到期日由 {before} 变为 {after}{'（暂定）' if effect.provisional else ''}。"
    if effect.extended:
        words += "本件已经延期：延迟答复的日期取代延期后的到期日，两者不相加。"
    return words


def telling_words(effect: DelayEffect) -> str:
    """By when the applicant must be told."""
    if effect.first_due is None:
        return ""
    last = date_words.full_weekday(effect.first_due)
    told = f"并在 {last}以前（含当日）把延迟答复告知书送达申请人，否则不产生效力"
    return f"须经工作机构负责人批准，{told}。以后不能再延期。"


def _until_due(case: DisclosureRequest, reply_by: date) -> str:
    """What is left after the day to answer."""
    if case.due_on is None:
        return f"{NO_PAUSE}。"
    words = f"{NO_PAUSE}，到期日仍为 {date_words.full_weekday(case.due_on)}"
    left = remaining_days(case.due_on, reply_by)
    if left is not None and left > 0:
        return f"{words}；说明理由的期限之后，还有 {left} 个工作日。"
    return f"{words}，说明理由的期限届满时已经没有剩余的工作日。"


class Ask(ActView):
    """要求说明理由: first the effect, then the confirmation."""

    template_name = "desk/reasons_ask.html"
    verb, title, button = "ask_reasons", "要求申请人说明理由", "查看效果"
    done = "已决定要求申请人说明理由，说明理由告知书正在制作，请及时送达。答复期限照常计算。"
    form_class = AskReasonsForm

    def form_arguments(self) -> dict[str, Any]:
        """The day that is usual here."""
        policies = Policies.from_json(self.case.policies)
        return {"initial": {"reply_by": proposed_reply_by(load_calendar(), dates.today(), policies)}}

    def explain(self) -> dict[str, Any]:
        """That the clock runs on."""
        initial: date = self.form_arguments()["initial"]["reply_by"]
        return {"effect_words": _until_due(self.case, initial), "confirming": False}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what was entered with its effect; only the second time, with `confirmed`, decide it."""
        form = AskReasonsForm(request.POST)
        if "change" in request.POST:
            return self.form_page(AskReasonsForm(initial=request.POST.dict()))
        if "confirmed" in request.POST or not form.is_valid():
            return super().post(request, *args, **kwargs)
        words = _until_due(self.case, form.cleaned_data["reply_by"])
        return self.case_page(form=form, act_title=self.title, confirming=True, effect_words=words)

    def after(self, result: Any) -> str:
        """To the numbers, where the request for reasons stands."""
        return reverse("desk:excess", args=[self.case.pk])


class _OnReasons(ActView):
    """An act on the request for reasons of the case."""

    def after(self, result: Any) -> str:
        """To the numbers, where the request for reasons stands."""
        return reverse("desk:excess", args=[self.case.pk])

    @property
    def asked(self) -> ReasonsRequest | None:
        """The request for reasons."""
        return reasons_of(self.actor, self.case).last()

    def quoted(self) -> list[str]:
        """What was asked, and what came."""
        asked = self.asked
        if asked is None:
            return []
        last = last_day_of(asked) or asked.reply_by
        came = f"申请人的说明：{asked.reasons}" if asked.reasons else "没有收到申请人的说明"
        return [f"要求说明：{asked.what}", f"期限（自送达起算）：{date_words.full_weekday(last)}", came]


class CallOff(_OnReasons):
    """撤销要求说明理由: only while the letter has not reached the applicant."""

    verb, title, button = "call_off_reasons", "撤销要求说明理由", "确认撤销"
    danger = True
    done = "已撤销要求说明理由。"
    form_class = CallOffReasonsForm

    def explain(self) -> dict[str, Any]:
        """When it is possible."""
        return {"lead": "告知书还没有送达申请人，可以撤销；告知以后不能撤销。", "quoted": self.quoted()}


class Receive(_OnReasons):
    """登记说明的理由: they came on paper or were told at the counter; late ones are filed too."""

    verb, title, button = "receive_reasons", "登记申请人说明的理由", "登记"
    done = "已登记申请人说明的理由，请判断是否合理。"
    form_class = ReceiveReasonsForm

    def form_arguments(self) -> dict[str, Any]:
        """Today, until told otherwise."""
        return {"initial": {"received_on": dates.today()}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """What came."""
        assert isinstance(form, ReceiveReasonsForm)
        return {"given": form.as_given()}

    def explain(self) -> dict[str, Any]:
        """What was asked, and what late reasons do."""
        lead = "过了期限收到的，也登记入卷并予考虑。"
        asked = self.asked
        if asked is not None and asked.state == S.ASKED:
            lead += "告知书的送达还没有登记：以收到说明之日为告知之日。"
        if is_not_handled(asked):
            lead += "原来“没有说明理由”的判断不再成立，据此起草、送审的答复书退回，重新判断。"
        return {"lead": lead, "quoted": self.quoted()}


class Judge(_OnReasons):
    """判断说明的理由: a person decides, with written reasons; the effect of a delay is stated first."""

    template_name = "desk/reasons_judge.html"
    verb, title, button = "judge_reasons", "判断说明的理由", "下一步：核对"
    form_class = JudgeReasonsForm

    def form_arguments(self) -> dict[str, Any]:
        """What the file allows: reasons that came are judged, silence is stated."""
        asked = self.asked
        came = asked is not None and asked.received_on is not None
        with_reasons = (Judgement.UNREASONABLE, Judgement.DELAYED, Judgement.ACCEPTED)
        return {"choices": with_reasons if came else (Judgement.NOT_GIVEN, Judgement.ACCEPTED)}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The judgement; the day counts only for a delay."""
        data = form.cleaned_data
        judgement = Judgement(data["judgement"])
        until = data.get("until") if judgement is Judgement.DELAYED else None
        return {"judgement": judgement, "why": data["why"], "until": until}

    def explain(self) -> dict[str, Any]:
        """What was asked and what came."""
        return {"quoted": self.quoted(), "confirming": False, "effect_words": ""}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what the judgement does; only the second time, with `confirmed`, judge."""
        form = JudgeReasonsForm(request.POST, **self.form_arguments())
        if "change" in request.POST:
            return self.form_page(JudgeReasonsForm(initial=request.POST.dict(), **self.form_arguments()))
        if "confirmed" in request.POST or not form.is_valid():
            return super().post(request, *args, **kwargs)
        arguments = self.arguments(form)
        words = self._not_now(form, arguments) or self._effect(arguments)
        if form.errors:
            return self.form_page(form, 422)
        return self.case_page(
            form=form,
            act_title=self.title,
            confirming=True,
            effect_words=words,
            label=arguments["judgement"].label,
            quoted=self.quoted(),
        )

    def _not_now(self, form: forms.Form, arguments: dict[str, Any]) -> str:
        if arguments["judgement"] is not Judgement.DELAYED:
            return ""
        effect = effect_of_delay(self.actor, self.case, arguments["until"])
        if not effect.possible:
            form.add_error("until", effect_words(effect))
        return f"{effect_words(effect)}{telling_words(effect)}"

    def _effect(self, arguments: dict[str, Any]) -> str:
        if arguments["judgement"] in NOT_HANDLED:
            if RequestState(self.case.state) in DRAFTING:
                return (
                    "确认后，答复书按“无正当理由大量反复申请”起草，须经送审、审批、出具、送达。到期日不变。"
                )
            return "确认后，受理并起草答复书时，按“无正当理由大量反复申请”答复。到期日不变。"
        return "确认后，本件按一般申请继续办理，到期日不变。"

    def act(self, form: forms.Form) -> Any:
        """Judge, and say what comes next."""
        result = super().act(form)
        self.done = f"已判断：{result.get_judgement_display()}。"
        if is_not_handled(result) and RequestState(self.case.state) in DRAFTING:
            self.done += "答复书已经按此起草，请核对后送审。"
        return result

    def after(self, result: Any) -> str:
        """Not handled: on to the reply, for who writes it."""
        if is_not_handled(result) and self.may("save_draft"):
            return reverse("desk:reply", args=[self.case.pk])
        return super().after(result)


class DecideDelay(_OnReasons):
    """批准延迟答复: granted or refused by the head, never by the person who proposed it."""

    template_name = "desk/delay_decide.html"
    verb, title = "grant_delay", "批准延迟答复"
    form_class = DecideDelayForm

    def act(self, form: forms.Form) -> Any:
        """Grant, or refuse with the reason."""
        opinion, version = form.cleaned_data["opinion"], seen_version(self.request)
        decision = self.request.POST.get("decision")
        if decision not in ("grant", "refuse"):
            raise InvalidInput("no_decision", "请选择“批准”或者“不批准”。")
        if decision == "grant":
            self.done = "已批准延迟答复。延迟答复告知书正在制作，须在原到期日以前送达申请人。"
            return perform(self.user, self.case, "grant_delay", seen_version=version, opinion=opinion)
        self.done = "未批准延迟答复，已退回重新判断。"
        return perform(self.user, self.case, "refuse_delay", seen_version=version, reason=opinion)

    def explain(self) -> dict[str, Any]:
        """Who proposed it, why, and what the date would become."""
        asked = self.asked
        delay = asked.delays.filter(granted=None).last() if asked is not None else None
        if asked is None or delay is None:
            return {"delay": None}
        effect = effect_of_delay(self.actor, self.case, delay.until)
        words, telling = effect_words(effect), telling_words(effect) if effect.possible else ""
        return {"delay": delay, "effect": effect, "effect_words": words, "telling": telling, "reasons": asked}
