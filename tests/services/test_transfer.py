"""登记前转出: here it ends, the right agency has it with the original papers and its own day of receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from requests_app import dates
from requests_app.actors import Member
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, StateRefusal
from requests_app.models import DisclosureRequest, DocumentKind, Transfer
from requests_app.models.agency import Agency
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.states import COUNTED_NOWHERE, RequestState
from requests_app.selectors.documents import read_content
from requests_app.selectors.transfers import transfer_of, transferred_out
from requests_app.selectors.untaken import untaken
from requests_app.services import registration
from requests_app.services.documents import Upload
from requests_app.services.intake import submit_to_platform
from requests_app.services.transfer import HandingOver, transfer_before_registration
from tests.people import (
    Office,
    again,
    application,
    counter_case,
    natural_person,
    office,
    organisation,
    other_office,
    platform_office,
)
from tests.services.stages import PDF
from tests.uploads import picture
from workflows.consistency import check_flows

pytestmark = pytest.mark.django_db
ARRIVED, SENT, TAKEN_UP = date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10)
PAPERS = (
    (DocumentKind.APPLICATION, Upload("手写申请书.pdf", PDF)),
    (DocumentKind.IDENTITY_PROOF, Upload("身份证.png", picture())),
    (DocumentKind.ENVELOPE, Upload("信封.png", picture())),
)
OUTSIDE = HandingOver(
    on=SENT,
    reason="水利工程档案由该局保管",
    told_on=SENT,
    told_way="phone",
    to_name="某某省水利厅",
    contact="办公室，0000-5550999",
    proof="交接单第3号",
)


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def there() -> Office:
    return other_office()


def letter(here: Office, **changes: object) -> DisclosureRequest:
    fields = {"channel": "letter", "received_on": None, "files": PAPERS, **changes}
    with dates.as_of(ARRIVED):
        new = application("老旧小区改造名单", "资金安排", on=ARRIVED, **fields)
        return registration.take_in(actor=here.desk, agency=here.agency, new=new)


def within(there: Office, **changes: object) -> HandingOver:
    handing = HandingOver(
        on=SENT, reason="该信息由住建局制作", told_on=SENT, told_way="phone", agency=there.agency
    )
    return replace(handing, **changes)  # type: ignore[arg-type]


def hand_over(who: Member, case: DisclosureRequest, handing: HandingOver) -> Transfer:
    with dates.as_of(SENT):
        return transfer_before_registration(actor=who, case_id=case.pk, handing=handing)


def test_the_receiver_has_the_application_with_its_papers(here: Office, there: Office) -> None:
    case = letter(here, applicants=(natural_person(), organisation()), help_needed="书写有困难")
    made = hand_over(here.desk, case, within(there))
    case, received = again(case), again(made.received_as)
    assert (case.state, case.closed_on, case.number) == (RequestState.TRANSFERRED, SENT, None)
    assert case.state in COUNTED_NOWHERE
    assert (received.agency, received.state, received.received_on) == (
        there.agency,
        RequestState.RECEIVED,
        None,
    )
    assert [item.text for item in received.items.all()] == ["老旧小区改造名单", "资金安排"]
    originals, copies = list(case.applicants.all()), list(received.applicants.all())
    assert [(row.name, row.identity_number, row.phone) for row in copies] == [
        (row.name, row.identity_number, row.phone) for row in originals
    ]
    assert [row.identity_fingerprint for row in copies] == [row.identity_fingerprint for row in originals]
    assert received.help_needed == "书写有困难"
    kept = {(paper.kind, paper.title, paper.sha256) for paper in case.documents.all()}
    assert {(paper.kind, paper.title, paper.sha256) for paper in received.documents.all()} == kept
    assert read_content(received.documents.get(kind=DocumentKind.APPLICATION)) == PDF
    assert check_flows() == []


def test_the_note_says_where_when_why_by_which_proof_and_how_the_applicant_was_told(
    here: Office, there: Office
) -> None:
    case = letter(here)
    hand_over(here.desk, case, within(there))
    kept = transfer_of(here.head, case)
    assert kept is not None
    assert (kept.to_name, kept.on, kept.reason) == (there.agency.name, SENT, "该信息由住建局制作")
    assert there.agency.phone in kept.contact
    assert kept.proof == "系统内转送记录"
    assert (kept.told_on, kept.get_told_way_display(), kept.by) == (SENT, "电话", here.desk.user)
    assert [row.pk for row in transferred_out(here.desk)] == [kept.pk]
    assert transferred_out(there.desk) == []
    assert transfer_of(there.desk, case) is None
    entry = AuditEntry.objects.get(request_id=case.pk, action="transferred")
    assert entry.message == f"登记前转出至{there.agency.name}"
    assert "住建局制作" not in str(entry.data)


def test_the_receiver_takes_it_up_on_its_own_day_with_its_own_proof(here: Office, there: Office) -> None:
    made = hand_over(here.desk, letter(here), within(there))
    with dates.as_of(TAKEN_UP):
        (row,) = untaken(there.desk)
        assert (row.sender, row.late) == (here.agency.name, True)
        arguments = {"actor": there.desk, "case_id": made.received_as_id}
        for day, proof, code in (
            (ARRIVED, "签收单", "received_before_arrival"),
            (TAKEN_UP, "", "receipt_proof_missing"),
        ):
            with pytest.raises(ApplicationError) as refusal:
                registration.register(**arguments, received_on=day, receipt_proof=proof)
            assert refusal.value.code == code
        done = registration.register(**arguments, received_on=TAKEN_UP, receipt_proof="签收单第8号")
    assert done.query_code
    assert done.case.received_on == TAKEN_UP
    assert done.case.number == "2026-QJ-00001"
    assert check_flows() == []


def test_a_paper_from_the_counter_is_received_when_the_receiver_gets_it(here: Office, there: Office) -> None:
    """The counter's own rule knows no other day than that of submission; here the papers came later."""
    made = hand_over(here.desk, letter(here, channel="counter"), within(there))
    with dates.as_of(TAKEN_UP):
        done = registration.register(
            actor=there.desk, case_id=made.received_as_id, received_on=TAKEN_UP, receipt_proof="签收单"
        )
    assert done.case.received_on == TAKEN_UP


