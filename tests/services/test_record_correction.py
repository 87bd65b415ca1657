"""A record correction (Art. 41) from the counter to the archive, its refusals, its chain of the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2
import pytest
import time_machine
from django.db import connection

from letters import record_corrections as letters
from requests_app import audit
from requests_app.actors import Member
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, RuleRefusal, StaleForm
from requests_app.models import DocumentKind, RecordCorrection, RecordCorrectionFile
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.record_correction import RecordCorrectionResult
from requests_app.rules.roles import Role
from requests_app.selectors.documents import read_content
from requests_app.selectors.record_corrections import (
    chain_of,
    contacts_of,
    files_of,
    get_file,
    get_record_correction,
    lines_of,
    record_corrections,
)
from requests_app.services import record_correction as service
from tests.people import Office, join, office, other_office
from tests.record_corrections import (
    IDENTITY,
    answered,
    asked,
    begun,
    drafted,
    handed,
    proposal,
    taken_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Iterator[Office]:
    with time_machine.travel(datetime(2026, 9, 28, 2, 0, tzinfo=UTC), tick=False):
        yield office()


def refused(
    code: str, error: type[ApplicationError] = ApplicationError
) -> pytest.RaisesExc[ApplicationError]:
    return pytest.raises(error, check=lambda refusal: refusal.code == code)


def test_from_the_counter_to_the_archive(here: Office) -> None:
    found = answered(here)
    assert found.number == "GZ2026-QX-00001"
    assert found.letter_number == "清自然资公开正〔2026〕1号"
    service.tell(actor=here.desk, correction_id=found.pk, seen_version=4, handed=handed())
    done = service.archive(actor=here.archivist, correction_id=found.pk, seen_version=5)
    assert (done.state, done.archived_on) == ("archived", date(2026, 9, 28))
    actions = [line.action.removeprefix("record_correction_") for line in reversed(lines_of(here.desk, done))]
    assert actions == [
        "taken_in", "begun", "drafted", "approved", "answered", "letter_made", "told", "archived",
    ]  # fmt: skip
    assert audit.verify() == []


def test_the_letter_is_made_once_of_what_was_approved(here: Office) -> None:
    found = answered(here)
    letters.make({"correction": found.pk})
    stored = found.files.get(kind=DocumentKind.LETTER)
    words = pypdfium2.PdfDocument(read_content(stored))[0].get_textpage().get_text_range()
    assert found.letter_number is not None
    assert found.letter_number in words
    assert "坐落为杏林街12号3单元502室" in "".join(words.split())
    assert "2026年9月28日" in words


@pytest.mark.parametrize(
    ("result", "kind", "told", "untold"),
    [
        (RecordCorrectionResult.CORRECTED, "record_corrected", "予以更正", "行政复议"),
        (RecordCorrectionResult.FORWARDED, "forwarded", "转送有权更正的清溪市住房和城乡建设局", "行政复议"),
        (
            RecordCorrectionResult.REFERRED,
            "record_not_corrected",
            "请您向有权更正的清溪市住房和城乡建设局",
            "转送",
        ),
        (RecordCorrectionResult.NOT_CORRECTED, "record_not_corrected", "本机关不予更正", "住房和城乡建设局"),
    ],
)
def test_each_result_has_its_letter(
    here: Office, result: RecordCorrectionResult, kind: str, told: str, untold: str
) -> None:
    from letters.preview import words_of

    found = drafted(here, proposal(result))
    context = letters.letter_of(found)
    assert context is not None
    assert context.kind == kind
    words = words_of(context)
    assert told in words
    assert untold not in words
    assert ("行政复议" in words) is result.declines


def test_nothing_is_kept_of_a_demand_that_is_refused(here: Office) -> None:
    with refused("record_correction_incomplete", InvalidInput):
        taken_in(here, files=())
    with refused("not_about_self", RuleRefusal):
        taken_in(here, about_self=False)
    with refused("role_missing", AccessRefused):
        service.take_in(actor=here.handler, asked=asked())
    assert not RecordCorrection.objects.exists()
    assert taken_in(here).number == "GZ2026-QX-00001", "no number was lost"


def test_identity_and_contacts_are_encrypted_and_masked(here: Office) -> None:
    found = taken_in(here)
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number, phone FROM requests_app_recordcorrection")
        stored = cursor.fetchone()
    assert IDENTITY not in str(stored)
    assert "13800000142" not in str(stored)
    assert contacts_of(here.desk, found).identity == "110***********002X"
    assert contacts_of(here.desk, found, full=True).identity == IDENTITY
    assert contacts_of(here.head, found, full=True).identity != IDENTITY
    service.reveal_contacts(actor=here.handler, correction_id=found.pk)
    assert lines_of(here.desk, found)[0].action == "contacts_revealed"
    with refused("role_missing"):
        service.reveal_contacts(actor=here.head, correction_id=found.pk)


def test_papers_of_identity_are_for_officers_and_opening_one_leaves_a_trace(here: Office) -> None:
    found = taken_in(here)
    proof = found.files.get(kind=DocumentKind.IDENTITY_PROOF)
    assert proof in files_of(here.archivist, found)
    assert proof not in files_of(here.head, found)
    service.open_file(actor=here.desk, correction_id=found.pk, file_id=proof.pk)
    assert lines_of(here.desk, found)[0].action == "document_opened"
    with refused("unknown_document"):
        service.open_file(actor=here.head, correction_id=found.pk, file_id=proof.pk)
    with refused("unknown_document"):
        get_file(here.desk, taken_in(here), proof.pk)


def test_another_agency_and_other_roles_see_nothing(here: Office) -> None:
    found = drafted(here)
    there = other_office()
    assert list(record_corrections(here.legal)) == []
    for stranger in (there.desk, there.head, here.legal):
        with refused("unknown_record_correction", AccessRefused):
            get_record_correction(stranger, found.pk)
        with refused("unknown_record_correction", AccessRefused):
            service.approve(actor=stranger, correction_id=found.pk, seen_version=2)
        assert lines_of(stranger, found) == []


def test_four_eyes(here: Office) -> None:
    found = drafted(here)
    same = join(here.agency, Role.OFFICE_HEAD, here.handler.user.username, here.handler.user.name)
    deputy = Member(here.legal.user, here.agency, Role.OFFICE_HEAD, acting_for=here.handler.user)
    for drafter in (same, deputy):
        with refused("four_eyes", RuleRefusal):
            service.approve(actor=drafter, correction_id=found.pk, seen_version=2)
    with refused("role_missing", AccessRefused):
        service.approve(actor=here.desk, correction_id=found.pk, seen_version=2)


def test_a_new_draft_falls_back_to_no_approval(here: Office) -> None:
    found = drafted(here)
    service.approve(actor=here.head, correction_id=found.pk, seen_version=2)
    changed = letters.draft(
        actor=here.desk, correction_id=found.pk, seen_version=3, proposal=proposal(finding="另有查明")
    )
    assert changed.approved_on is None
    assert changed.drafters == sorted([here.handler.user.pk, here.desk.user.pk])
    with refused("not_approved"):
        letters.answer(actor=here.handler, correction_id=found.pk, seen_version=4)


def test_returned_with_a_reason_and_drafted_again(here: Office) -> None:
    found = drafted(here)
    with refused("reason_missing", InvalidInput):
        service.send_back(actor=here.head, correction_id=found.pk, seen_version=2, reason=" ")
    back = service.send_back(actor=here.head, correction_id=found.pk, seen_version=2, reason="请补充查勘记录")
    assert back.return_reason == "请补充查勘记录"
    assert "查勘" not in str(
        AuditEntry.objects.filter(chain=chain_of(found.pk)).values_list("message", "data")
    )
    with refused("nothing_to_approve"):
        service.approve(actor=here.head, correction_id=found.pk, seen_version=3)


def test_the_wrong_order_and_an_old_page_are_refused(here: Office) -> None:
    found = begun(here)
    with refused("wrong_state"):
        service.begin(actor=here.desk, correction_id=found.pk, seen_version=1, handler=here.handler.user)
    with refused("stale_form", StaleForm):
        letters.draft(actor=here.handler, correction_id=found.pk, seen_version=0, proposal=proposal())
    with refused("wrong_state"):
        service.archive(actor=here.desk, correction_id=found.pk, seen_version=1)
    with refused("record_result_incomplete", InvalidInput):
        nothing = replace(proposal(), corrected_to="")
        letters.draft(actor=here.handler, correction_id=found.pk, seen_version=1, proposal=nothing)
    again = get_record_correction(here.desk, found.pk)
    assert (again.version, again.result) == (1, "")


def test_only_a_handler_of_the_agency_gets_it(here: Office) -> None:
    found = taken_in(here)
    with refused("no_handler", InvalidInput):
        service.begin(actor=here.desk, correction_id=found.pk, seen_version=0, handler=here.head.user)


def test_told_only_once_with_the_letter_made_and_on_a_possible_day(here: Office) -> None:
    found = answered(here)
    with refused("told_on_impossible", InvalidInput):
        early = handed(date(2026, 9, 27))
        service.tell(actor=here.desk, correction_id=found.pk, seen_version=4, handed=early)
    with refused("not_told"):
        service.archive(actor=here.desk, correction_id=found.pk, seen_version=4)
    service.tell(actor=here.desk, correction_id=found.pk, seen_version=4, handed=handed())
    with refused("already_told"):
        service.tell(actor=here.desk, correction_id=found.pk, seen_version=5, handed=handed())


def test_no_delivery_while_the_letter_is_being_made(here: Office) -> None:
    found = drafted(here)
    service.approve(actor=here.head, correction_id=found.pk, seen_version=2)
    letters.answer(actor=here.handler, correction_id=found.pk, seen_version=3)
    with refused("letter_not_made"):
        service.tell(actor=here.desk, correction_id=found.pk, seen_version=4, handed=handed())


def test_a_record_correction_without_its_chain_is_found(here: Office) -> None:
    found = taken_in(here)
    RecordCorrectionFile.objects.all().delete()
    copy = RecordCorrection(
        agency=found.agency,
        number="GZ2026-QX-00099",
        channel="counter",
        received_on=found.received_on,
        kind=found.kind,
        name=found.name,
    )
    copy.save()
    assert [finding.chain for finding in audit.verify()] == [chain_of(copy.pk)]
