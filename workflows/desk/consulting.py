"""征求意见: who was asked and what became of it; asking, the opinion that came in, silence, the decision, the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from letters.issue import inquiry_with_code
from requests_app import dates
from requests_app.errors import StateRefusal
from requests_app.models import Consultation, ConsultationState, DisclosureRequest, Letter, LetterState, User
from requests_app.pictures import date_words
from requests_app.rules.consultation import RULES, Inquiry, Opinion, effect_sentence, needs_decision
from requests_app.selectors.clock import provisional_mark
from requests_app.selectors.consultations import (
    ConsultationView,
    InquiryEffect,
    consultations_of,
    effect_of_inquiry,
    get_consultation,
    view_of,
)
from requests_app.selectors.people import may_see_contacts
from requests_app.services.consultation import WAITING
from workflows.desk.base import seen_version
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.consultation import AnswerForm, AskForm, EndForm, SilenceForm, WeighForm
from workflows.desk.next_page import Action
from workflows.perform import may_perform, perform

HIDDEN = "已隐去，只有承办人员可以查看"
S = ConsultationState
SIGNS = {S.TO_SEND: "new", S.SENT: "pause", S.SERVED: "pause", S.TO_DECIDE: "ask", S.DECIDED: "pass"} | {
    S.CALLED_BACK: "stopped"
}


@dataclass(frozen=True)
class ConsultationRow:
    """One consultation on the page: what it is, its facts, its papers, what may be done now."""

    view: ConsultationView
    sign: str
    facts: list[tuple[str, str]]
    acts: list[Action]
    code_url: str


class Consultations(CaseView):
    """The list, and the ways to ask."""

    tab = "desk:consultations"
    template_name = "desk/consultations.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The page."""
        rows = [self._row(view_of(asked)) for asked in consultations_of(self.actor, self.case)]
        ways = [
            {
                "title": page.title,
                "explanation": effect_sentence(page.kind),
                "url": reverse(view, args=[self.case.pk]),
            }
            for page, view in (WAYS if self.may("consult") else ())
        ]
        return self.case_page(rows=rows, ways=ways)

    def _row(self, view: ConsultationView) -> ConsultationRow:
        asked = view.asked
        code = ""
        if printable(asked) is not None and self.may("issue_answer_code"):
            code = reverse("desk:consultation_code", args=[self.case.pk, asked.pk])
        return ConsultationRow(view, SIGNS[S(asked.state)], self._facts(view), self._acts(view), code)

    def _facts(self, view: ConsultationView) -> list[tuple[str, str]]:
        """What is known of it; how to reach it only to those who write to it."""
        contact = "　".join(part for part in (str(view.asked.contact), str(view.asked.address)) if part)
        return _facts(view, contact if may_see_contacts(self.actor) or not contact else HIDDEN)

    def _acts(self, view: ConsultationView) -> list[Action]:
        asked, keys = view.asked, [self.case.pk, view.asked.pk]
        found: list[Action] = []
        if asked.state in (S.TO_SEND, S.SENT) and self.may("confirm_delivery"):
            found.append(Action(reverse("desk:delivery", args=[self.case.pk]), "送达文书"))
        heard_late = asked.state == S.TO_DECIDE and asked.opinion == Opinion.SILENT
        if asked.state == S.TO_DECIDE and self.may("decide_consultation"):
            found.append(Action(reverse("desk:consultation_decide", args=keys), "审查意见并决定"))
        if (asked.state in (S.SENT, S.SERVED) or heard_late) and self.may("record_opinion"):
            found.append(Action(reverse("desk:consultation_answer", args=keys), "登记意见"))
        if view.silent and asked.inquiry is not Inquiry.ASSISTANCE and self.may("note_silence"):
            found.append(Action(reverse("desk:consultation_silence", args=keys), "按逾期未答复办理"))
        over = view.silent and needs_decision(asked.inquiry, Opinion.SILENT)
        if asked.state in WAITING and not over and self.may("call_back"):
            found.append(Action(reverse("desk:consultation_end", args=keys), "终止"))
        return found


