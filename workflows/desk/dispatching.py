"""统一受理: what came in for nobody, with its alarm, and the page on which a dispatcher finds the right agency."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from requests_app import dates
from requests_app.actors import Member, choose_member
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, StateRefusal
from requests_app.models import Agency
from requests_app.pictures import date_words
from requests_app.rules.receipt import CHANNELS, Channel
from requests_app.rules.roles import Role
from requests_app.selectors.agencies import named_agency
from requests_app.selectors.cases import UNKNOWN
from requests_app.selectors.documents import documents_of
from requests_app.selectors.intake import (
    Unrouted,
    get_unrouted,
    lay_here,
    routable_agencies,
    routed,
    unrouted,
    withdrawn_here,
)
from requests_app.selectors.transfers import transferred_out
from workflows.desk.base import DeskView, put_refusal, seen_version, status_of
from workflows.desk.forms.case import WithdrawForm
from workflows.desk.forms.fields import needed_words
from workflows.perform import perform


class DispatcherView(DeskView):
    """A page of a platform's dispatchers. Raises `AccessRefused` for everybody else."""

    section = "desk:intake"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """The person as a dispatcher."""
        self.member = choose_member(self.user, self.actor.agency.pk, (Role.DISPATCHER,))


class Intake(DispatcherView):
    """The list: what waits, and in few words where the rest went."""

    template_name = "desk/intake.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Both lists."""
        rows = unrouted(self.member)
        late = sum(row.late for row in rows)
        return self.page(
            rows=rows,
            late=late,
            routed=routed(self.member),
            withdrawn=withdrawn_here(self.member),
            transferred=transferred_out(self.member),
            today=dates.today(),
        )


class RouteForm(forms.Form):
    """The right agency, by its name or a part of it, and why."""

    agency = forms.CharField(
        label="负责办理的行政机关",
        max_length=120,
        help_text="输入名称的一部分，从列表中选择",
        error_messages={"required": "请选择由哪个机关办理。"},
    )
    reason = needed_words(
        "分办理由", "请写明为什么由这个机关办理。", rows=2, help_text="例如：该信息由该机关制作"
    )

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = routable_agencies(actor)

    def clean_agency(self) -> Agency:
        """The one agency that is meant."""
        try:
            return named_agency(self.cleaned_data["agency"], self.agencies)
        except InvalidInput as refusal:
            raise forms.ValidationError(refusal.message) from None


class DispatcherCase(DispatcherView):
    """A page of one application that waits for a dispatcher."""

    found: Unrouted

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the application. Raises `AccessRefused` for what never lay with this platform, `StateRefusal` for what
        does not wait there any more."""
        super().prepare(*args, **kwargs)
        found = get_unrouted(self.member, kwargs["case_id"])
        if found is None:
            if lay_here(self.member, kwargs["case_id"]):
                raise StateRefusal("already_routed", "这件申请已经分办、转出，或者申请人已经撤回。")
            raise AccessRefused("unknown_case", UNKNOWN)
        self.found = found


class Route(DispatcherCase):
    """分办: one application, its day of receipt and due date as they will be, and the agency."""

    template_name = "desk/route.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The application and an empty form."""
        return self._show(RouteForm(actor=self.member))

    def post(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Route it; it is registered in the same moment."""
        form = RouteForm(request.POST, actor=self.member)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            case = perform(
                self.user, self.found.case, "route", seen_version=seen_version(request), **form.cleaned_data
            )
        except ApplicationError as refusal:
            if status_of(refusal) == 404:
                raise
            put_refusal(form, refusal)
            return self._show(form, status_of(refusal))
        due = f"，答复到期日 {date_words.full_weekday(case.due_on)}" if case.due_on else ""
        messages.success(request, f"已分办至{case.agency.name}，登记编号 {case.number}{due}。")
        return redirect("desk:intake")

    def _show(self, form: RouteForm, status: int = 200) -> HttpResponse:
        case, due = self.found.case, self.found.due_on
        rule = CHANNELS[Channel(case.channel)]
        return self.page(
            status=status,
            form=form,
            case=case,
            row=self.found,
            items=case.items.all(),
            documents=documents_of(self.member, case),
            due_words=f"{date_words.full_weekday(due)}{'（暂定）' if self.found.provisional else ''}"
            if due
            else "",
            basis=rule.basis.short(),
            has_errors=status != 200,
        )


class DispatcherAct(DispatcherCase):
    """One act of a dispatcher on an application that waits: a form, and back to the list. A refusal shows the same
    page with what was entered."""

    template_name = "desk/intake_act.html"
    verb: ClassVar[str]
    title: ClassVar[str]
    button: ClassVar[str]
    lead: ClassVar[str]
    done: ClassVar[str]
    form_class: ClassVar[type[forms.Form]]

    def form_arguments(self) -> dict[str, Any]:
        """What the form needs to know besides what was sent."""
        return {}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The arguments of the service from a valid form."""
        return dict(form.cleaned_data)

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The empty form."""
        return self._show(self.form_class(**self.form_arguments()))

    def post(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Do it, or say what is missing."""
        form = self.form_class(request.POST, request.FILES, **self.form_arguments())
        if not form.is_valid():
            return self._show(form, 422)
        try:
            perform(
                self.user,
                self.found.case,
                self.verb,
                seen_version=seen_version(request),
                **self.arguments(form),
            )
        except ApplicationError as refusal:
            if status_of(refusal) == 404:
                raise
            put_refusal(form, refusal)
            return self._show(form, status_of(refusal))
        messages.success(request, self.done)
        return redirect("desk:intake")

    def _show(self, form: forms.Form, status: int = 200) -> HttpResponse:
        case = self.found.case
        return self.page(
            status=status,
            form=form,
            case=case,
            quoted=[item.text for item in case.items.all()],
            lead=self.lead,
            act_title=self.title,
            button=self.button,
            back=reverse("desk:route", args=[case.pk]),
            has_errors=status != 200,
        )


class WithdrawUnrouted(DispatcherAct):
    """登记撤回: the applicant's signed paper came to the platform before anybody had the application."""

    verb, title, button = "withdraw", "登记撤回", "确认撤回"
    lead = (
        "撤回后本件不再分办、不再答复，撤回不能恢复。没有受理编号的，不制作撤回告知书，"
        "申请人可以在查询页面看到已经撤回。"
    )
    done = "已登记撤回，本件不再分办。"
    form_class = WithdrawForm
