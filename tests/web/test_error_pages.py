"""Error pages are our own, say what to do, and render even when nothing else works."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.test import RequestFactory
from django.views import csrf, defaults

SCENARIOS: list[tuple[str, Callable[[HttpRequest], HttpResponseBase], int, str]] = [
    # name, view, status, heading
    ("malformed", lambda request: defaults.bad_request(request, SuspiciousOperation()), 400, "请求无法处理"),
    (
        "not allowed",
        lambda request: defaults.permission_denied(request, PermissionDenied()),
        403,
        "无权查看或办理",
    ),
    ("forged or stale form", lambda request: csrf.csrf_failure(request), 403, "页面已失效，未提交"),
    ("not there", lambda request: defaults.page_not_found(request, Http404()), 404, "没有找到这个页面"),
    ("broken", lambda request: defaults.server_error(request), 500, "系统出现错误"),
]


@pytest.mark.parametrize(("name", "view", "status", "heading"), SCENARIOS, ids=[row[0] for row in SCENARIOS])
def test_the_page_is_ours_and_needs_no_database(
    name: str, view: Callable[[HttpRequest], HttpResponseBase], status: int, heading: str, rf: RequestFactory
) -> None:
    response = view(rf.get("/somewhere/"))
    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert f"<title>{heading}</title>" in page
    assert page.count("<main") == 1
    assert "viewflow" not in page
    assert "没有作任何改动" in page or status in (404, 500)
