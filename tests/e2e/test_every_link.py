"""Every link that somebody can see leads to a page that opens, and every page keeps the content policy."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Page

from requests_app.rules.roles import Role
from tests.e2e.persons import Applicant, Clerk
from tests.people import CAST

pytestmark = pytest.mark.django_db(transaction=True)

ITEM = "东湖片区控制性详细规划（2025年修订）"

# A switch of the display changes what every other page looks like: pressed once is enough, and not here.
NOT_FOLLOWED = ("/display/", "/static/")


def kind_of(address: str) -> str:
    """Addresses that differ only in keys and filters are one kind of page."""
    return re.sub(r"[0-9a-f-]{36}|\d+", "N", urlsplit(address).path)


def walk_links(page: Page, start: str) -> dict[str, int]:
    """Follow every kind of link from `start`; the status of each kind. Pages are opened, files only fetched."""
    page.goto(start)
    origin, waiting = "/".join(page.url.split("/")[:3]), deque([page.url])
    found: dict[str, int] = {}
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind in found or kind.startswith(NOT_FOLLOWED):
            continue
        answer = page.request.get(address)
        found[kind] = answer.status
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page.goto(address)
        links = page.eval_on_selector_all("a[href]", "all => all.map(link => link.href)")
        waiting.extend(urldefrag(link)[0] for link in links if link.startswith(origin))
    return found


def test_an_applicant_finds_every_page(applicant: Applicant) -> None:
    applicant.apply(ITEM)
    found = walk_links(applicant.page, applicant.page.url)
    assert set(found.values()) == {200}, found
    assert {"/status/case/", "/status/withdraw/", "/status/documents/N/", "/guide/QXN/"} <= set(found)


def test_the_office_finds_every_page(applicant: Applicant, clerk: Callable[[Role], Clerk]) -> None:
    number = applicant.apply(ITEM).number
    clerk(Role.DESK_OFFICER).accept_for(number, CAST[Role.HANDLER][1])
    clerk(Role.HANDLER).draft_public(number)
    own_page = {
        Role.HANDLER: "/desk/cases/N/reply/draft.pdf",
        Role.DESK_OFFICER: "/desk/register/",
        Role.LEGAL_REVIEWER: "/desk/submissions/N/",
    }
    for role, page in own_page.items():
        if role is Role.DESK_OFFICER:
            clerk(Role.HANDLER).open(number)
            clerk(Role.HANDLER).submit()
        found = walk_links(clerk(role).page, "/desk/?view=all")
        assert set(found.values()) == {200}, (role, found)
        assert {"/desk/", "/desk/cases/N/", "/desk/cases/N/reply/", "/desk/documents/N/", page} <= set(found)