def _facts(view: ConsultationView, contact: str) -> list[tuple[str, str]]:
    asked = view.asked
    full = date_words.full_weekday
    last = ""
    if view.last_day and not asked.answered_on and asked.state in (S.SENT, S.SERVED):
        last = f"{full(view.last_day)}{'，已经过期' if view.silent else ''}"
    served = f"{full(asked.served_on)}" if asked.served_on else ""
    came = "（网上提交）" if asked.answered_online else ""
    decision = f"{asked.get_decision_display()}\n{asked.decision_reason}".strip() if asked.decision else ""
    return [
        ("涉及事项", "、".join(f"第{ordinal}项" for ordinal in view.ordinals)),
        ("涉及的信息", asked.information),
        ("理由", asked.why),
        ("问题", asked.question),
        ("联系", contact),
        ("发出", full(asked.sent_on) if asked.sent_on else ""),
        ("送达", served),
        ("答复期限", last),
        ("意见", _opinion_words(asked, came)),
        ("对方的理由", asked.reasons),
        ("决定", decision),
        ("终止的原因", asked.close_reason),
    ]


def _opinion_words(asked: Consultation, came: str) -> str:
    if asked.answered_on is None:
        return asked.get_opinion_display() if asked.opinion else ""
    said = asked.get_opinion_display() if asked.opinion else "已答复"
    return f"{said}，{date_words.full_weekday(asked.answered_on)}收到{came}"


def effect_words(effect: InquiryEffect, case: DisclosureRequest) -> str:
    """到期日由 … 最迟变为 …, or "" where the law sets no period."""
    if effect.before is None or effect.after is None:
        return ""
    before, after = date_words.month_day(effect.before), date_words.full_weekday(effect.after)
    before += provisional_mark(case, effect.before)
    return f"{before} → 最迟 {after}{'（暂定）' if effect.provisional else ''}"


def option_of(user: User, case: DisclosureRequest, effect: InquiryEffect) -> dict[str, Any] | None:
    """若今天征求第三方意见: for the overview of the case."""
    words = effect_words(effect, case)
    if not words or not may_perform(user, case, "consult"):
        return None
    return {
        "title": "征求第三方意见",
        "possible": True,
        "result": words,
        "explanation": f"今天发出、送达，对方到最后一天才答复的结果。{RULES[Inquiry.THIRD_PARTY].basis.cite()}",
        "url": reverse("desk:consultations", args=[case.pk]),
        "link": "征求意见",
    }


class _Ask(ActView):
    """Asking somebody: the effect on the clock and the meaning of silence stand above the form."""

    tab = "desk:consultations"
    template_name = "desk/consult.html"
    verb, button = "consult", "制作文书"
    done = "文书正在制作。送达以前不暂停计时，请尽快登记交邮或者送达。"
    form_class = AskForm
    kind: ClassVar[Inquiry]

    def form_arguments(self) -> dict[str, Any]:
        """The case with its items and units."""
        return {"case": self.case, "kind": self.kind}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """What is asked."""
        assert isinstance(form, AskForm)
        return {"inquiry": form.as_inquiry()}

    def explain(self) -> dict[str, Any]:
        """What it does to the date, before it is done."""
        effect = effect_of_inquiry(self.actor, self.case, self.kind)
        return {"effect": effect, "effect_words": effect_words(effect, self.case)}

    def after(self, result: Any) -> str:
        """To the list."""
        return reverse("desk:consultations", args=[self.case.pk])


class AskThirdParty(_Ask):
    """征求第三方意见 (Art. 32)."""

    kind, title = Inquiry.THIRD_PARTY, "征求第三方意见"


class AskCoMaker(_Ask):
    """征求共同制作机关意见 (Art. 34)."""

    kind, title = Inquiry.CO_MAKER, "征求共同制作机关意见"


class AskAgency(_Ask):
    """征求其他机关意见 (Art. 11)."""

    kind, title = Inquiry.OTHER_AGENCY, "征求其他机关意见"


class AskUnit(_Ask):
    """请处室协办."""

    kind, title = Inquiry.ASSISTANCE, "请处室协办"
    done = "协办函已交制作，协办处室答复后请登记。"


WAYS: tuple[tuple[type[_Ask], str], ...] = (
    (AskThirdParty, "desk:ask_third_party"),
    (AskCoMaker, "desk:ask_co_maker"),
    (AskAgency, "desk:ask_agency"),
    (AskUnit, "desk:ask_unit"),
)
"""Whom one can ask, with the page that does it."""


