"""The project's own script in a real browser: shortcuts, their limits and their switch, the double submit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_app.display import display_preference

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]

PAGE = """{% extends "desk/base.html" %}{% block content %}<h1>收件箱</h1>
<a id="new" href="?new" data-key="n">登记新申请</a>
<table class="inbox">{% for n in "abc" %}<tr data-row id="row-{{ n }}"><td><input type="checkbox" id="box-{{ n }}"
 aria-label="选择"></td><td><a href="?open={{ n }}">{{ n }}</a></td></tr>{% endfor %}</table>
<form method="post" data-enter-next>{% csrf_token %}<fieldset data-alt="2">
<input id="first" name="first" aria-label="一">
<input id="second" name="second" aria-label="二"></fieldset><textarea id="area" name="area" aria-label="三"></textarea>
<button id="send" type="submit" name="act" value="send">送出</button></form>{% endblock %}"""

received: list[str] = []


def page_view(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        received.append(request.POST.get("act", ""))
        return HttpResponse(status=204)  # the browser stays on the page: the second click must meet the guard
    return HttpResponse(Template(PAGE).render(RequestContext(request)))


urlpatterns = [
    path("display/", display_preference, name="display"),
    path(
        "desk/",
        include(([path("", page_view, name="inbox"), path("search/", page_view, name="find")], "desk")),
    ),
]


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Iterator[Page]:
    received.clear()
    page.add_init_script(
        "window.violations = []; document.addEventListener('securitypolicyviolation',"
        " event => window.violations.push(event.violatedDirective))"
    )
    page.goto(f"{live_server.url}/desk/")
    yield page
    assert page.evaluate("window.violations") == []


def cursor(page: Page) -> str | None:
    return page.evaluate("(document.querySelector('[data-row].cursor') || {}).id")


def test_j_and_k_move_and_stop_at_the_ends(desk: Page) -> None:
    seen = []
    for key in "jjjjkkk":
        desk.keyboard.press(key)
        seen.append(cursor(desk))
    assert seen == ["row-a", "row-b", "row-c", "row-c", "row-b", "row-a", "row-a"]
    expect(desk.locator("#row-a")).to_have_attribute("aria-current", "true")


def test_x_selects_enter_opens(desk: Page) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    expect(desk.locator("#box-b")).to_be_checked()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**?open=b")


def test_slash_finds_question_mark_helps_n_registers(desk: Page) -> None:
    desk.keyboard.press("?")
    expect(desk.locator("#keys-help")).to_have_attribute("open", "")
    desk.keyboard.press("/")
    expect(desk.locator("input[type=search]")).to_be_focused()
    desk.keyboard.type("n?")
    expect(desk.locator("input[type=search]")).to_have_value("n?")
    desk.locator("h1").click()
    desk.keyboard.press("n")
    desk.wait_for_url("**?new")


def test_keys_that_belong_to_an_input_method_are_left_alone(desk: Page) -> None:
    desk.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'j', isComposing: true, bubbles: true}))"
    )
    assert cursor(desk) is None


def test_shortcuts_can_be_switched_off(desk: Page) -> None:
    desk.locator("#keys-help summary").click()
    desk.get_by_role("link", name="关闭快捷键").click()
    desk.keyboard.press("j")
    assert cursor(desk) is None
    expect(desk.locator("body")).to_have_attribute("data-keys", "off")


def test_a_form_can_be_filled_and_sent_without_a_mouse(desk: Page) -> None:
    desk.keyboard.press("Alt+2")
    expect(desk.locator("#first")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#second")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#area")).to_be_focused()
    with desk.expect_response("**/desk/"):
        desk.keyboard.press("Control+Enter")
    assert received == ["send"]


def test_a_double_click_sends_once_and_the_button_keeps_its_value(desk: Page) -> None:
    with desk.expect_response("**/desk/"):
        desk.locator("#send").dblclick()
    expect(desk.locator("#send")).to_be_disabled()
    assert received == ["send"]
    desk.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow'))")
    expect(desk.locator("#send")).to_be_enabled()
