"""送达: every letter with its deliveries; posting, confirming, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from letters.catalogue import CATALOGUE
from letters.mailing import MAIL_PAPERS
from requests_app import dates
from requests_app.models import (
    Delivery,
    DeliveryState,
    DeliveryWay,
    DisclosureRequest,
    Letter,
    LetterAddressee,
    LetterState,
    Way,
)
from requests_app.pictures import date_words
from requests_app.rules.delivery import IN_TIME_NOTICE, PICKUP_POSTED_BEFORE, pickup_is_over
from requests_app.rules.on_the_spot import SpotReply
from requests_app.selectors.inbox import remaining_days
from requests_app.selectors.letters import get_letter, letters_of, needs_delivery
from requests_app.selectors.on_the_spot import spot_standing
from requests_app.selectors.remedies import reply_in_force
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.delivery import ConfirmForm, FailureForm, PostForm
from workflows.desk.next_page import Action
from workflows.desk.noting import help_panel
from workflows.desk.spot_replies import spot_panel

USUAL_WAY = {
    Way.PICKUP: DeliveryWay.PICKUP,
    Way.CONSULT: DeliveryWay.HAND,
}
"""How a reply that is not posted usually goes to somebody who wanted the information in this way."""


@dataclass(frozen=True)
class LetterRow:
    """A letter with what was done to deliver it and what may be done now."""

    letter: Letter
    name: str
    deliveries: list[Delivery]
    acts: list[Action]
    to_prove: bool
    to: str
    may_address: bool
    post_instead: str = ""


class Deliveries(CaseView):
    """The letters of the case; what still has to reach the applicant comes with its buttons."""

    tab = "desk:delivery"
    template_name = "desk/delivery.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The list."""
        verbs = ("post", "serve_online", "confirm_delivery", "record_failure", "address_letter")
        may = {verb: self.may(verb) for verb in verbs}
        rows = [self._row(letter, may) for letter in letters_of(self.actor, self.case)]
        return self.case_page(
            rows=rows,
            papers=[(kind, CATALOGUE[kind].name) for kind in MAIL_PAPERS],
            taken_back=self._may_be_taken_back(),
            **spot_panel(self),
            **help_panel(self),
        )

    def _may_be_taken_back(self) -> Action | None:
        """The reply in force, for who may take it back."""
        letter = reply_in_force(self.case)
        if letter is None or not self.may("withdraw_letter"):
            return None
        url = reverse("desk:withdraw_letter", args=[self.case.pk, letter.pk])
        return Action(url, f"收回 {letter.number}")

    def _row(self, letter: Letter, may: dict[str, bool]) -> LetterRow:
        deliveries = list(letter.deliveries.all())
        states = {delivery.state for delivery in deliveries}
        acts: list[Action] = []
        if letter.copy_of_id is not None:
            # Served, and recorded, where it was written.
            return LetterRow(letter, letter_name(letter), deliveries, acts, True, _to(letter), False)
        if needs_delivery(letter) and letter.state == LetterState.MADE and DeliveryState.SERVED not in states:
            acts = self._open_acts(letter, DeliveryState.SENT in states, may)
        addressed = bool(acts) and may["address_letter"]
        if letter.state == LetterState.WITHDRAWN and DeliveryState.SENT in states:
            acts = self._open_acts(letter, True, may)  # What became of the mail is still recorded.
        proof = needs_delivery(letter)
        lies = self._post_instead(letter) if acts and not states & {DeliveryState.SENT} else ""
        return LetterRow(letter, letter_name(letter), deliveries, acts, proof, _to(letter), addressed, lies)

    def _post_instead(self, letter: Letter) -> str:
        """That a reply which nobody has collected is to be posted now; "" where there is time."""
        due = self.case.due_on
        wanted = letter.submission_id is not None and letter.context.get("delivery") == DeliveryWay.PICKUP
        if not wanted or due is None or not pickup_is_over(remaining_days(due, dates.today())):
            return ""
        return (
            f"申请人没有来领取。自取以领取之日为答复之日；答复期限届满前 {PICKUP_POSTED_BEFORE} 个工作日仍未领取的，"
            f"改为邮寄：{date_words.full_weekday(due)}以前（含当日）交邮的，即为按期答复（{IN_TIME_NOTICE}）。"
        )

    def _open_acts(self, letter: Letter, sent: bool, may: dict[str, bool]) -> list[Action]:
        keys = [self.case.pk, letter.pk]
        acts = []
        if not sent and may["serve_online"] and may_be_online(self.case, letter):
            acts.append(Action(reverse("desk:serve_online", args=keys), "网上送达"))
        if not sent and may["post"]:
            acts.append(Action(reverse("desk:post", args=keys), "登记交邮"))
        if may["confirm_delivery"]:
            words = "登记签收" if sent else "登记当面或者其他方式送达"
            acts.append(Action(reverse("desk:confirm", args=keys), words))
        if sent and may["record_failure"]:
            acts.append(Action(reverse("desk:failure", args=keys), "登记退回、未送达"))
        return acts


