"""代理安排: who stands in for whom while somebody is away, arranged by the person or the administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic.base import View

from requests_app import dates
from requests_app.actors import Member, memberships_of
from requests_app.errors import ApplicationError
from requests_app.models import User
from requests_app.rules.roles import Role
from requests_app.selectors.delegations import Held, delegations_of, held_roles, possible_deputies
from requests_app.services import delegation
from workflows.desk.base import DeskView, put_refusal, status_of
from workflows.desk.forms.fields import DayField

CHOOSE = [("", "请选择")]


class ArrangeForm(forms.Form):
    """For whom, by whom, from when to when, and why."""

    held = forms.ChoiceField(label="被代理人和角色", error_messages={"required": "请选择被代理人和角色。"})
    deputy = forms.ChoiceField(label="代理人", error_messages={"required": "请选择代理人。"})
    starts_on = DayField(label="开始日期")
    ends_on = DayField(label="截止日期（含当日）")
    reason = forms.CharField(
        label="原因",
        max_length=200,
        error_messages={"required": "请写明原因。"},
        help_text="例如：出差、休假",
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = {f"{held.user.pk}:{held.role.value}": held for held in held_roles(member)}
        self._people = {str(user.pk): user for user in possible_deputies(member)}
        rows = [(key, f"{held.user.name}（{held.role.label}）") for key, held in self._held.items()]
        self.fields["held"].choices = CHOOSE + rows  # type: ignore[attr-defined]
        people = [(key, user.name) for key, user in self._people.items()]
        self.fields["deputy"].choices = CHOOSE + people  # type: ignore[attr-defined]

    def clean_held(self) -> Held:
        """The person with the role."""
        return self._held[self.cleaned_data["held"]]

    def clean_deputy(self) -> User:
        """The person who stands in."""
        return self._people[self.cleaned_data["deputy"]]


class _Arranging(DeskView):
    """Pages of somebody's own capacity: what is only lent cannot be handed on."""

    section = "desk:delegations"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """The administrator's capacity where the person has it, else the one in which the person reads."""
        own = [m for m in memberships_of(self.user) if m.agency == self.actor.agency and not m.acting_for]
        self.member = next((m for m in own if m.role is Role.AGENCY_ADMIN), self.actor)


class Delegations(_Arranging):
    """The list, and a new one."""

    template_name = "desk/delegations.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """What is arranged, and the form for who has something to delegate."""
        return self._show(ArrangeForm(member=self.member, initial={"starts_on": dates.today()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Arrange it, or say why not."""
        form = ArrangeForm(request.POST, member=self.member)
        if not form.is_valid():
            return self._show(form, 422)
        entered = form.cleaned_data
        held: Held = entered["held"]
        try:
            made = delegation.arrange(
                actor=self.member,
                principal=held.user,
                deputy=entered["deputy"],
                role=held.role,
                starts_on=entered["starts_on"],
                ends_on=entered["ends_on"],
                reason=entered["reason"],
            )
        except ApplicationError as refusal:
            put_refusal(form, refusal)
            return self._show(form, status_of(refusal))
        messages.success(request, f"已安排{made.deputy.name}代{made.principal.name}（{held.role.label}）。")
        return redirect("desk:delegations")

    def _show(self, form: ArrangeForm, status: int = 200) -> HttpResponse:
        today = dates.today()
        rows = [
            (row, row.ended_at is None and row.ends_on >= today, row.deputy_id == self.user.pk)
            for row in delegations_of(self.member)
        ]
        may = bool(held_roles(self.member))
        return self.page(status=status, form=form, rows=rows, may_arrange=may, has_errors=status != 200)


class End(_Arranging):
    """提前结束."""

    http_method_names = [name for name in View.http_method_names if name == "post"]

    def post(self, request: HttpRequest, delegation_id: int) -> HttpResponse:
        """End it now. Raises as `services.delegation.end`."""
        delegation.end(actor=self.member, delegation_id=delegation_id)
        messages.success(request, "代理已经结束。")
        return redirect("desk:delegations")
