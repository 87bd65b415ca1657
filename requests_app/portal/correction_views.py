"""Correcting an application online (Art. 30)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from requests_app.actors import Applicant
from requests_app.models import DocumentKind, OnlineApplication
from requests_app.portal.correction_form import CorrectionForm, from_post
from requests_app.portal.online_answer import OnlineAnswer
from requests_app.rules import guidance
from requests_app.selectors import online_application as kept
from requests_app.selectors.corrections import CorrectionView, awaited_correction
from requests_app.services import online_application


def _form(
    applicant: Applicant, awaited: CorrectionView, draft: OnlineApplication | None, bound: bool
) -> CorrectionForm:
    answers = kept.answers_of(draft) if draft else {}
    files = draft.files.count() if draft else 0
    return CorrectionForm(applicant.request, answers, bound=bound, late=awaited.late, files=files)


def _shown(form: CorrectionForm) -> dict[str, Any]:
    return {
        "changes": form.changes(),
        "note": form.cleaned_data["note"],
        "late_reason": form.cleaned_data.get("late_reason", ""),
    }


CORRECTION = OnlineAnswer(
    page="correction",
    kind=DocumentKind.CORRECTION,
    key=online_application.correction_key,
    awaited=awaited_correction,
    typed=from_post,
    form=_form,
    shown=_shown,
    send=online_application.send_correction,
    lost="补正没有提交，填写的内容已过保存期限。请重新填写。",
    nothing="这件申请现在不需要补正。",
    done="补正已经收到。",
    effect=guidance.after_correction,
)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def fill_in(request: HttpRequest) -> HttpResponse:
    """What is to be corrected, with the items to be changed."""
    return CORRECTION.fill_in(request)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more before it is sent; sent twice, it is one correction."""
    return CORRECTION.check(request)
