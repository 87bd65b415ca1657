"""The drafting page with JavaScript: fields follow the outcome, pages are turned, and no typed word is lost."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import people
from tests.web.reply_walk import PUBLIC, ReplyWalk

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, live_server: LiveServer, member: people.Member) -> None:
    client = Client()
    client.force_login(member.user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


def test_fields_follow_the_outcome_and_pages_turn_without_losing_a_word(
    page: Page, live_server: LiveServer
) -> None:
    walk = ReplyWalk.begin(people.office())
    walk.write(**PUBLIC)
    sign_in(page, live_server, walk.office.handler)
    page.goto(f"{live_server.url}{walk.reply}")
    page.locator("[name=item1-document]").fill("没有保存的字")
    page.locator("#preview nav a").last.click()
    expect(page.locator("#preview nav")).to_contain_text("第 2 页")
    expect(page.locator("[name=item1-document]")).to_have_value("没有保存的字")
    page.locator("[name=item1-reason]").fill("已经写下的理由")
    page.locator("[name=item1-outcome]").select_option("process")
    expect(page.locator("[name=item1-category]")).to_be_visible()
    expect(page.locator("[name=item1-reason]")).to_have_value("已经写下的理由")
    assert walk.case.drafts.count() == 1, "changing the outcome saves nothing"
