"""回看: the inbox and a case as they stood on a past day, from the records (for disputes and reviews)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from requests_app import dates
from requests_app.errors import InvalidInput
from requests_app.pictures import date_words
from requests_app.rules.states import RequestState
from requests_app.selectors.clock import days_to_show
from requests_app.selectors.replay import Then, case_then, inbox_then, record_then
from workflows.desk.base import DeskView, put_refusal
from workflows.desk.case_view import CaseView
from workflows.desk.forms.fields import DayField


class DayForm(forms.Form):
    """The day to go back to."""

    on = DayField(label="日期")


class InboxThen(DeskView):
    """Every case that was open at the end of a day, with the dates as they were reckoned then."""

    section = "desk:inbox"
    template_name = "desk/inbox_then.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list of the day in the address; without one, the form alone."""
        form = DayForm(request.GET if "on" in request.GET else None, initial={"on": dates.today()})
        if not form.is_valid():
            return self.page(form=form, rows=None, status=422 if form.is_bound else 200)
        day = form.cleaned_data["on"]
        try:
            rows = inbox_then(self.actor, day)
        except InvalidInput as refusal:
            put_refusal(form, refusal)
            return self.page(form=form, rows=None, status=422)
        return self.page(form=form, rows=[_row(then) for then in rows], day=day)


class CaseThen(CaseView):
    """One case at the end of a day: state, handler, clock and record."""

    tab = "desk:record"
    template_name = "desk/case_then.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The case on the day in the address; without one, the form alone."""
        form = DayForm(request.GET if "on" in request.GET else None, initial={"on": dates.today()})
        if not form.is_valid():
            return self.case_page(form=form, then=None, status=422 if form.is_bound else 200)
        day = form.cleaned_data["on"]
        try:
            then = case_then(self.actor, case_id, day)
        except InvalidInput as refusal:
            put_refusal(form, refusal)
            return self.case_page(form=form, then=None, status=422)
        return self.case_page(form=form, then=then, day=day, **self._shown(then, day))

    def _shown(self, then: Then | None, day: date) -> dict[str, Any]:
        if then is None:
            return {"not_yet": True}
        facts = [
            ("状态", then.state.label),
            ("承办人", then.handler or "未分派"),
            ("到期日", _due_words(then)),
        ]
        shown: dict[str, Any] = {"facts_then": facts, "entries_then": record_then(self.actor, self.case, day)}
        if then.derivation is not None:
            shown |= {"days": days_to_show(then.derivation), "derivation": then.derivation}
        return shown


def _row(then: Then) -> dict[str, Any]:
    names = [applicant.name for applicant in then.case.applicants.all()]
    return {
        "then": then,
        "applicant": names[0] + (f"等{len(names)}人" if len(names) > 1 else "") if names else "",
        "content": "；".join(item.text for item in then.case.items.all()),
        "due": _due_words(then),
        "number": then.case.number if then.state is not RequestState.RECEIVED else "",
    }


def _due_words(then: Then) -> str:
    if then.due is None:
        return "当时没有答复期限"
    provisional = then.derivation is not None and then.derivation.provisional
    return f"{date_words.full_weekday(then.due)}{'（暂定）' if provisional else ''}"
