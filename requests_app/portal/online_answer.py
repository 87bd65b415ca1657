"""What an applicant is asked and answers online: write, check, send. What is typed is kept before it is judged.

A correction (Art. 30) and reasons (Art. 35) differ in what is asked and in the form; the way is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from requests_app.actors import Applicant
from requests_app.errors import ApplicationError
from requests_app.models import DisclosureRequest, DocumentKind, OnlineApplication
from requests_app.portal import visits
from requests_app.portal.apply_views import upload_of
from requests_app.selectors import online_application as kept
from requests_app.services import online_application

SECTION = {"section": "portal:status"}


@dataclass(frozen=True)
class OnlineAnswer:
    """One kind of answer. `page`: the view of the form, that of the check is `<page>_check`; their templates are alike.

    awaited: what is asked of the applicant now, None for nothing. typed: what was sent, judged by nobody. form: the
    form over the kept answers. shown: what the check says of a valid form. send: hand it in. lost, nothing, done: the
    words when the kept text is gone, nothing is asked any more, it was sent.
    """

    page: str
    kind: DocumentKind
    key: Callable[[DisclosureRequest], UUID]
    awaited: Callable[[Applicant], Any]
    typed: Callable[[DisclosureRequest, QueryDict], dict[str, Any]]
    form: Callable[[Applicant, Any, OnlineApplication | None, bool], Form]
    shown: Callable[[Any], Mapping[str, Any]]
    send: Callable[..., Any]
    lost: str
    nothing: str
    done: str
    effect: Callable[[], Any] | None = None

    def fill_in(self, request: HttpRequest) -> HttpResponse:
        """What is asked, with the form; POST keeps what was written and goes on to the check."""
        applicant, awaited = self._opened(request)
        if applicant is None or awaited is None:
            return self._elsewhere(request, applicant)
        if request.method == "POST":
            return self._keep(request, applicant, awaited)
        return self._show(request, applicant, awaited, self._form(applicant, awaited))

    def check(self, request: HttpRequest) -> HttpResponse:
        """Everything once more before it is sent; POST sends it. Sent twice, it is sent once."""
        applicant, awaited = self._opened(request)
        if applicant is None or awaited is None:
            return self._elsewhere(request, applicant)
        draft = self._draft(applicant)
        if draft is None:
            messages.warning(request, self.lost)
            return redirect(f"portal:{self.page}")
        form = self._form(applicant, awaited, bound=True)
        if not form.is_valid():
            return self._show(request, applicant, awaited, form)
        if request.method == "POST":
            return self._send(request, applicant, awaited, form)
        context = {"case": applicant.request, **self.shown(form), "files": draft.files.all(), **SECTION}
        return render(request, f"portal/{self.page}_check.html", context)

    def _keep(self, request: HttpRequest, applicant: Applicant, awaited: Any) -> HttpResponse:
        action, key = request.POST.get("action", "check"), self.key(applicant.request)
        online_application.save_answers(key=key, answers=self.typed(applicant.request, request.POST))
        complaints = []
        for sent in request.FILES.getlist("papers"):
            try:
                online_application.add_file(key=key, upload=upload_of(sent), kind=self.kind)
            except ApplicationError as refusal:
                complaints.append(refusal.message)
        if action.startswith("drop:") and action[5:].isdecimal():
            online_application.remove_file(key=key, file_id=int(action[5:]))
            return redirect(f"portal:{self.page}")
        form = self._form(applicant, awaited, bound=True)
        for sentence in complaints:
            form.add_error("papers", sentence)
        if form.errors:
            return self._show(request, applicant, awaited, form)
        return redirect(f"portal:{self.page}_check")

    def _send(self, request: HttpRequest, applicant: Applicant, awaited: Any, form: Form) -> HttpResponse:
        try:
            self.send(applicant=applicant)
        except ApplicationError as refusal:
            form.add_error(None, refusal.message)
            return self._show(request, applicant, awaited, form)
        messages.success(request, self.done)
        return redirect("portal:case")

    def _opened(self, request: HttpRequest) -> tuple[Applicant | None, Any]:
        applicant = visits.opened(request)
        return applicant, self.awaited(applicant) if applicant is not None else None

    def _elsewhere(self, request: HttpRequest, applicant: Applicant | None) -> HttpResponse:
        """Without a code to the question for it; with one, back to the case: a second click is no error."""
        if applicant is None:
            return redirect("portal:status")
        messages.info(request, self.nothing)
        return redirect("portal:case")

    def _draft(self, applicant: Applicant) -> OnlineApplication | None:
        return kept.find(self.key(applicant.request))

    def _form(self, applicant: Applicant, awaited: Any, *, bound: bool = False) -> Form:
        return self.form(applicant, awaited, self._draft(applicant), bound)

    def _show(self, request: HttpRequest, applicant: Applicant, awaited: Any, form: Form) -> HttpResponse:
        draft = self._draft(applicant)
        context = {
            "case": applicant.request,
            "awaited": awaited,
            "form": form,
            "files": draft.files.all() if draft else (),
            "agency": applicant.request.agency,
            "effect": self.effect() if self.effect else None,
            **SECTION,
        }
        return render(request, f"portal/{self.page}.html", context)
