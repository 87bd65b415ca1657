"""What the browser tests share: an office, a browser for each person, and an eye on every page.

After `office` nothing here touches a model: people act through the screens alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from requests_app.rules.roles import Role
from tests import people
from tests.e2e.browsers import Watch
from tests.e2e.persons import Applicant, Clerk
from tests.people import Office

# Milliseconds: the first letter of a process takes seconds, more on a machine that is busy with other things.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails at the end of the test when any watched page broke the content policy or wrote an error."""
    seen = Watch()
    yield seen
    assert seen.complaints == []


@pytest.fixture
def office(transactional_db: None) -> Office:
    """One agency with one person per role: the only thing that is put into the database by hand."""
    return people.office()


@pytest.fixture
def browser_window(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, watch: Watch
) -> Callable[..., BrowserContext]:
    """A browser of its own for each call, watched, at the address of the product."""

    def window(**options: bool) -> BrowserContext:
        context = new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context

    return window


@pytest.fixture
def clerk(
    office: Office, browser_window: Callable[..., BrowserContext], live_server: LiveServer
) -> Callable[[Role], Clerk]:
    """The person of a role, signed in; the same browser when asked again."""
    signed_in: dict[Role, Clerk] = {}

    def person(role: Role) -> Clerk:
        if role not in signed_in:
            signed_in[role] = Clerk.signed_in(browser_window(), live_server.url, office.member(role).user)
        return signed_in[role]

    return person


@pytest.fixture
def applicant(office: Office, browser_window: Callable[..., BrowserContext]) -> Applicant:
    """Somebody at home, without an account."""
    return Applicant(browser_window().new_page())
