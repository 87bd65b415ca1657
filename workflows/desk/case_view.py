"""Pages of one case: the identity bar, the tabs, the one next action; and pages that do one act on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from requests_app import dates
from requests_app.errors import AccessRefused, ApplicationError
from requests_app.models import DisclosureRequest
from requests_app.plain_text import cut
from requests_app.rules.next_act import LegalAct
from requests_app.rules.remedy_case import CAN_BE_DISPUTED
from requests_app.rules.states import CLOCK_STOPPED, RequestState
from requests_app.selectors.cases import UNKNOWN, get_case
from requests_app.selectors.consultations import consultations_of
from requests_app.selectors.documents import documents_of
from requests_app.selectors.inbox import remaining_days
from requests_app.selectors.remedies import remedy_cases_of
from requests_app.selectors.timeline import timeline
from workflows.desk.base import DeskView, address, put_refusal, seen_version, status_of
from workflows.desk.joint_panel import joint_panel
from workflows.desk.next_page import Action, next_action
from workflows.perform import may_perform, perform

MARK = 10
"""Characters of the needed help in the identity bar; the whole of it stands on the overview."""


@dataclass(frozen=True)
class Tab:
    """One entry of the navigation inside a case."""

    url: str
    label: str
    note: str = ""
    present: bool = False


class CaseView(DeskView):
    """A page of one case. Raises `AccessRefused` (404) for a case the person may not see."""

    section = "desk:inbox"
    tab = ""
    case: DisclosureRequest

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the case. One without an agency has pages of its own (dispatching.py)."""
        self.case = get_case(self.actor, kwargs["case_id"])
        if self.case.agency_id is None:
            raise AccessRefused("unknown_case", UNKNOWN)

    def may(self, verb: str) -> bool:
        """Whether a button for `verb` is worth showing."""
        return may_perform(self.user, self.case, verb)

    def case_page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page with identity bar and tabs."""
        case = self.case
        action = next_action(self.user, case)
        frame = {
            "case": case,
            "number": case.number or "待登记",
            "facts": self._identity(),
            "remaining": remaining_days(case.next_act_on, dates.today()),
            "paused": case.paused,
            "stopped": case.state in CLOCK_STOPPED,
            "due": case.next_act_on,
            "tabs": self._tabs(),
            "action": action,
            **self._action_link(action),
            **joint_panel(self.actor, case),
        }
        return self.page(status=status, **{**frame, **context})

    def _action_link(self, action: Action | None) -> dict[str, str]:
        """The button of the identity bar; none on the page it leads to."""
        if action is None or action.url == self.request.path:
            return {}
        return {"action_url": action.url, "action_label": action.label}

    def _identity(self) -> list[tuple[str, str]]:
        case = self.case
        names = [applicant.name for applicant in case.applicants.all()]
        many = f"等{len(names)}人" if len(names) > 1 else ""
        return [
            ("下一步", LegalAct(case.next_act).label or "—"),
            ("申请人", f"{names[0]}{many}" if names else "—"),
            ("环节", RequestState(case.state).label),
            ("承办人", case.handler.name if case.handler else "未分派"),
            *([("需要帮助", cut(case.help_needed, MARK))] if case.help_needed else []),
        ]

    def _tabs(self) -> list[Tab]:
        pk = self.case.pk
        entries = [
            ("desk:case", "概况", ""),
            ("desk:materials", "材料", str(documents_of(self.actor, self.case).count())),
            ("desk:consultations", "征求意见", self._consultations()),
            ("desk:reply", "答复书", ""),
            ("desk:delivery", "送达", ""),
            *self._disputes(),
            ("desk:record", "记录", str(timeline(self.actor, self.case).count())),
        ]
        found = [(address(name, pk), label, note, name) for name, label, note in entries]
        return [Tab(url, label, note, name == self.tab) for url, label, note, name in found if url]

    def _disputes(self) -> list[tuple[str, str, str]]:
        """The tab of disputes, once the request was answered or disputed."""
        count = remedy_cases_of(self.actor, self.case).count()
        shown = count or self.case.state in CLOCK_STOPPED & CAN_BE_DISPUTED
        return [("desk:remedies", "复议诉讼", str(count or ""))] if shown else []

    def _consultations(self) -> str:
        """How many were asked, "" for nobody."""
        return str(consultations_of(self.actor, self.case).count() or "")


class ActView(CaseView):
    """A page that does one act through the door: a form, and back to the case with a word when it is done.

    A refusal shows the same page with the entered text, the reason above it, and the case as it is now.
    """

    verb: ClassVar[str]
    title: ClassVar[str]
    done = "已办理。"
    button = "确定"
    danger = False
    template_name = "desk/act.html"
    form_class: type[forms.Form]

    def form_arguments(self) -> dict[str, Any]:
        """What the form needs to know besides what was sent."""
        return {}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The arguments of the service from a valid form."""
        return dict(form.cleaned_data)

    def after(self, result: Any) -> str:
        """Where to go when it is done."""
        return reverse("desk:case", args=[self.case.pk])

    def explain(self) -> dict[str, Any]:
        """What the page says besides the form."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form; refused to people who could not send it."""
        if not self.may(self.verb):
            raise AccessRefused(
                "not_now", f"您现在不能办理“{self.title}”：本件没有这项待办，或者它不由您的角色办理。"
            )
        return self.form_page(self.form_class(**self.form_arguments()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or say why not."""
        form = self.form_class(request.POST, request.FILES, **self.form_arguments())
        if not form.is_valid():
            return self.form_page(form, 422)
        try:
            result = self.act(form)
        except ApplicationError as refusal:
            if status_of(refusal) == 404:
                raise
            self.case = get_case(self.actor, self.case.pk)
            put_refusal(form, refusal)
            return self.form_page(form, status_of(refusal))
        messages.success(request, self.done)
        return redirect(self.after(result))

    def act(self, form: forms.Form) -> Any:
        """Run the verb through the door."""
        return perform(
            self.user,
            self.case,
            self.verb,
            seen_version=seen_version(self.request),
            **self.arguments(form),
        )

    def form_page(self, form: forms.Form, status: int = 200) -> HttpResponse:
        """The page with the form."""
        return self.case_page(
            status=status,
            form=form,
            act_title=self.title,
            button=self.button,
            danger=self.danger,
            **self.explain(),
        )
