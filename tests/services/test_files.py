"""Stored files stand and fall with their rows, can be read by the program's own account only, and take their title
from people without trusting it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from requests_app import dates
from requests_app.errors import ApplicationError, InvalidInput, StateRefusal
from requests_app.models import DocumentKind
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.states import RequestState
from requests_app.services import closing, files
from requests_app.services.documents import Upload, add_document, store
from tests import people, uploads
from tests.people import Office
from workflows.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of this test's own for the stored files."""
    place = tmp_path / "documents"
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": place}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return place


@pytest.fixture
def here() -> Office:
    return people.office()


def stored() -> set[str]:
    """Every file there is."""
    root = Path(default_storage.path(""))
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def scan(name: str = "会议纪要.png") -> Upload:
    return Upload(name, uploads.picture())


class Broken(Exception):
    """Something went wrong after the file was written."""


def test_a_file_goes_with_the_transaction_that_is_rolled_back(here: Office) -> None:
    case, before = people.counter_case(here), stored()
    with pytest.raises(Broken), transaction.atomic():
        store(case, here.desk, scan(), kind=DocumentKind.OTHER, title="")
        assert len(stored() - before) == 1
        raise Broken
    assert stored() == before


def test_a_file_goes_with_an_outer_transaction_too(here: Office) -> None:
    case, before = people.counter_case(here), stored()
    with pytest.raises(Broken), transaction.atomic():
        add_document(actor=here.desk, case_id=case.pk, upload=scan(), kind=DocumentKind.OTHER, title="")
        raise Broken
    assert stored() == before


@pytest.mark.django_db(transaction=True)
def test_a_file_stays_with_its_commit() -> None:
    here = people.office()
    case, before = people.counter_case(here), stored()
    made = add_document(actor=here.desk, case_id=case.pk, upload=scan(), kind=DocumentKind.OTHER, title="")
    assert stored() - before == {str(made.file.name)}


def test_a_refused_application_leaves_no_file(here: Office) -> None:
    before = stored()
    pictures = ((DocumentKind.IDENTITY_PROOF, scan()),)
    with pytest.raises(ApplicationError):
        people.registered(here, channel="fax", files=pictures)
    assert stored() == before


def test_only_the_programs_account_may_read_a_file(here: Office, folder: Path) -> None:
    case = people.counter_case(here)
    path = Path(store(case, here.desk, scan(), kind=DocumentKind.OTHER, title="").file.path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert {one.stat().st_mode & 0o777 for one in path.parents if folder in (one, *one.parents)} == {0o700}


def left_behind(folder: str, hours: int) -> str:
    """A file without a row, as a killed process leaves it, written that many hours ago."""
    path = default_storage.save(f"{folder}/waif", ContentFile(b"x"))
    moment = (timezone.now() - timedelta(hours=hours)).timestamp()
    os.utime(default_storage.path(path), (moment, moment))
    return path


@pytest.mark.parametrize("folder", ["cases/2026/03", "online"])
def test_the_sweep_deletes_what_no_row_names_after_a_day(here: Office, folder: str) -> None:
    case = people.counter_case(here)
    kept = store(case, here.desk, scan(), kind=DocumentKind.OTHER, title="").file.name
    old = (timezone.now() - timedelta(days=30)).timestamp()
    os.utime(default_storage.path(kept), (old, old))
    fresh, stale = left_behind(folder, hours=1), left_behind(folder, hours=25)
    assert list(files.unreferenced(timezone.now() - files.KEPT_FOR)) == [stale]
    sweep(dates.today())
    assert {kept, fresh} <= stored()
    assert stale not in stored()
    default_storage.delete(fresh)


TITLES = [
    # what, typed, file name, title
    ("as typed", "会议纪要", "a.png", "会议纪要"),
    ("from the file's name", "", "会议纪要.png", "会议纪要"),
    ("without what cannot be seen", "会议\u202e纪要\u2028", "a.png", "会议纪要"),
    ("a long file name is cut", "", f"{'证' * 240}.png", f"{'证' * 199}…"),
    ("a file name of nothing that can be seen", "", "\u200b.png", "未命名"),
]


@pytest.mark.parametrize(("what", "typed", "name", "title"), TITLES, ids=[row[0] for row in TITLES])
def test_a_file_gets_a_title(here: Office, what: str, typed: str, name: str, title: str) -> None:
    case = people.counter_case(here)
    made = add_document(
        actor=here.desk, case_id=case.pk, upload=scan(name), kind=DocumentKind.OTHER, title=typed
    )
    made.refresh_from_db()
    assert made.title == title


def test_a_title_that_is_too_long_is_refused_with_its_length(here: Office) -> None:
    case = people.counter_case(here)
    with pytest.raises(InvalidInput, match="题名最多 200 个字，现有 201 个字"):
        add_document(
            actor=here.desk, case_id=case.pk, upload=scan(), kind=DocumentKind.OTHER, title="证" * 201
        )


def test_the_record_keeps_no_title(here: Office) -> None:
    case = people.counter_case(here)
    name = "王契110101199003070011身份证.png"
    add_document(actor=here.desk, case_id=case.pk, upload=scan(name), kind=DocumentKind.OTHER, title="")
    written = str(list(AuditEntry.objects.values_list("message", "data")))
    assert "上传其他材料" in written
    assert "110101199003070011" not in written


def test_nothing_is_added_to_a_voided_case(here: Office) -> None:
    case = people.counter_case(here)
    closing.void(actor=here.head, case_id=case.pk, reason="重复登记")
    with pytest.raises(StateRefusal, match="申请现为“作废”，不能办理“上传材料”"):
        add_document(actor=here.desk, case_id=case.pk, upload=scan(), kind=DocumentKind.OTHER, title="")


def test_nothing_is_added_to_an_archived_case(here: Office) -> None:
    case = people.counter_case(here)
    type(case).objects.filter(pk=case.pk).update(state=RequestState.ARCHIVED)
    with pytest.raises(StateRefusal, match="申请现为“已归档”"):
        add_document(actor=here.desk, case_id=case.pk, upload=scan(), kind=DocumentKind.OTHER, title="")