class _OneAct(ActView):
    """An act on one consultation."""

    tab = "desk:consultations"
    asked: Consultation

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the case and the consultation."""
        super().prepare(*args, **kwargs)
        self.asked = get_consultation(self.actor, self.case, kwargs["consultation_id"])

    def form_arguments(self) -> dict[str, Any]:
        """The consultation."""
        return {"asked": self.asked}

    def explain(self) -> dict[str, Any]:
        """Whose opinion it is, and what was said."""
        said = f"意见：{_opinion_words(self.asked, '')}。" if self.asked.opinion else ""
        reasons = f"理由：{self.asked.reasons}" if self.asked.reasons else ""
        return {"lead": f"{self.asked.inquiry.label}：{self.asked.name}。{said}{reasons}"}

    def after(self, result: Any) -> str:
        """Back to the list."""
        return reverse("desk:consultations", args=[self.case.pk])


class AnswerCode(_OneAct):
    """The inquiry with a fresh answer code as a PDF, made for this answer and stored nowhere; POST only."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A reload by address prints nothing."""
        return redirect("desk:consultations", self.case.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A new code, on paper. Raises `StateRefusal` while the letter is being made, and for a
        second code that nobody confirmed: the first, perhaps on its way to the third party, is void with it."""
        letter = printable(self.asked)
        if letter is None:
            raise StateRefusal("letter_not_made", "文书正在制作，请稍候再打印。")
        if self.asked.code_hash and not request.POST.get("void_earlier"):
            text = "已经打印过提交码。再次打印后以前的提交码失效，请先勾选确认。"
            raise StateRefusal("code_printed_before", text)
        code = perform(
            self.user,
            self.case,
            "issue_answer_code",
            seen_version=seen_version(request),
            consultation_id=self.asked.pk,
        )
        response = HttpResponse(inquiry_with_code(letter, code), content_type="application/pdf")
        name = f"征求第三方意见书（含提交码）{letter.number}.pdf"
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def printable(asked: Consultation) -> Letter | None:
    """The made inquiry of a third party that may still answer."""
    if asked.inquiry is not Inquiry.THIRD_PARTY or asked.state not in WAITING:
        return None
    kind = RULES[asked.inquiry].letter_kind
    return asked.letters.filter(kind=kind, state=LetterState.MADE).first()


class Answer(_OneAct):
    """登记意见: what came in on paper."""

    verb, title, button = "record_opinion", "登记意见", "登记意见"
    done = "意见已登记。"
    form_class = AnswerForm

    def form_arguments(self) -> dict[str, Any]:
        """Today, until told otherwise."""
        return {"asked": self.asked, "initial": {"answered_on": dates.today()}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The opinion."""
        assert isinstance(form, AnswerForm)
        return {"consultation_id": self.asked.pk, **form.as_answer()}


class Silence(_OneAct):
    """按逾期未答复办理."""

    verb, title, button = "note_silence", "按逾期未答复办理", "按逾期未答复办理"
    done = "已按逾期未答复办理。"
    form_class = SilenceForm

    def form_arguments(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def explain(self) -> dict[str, Any]:
        """What silence means here."""
        lead = super().explain()["lead"]
        return {"lead": f"{lead}{effect_sentence(self.asked.inquiry)}"}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """Which."""
        return {"consultation_id": self.asked.pk}


class Decide(_OneAct):
    """审查意见并决定."""

    verb, title, button = "decide_consultation", "审查意见并决定", "记录决定"
    done = "决定已记录。答复书仍须按程序审批。"
    form_class = WeighForm

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The decision with its reasons."""
        assert isinstance(form, WeighForm)
        return {"consultation_id": self.asked.pk, **form.as_decision()}


class End(_OneAct):
    """终止征求意见."""

    verb, title, button = "call_back", "终止征求意见", "终止征求意见"
    danger = True
    done = "已终止，答复期限继续计算。"
    form_class = EndForm

    def form_arguments(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """Which, and why."""
        return {"consultation_id": self.asked.pk, **form.cleaned_data}