def _to(letter: Letter) -> str:
    """Who gets it where that is not the applicant."""
    to_others = letter.addressee != LetterAddressee.APPLICANT
    return letter.consultation.name if letter.consultation and to_others else ""


def may_be_online(case: DisclosureRequest, letter: Letter) -> bool:
    """Whether the applicant agreed and, of a reply, it was written for it; the service asks again."""
    if letter.addressee != LetterAddressee.APPLICANT:
        return False
    written_for = letter.submission_id is None or letter.context.get("delivery") == DeliveryWay.ONLINE
    return bool(case.accepts_online_service and written_for)


def letter_name(letter: Letter) -> str:
    """The name of its kind, as the catalogue has it."""
    return CATALOGUE[letter.kind].name if letter.kind in CATALOGUE else letter.kind


class LetterAct(ActView):
    """An act on one letter of the case."""

    tab = "desk:delivery"
    letter: Letter

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the case and the letter."""
        super().prepare(*args, **kwargs)
        self.letter = get_letter(self.actor, self.case, kwargs["letter_id"])

    def explain(self) -> dict[str, Any]:
        """Which letter."""
        issued = date_words.full(self.letter.issued_on)
        return {"lead": f"{letter_name(self.letter)} {self.letter.number}，成文日期 {issued}。"}

    def after(self, result: Any) -> str:
        """Back to the letters."""
        return reverse("desk:delivery", args=[self.case.pk])


class Post(LetterAct):
    """登记交邮."""

    verb, title, button = "post", "登记交邮", "登记交邮"
    done = "已登记交邮。邮政签收后，请登记签收并上传查询记录。"
    form_class = PostForm

    def form_arguments(self) -> dict[str, Any]:
        """Today, until told otherwise."""
        return {"initial": {"sent_on": dates.today()}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The letter and its posting."""
        assert isinstance(form, PostForm)
        return {"letter_id": self.letter.pk, "posting": form.as_posting()}


class Confirm(LetterAct):
    """登记送达."""

    verb, title, button = "confirm_delivery", "登记送达", "登记送达"
    done = "已登记送达。"
    form_class = ConfirmForm

    def form_arguments(self) -> dict[str, Any]:
        """The way the letter went, or usually goes for this applicant; the applicant as the recipient."""
        sent = any(delivery.state == DeliveryState.SENT for delivery in self.letter.deliveries.all())
        usual = USUAL_WAY.get(Way(self.case.way), DeliveryWay.HAND)
        if spot_standing(self.case) is SpotReply.TODAY:
            usual = DeliveryWay.HAND
        if self.letter.addressee != LetterAddressee.APPLICANT:
            return {"initial": self._to_others(sent)}
        applicant = self.case.applicants.first()
        return {
            "initial": {
                "way": DeliveryWay.POST if sent else usual,
                "served_on": dates.today(),
                "recipient": applicant.name if applicant else "",
                "relation": "本人",
            }
        }

    def _to_others(self, sent: bool) -> dict[str, Any]:
        """What is known of a letter to somebody who is asked."""
        asked = self.letter.consultation
        return {
            "way": DeliveryWay.POST if sent else DeliveryWay.HAND,
            "served_on": dates.today(),
            "recipient": asked.name if asked else "",
            "relation": "本人" if asked and asked.is_person else "收发室",
        }

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The letter and how it arrived."""
        assert isinstance(form, ConfirmForm)
        return {"letter_id": self.letter.pk, "service": form.as_service()}


class ServeOnline(LetterAct):
    """网上送达: the letter is shown to the applicant now."""

    verb, title, button = "serve_online", "网上送达", "现在送达"
    done = "已在网上送达，送达时间由系统记录。"
    form_class = forms.Form

    def explain(self) -> dict[str, Any]:
        """That it happens at this moment and cannot be taken back."""
        lead = super().explain()["lead"]
        now = "按下按钮后，申请人即可凭受理编号和查询码查阅、下载，送达时间由系统记录，不能填写，也不能撤回。"
        return {"lead": f"{lead}{now}"}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The letter."""
        return {"letter_id": self.letter.pk}


class Failure(LetterAct):
    """登记未送达."""

    verb, title, button = "record_failure", "登记未送达", "登记未送达"
    danger = True
    done = "已登记未送达，原交邮日期不再计算。请重新送达。"
    form_class = FailureForm

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The letter and the reason."""
        return {"letter_id": self.letter.pk, **form.cleaned_data}
