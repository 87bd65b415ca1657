"""Where the case stands, for the one who has its number and query code; withdrawal; letters."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.client_address import client_address
from requests_app.errors import AccessRefused, ApplicationError
from requests_app.models import Document
from requests_app.portal import visits
from requests_app.portal.forms import StatusForm, WithdrawForm
from requests_app.portal.status_page import status_page
from requests_app.rules import guidance
from requests_app.rules.states import RequestState
from requests_app.selectors.documents import DamagedFile, get_document, read_content
from requests_app.selectors.publication import suggestable_items, suggestions_of
from requests_app.selectors.replies import named_elsewhere
from requests_app.services import online_application, withdrawal
from requests_app.services.access_attempts import open_by_code

SECTION = {"section": "portal:status"}
_SUFFIXES = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


@sensitive_post_parameters("number", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. A wrong number and a wrong code are answered alike."""
    form = StatusForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            applicant = open_by_code(
                address=client_address(request),
                number=form.cleaned_data["number"],
                code=form.cleaned_data["code"],
            )
        except AccessRefused as refusal:
            visits.close_case(request)
            form.add_error(None, refusal.message)
            status = 429 if refusal.code == "too_many_tries" else 200
            return render(request, "portal/ask.html", {"form": form}, status=status)
        visits.open_case(request, applicant)
        return redirect("portal:case")
    return render(request, "portal/ask.html", {"form": form})


@require_safe
@never_cache
def case(request: HttpRequest) -> HttpResponse:
    """The status of the opened case."""
    applicant = visits.opened(request)
    if applicant is None:
        return redirect("portal:status")
    shown = applicant.request
    agency = shown.agency
    context = {
        "case": shown,
        "page": status_page(applicant),
        "items": shown.items.all(),
        "applicants": [row.name for row in shown.applicants.all()],
        "agency": agency,
        "suggestions": suggestions_of(applicant),
        "elsewhere": [agency for agency, _ in named_elsewhere(applicant)],
        "can_suggest": bool(suggestable_items(applicant)),
        "why": guidance.why_due(),
        "provisional": guidance.provisional_date(),
        "complaint": guidance.complaint(agency.parent.name if agency and agency.parent else ""),
        **SECTION,
    }
    return render(request, "portal/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: HttpRequest) -> HttpResponse:
    """Say what withdrawing means; POST withdraws."""
    applicant = visits.opened(request)
    if applicant is None:
        return redirect("portal:status")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            withdrawal.withdraw(
                actor=applicant, case_id=applicant.request.pk, reason=form.cleaned_data["reason"]
            )
        except ApplicationError as refusal:
            # A second click of the same person is no error: the case is withdrawn, which is what was wanted.
            if applicant.request.state != RequestState.WITHDRAWN:
                messages.error(request, refusal.message)
            return redirect("portal:case")
        letter = "撤回告知书制作后，可以在本页下载。" if applicant.request.number else ""
        messages.success(request, f"申请已经撤回。{letter}")
        return redirect("portal:case")
    context = {"form": form, "case": applicant.request, "page": status_page(applicant), **SECTION}
    return render(request, "portal/withdraw.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the opened case, receipts and drafts, for those who use somebody else's computer."""
    applicant = visits.opened(request)
    answers = (online_application.correction_key, online_application.reasons_key)
    kept = [key(applicant.request) for key in answers] if applicant else []
    online_application.forget([*visits.own_applications(request), *kept])
    visits.leave(request)
    messages.success(request, "已经退出，这台电脑上不再能看到您的申请。")
    return redirect("portal:status")


@require_safe
@never_cache
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """A letter of the opened case as a download. 404 for every other file."""
    applicant = visits.opened(request)
    if applicant is None:
        raise Http404
    try:
        found = get_document(applicant, document_id)
        content = read_content(found)
    except AccessRefused:
        raise Http404 from None
    except (DamagedFile, FileNotFoundError):
        return render(request, "portal/damaged.html", {"agency": applicant.request.agency}, status=500)
    response = HttpResponse(content, content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(True, _file_name(found)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file_name(found: Document) -> str:
    return f"{found.title}{_SUFFIXES.get(found.media_type, '')}"
