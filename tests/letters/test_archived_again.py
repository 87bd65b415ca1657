"""归档 a second time: an order reopened the case, and both packages stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
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
from requests_app.services import remedy
from requests_app.services.documents import Upload
from requests_app.services.remedy import Decided, NewRemedy
from tests.letters.finished import answer, delivered, serve
from tests.people import Office, office
from tests.services.stages import PDF

NAME = "清政复决〔2026〕5号行政复议决定书"
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
    with dates.as_of(date(2026, 3, 9)):
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
    pieces = [row["piece"] for row in record(second, "manifest")["entries"]]
    assert (pieces.count("reply"), pieces.count("dispute")) == (2, 1)
    files = contents(second)
    told = next(name for name in files if name.endswith("-file_note.pdf"))
    assert f"重新办理前已经归档，档号{first.archival_number}" in pdf_text(files[told])
    assert record(second, "metadata")["此前档号"] == [first.archival_number]


def reopened(where: Office, case: DisclosureRequest) -> None:
    """Back with the handler upon an order of today."""
    today = dates.today()
    new = NewRemedy("reconsideration", "清溪市人民政府", today)
    one = remedy.record(actor=where.legal, case_id=case.pk, new=new)
    decided = Decided("corrected", today, today, NAME, Upload("决定书.pdf", PDF), 10)
    remedy.record_result(actor=where.legal, case_id=case.pk, remedy_id=one.pk, decided=decided)
    remedy.reopen(actor=where.head, case_id=case.pk, remedy_id=one.pk)
