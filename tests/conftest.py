"""What every test may use."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

# Playwright's synchronous interface runs an event loop in this thread; there Django refuses the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium (apt-packages.txt), quiet on the network: no browser is downloaded."""
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": CHROMIUM_FLAGS}


@pytest.fixture(autouse=True)
def calendar_of_this_test() -> Iterator[None]:
    """A calendar that another test loaded and rolled back must not stay in memory."""
    from requests_app import calendars

    calendars.forget()
    yield
    calendars.forget()
