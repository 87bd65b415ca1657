"""计算口径: the readings of the law that its text does not settle, with source and certainty; the agency chooses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from requests_app.actors import Member, choose_member
from requests_app.errors import ApplicationError
from requests_app.rules.policies import READINGS, Certainty, Choice, Reading
from requests_app.rules.roles import Role
from requests_app.selectors.policies import readable_choice
from requests_app.services.policies import choose_policies
from workflows.desk.base import DeskView, put_refusal, status_of

CERTAINTY = {Certainty.INFERRED: "由条文推断", Certainty.RECALLED: "依据待核对原文"}
_SWITCHES = {True: "是", False: "否"}


class PoliciesForm(forms.Form):
    """One choice for every reading that leaves one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, reading in READINGS.items():
            if reading.configurable:
                self.fields[key] = _field(reading)


def _field(reading: Reading) -> forms.TypedChoiceField:
    by_word = {str(choice): choice for choice in reading.choices}
    return forms.TypedChoiceField(
        label=reading.title,
        choices=[(word, _said(choice)) for word, choice in by_word.items()],
        coerce=by_word.__getitem__,
        help_text=f"{reading.source.short()}；{CERTAINTY[reading.certainty]}；建议：{_said(reading.default)}",
        error_messages={"required": "请选择。", "invalid_choice": "没有这一选项，请重新选择。"},
    )


def _said(choice: Choice) -> str:
    return _SWITCHES[choice] if isinstance(choice, bool) else str(choice)


class PoliciesPage(DeskView):
    """The page of the agency's administrator."""

    section = "desk:policies"
    template_name = "desk/policies.html"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AccessRefused` for everybody else."""
        self.member = choose_member(self.user, self.actor.agency.pk, (Role.AGENCY_ADMIN,))

    def get(self, request: HttpRequest) -> HttpResponse:
        """As it is chosen now."""
        now = readable_choice(self.member.agency).as_json()
        return self._show(PoliciesForm(initial={key: str(value) for key, value in now.items()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Choose, or say what is wrong."""
        form = PoliciesForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            choose_policies(actor=self.member, choices=form.cleaned_data)
        except ApplicationError as refusal:
            put_refusal(form, refusal)
            return self._show(form, status_of(refusal))
        messages.success(request, "计算口径已经保存，适用于今后登记的申请。")
        return redirect("desk:policies")

    def _show(self, form: PoliciesForm, status: int = 200) -> HttpResponse:
        fixed = [
            (reading.title, reading.source.short(), CERTAINTY[reading.certainty])
            for reading in READINGS.values()
            if not reading.configurable
        ]
        return self.page(status=status, form=form, fixed=fixed, has_errors=status != 200)
