"""What all histories share and none pays for: agencies and people, a clock that can be set, paper that costs nothing.

Left out because it is proven elsewhere and slow: the drawing of PDFs, the packing of an archive, the sweep of files
that belong to no case.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test.utils import override_settings

from letters import dossier
from letters import render as rendering
from letters.render import Rendered
from requests_app import calendars, dates
from requests_app.actors import Member
from requests_app.models import User
from requests_app.reports.archive_manifest import Manifest
from requests_app.rules.roles import Role
from requests_app.services.closing import Package
from tests.people import Office, government, join, office, other_office, platform_office
from tests.services.stages import PDF
from workflows import sweep as sweeping

IN_MEMORY = {
    "STORAGES": {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
}


@dataclass(frozen=True)
class Stage:
    """Made once for a test; every history is rolled back to it."""

    bureau: Office
    other: Office
    platform: Office
    keeper: Member
    second_handler: User
    clock: Any

    def set_day(self, day: date) -> None:
        """It is ten in the morning of that day in China."""
        self.clock.move_to(datetime.combine(day, time(10), tzinfo=dates.CHINA))

    def office_of(self, agency_id: int | None) -> Office:
        """Who works on a case of this agency; the platform while there is none."""
        if agency_id is None:
            return self.platform
        return self.other if agency_id == self.other.agency.pk else self.bureau


@contextmanager
def staged() -> Iterator[Stage]:
    """The stage, within a transaction of the caller."""
    with (
        override_settings(**IN_MEMORY),
        time_machine.travel("2026-06-01T10:00+08:00", tick=False) as clock,
        cheap_paper(),
    ):
        bureau = office()
        # Who reviews and also drafts: the four eyes have somebody to refuse.
        join(bureau.agency, Role.LEGAL_REVIEWER, "wangqiang", "王强")
        join(bureau.agency, Role.OFFICE_HEAD, "wangqiang", "王强")
        second = join(bureau.agency, Role.HANDLER, "luming", "陆明")
        keeper = government().member(Role.AGENCY_ADMIN)
        yield Stage(bureau, other_office(), platform_office(), keeper, second.user, clock)


@contextmanager
def rolled_back() -> Iterator[None]:
    """One history: whatever happens in it is undone."""
    calendars.forget()
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
            calendars.forget()


def _drawn(*_: object, **__: object) -> Rendered:
    return Rendered("", PDF, "", 1)


def _packed(case: Any, filing: Any, *_: object) -> Package:
    return Package(filing.number, filing.period.label, "0" * 64, "unsigned", b"no bag")


@contextmanager
def cheap_paper() -> Iterator[None]:
    """One empty page for every letter, an empty bag for every archive."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "render_pdf", _drawn)
        patch.setattr(dossier, "_file", lambda *_: ({}, Manifest((), ())))
        patch.setattr(dossier, "_package", _packed)
        patch.setattr(sweeping.files, "discard_unreferenced", lambda now: 0)
        patch.setattr(sweeping.online_application, "discard_stale", lambda: 0)
        patch.setattr(sweeping.access_attempts, "discard_stale", lambda: 0)
        yield
