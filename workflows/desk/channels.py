"""申请渠道: which channels the agency announces; those that can never be refused stand there without a switch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from requests_app.actors import Member, choose_member
from requests_app.errors import ApplicationError
from requests_app.rules.receipt import CHANNELS
from requests_app.rules.roles import Role
from requests_app.services.channels import announce_channels
from workflows.desk.base import DeskView, put_refusal, status_of


class ChannelsForm(forms.Form):
    """The channels an agency is free to announce."""

    web = forms.BooleanField(label="网上申请", required=False)
    fax = forms.BooleanField(label="传真申请", required=False)
    fax_number = forms.CharField(label="传真号码", required=False, max_length=40)
    email = forms.BooleanField(label="电子邮件申请", required=False)
    address = forms.EmailField(
        label="电子邮箱",
        required=False,
        error_messages={"invalid": "电子邮箱的格式不对，应当像 name@example.cn 这样。"},
    )


class Channels(DeskView):
    """The page of the agency's administrator."""

    section = "desk:channels"
    template_name = "desk/channels.html"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AccessRefused` for everybody else."""
        self.member = choose_member(self.user, self.actor.agency.pk, (Role.AGENCY_ADMIN,))

    def get(self, request: HttpRequest) -> HttpResponse:
        """As it is announced now."""
        agency = self.member.agency
        now = {"web": agency.accepts_web, "fax": agency.accepts_fax, "email": agency.accepts_email}
        return self._show(ChannelsForm(initial={**now, "fax_number": agency.fax, "address": agency.email}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Announce, or say what is missing."""
        form = ChannelsForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            announce_channels(actor=self.member, **form.cleaned_data)
        except ApplicationError as refusal:
            put_refusal(form, refusal)
            return self._show(form, status_of(refusal))
        messages.success(request, "申请渠道已经更新，公开指南同时更新。")
        return redirect("desk:channels")

    def _show(self, form: ChannelsForm, status: int = 200) -> HttpResponse:
        always = [(rule.label, rule.basis.short()) for rule in CHANNELS.values() if rule.never_refused]
        return self.page(status=status, form=form, always=always, has_errors=status != 200)
