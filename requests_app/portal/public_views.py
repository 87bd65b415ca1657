"""Pages for everybody: entry, guide, paper forms."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from requests_app.models import Agency, Form, OrganisationKind, Way
from requests_app.pictures.steps import Step
from requests_app.portal.forms import StatusForm
from requests_app.rules import guidance
from requests_app.selectors.agencies import host_agency, public_agencies, public_agency

PAPER_FORMS = {
    "person": ("政府信息公开申请表（公民）", "portal/paper_application.html"),
    "organisation": ("政府信息公开申请表（法人或者其他组织）", "portal/paper_application.html"),
    "authorisation": ("授权委托书", "portal/paper_authorisation.html"),
}
_AS_PLANNED = "next"


def _channels(agency: Agency) -> tuple[guidance.GuidancePoint, ...]:
    return guidance.channels(
        guidance.ChannelFacts(
            office=agency.office_name,
            address=agency.address,
            postcode=agency.postcode,
            fax=agency.fax if agency.accepts_fax else "",
            email=agency.email if agency.accepts_email else "",
            accepts_web=agency.accepts_web,
        )
    )


def _facts(agency: Agency) -> list[tuple[str, str]]:
    return [
        ("受理机构", agency.office_name),
        ("地址", agency.address),
        ("邮政编码", agency.postcode),
        ("办公时间", agency.office_hours),
        ("电话", agency.phone),
        ("传真", agency.fax),
        ("电子邮箱", agency.email),
    ]


@require_safe
def entry(request: HttpRequest) -> HttpResponse:
    """The entry page."""
    host = host_agency()
    context: dict[str, Any] = {
        "status_form": StatusForm(auto_id="entry_%s"),
        "steps": [Step(point.title, _AS_PLANNED, point.text) for point in guidance.steps()],
        "notices": guidance.notices(),
        "paper_forms": [(kind, title) for kind, (title, _) in PAPER_FORMS.items()],
        "host": host,
        "channels": _channels(host) if host else (),
        "facts": _facts(host) if host else [],
    }
    return render(request, "portal/entry.html", context)


@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """Every agency with its guide; `q` searches by name."""
    text = request.GET.get("q", "")[:60]
    context = {"agencies": public_agencies(text), "query": text}
    return render(request, "portal/guide_list.html", context)


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """The guide (公开指南) of one agency, made from its row and from the rules."""
    agency = public_agency(code)
    if agency is None:
        raise Http404
    context = {
        "agency": agency,
        "facts": _facts(agency),
        "verified_on": agency.settings.get("guide_verified_on", ""),
        "parts": guidance.required_parts(),
        "channels": _channels(agency),
        "handling": guidance.handling(),
        "fees": guidance.fees(),
        "remedies": guidance.remedies(agency.reconsideration_body, agency.court),
        "complaint": guidance.complaint(agency.parent.name if agency.parent else ""),
        "section": "portal:guide",
    }
    return render(request, "portal/guide.html", context)


@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    """The forms to print."""
    context = {"paper_forms": [(kind, title) for kind, (title, _) in PAPER_FORMS.items()]}
    return render(request, "portal/form_list.html", context)


@require_safe
def paper_form(request: HttpRequest, kind: str) -> HttpResponse:
    """One form as a page for printing."""
    if kind not in PAPER_FORMS:
        raise Http404
    title, template = PAPER_FORMS[kind]
    context = {
        "title": title,
        "is_person": kind == "person",
        "organisation_kinds": OrganisationKind.labels,
        "forms": Form.labels,
        "ways": Way.labels,
        "fees": guidance.fees(),
        "section": "portal:forms",
    }
    return render(request, template, context)
