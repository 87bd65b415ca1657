"""The eye on every page sees: what the other browser tests report as clean was looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browsers import Watch

pytestmark = pytest.mark.django_db(transaction=True)

DEFECTS = [
    ("inline style", "document.body.innerHTML += '<p style=\"color:red\">x</p>'", "style-src"),
    ("inline handler", "document.body.innerHTML += '<img src=data: onerror=\"a()\">'", "script-src"),
    ("foreign picture", "new Image().src = 'https://elsewhere.example/x.png'", "img-src"),
    ("error of a script", "setTimeout(() => { throw new Error('broken') })", "broken"),
    ("missing file", "fetch('/static/missing.js')", "404"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "script", "complaint"), DEFECTS, ids=[row[0] for row in DEFECTS])
def test_a_defect_of_a_page_is_seen(
    new_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    name: str,
    script: str,
    complaint: str,
) -> None:
    watch, context = Watch(), new_context(base_url=live_server.url)
    watch.over(context)
    page = context.new_page()
    page.goto("/login/")
    page.wait_for_load_state("networkidle")
    assert watch.complaints == []
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(300)
    assert any(complaint in words for words in watch.complaints), watch.complaints
