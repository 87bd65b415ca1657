"""Notes of talks: kept with the case, for the agency alone; the record never says with whom."""

from __future__ import annotations

from typing import Any

import pytest

from requests_app import dates
from requests_app.actors import Applicant
from requests_app.errors import AccessRefused, InvalidInput, StateRefusal
from requests_app.models import ContactNote, DisclosureRequest, DocumentKind
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.contact import ContactKind, ContactWay, Counterpart
from requests_app.selectors.contact_notes import confirmation_words, lacks_help, notes_of
from requests_app.selectors.documents import documents_of
from requests_app.services import closing, contact_note
from requests_app.services.contact_note import NewNote
from requests_app.services.documents import Upload
from tests.people import Office, again, counter_case, office, other_office
from tests.services.stages import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Office:
    return office()


def talk(**changes: Any) -> NewNote:
    fields = {
        "kind": ContactKind.TALK,
        "counterpart": Counterpart.THIRD_PARTY,
        "person": "钱某某（某某置业）",
        "way": ContactWay.PHONE,
        "on": dates.today(),
        "said": "请其书面答复",
        **changes,
    }
    return NewNote(**fields)


def kept(where: Office, case: DisclosureRequest, **changes: Any) -> ContactNote:
    return contact_note.note_contact(actor=where.handler, case_id=case.pk, talk=talk(**changes))


def test_a_note_is_kept_and_the_record_names_nobody(here: Office) -> None:
    case = counter_case(here)
    note = kept(here, case, agreed="周五前答复", file=Upload("笔录.pdf", PDF))
    assert (note.agreed, note.recorded_by, note.file.kind) == (
        "周五前答复",
        here.handler.user,
        DocumentKind.EVIDENCE,
    )
    entry = AuditEntry.objects.filter(request_id=case.pk).latest("seq")
    assert entry.message == "沟通：电话，第三方"
    assert "钱某某" not in f"{entry.message}{entry.data}"


def test_neither_applicant_nor_another_agency_sees_one(here: Office) -> None:
    case = counter_case(here)
    kept(here, case, file=Upload("笔录.pdf", PDF))
    assert notes_of(here.legal, case).count() == 1
    assert not notes_of(Applicant(case), case)
    assert not documents_of(Applicant(case), case)
    assert not notes_of(other_office().handler, case)


def test_who_may_not_write_one(here: Office) -> None:
    case = counter_case(here)
    for actor in (here.legal, here.archivist, other_office().handler, Applicant(case)):
        with pytest.raises(AccessRefused):
            contact_note.note_contact(actor=actor, case_id=case.pk, talk=talk())
    contact_note.note_contact(actor=here.head, case_id=case.pk, talk=talk())


def test_what_is_refused_leaves_nothing(here: Office) -> None:
    case = counter_case(here)
    with pytest.raises(InvalidInput) as refusal:
        kept(here, case, said="\u200b ", kind=ContactKind.HELP)
    assert set(refusal.value.fields) == {"said", "counterpart"}
    with pytest.raises(InvalidInput):
        kept(here, case, file=Upload("录音.exe", b"MZ"))
    closing.void(actor=here.head, case_id=case.pk, reason="重复录入")
    with pytest.raises(StateRefusal):
        kept(here, case)
    assert not ContactNote.objects.exists()
    assert not case.documents.exists()


def test_help_is_owed_until_it_is_noted(here: Office) -> None:
    case = counter_case(here, help_needed="请朗读答复")
    assert lacks_help(case)
    kept(here, case, kind=ContactKind.HELP, counterpart=Counterpart.APPLICANT, person="王契")
    assert not lacks_help(again(case))
    assert not lacks_help(counter_case(here, "另一件"))


def test_a_confirming_call_is_the_proof_of_receipt(here: Office) -> None:
    case = counter_case(here)
    assert confirmation_words(here.desk, case) == ""
    kept(
        here,
        case,
        kind=ContactKind.CONFIRMATION,
        counterpart=Counterpart.APPLICANT,
        person="王契（本人）",
        said="信已收到",
    )
    day = dates.today().isoformat()
    assert confirmation_words(here.desk, case) == f"{day} 电话与王契（本人）确认：信已收到"