def test_to_an_agency_outside_with_name_contact_and_proof(here: Office) -> None:
    case = letter(here)
    made = hand_over(here.desk, case, replace(OUTSIDE, proof_file=Upload("交接单.pdf", PDF)))
    assert made.received_as is None
    assert made.proof_file is not None
    assert made.proof_file.kind == DocumentKind.EVIDENCE
    entry = AuditEntry.objects.get(request_id=case.pk, action="transferred")
    assert entry.message == "登记前转出至本系统以外的行政机关"
    assert DisclosureRequest.objects.count() == 1


REFUSED = [
    ("no contact", {"contact": ""}, "transfer_incomplete"),
    ("no proof", {"proof": ""}, "transfer_incomplete"),
    ("no reason", {"reason": " "}, "transfer_incomplete"),
    ("before arrival", {"on": date(2026, 3, 5)}, "transfer_before_arrival"),
    ("tomorrow", {"on": date(2026, 3, 12)}, "transfer_in_the_future"),
    ("told on a page nobody can open", {"told_way": "status_page"}, "not_told"),
]


@pytest.mark.parametrize(("name", "changes", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused_leaves_nothing_behind(
    here: Office, name: str, changes: dict[str, object], code: str
) -> None:
    case = letter(here)
    with pytest.raises(ApplicationError) as refusal:
        hand_over(here.desk, case, replace(OUTSIDE, **changes))  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert again(case).state == RequestState.RECEIVED
    assert not Transfer.objects.exists()


def test_it_goes_neither_to_the_own_agency_nor_to_one_that_takes_nothing(here: Office, there: Office) -> None:
    Agency.objects.filter(pk=there.agency.pk).update(is_active=False)
    case = letter(here)
    for agency in (here.agency, there.agency):
        with pytest.raises(InvalidInput) as refusal:
            hand_over(here.desk, case, within(there, agency=agency))
        assert refusal.value.code == "no_receiver"


def test_with_a_number_it_cannot_be_handed_over_any_more(here: Office, there: Office) -> None:
    """Then outcome 13 answers it, and the right agency registers anew (law.md 2.13)."""
    with dates.as_of(ARRIVED):
        case = counter_case(here, on=ARRIVED)
    with pytest.raises(StateRefusal):
        hand_over(here.desk, case, within(there))
    assert again(case).state == RequestState.UNDER_REVIEW


def test_it_is_handed_over_once(here: Office, there: Office) -> None:
    case = letter(here)
    hand_over(here.desk, case, within(there))
    with pytest.raises(StateRefusal):
        hand_over(here.desk, case, within(there))
    assert Transfer.objects.count() == 1


def test_only_desk_officers_of_the_own_agency_hand_over(here: Office, there: Office) -> None:
    case = letter(here)
    others = [member for member in here.members.values() if member is not here.desk]
    for member in [*others, there.desk, platform_office().dispatcher]:
        with pytest.raises(AccessRefused):
            hand_over(member, case, within(there))


def test_a_dispatcher_hands_over_only_to_agencies_the_platform_does_not_serve(
    here: Office, there: Office
) -> None:
    platform = platform_office()
    with dates.as_of(ARRIVED):
        case = submit_to_platform(
            agency=platform.agency, new=application(on=ARRIVED, channel="web", submitted_at=None)
        ).case
    with pytest.raises(InvalidInput) as refusal:
        hand_over(platform.dispatcher, case, within(there))
    assert "请直接分办" in refusal.value.message
    made = hand_over(platform.dispatcher, case, replace(OUTSIDE, told_way="status_page"))
    assert again(case).state == RequestState.TRANSFERRED
    assert [row.pk for row in transferred_out(platform.dispatcher)] == [made.pk]
    assert transferred_out(platform.desk) == []


def test_a_damaged_paper_is_not_handed_on(here: Office, there: Office) -> None:
    case = letter(here)
    paper = case.documents.first()
    assert paper is not None
    paper.file.storage.delete(paper.file.name)
    with pytest.raises(InvalidInput) as refusal:
        hand_over(here.desk, case, within(there))
    assert refusal.value.code == "file_damaged"
    assert again(case).state == RequestState.RECEIVED
