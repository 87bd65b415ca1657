"""Talks and proposals to publish stand in the archived file: on paper and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from letters import bag
from letters.dossier import archive_case
from requests_app import dates
from requests_app.actors import Applicant
from requests_app.rules.contact import ContactKind, ContactWay, Counterpart
from requests_app.selectors.documents import read_content
from requests_app.services import contact_note, publication
from requests_app.services.contact_note import NewNote
from tests.letters.finished import delivered
from tests.letters.pages import full_text
from tests.people import again, office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_tenth_of_march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False):
        yield


def test_talks_and_suggestions_are_in_the_file() -> None:
    where = office()
    case = delivered(where)
    talk = NewNote(
        ContactKind.TALK,
        Counterpart.THIRD_PARTY,
        "钱某某（某某置业）",
        ContactWay.PHONE,
        dates.today(),
        "请其书面答复",
    )
    contact_note.note_contact(actor=where.handler, case_id=case.pk, talk=talk)
    publication.suggest(actor=Applicant(again(case)), case_id=case.pk, ordinal=1, ground="participation")
    package = archive_case(actor=where.archivist, case_id=case.pk, seen_version=again(case).version)
    files = bag.unpack(read_content(package.document))[1]
    paper = next(content for name, content in files.items() if name.endswith("-contact_record.pdf"))
    assert "第三方：钱某某（某某置业）" in full_text(paper)
    handling = json.loads(files["data/records/handling.json"])
    assert [one["said"] for one in handling["contact_notes"]] == ["请其书面答复"]
    assert [one["ground"] for one in handling["publication_proposals"]] == ["participation"]
