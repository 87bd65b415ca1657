"""送达: what counts as given, on which day, and with what proof (law.md 2.10)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from requests_app.errors import ApplicationError
from requests_app.models import Delivery, DeliveryState, Letter
from requests_app.rules.states import RequestState
from requests_app.selectors.clock import derivation_of
from requests_app.services import delivery, issuing
from requests_app.services.delivery import Posting, Service
from requests_app.services.documents import Upload
from tests import people
from tests.people import Office
from tests.services.stages import CONTENT, FORM, PDF, approved, freeze, issued

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
SLIP = Upload("回证.pdf", PDF)


@pytest.fixture(autouse=True)
def on_the_tenth_of_march() -> object:
    with time_machine.travel(DAY) as clock:
        yield clock


def serve(office: Office, letter: Letter, **changes: object) -> Delivery:
    fields = {"way": "hand", "served_on": TODAY, "recipient": "王契", "proof": SLIP, **changes}
    return delivery.confirm_delivery(
        actor=office.desk, case_id=letter.request_id, letter_id=letter.pk, service=Service(**fields)
    )


def serve_online(office: Office, letter: Letter) -> Delivery:
    return delivery.serve_online(actor=office.desk, case_id=letter.request_id, letter_id=letter.pk)


def post(office: Office, letter: Letter, **changes: object) -> Delivery:
    fields = {"sent_on": TODAY, "tracking_number": "XA00000000011", "carrier": "邮政企业", **changes}
    return delivery.post_letter(
        actor=office.desk, case_id=letter.request_id, letter_id=letter.pk, posting=Posting(**fields)
    )


def test_by_hand_the_day_of_signing_counts_and_ends_the_case() -> None:
    office = people.office()
    letter = issued(office)
    serve(office, letter)
    case = people.again(letter.request)
    assert (case.state, case.closed_on, case.replied_on) == (RequestState.DELIVERED, TODAY, TODAY)
    assert derivation_of(case).in_time is True
    assert letter.deliveries.get().proof is not None


def test_by_post_the_day_of_posting_counts_and_the_signature_ends_the_case(
    on_the_tenth_of_march: object,
) -> None:
    office = people.office()
    letter = issued(office)
    post(office, letter)
    case = people.again(letter.request)
    assert (case.state, case.replied_on) == (RequestState.ISSUED, TODAY)
    on_the_tenth_of_march.move_to(DAY + timedelta(days=3))
    serve(office, letter, way="post", served_on=TODAY + timedelta(days=3))
    case = people.again(case)
    assert (case.state, case.closed_on, case.replied_on) == (
        RequestState.DELIVERED,
        TODAY + timedelta(days=3),
        TODAY,
    )
    assert case.clock_events.filter(type="replied").count() == 1


def test_returned_mail_is_not_delivery_and_its_posting_no_longer_counts() -> None:
    office = people.office()
    letter = issued(office)
    post(office, letter)
    delivery.record_failure(
        actor=office.desk, case_id=letter.request_id, letter_id=letter.pk, reason="查无此人，退回"
    )
    case = people.again(letter.request)
    assert (case.state, case.replied_on) == (RequestState.ISSUED, None)
    assert derivation_of(case).in_time is None
    post(office, letter, tracking_number="XA00000000012")
    assert letter.deliveries.filter(state=DeliveryState.SENT).count() == 1


REFUSED_SERVICE = [
    ("no proof", {"proof": None}, "proof_missing"),
    ("nobody signed", {"recipient": " "}, "proof_missing"),
    ("tomorrow", {"served_on": TODAY + timedelta(days=1)}, "in_the_future"),
    ("before the letter", {"served_on": TODAY - timedelta(days=1)}, "served_before_sent"),
    ("online on a day that somebody typed", {"way": "online"}, "proof_missing"),
    ("post that was never posted", {"way": "post"}, "not_posted"),
    ("proof of the wrong type", {"proof": Upload("回证.exe", b"MZ")}, "file_type"),
]


@pytest.mark.parametrize(
    ("what", "changes", "code"), REFUSED_SERVICE, ids=[row[0] for row in REFUSED_SERVICE]
)
def test_service_without_proof_or_on_an_impossible_day_is_refused(
    what: str, changes: dict[str, object], code: str
) -> None:
    office = people.office()
    letter = issued(office)
    with pytest.raises(ApplicationError) as refused:
        serve(office, letter, **changes)
    assert refused.value.code == code
    assert people.again(letter.request).state == RequestState.ISSUED
    assert not letter.deliveries.exists()


REFUSED_POSTING = [
    ("a private courier", {"carrier": "快递公司"}, "private_courier"),
    ("no tracking number", {"tracking_number": ""}, "tracking_missing"),
    ("posted before the letter was made", {"sent_on": TODAY - timedelta(days=1)}, "sent_before_issue"),
    ("posted tomorrow", {"sent_on": TODAY + timedelta(days=1)}, "in_the_future"),
]


@pytest.mark.parametrize(
    ("what", "changes", "code"), REFUSED_POSTING, ids=[row[0] for row in REFUSED_POSTING]
)
def test_a_posting_that_would_not_hold_is_refused(what: str, changes: dict[str, object], code: str) -> None:
    office = people.office()
    letter = issued(office)
    with pytest.raises(ApplicationError) as refused:
        post(office, letter, **changes)
    assert refused.value.code == code
    assert not letter.deliveries.exists()


def test_online_service_needs_the_applicants_consent_and_then_needs_no_slip() -> None:
    office = people.office()
    letter = issued(office, online=True, accepts_online_service=True)
    assert not letter.document.visible_to_applicant
    served = serve_online(office, letter)
    case = people.again(letter.request)
    assert (case.state, case.closed_on, case.replied_on) == (RequestState.DELIVERED, TODAY, TODAY)
    assert "系统记录：2026-03-10 10:00" in served.note
    letter.document.refresh_from_db()
    assert letter.document.visible_to_applicant


def test_online_service_without_consent_is_refused() -> None:
    office = people.office()
    letter = issued(office, online=True)
    with pytest.raises(ApplicationError) as refused:
        serve_online(office, letter)
    assert refused.value.code == "no_online_consent"
    assert not letter.deliveries.exists()


def test_online_service_counts_on_the_day_it_happens_and_not_on_a_better_one(
    on_the_tenth_of_march: object,
) -> None:
    office = people.office()
    letter = issued(office, online=True, accepts_online_service=True)
    due = people.again(letter.request).due_on
    on_the_tenth_of_march.move_to(datetime(2026, 6, 30, 16, 30, tzinfo=UTC))
    served = serve_online(office, letter)
    case = people.again(letter.request)
    assert served.served_on == case.replied_on == date(2026, 7, 1) > due
    assert derivation_of(case).in_time is False


def test_a_letter_in_the_post_is_not_served_online_as_well() -> None:
    office = people.office()
    letter = issued(office, online=True, accepts_online_service=True)
    post(office, letter)
    with pytest.raises(ApplicationError) as refused:
        serve_online(office, letter)
    assert refused.value.code == "still_in_the_post"


def test_a_reply_written_for_the_post_is_not_served_online() -> None:
    """行政复议法 22¶2: served online, it would have to name an online channel for reconsideration."""
    office = people.office()
    letter = issued(office, accepts_online_service=True)
    with pytest.raises(ApplicationError) as refused:
        serve_online(office, letter)
    assert refused.value.code == "not_written_for_online"
    assert refused.value.basis == "《中华人民共和国行政复议法》第二十二条第二款"
    assert people.again(letter.request).state == RequestState.ISSUED
    assert not letter.deliveries.exists()


def test_a_letter_in_the_post_is_handed_over_only_once_the_mail_has_failed(
    on_the_tenth_of_march: object,
) -> None:
    """235号: the day of signing counts then, not that of a posting that reached nobody."""
    office = people.office()
    letter = issued(office)
    post(office, letter)
    later = TODAY + timedelta(days=3)
    on_the_tenth_of_march.move_to(DAY + timedelta(days=3))
    with pytest.raises(ApplicationError) as refused:
        serve(office, letter, served_on=later)
    assert refused.value.code == "still_in_the_post"
    delivery.record_failure(
        actor=office.desk, case_id=letter.request_id, letter_id=letter.pk, reason="无人签收，退回"
    )
    serve(office, letter, served_on=later)
    case = people.again(letter.request)
    assert (case.state, case.replied_on) == (RequestState.DELIVERED, later)
    assert list(letter.deliveries.values_list("way", "state")) == [("post", "failed"), ("hand", "served")]


def test_a_letter_is_delivered_once() -> None:
    office = people.office()
    letter = issued(office)
    serve(office, letter)
    with pytest.raises(ApplicationError) as refused:
        serve(office, letter)
    assert refused.value.code == "already_served"


def test_delivery_waits_for_the_letter_to_be_made() -> None:
    office = people.office()
    handed_in = approved(office)
    letter = issuing.issue_reply(
        actor=office.desk, case_id=handed_in.request_id, content=CONTENT, form=FORM, freeze=freeze
    )
    with pytest.raises(ApplicationError) as refused:
        serve(office, letter)
    assert refused.value.code == "letter_not_made"


def test_the_applicant_can_open_the_reply_once_it_is_delivered() -> None:
    office = people.office()
    letter = issued(office)
    assert letter.document.visible_to_applicant is False
    serve(office, letter)
    letter.document.refresh_from_db()
    assert letter.document.visible_to_applicant is True
