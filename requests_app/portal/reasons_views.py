"""Giving reasons online (Art. 35): write, check, send. What is typed is kept before it is judged."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from requests_app.actors import Applicant
from requests_app.errors import ApplicationError
from requests_app.models import DocumentKind, OnlineApplication
from requests_app.portal import visits
from requests_app.portal.apply_views import upload_of
from requests_app.portal.reasons_form import ReasonsForm
from requests_app.selectors import online_application as kept
from requests_app.selectors.reasons import ReasonsView, awaited_reasons
from requests_app.services import online_application

SECTION = {"section": "portal:status"}
NOTHING_AWAITED = "这件申请现在不需要说明理由，或者已经收到您的说明。"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def fill_in(request: HttpRequest) -> HttpResponse:
    """What is to be explained; POST keeps what was written and goes on to the check."""
    applicant, awaited = _awaited(request)
    if applicant is None or awaited is None:
        return _elsewhere(request, applicant)
    if request.method == "POST":
        return _keep(request, applicant, awaited)
    return _show(request, applicant, awaited, _form(_draft(applicant)))


def _keep(request: HttpRequest, applicant: Applicant, awaited: ReasonsView) -> HttpResponse:
    action = request.POST.get("action", "check")
    key = online_application.reasons_key(applicant.request)
    online_application.save_answers(key=key, answers={"text": request.POST.get("text", "")})
    complaints = []
    for sent in request.FILES.getlist("papers"):
        try:
            online_application.add_file(key=key, upload=upload_of(sent), kind=DocumentKind.REASONS)
        except ApplicationError as refusal:
            complaints.append(refusal.message)
    if action.startswith("drop:") and action[5:].isdecimal():
        online_application.remove_file(key=key, file_id=int(action[5:]))
        return redirect("portal:reasons")
    form = _form(_draft(applicant), bound=True)
    for sentence in complaints:
        form.add_error("papers", sentence)
    return _show(request, applicant, awaited, form) if form.errors else redirect("portal:reasons_check")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more before it is sent; POST sends it. Sent twice, it is sent once."""
    applicant, awaited = _awaited(request)
    if applicant is None or awaited is None:
        return _elsewhere(request, applicant)
    draft = _draft(applicant)
    if draft is None:
        messages.warning(request, "说明没有提交，填写的内容已过保存期限。请重新填写。")
        return redirect("portal:reasons")
    form = _form(draft, bound=True)
    if not form.is_valid():
        return _show(request, applicant, awaited, form)
    if request.method == "POST":
        return _send(request, applicant, awaited, form)
    context = {
        "case": applicant.request,
        "text": form.cleaned_data["text"],
        "files": draft.files.all(),
        **SECTION,
    }
    return render(request, "portal/reasons_check.html", context)


def _send(
    request: HttpRequest, applicant: Applicant, awaited: ReasonsView, form: ReasonsForm
) -> HttpResponse:
    try:
        online_application.send_reasons(applicant=applicant)
    except ApplicationError as refusal:
        form.add_error(None, refusal.message)
        return _show(request, applicant, awaited, form)
    messages.success(request, "您说明的理由已经收到，受理机关将作出判断。")
    return redirect("portal:case")


def _awaited(request: HttpRequest) -> tuple[Applicant | None, ReasonsView | None]:
    applicant = visits.opened(request)
    return applicant, awaited_reasons(applicant) if applicant is not None else None


def _elsewhere(request: HttpRequest, applicant: Applicant | None) -> HttpResponse:
    """Without a code to the question for it; with one, back to the case: a second click is no error."""
    if applicant is None:
        return redirect("portal:status")
    messages.info(request, NOTHING_AWAITED)
    return redirect("portal:case")


def _draft(applicant: Applicant) -> OnlineApplication | None:
    return kept.find(online_application.reasons_key(applicant.request))


def _form(draft: OnlineApplication | None, *, bound: bool = False) -> ReasonsForm:
    return ReasonsForm(kept.answers_of(draft) if draft else {}, bound=bound)


def _show(
    request: HttpRequest, applicant: Applicant, awaited: ReasonsView, form: ReasonsForm
) -> HttpResponse:
    draft = _draft(applicant)
    context = {
        "case": applicant.request,
        "awaited": awaited,
        "form": form,
        "files": draft.files.all() if draft else (),
        "agency": applicant.request.agency,
        **SECTION,
    }
    return render(request, "portal/reasons.html", context)
