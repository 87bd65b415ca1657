"""A draft that saves itself says so, and says so when it could not; the answer is plain words from the server."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_app.display import display_preference

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]

PAGE = """{% extends "desk/base.html" %}{% block content %}<h1>答复书</h1>
<form method="post" data-autosave data-hx-post="" data-hx-trigger="input changed delay:100ms"
 data-hx-target="#autosave" data-hx-swap="innerHTML">{% csrf_token %}
<textarea name="text" aria-label="正文"></textarea></form>
{% include "components/autosave.html" with saved="尚未修改" %}{% endblock %}"""

drafts: list[str] = []


def draft(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(Template(PAGE).render(RequestContext(request)))
    if "坏" in request.POST["text"]:
        return HttpResponse("traceback", status=503)
    drafts.append(request.POST["text"])
    return HttpResponse("已自动保存 09:31")


urlpatterns = [
    path("display/", display_preference, name="display"),
    path("desk/", include(([path("", draft, name="inbox"), path("search/", draft, name="find")], "desk"))),
]


def test_the_line_tells_the_state_of_the_draft(page: Page, live_server: LiveServer) -> None:
    drafts.clear()
    page.goto(f"{live_server.url}/desk/")
    line = page.locator("#autosave")
    expect(line).to_have_text("尚未修改")
    page.locator("textarea").type("您好")
    expect(line).to_have_text("已自动保存 09:31")
    assert drafts[-1] == "您好"
    page.locator("textarea").type("坏")
    expect(line).to_have_text("没有保存，请检查网络后再保存")
    # htmx remembers the path of the page for the back button; nothing that was typed may be kept.
    kept = page.evaluate("Object.entries(localStorage).concat(Object.entries(sessionStorage))")
    assert kept in ([], [["htmx-current-path-for-history", "/desk/"]])
