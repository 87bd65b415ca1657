"""The room of the supervisor (督办): what is late or near in the agencies below, and the demand to account for it.

The head of an office sees the same list for the own office, and demands nothing there.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views import View

from requests_app import dates
from requests_app.actors import Member, memberships_of
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, StateRefusal
from requests_app.models import DisclosureRequest, User
from requests_app.rules.roles import Role
from requests_app.rules.states import OPEN, RequestState
from requests_app.rules.supervision import BASIS
from requests_app.selectors.cases import get_watched
from requests_app.selectors.inbox import remaining_days
from requests_app.selectors.supervision import WATCHERS, late_words, orders_of, watch_list
from requests_app.selectors.tracks import emergencies
from requests_app.services.supervising import order


class OrderForm(forms.Form):
    """What is demanded, and by when the answer is to be there."""

    words = forms.CharField(
        label="督办要求",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随件存入两个机关的记录，申请人看不到；不写申请人的姓名和联系方式",
        error_messages={"required": "请写明督办的要求。"},
    )
    answer_by = forms.DateField(
        label="答复期限",
        input_formats=["%Y-%m-%d", "%Y%m%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "请填写答复督办的期限。",
            "invalid": "日期不存在，请按 2026-01-05 的样子填写。",
        },
    )


class WatchView(View):
    """A page of the room: a signed-in supervisor or head of an office, refusals as pages, nothing kept in caches."""

    roles: tuple[Role, ...] = WATCHERS
    actor: Member

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for a login, find the capacity, run, and answer refusals with a page."""
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        response: HttpResponseBase
        try:
            self.actor = self._capacity(request.user)
            response = super().dispatch(request, *args, **kwargs)
        except ApplicationError as refusal:
            response = self.show("supervision/refused.html", _status(refusal), words=refusal.message)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def _capacity(self, user: User) -> Member:
        """The one that sees the most: a supervisor before the head of an office. Raises `AccessRefused`."""
        fitting = [member for member in memberships_of(user) if member.role in self.roles]
        if not fitting:
            names = "、".join(role.label for role in self.roles)
            raise AccessRefused("role_missing", f"督办清单由{names}查看，您没有这一角色。")
        return min(fitting, key=lambda member: (self.roles.index(member.role), member.acting_for is not None))

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page in the frame of the room."""
        actor = getattr(self, "actor", None)
        frame = {"actor": actor, "may_order": actor is not None and actor.role is Role.SUPERVISOR}
        return render(self.request, template, {**frame, **context}, status=status)


class WatchList(WatchView):
    """督办清单, by agency."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What is late or near, and where the emergency path was taken."""
        agencies = watch_list(self.actor)
        return self.show(
            "supervision/list.html",
            agencies=agencies,
            total=sum(len(agency.rows) for agency in agencies),
            late=sum(agency.late for agency in agencies),
            emergencies=list(emergencies(self.actor)),
            today=dates.today(),
        )


class Order(WatchView):
    """督办 of one case."""

    roles = (Role.SUPERVISOR,)

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The form, under what was demanded before. Raises `AccessRefused` for a case of nobody below."""
        return self._show(OrderForm(), self._case(case_id))

    def post(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Demand it, or say why not."""
        form, case = OrderForm(request.POST), self._case(case_id)
        if not form.is_valid():
            return self._show(form, case, 422)
        try:
            order(actor=self.actor, case_id=case.pk, **form.cleaned_data)
        except ApplicationError as refusal:
            if isinstance(refusal, AccessRefused):
                raise
            fields = refusal.fields if isinstance(refusal, InvalidInput) else {}
            for name, words in (fields or {"": refusal.message}).items():
                form.add_error(name or None, words)
            return self._show(form, case, _status(refusal))
        messages.success(request, f"已督办 {case}，承办人和工作机构负责人已收到提醒。")
        return redirect("supervision:list")

    def _case(self, case_id: int) -> DisclosureRequest:
        case = get_watched(self.actor, case_id)
        if case.agency_id is None:
            raise AccessRefused("unknown_case", "没有这件申请，或者您无权查看。")
        return case

    def _show(self, form: OrderForm, case: DisclosureRequest, status: int = 200) -> HttpResponse:
        return self.show(
            "supervision/order.html",
            status,
            form=form,
            has_errors=status != 200,
            case=case,
            state=RequestState(case.state),
            remaining=remaining_days(case.due_on, dates.today()),
            late_words=late_words(case),
            orders=orders_of(self.actor, case),
            basis=BASIS.cite(),
            possible=case.state in OPEN,
        )


def _status(refusal: ApplicationError) -> int:
    if isinstance(refusal, AccessRefused):
        return 404 if refusal.code.startswith("unknown_") else 403
    return 409 if isinstance(refusal, StateRefusal) else 422
