"""What every test may use."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

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


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def system_browser() -> str:
    """The Chromium or Chrome on the PATH. Raises `LookupError` where there is none: no test is skipped."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    raise LookupError(f"none of {', '.join(BROWSERS)} is on the PATH; `make test` installs chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium (apt-packages.txt), quiet on the network: no browser is downloaded."""
    return {**browser_type_launch_args, "executable_path": system_browser(), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in production: several threads, WAL and a real write lock, not one shared memory."""
    for name, database in settings.DATABASES.items():
        if database["ENGINE"] == "django.db.backends.sqlite3":
            path = tmp_path_factory.mktemp("database") / f"{name}.sqlite3"
            database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(autouse=True)
def calendar_of_this_test() -> Iterator[None]:
    """A calendar that another test loaded and rolled back must not stay in memory."""
    from requests_app import calendars

    calendars.forget()
    yield
    calendars.forget()
