"""Applying online: fill in, check, send, receipt. What is typed is kept before it is judged."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app import dates
from requests_app.actors import Applicant
from requests_app.client_address import client_address
from requests_app.errors import ApplicationError
from requests_app.models import Agency, DocumentKind, OnlineApplication
from requests_app.portal import answers as typed
from requests_app.portal import visits
from requests_app.portal.check_page import check_facts
from requests_app.portal.forms import ApplicationForm
from requests_app.portal.qr import qr_svg
from requests_app.portal.status_page import letter_rows
from requests_app.rules import guidance
from requests_app.rules.receipt import Channel
from requests_app.selectors import online_application as kept
from requests_app.selectors.agencies import public_agencies, public_agency
from requests_app.selectors.replies import named_elsewhere
from requests_app.services import online_application
from requests_app.services.access_attempts import count_application
from requests_app.services.documents import MAX_BYTES, Upload
from requests_app.services.registration import NewRequest
from requests_app.typed_numbers import whole_number

FILE_FIELDS = {"identity_files": DocumentKind.IDENTITY_PROOF, "other_files": DocumentKind.OTHER}
HONEYPOT = (
    "有一栏本该留空的被填了内容（多半是浏览器自动填写的），申请没有保存。已经替您清空，请再按一次“下一步”。"
)
SECTION = {"section": "portal:apply"}


@require_safe
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """A blank form, and the way back to one that was begun before."""
    earlier = kept.unfinished(visits.own_applications(request))
    agency = public_agency(request.GET.get("agency", ""))
    only = list(public_agencies()[:2])
    named = agency or (only[0] if len(only) == 1 else None)
    answers = typed.blank(named.name if named else "")
    if agency is not None and "again" in request.GET:
        answers["items"] = _not_theirs(request, agency) or [""]
    form = ApplicationForm(answers)
    return _show(request, visits.begin_application(request), form, {"earlier": earlier})


def _not_theirs(request: HttpRequest, agency: Agency) -> list[str]:
    """What another agency answered to be this one's, in the case that this session has opened."""
    applicant = visits.opened(request)
    found = named_elsewhere(applicant) if applicant is not None else []
    texts = [text for right, items in found if right.pk == agency.pk for text in items]
    return [text[: typed.LONGEST_ITEM] for text in texts[: typed.MOST_ITEMS]]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def fill_in(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the kept answers, or keep new ones and do what the pressed button says."""
    application = _own(request, key)
    if application is not None and application.submitted_at is not None:
        return redirect("portal:receipt", key=key)
    if request.method == "POST":
        return _keep(request, key, application)
    if application is None:
        return redirect("portal:apply")
    return _show(request, key, ApplicationForm(kept.answers_of(application)))


def _keep(request: HttpRequest, key: uuid.UUID, application: OnlineApplication | None) -> HttpResponse:
    action = request.POST.get("action", "check")
    answers = typed.change(typed.from_post(request.POST), action)
    refused = ApplicationForm(answers, bound=True, quiet=True)
    if request.POST.get("website"):
        refused.add_error(None, HONEYPOT)
        return _show(request, key, refused)
    try:
        if application is None:
            count_application(address=client_address(request))
        application = online_application.save_answers(key=key, answers=answers)
        visits.keep_alive(request)
    except ApplicationError as refusal:
        refused.add_error(None, refusal.message)
        return _show(request, key, refused)
    complaints = _keep_files(request, key)
    dropped = whole_number(action.removeprefix("drop:"))
    if action.startswith("drop:") and dropped is not None:
        online_application.remove_file(key=key, file_id=dropped)
    if action == "check" or complaints:
        return _judge(request, key, application, answers, complaints, quiet=action != "check")
    return _answer_to_button(request, key, action, len(answers["items"]))


def _answer_to_button(request: HttpRequest, key: uuid.UUID, action: str, items: int) -> HttpResponse:
    if action == "save":
        words = f"草稿已保存 {timezone.localtime():%H:%M}"
        if request.headers.get("HX-Request"):
            return HttpResponse(words)
        messages.success(request, f"{words}。在关闭浏览器以前可以继续填写，最长保存 12 小时。")
    places = {"add": f"#id_item_{items}", "remove": "#s3", "kind": "#s2", "drop": "#files"}
    return redirect(reverse("portal:fill_in", args=[key]) + places.get(action.partition(":")[0], ""))


def _keep_files(request: HttpRequest, key: uuid.UUID) -> list[tuple[str, str]]:
    """Keep the files that were sent; what is refused comes back as (field, sentence)."""
    complaints: list[tuple[str, str]] = []
    if request.headers.get("HX-Request"):
        return complaints  # an autosave keeps words only: its files come with the button
    for field, kind in FILE_FIELDS.items():
        for sent in request.FILES.getlist(field):
            try:
                online_application.add_file(key=key, upload=upload_of(sent), kind=kind)
            except ApplicationError as refusal:
                complaints.append((field, refusal.message))
    return complaints


def upload_of(sent: File[bytes]) -> Upload:
    """The file as the services take it."""
    # One byte over the limit is enough to refuse it: the rest is not read into memory.
    return Upload(sent.name or "", sent.read(MAX_BYTES + 1))


def _judge(
    request: HttpRequest,
    key: uuid.UUID,
    application: OnlineApplication,
    answers: typed.Answers,
    complaints: list[tuple[str, str]],
    quiet: bool,
) -> HttpResponse:
    form = _judged(application, answers, quiet)
    for field, sentence in complaints:
        form.add_error(field, sentence)
    if not form.errors:
        return redirect("portal:check", key=key)
    return _show(request, key, form)


def _judged(application: OnlineApplication, answers: typed.Answers, quiet: bool = False) -> ApplicationForm:
    proofs = application.files.filter(kind=DocumentKind.IDENTITY_PROOF).count()
    return ApplicationForm(answers, bound=True, quiet=quiet, files=proofs)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Everything once more before it is sent; POST sends it. Sent twice, it is one case."""
    if request.method == "POST" and _admit_second_click(request, key):
        return redirect("portal:receipt", key=key)
    application = _own(request, key)
    if application is None:
        messages.warning(request, "这份申请没有提交，填写的内容已过保存期限。请重新填写。")
        return redirect("portal:apply")
    if application.submitted_at is not None:
        return redirect("portal:receipt", key=key)
    form = _judged(application, kept.answers_of(application))
    if not form.is_valid() or form.recipient is None:
        return _show(request, key, form)
    if request.method == "POST":
        return _send(request, key, form)
    context = {"form": form, "key": key, "files": application.files.all(), "agency": form.recipient}
    context |= {"unsure": form.platform is not None, "click": visits.click_token(key)}
    return render(request, "portal/check.html", {**context, **SECTION, "facts": check_facts(form)})


def _admit_second_click(request: HttpRequest, key: uuid.UUID) -> bool:
    """Let the session of a second click see the receipt of the first one, whose session has another key by now."""
    if key in visits.own_applications(request):
        return False
    sent = kept.find(key)
    if sent is None or sent.request is None:
        return False
    if not visits.is_second_click(key, request.POST.get("click", ""), sent.submitted_at):
        return False
    visits.open_case(request, Applicant(sent.request))
    visits.own(request, key)
    return True


@require_POST
def discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """清除草稿: forget what was typed and uploaded, now and for good."""
    application = _own(request, key)
    if application is not None and application.submitted_at is not None:
        return redirect("portal:receipt", key=key)
    online_application.forget([key])
    messages.success(request, "草稿已经清除。")
    return redirect("portal:apply")


def _send(request: HttpRequest, key: uuid.UUID, form: ApplicationForm) -> HttpResponse:
    assert form.recipient is not None
    unsure = form.platform is not None
    try:
        sent = online_application.submit(
            key=key, agency=form.recipient, new=_new_request(form), unsure=unsure
        )
    except ApplicationError as refusal:
        form.add_error(None, refusal.message)
        return _show(request, key, form)
    if sent.request is not None:
        visits.open_case(request, Applicant(sent.request))
    return redirect("portal:receipt", key=key)


def _new_request(form: ApplicationForm) -> NewRequest:
    values, now = form.cleaned_data, timezone.now()
    today = dates.legal_date(now)
    return NewRequest(
        channel=Channel.WEB.value,
        items=form.items,
        applicants=[form.applicant()],
        arrived_on=today,
        received_on=today,
        submitted_at=now,
        form=values["wanted_form"],
        way=values["way"],
        accepts_other_form=values["accepts_other_form"],
        accepts_online_service=values["accepts_online_service"],
        help_needed=form.help_words(),
        purpose=values["purpose"],
    )


@require_safe
@never_cache
def receipt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The receipt, to be seen and printed right after sending."""
    application = _own(request, key)
    if application is None or application.request is None:
        return redirect("portal:apply")
    case = application.request
    address = request.build_absolute_uri(reverse("portal:status"))
    context: dict[str, Any] = {
        "case": case,
        "applicant": case.applicants.first(),
        "items": case.items.all(),
        "code": kept.shown_code(application),
        "qr": qr_svg(address, f"查询进度的网址：{address}"),
        "letters": letter_rows(Applicant(case)),
        "why": guidance.why_due(),
        "after": guidance.after_receipt(),
        "provisional": guidance.provisional_date() if case.provisional else "",
        **SECTION,
    }
    if case.agency is None:
        context |= {"platform": case.intake_agency, "waiting": guidance.after_intake()}
        return render(request, "portal/intake_receipt.html", context)
    return render(request, "portal/receipt.html", context)


def _own(request: HttpRequest, key: uuid.UUID) -> OnlineApplication | None:
    """The application of this session; None while nothing was kept. 404 for somebody else's key.

    A page that was left open longer than its session lives, and of which nothing is kept, goes on in a new one.
    """
    found = kept.find(key)
    if key not in visits.own_applications(request):
        if found is not None or request.method != "POST":
            raise Http404
        visits.own(request, key)
    return found


def _show(
    request: HttpRequest, key: uuid.UUID, form: ApplicationForm, more: dict[str, Any] | None = None
) -> HttpResponse:
    application = kept.find(key)
    context = {
        "form": form,
        "key": key,
        "agencies": public_agencies(),
        "files": application.files.all() if application else (),
        "can_add": form.item_count < typed.MOST_ITEMS,
        "most_items": typed.MOST_ITEMS,
        "longest_item": typed.LONGEST_ITEM,
        "why": guidance.why_due(),
        **SECTION,
        **(more or {}),
    }
    return render(request, "portal/apply.html", context)
