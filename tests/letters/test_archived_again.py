"""归档 a second time: an order reopened the case, and both packages stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
import time_machine

from letters import bag
from letters.dossier import archive_case
from requests_app import dates
from requests_app.models import ArchivePackage, DisclosureRequest
from requests_app.selectors.archive import find_package
from requests_app.selectors.documents import read_content
from requests_app.services import clock
from tests.letters.finished import answer, delivered, serve
from tests.people import Office, again, office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_tenth_of_march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False):
        yield


def contents(package: ArchivePackage) -> dict[str, bytes]:
    return bag.unpack(read_content(package.document))[1]


def record(package: ArchivePackage, name: str) -> Any:
    return json.loads(contents(package)[f"data/{name}.json"])


def pdf_text(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_a_case_reopened_by_an_order_is_archived_again_beside_the_first_package() -> None:
    where = office()
    case = delivered(where)
    first = archive_case(actor=where.archivist, case_id=case.pk)
    reopened(where, case)
    serve(where, answer(where, case))
    second = archive_case(actor=where.archivist, case_id=case.pk)
    # Disputed now, so it is kept for longer, and counted among those.
    numbers = [first.archival_number, second.archival_number]
    assert numbers == ["0101-WS·2026-D10-QX-0001", "0101-WS·2026-D30-QX-0001"]
    assert case.archive_packages.latest() == second
    assert find_package(where.archivist, case.number) == second
    assert find_package(where.archivist, first.archival_number) == first
    assert [row["piece"] for row in record(second, "manifest")["entries"]].count("reply") == 2
    files = contents(second)
    told = next(name for name in files if name.endswith("-file_note.pdf"))
    assert f"重新办理前已经归档，档号{first.archival_number}" in pdf_text(files[told])
    assert record(second, "metadata")["此前档号"] == [first.archival_number]


def reopened(where: Office, case: DisclosureRequest) -> None:
    """Back with the handler upon an order of today; the reply is approved and issued anew."""
    row = again(case)
    row.reopen()
    row.closed_on = row.replied_on = None
    today = dates.today()
    data = {"received": today, "working_days": 10}
    clock.record_event(row, actor=where.head, type="ordered", on=today, data=data)
    clock.refresh(row)
    row.save()
