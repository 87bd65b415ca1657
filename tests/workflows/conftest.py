"""The office, and letters without paper: flows are about who does what when."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from requests_app.services import closing
from tests.people import Office, office


@pytest.fixture
def bureau(db: None) -> Office:
    return office()


def _archive_case(*, actor: Any, case_id: int, seen_version: int | None = None) -> Any:
    package = closing.Package(f"0101-{case_id}", "30年", "b" * 64, "s", b"PK\x03\x04")
    return closing.archive(actor=actor, case_id=case_id, package=package, seen_version=seen_version)


@pytest.fixture(autouse=True)
def plain_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, function in (("dossier", _archive_case),):
        module = ModuleType(f"letters.{name}")
        setattr(module, function.__name__[1:], function)
        monkeypatch.setitem(sys.modules, f"letters.{name}", module)
