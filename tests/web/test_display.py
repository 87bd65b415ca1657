"""The display switches work as plain links and lead nowhere but back."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.urls import path

from requests_app.display import COOKIE, Display, display, display_preference, read_display

pytestmark = pytest.mark.urls(__name__)


def page(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "base.html", display(request))


urlpatterns = [path("display/", display_preference, name="display"), path("page/", page)]


def request_with(cookie: str) -> HttpRequest:
    request = RequestFactory().get("/page/?a=1")
    request.COOKIES[COOKIE] = cookie
    return request


@pytest.mark.parametrize(
    ("cookie", "classes"),
    [
        ("", "theme-blue"),
        ("red", "theme-red"),
        ("large.contrast", "theme-blue is-large is-contrast"),
        ('red"><script>', "theme-blue"),
    ],
)
def test_cookie_to_classes(cookie: str, classes: str) -> None:
    assert read_display(request_with(cookie)).classes == classes


def test_cookie_round_trip() -> None:
    wishes = Display(red=True, large=True, contrast=True, keys_off=True)
    assert read_display(request_with(wishes.as_cookie())) == wishes


@pytest.mark.parametrize(
    ("before", "query", "after"),
    [
        ("", "theme=red", "red"),
        ("red", "theme=blue", ""),
        ("red", "size=large", "red.large"),
        ("large", "contrast=high&size=normal", "contrast"),
        ("", "keys=off", "keys_off"),
        ("red", "theme=purple&nonsense=1", "red"),
    ],
)
def test_a_link_changes_only_what_it_names(client: Client, before: str, query: str, after: str) -> None:
    client.cookies[COOKIE] = before
    answer = client.get(f"/display/?{query}&next=/page/")
    assert answer.status_code == 302
    assert answer["Location"] == "/page/"
    assert answer.cookies[COOKIE].value == after
    assert answer.cookies[COOKIE]["httponly"]
    assert answer.cookies[COOKIE]["samesite"] == "Lax"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_it_never_leads_to_another_site(client: Client, wanted: str) -> None:
    assert client.get("/display/", {"size": "large", "next": wanted})["Location"] == "/"


def test_it_cannot_be_posted(client: Client) -> None:
    assert client.post("/display/?size=large").status_code == 405


def test_the_links_offer_the_opposite_and_come_back_here() -> None:
    links = display(request_with("large"))["display_links"]
    assert links == {
        "theme": "/display/?theme=red&next=%2Fpage%2F%3Fa%3D1",
        "size": "/display/?size=normal&next=%2Fpage%2F%3Fa%3D1",
        "contrast": "/display/?contrast=high&next=%2Fpage%2F%3Fa%3D1",
        "keys": "/display/?keys=off&next=%2Fpage%2F%3Fa%3D1",
    }


def test_the_page_wears_the_classes_and_no_inline_style_or_script(client: Client) -> None:
    client.cookies[COOKIE] = "red.large"
    html = client.get("/page/").content.decode()
    assert '<html lang="zh-Hans" class="theme-red is-large">' in html
    assert "style=" not in html
    assert "<script>" not in html
    assert '"historyCacheSize":0' in html
