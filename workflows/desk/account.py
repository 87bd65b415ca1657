"""Signing in and out, and for which agency one works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from workflows.desk.actor import AGENCY_KEY
from workflows.desk.base import DeskView


class SignInForm(AuthenticationForm):
    """Login and password, with one sentence for every failure."""

    error_messages = {
        "invalid_login": "登录名或者密码不正确，请核对后重新输入。",
        "inactive": "这个账号已经停用，请联系本单位管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        self.fields["password"].label = "密码"


class SignIn(LoginView):
    """登录. Somebody who is signed in already goes to the desk."""

    template_name = "desk/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Too many wrong passwords for this name from this address: the right one opens nothing either for a while."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "desk/locked.html", {"minutes": minutes}, status=429)


class CapacityForm(forms.Form):
    """The agency to work for."""

    agency = forms.TypedChoiceField(label="机关", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, agencies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]


class Capacity(DeskView):
    """更换身份: people who work for several agencies choose one."""

    template_name = "desk/capacity.html"

    def _form(self, data: Any = None) -> CapacityForm:
        agencies = [(member.agency.pk, member.agency.name) for member in self.seat.agencies]
        return CapacityForm(data, agencies=agencies, initial={"agency": self.actor.agency.pk})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The agencies of this person."""
        return self.page(form=self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Work for another one from now on."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.page(form=form, status=422)
        request.session[AGENCY_KEY] = form.cleaned_data["agency"]
        names = dict(form.fields["agency"].choices)  # type: ignore[attr-defined]
        messages.success(request, f"现在以{names[form.cleaned_data['agency']]}工作人员的身份办理。")
        return redirect("desk:inbox")
