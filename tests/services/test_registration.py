"""登记: what the desk and the web system may enter, and what is refused without losing anything."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal
from requests_app.models import DisclosureRequest, Document, DocumentKind, OutboxMessage
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.cases import applicant_by_code
from requests_app.services import registration
from requests_app.services.documents import Upload
from tests import people
from tests.services.stages import PDF

pytestmark = pytest.mark.django_db


def test_a_counter_application_gets_number_clock_receipt_and_code() -> None:
    office = people.office()
    with time_machine.travel(datetime(2026, 3, 2, 2, 0, tzinfo=UTC)):
        done = people.registered(office)
    assert done.case.number == "2026-QX-00001"
    assert done.case.state == RequestState.UNDER_REVIEW
    assert done.case.due_on == date(2026, 3, 30)
    assert done.case.correction_notice_due_on == date(2026, 3, 11)
    assert OutboxMessage.objects.filter(topic="letters.receipt").count() == 1
    assert AuditEntry.objects.filter(request_id=done.case.pk, action="registered").count() == 1
    assert applicant_by_code(done.case.number, done.query_code).request == done.case


def test_numbers_run_without_gaps_per_agency_and_start_anew_each_year() -> None:
    office, other = people.office(), people.other_office()
    with time_machine.travel(datetime(2026, 3, 2, 2, 0, tzinfo=UTC)):
        first = [people.counter_case(office).number for _ in range(2)]
        elsewhere = people.counter_case(other).number
    with time_machine.travel(datetime(2027, 1, 4, 2, 0, tzinfo=UTC)):
        new_year = people.counter_case(office).number
    assert [*first, elsewhere, new_year] == [
        "2026-QX-00001",
        "2026-QX-00002",
        "2026-QJ-00001",
        "2027-QX-00001",
    ]


def test_a_refused_registration_uses_no_number() -> None:
    office = people.office()
    with pytest.raises(InvalidInput):
        people.registered(office, "   ")
    assert people.counter_case(office).number.endswith("-00001")
    assert DisclosureRequest.objects.count() == 1


def test_dates_are_chinese_half_an_hour_after_chinese_midnight() -> None:
    office = people.office()
    with time_machine.travel(datetime(2026, 3, 1, 16, 30, tzinfo=UTC)):  # 00:30 on 2 March in China
        case = people.counter_case(office)
    assert case.received_on == date(2026, 3, 2)


BAD_FILES = [
    ("empty", Upload("申请书.pdf", b""), "file_empty"),
    ("wrong type by name", Upload("申请书.exe", b"MZ"), "file_type"),
    ("content is not what the name says", Upload("申请书.pdf", b"<html>"), "file_type"),
    ("damaged", Upload("申请书.pdf", b"%PDF-1.4 broken"), "file_damaged"),
    ("too large", Upload("申请书.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024)), "file_too_large"),
]


@pytest.mark.parametrize(("what", "upload", "code"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
def test_a_bad_file_is_refused_and_nothing_is_half_done(what: str, upload: Upload, code: str) -> None:
    office = people.office()
    with pytest.raises(InvalidInput) as refused:
        people.registered(office, files=((DocumentKind.APPLICATION, upload),))
    assert refused.value.code == code
    assert upload.name in refused.value.message
    assert not DisclosureRequest.objects.exists()
    assert not Document.objects.exists()


def test_a_scan_is_kept_with_its_hash_and_pages() -> None:
    office = people.office()
    case = people.counter_case(office, files=((DocumentKind.APPLICATION, Upload("申请书.pdf", PDF)),))
    document = case.documents.get()
    assert (document.pages, document.size, len(document.sha256)) == (1, len(PDF), 64)
    assert "申请书" not in document.file.name


def test_an_ordinary_letter_waits_for_the_call_that_confirms_it() -> None:
    """Art. 31 (2): an ordinary letter is received on the day it is confirmed with the applicant."""
    office = people.office()
    with time_machine.travel(datetime(2026, 3, 2, 2, 0, tzinfo=UTC)) as clock:
        new = people.application(channel="letter", received_on=None)
        case = registration.take_in(actor=office.desk, agency=office.agency, new=new)
        assert (case.state, case.number, case.due_on) == (RequestState.RECEIVED, None, None)
        assert case.conservative_due_on == date(2026, 3, 27), "the warning runs from the arrival"
        assert (case.next_act, case.next_act_on) == ("register", date(2026, 3, 2))
        with pytest.raises(InvalidInput, match="通话记录"):
            registration.register(actor=office.desk, case_id=case.pk, received_on=date(2026, 3, 2))
        clock.move_to(datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
        registration.register(
            actor=office.desk,
            case_id=case.pk,
            received_on=date(2026, 3, 3),
            receipt_proof="3月3日9时10分电话确认，通话记录001",
        )
    case = people.again(case)
    assert (case.received_on, case.due_on) == (date(2026, 3, 3), date(2026, 3, 31))
    assert case.conservative_due_on == date(2026, 3, 30)


@pytest.mark.parametrize(
    "received_on", [date(2026, 3, 1), date(2026, 3, 3)], ids=["before arrival", "tomorrow"]
)
def test_an_impossible_day_of_receipt_is_refused(received_on: date) -> None:
    office = people.office()
    with time_machine.travel(datetime(2026, 3, 2, 2, 0, tzinfo=UTC)), pytest.raises(RuleRefusal):
        people.registered(office, received_on=received_on)
    assert not DisclosureRequest.objects.exists()


def test_a_member_of_another_agency_or_role_cannot_register() -> None:
    office, other = people.office(), people.other_office()
    dispatcher = people.join(office.agency, Role.DISPATCHER, "helei", "何磊")
    for actor in (other.desk, office.handler, dispatcher, office.legal, office.archivist):
        with pytest.raises(AccessRefused):
            registration.register_at_desk(actor=actor, agency=office.agency, new=people.application())
    assert not DisclosureRequest.objects.exists()


def test_what_was_taken_in_is_registered_by_a_desk_officer_only() -> None:
    office = people.office()
    new = people.application(channel="letter", received_on=None)
    case = registration.take_in(actor=office.desk, agency=office.agency, new=new)
    for actor in (office.handler, people.join(office.agency, Role.DISPATCHER, "helei", "何磊")):
        with pytest.raises(AccessRefused) as refused:
            registration.register(
                actor=actor, case_id=case.pk, received_on=new.arrived_on, receipt_proof="通话记录"
            )
        assert refused.value.code == "role_missing"
    assert people.again(case).state == RequestState.RECEIVED


def test_an_online_application_is_confirmed_and_registered_at_once() -> None:
    """Guiding Case 26: the day on which the web system confirms submission is the day of receipt."""
    office = people.office()
    moment = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    with time_machine.travel(moment):
        done = registration.submit_online(
            agency=office.agency, new=people.application(channel="web", submitted_at=moment)
        )
    assert done.case.state == RequestState.UNDER_REVIEW
    assert done.case.received_on == date(2026, 3, 2)
    assert AuditEntry.objects.get(action="registered").actor_kind == "system"


def test_the_query_code_is_in_the_database_in_no_readable_form() -> None:
    office = people.office()
    done = people.registered(office)
    stored = DisclosureRequest.objects.values().get(pk=done.case.pk)
    promised = list(OutboxMessage.objects.values_list("payload", flat=True))
    recorded = list(AuditEntry.objects.values_list("message", "data"))
    assert done.query_code not in f"{stored}{promised}{recorded}"
