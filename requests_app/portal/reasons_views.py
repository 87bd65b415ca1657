"""Giving reasons online (Art. 35)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from requests_app.actors import Applicant
from requests_app.models import DocumentKind, OnlineApplication
from requests_app.portal.online_answer import OnlineAnswer
from requests_app.portal.reasons_form import ReasonsForm
from requests_app.selectors import online_application as kept
from requests_app.selectors.reasons import ReasonsView, awaited_reasons
from requests_app.services import online_application


def _form(
    applicant: Applicant, awaited: ReasonsView, draft: OnlineApplication | None, bound: bool
) -> ReasonsForm:
    return ReasonsForm(kept.answers_of(draft) if draft else {}, bound=bound)


REASONS = OnlineAnswer(
    page="reasons",
    kind=DocumentKind.REASONS,
    key=online_application.reasons_key,
    awaited=awaited_reasons,
    typed=lambda case, data: {"text": data.get("text", "")},
    form=_form,
    shown=lambda form: {"text": form.cleaned_data["text"]},
    send=online_application.send_reasons,
    lost="说明没有提交，填写的内容已过保存期限。请重新填写。",
    nothing="这件申请现在不需要说明理由，或者已经收到您的说明。",
    done="您说明的理由已经收到，受理机关将作出判断。",
)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def fill_in(request: HttpRequest) -> HttpResponse:
    """What is to be explained."""
    return REASONS.fill_in(request)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more before it is sent."""
    return REASONS.check(request)
