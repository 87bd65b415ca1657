"""What comes in upon a fee notice: the fresh period, parts, reports of the applicant, refusals, money given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from requests_app.actors import Applicant, System
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import (
    DisclosureRequest,
    DocumentKind,
    Fee,
    FeePayment,
    FeeState,
    Letter,
    PaymentState,
    Provenance,
)
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.clock import derivation_of
from requests_app.selectors.fees import awaited_fee, overdue_fees, waiting_step
from requests_app.selectors.inbox import inbox
from requests_app.services import delivery, fees, importing, payments
from requests_app.services.documents import Upload
from requests_app.services.importing import ImportedCase
from tests.people import Office, again, office, other_office
from tests.services.charging import (
    AMOUNT,
    PROOF,
    charge,
    excessive_case,
    notice,
    payment,
    post,
    sign_for,
    told,
)

pytestmark = pytest.mark.django_db
OVER = "2026-04-02T10:00+08:00"


@pytest.fixture
def day() -> Iterator[Any]:
    """Monday, 2 March 2026: the reply is due on the 30th; told today, the last day to pay is 1 April."""
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def here(day: Any) -> Office:
    return office()


@pytest.fixture
def case(here: Office) -> DisclosureRequest:
    return excessive_case(here)


@pytest.fixture
def letter(here: Office, case: DisclosureRequest) -> Letter:
    """The notice, served today."""
    return told(here, case)


def receive(here: Office, case: DisclosureRequest, *given: Any, **changes: Any) -> FeePayment:
    return payments.receive(actor=here.desk, case_id=case.pk, payment=payment(*given, **changes))


def report(case: DisclosureRequest, on: date) -> FeePayment:
    return payments.report(actor=Applicant(again(case)), case_id=case.pk, paid_on=on, voucher=PROOF)


def events(case: DisclosureRequest) -> list[str]:
    return list(case.clock_events.filter(revoked_at__isnull=True).values_list("type", flat=True))


def test_paid_the_period_starts_anew_on_the_day_after(
    here: Office, case: DisclosureRequest, letter: Letter, day: Any
) -> None:
    day.move_to("2026-03-10T10:00+08:00")
    receive(here, case)
    fresh = again(case)
    # Twenty working days after 10 March; 6 April is the holiday of Qingming.
    assert (fresh.state, fresh.due_on, fresh.waiting_for) == ("in_handling", date(2026, 4, 8), "")
    assert events(case) == ["fee_notice", "fee_paid"]
    fee = Fee.objects.get()
    assert (fee.state, fee.paid_on) == (FeeState.PAID, date(2026, 3, 10))
    kept = fee.payments.get()
    assert (kept.amount, kept.receipt_number, kept.online) == (AMOUNT, "票0001", False)
    assert kept.evidence is not None
    assert kept.evidence.kind == DocumentKind.PAYMENT_PROOF
    assert not kept.evidence.visible_to_applicant


def test_paid_after_the_last_day_it_starts_anew_with_a_warning(
    here: Office, case: DisclosureRequest, letter: Letter, day: Any
) -> None:
    day.move_to(OVER)
    receive(here, case)
    derivation = derivation_of(again(case))
    assert derivation is not None
    assert [warning.code for warning in derivation.warnings] == ["paid_late"]
    # 6 April and the first five days of May are holidays.
    assert again(case).due_on == date(2026, 5, 6)


def test_recorded_late_it_counts_from_the_day_it_was_paid(
    here: Office, case: DisclosureRequest, letter: Letter, day: Any
) -> None:
    day.move_to("2026-03-20T10:00+08:00")
    receive(here, case, on=date(2026, 3, 10))
    assert again(case).due_on == date(2026, 4, 8)


def test_a_part_is_kept_and_the_last_part_settles(
    here: Office, case: DisclosureRequest, letter: Letter, day: Any
) -> None:
    receive(here, case, 100, part=True)
    assert (again(case).state, again(case).waiting_until) == ("awaiting_payment", date(2026, 4, 1))
    day.move_to("2026-03-10T10:00+08:00")
    with pytest.raises(InvalidInput) as refusal:
        receive(here, case, AMOUNT)
    assert "280" in refusal.value.message
    receive(here, case, 280)
    assert (again(case).state, Fee.objects.get().paid_on) == ("in_handling", date(2026, 3, 10))


REFUSED = [
    ("too little by mistake", {"amount": 308}, "fee_amount"),
    ("too much", {"amount": 400}, "fee_amount"),
    ("nothing", {"amount": 0}, "fee_amount"),
    ("before service", {"on": date(2026, 3, 4)}, "fee_paid_before_served"),
    ("tomorrow", {"on": date(2026, 3, 11)}, "fee_paid_in_the_future"),
    ("without proof", {"proof": None}, "fee_proof_missing"),
    ("a report that is none", {"report": 9}, "no_report"),
    ("a file that is none", {"proof": Upload("凭证.exe", b"MZ")}, "file_type"),
]


@pytest.mark.parametrize(("name", "given", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_is_refused(
    here: Office, case: DisclosureRequest, day: Any, name: str, given: dict, code: str
) -> None:
    posted = notice(charge(here, case))
    post(here, posted)
    day.move_to("2026-03-10T10:00+08:00")
    sign_for(here, posted, date(2026, 3, 5))
    with pytest.raises(ApplicationError) as refusal:
        receive(here, case, **given)
    assert refusal.value.code == code
    assert again(case).state == "awaiting_payment"
    assert not FeePayment.objects.exists()
    assert not case.documents.filter(kind=DocumentKind.PAYMENT_PROOF).exists()


def test_nothing_is_received_where_nothing_is_owed(here: Office, case: DisclosureRequest) -> None:
    with pytest.raises(StateRefusal) as refusal:
        receive(here, case)
    assert refusal.value.code == "wrong_state"
    with pytest.raises(StateRefusal):
        report(case, date(2026, 3, 2))


@pytest.mark.parametrize("role", [Role.LEGAL_REVIEWER, Role.OFFICE_HEAD])
def test_only_officers_enter_money(here: Office, case: DisclosureRequest, letter: Letter, role: Role) -> None:
    with pytest.raises(AccessRefused):
        payments.receive(actor=here.member(role), case_id=case.pk, payment=payment())
    with pytest.raises(AccessRefused):
        payments.receive(actor=other_office().desk, case_id=case.pk, payment=payment())


# Before the proof of service


def test_who_pays_before_the_delivery_is_recorded_has_been_told(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    posted = notice(charge(here, case))
    day.move_to("2026-03-05T10:00+08:00")
    receive(here, case)
    assert events(case) == ["fee_notice", "fee_paid"]
    assert again(case).due_on == date(2026, 4, 2)
    assert Fee.objects.get().told_on == date(2026, 3, 5)
    post(here, posted)
    assert events(case) == ["fee_notice", "fee_paid"]


def test_a_fee_without_a_notice_cannot_have_been_paid(here: Office, case: DisclosureRequest) -> None:
    charge(here, case)
    with pytest.raises(StateRefusal) as refusal:
        receive(here, case)
    assert refusal.value.code == "fee_notice_not_made"


def test_paid_upon_a_notice_never_told_in_time_nothing_may_be_charged(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    notice(charge(here, case))
    day.move_to("2026-03-31T10:00+08:00")
    with pytest.raises(RuleRefusal) as refusal:
        receive(here, case)
    assert refusal.value.code == "fee_late"


def test_paid_before_the_postal_record_came(here: Office, case: DisclosureRequest, day: Any) -> None:
    posted = notice(charge(here, case))
    post(here, posted)
    day.move_to("2026-03-05T10:00+08:00")
    receive(here, case)
    sign_for(here, posted, date(2026, 3, 5))
    assert events(case) == ["fee_notice", "fee_paid"]
    derivation = derivation_of(again(case))
    assert derivation is not None
    assert derivation.warnings == ()


def test_an_envelope_that_came_back_after_the_payment_proves_nothing(
    here: Office, case: DisclosureRequest
) -> None:
    posted = notice(charge(here, case))
    post(here, posted)
    receive(here, case)
    delivery.record_failure(actor=here.desk, case_id=case.pk, letter_id=posted.pk, reason="逾期未领")
    assert events(case) == ["fee_notice", "fee_paid"]


# Reported by the applicant


def test_a_report_moves_no_date_until_it_is_verified(
    here: Office, case: DisclosureRequest, letter: Letter, day: Any
) -> None:
    day.move_to("2026-03-10T10:00+08:00")
    reported = report(case, date(2026, 3, 9))
    assert (again(case).state, again(case).waiting_until) == ("awaiting_payment", date(2026, 4, 1))
    assert waiting_step(again(case)) == "check"
    with pytest.raises(StateRefusal) as refusal:
        report(case, date(2026, 3, 9))
    assert refusal.value.code == "fee_already_reported"
    day.move_to("2026-03-12T10:00+08:00")
    receive(here, case, on=date(2026, 3, 9), proof=None, report=reported.pk)
    kept = FeePayment.objects.get()
    assert (kept.state, kept.online, kept.evidence_id) == ("confirmed", True, reported.evidence_id)
    assert (again(case).state, again(case).due_on) == ("in_handling", date(2026, 4, 7))


def test_a_report_keeps_the_application_from_being_given_up(
    here: Office, case: DisclosureRequest, letter: Letter, day: Any
) -> None:
    report(case, date(2026, 3, 2))
    day.move_to(OVER)
    assert overdue_fees(date(2026, 4, 2)) == []
    with pytest.raises(RuleRefusal) as refusal:
        fees.propose_lapse(actor=System("测试"), case_id=case.pk)
    assert refusal.value.code == "fee_reported"


def test_a_report_that_is_not_true_is_answered_with_the_reason(
    here: Office, case: DisclosureRequest, letter: Letter
) -> None:
    report(case, date(2026, 3, 2))
    with pytest.raises(InvalidInput):
        payments.reject(actor=here.desk, case_id=case.pk, reason=" ")
    payments.reject(actor=here.desk, case_id=case.pk, reason="账户没有收到这笔款项")
    shown = awaited_fee(Applicant(again(case)))
    assert shown is not None
    assert (shown.report, shown.rejected) == (None, "账户没有收到这笔款项")
    with pytest.raises(StateRefusal):
        payments.reject(actor=here.desk, case_id=case.pk, reason="再来一次")
    report(case, date(2026, 3, 2))
    assert FeePayment.objects.filter(state=PaymentState.REPORTED).count() == 1


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 3, 3)], ids=["before the notice", "tomorrow"])
def test_a_report_of_an_impossible_day_is_refused(
    here: Office, case: DisclosureRequest, letter: Letter, on: date
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        report(case, on)
    assert list(refusal.value.fields) == ["paid_on"]


def test_the_applicant_cannot_enter_money(here: Office, case: DisclosureRequest, letter: Letter) -> None:
    with pytest.raises(AccessRefused):
        payments.receive(actor=Applicant(again(case)), case_id=case.pk, payment=payment())


def test_a_report_is_work_of_today(here: Office, case: DisclosureRequest, letter: Letter) -> None:
    assert [group.key for group in inbox(here.desk)] == ["paused"]
    report(case, date(2026, 3, 2))
    assert [group.key for group in inbox(here.desk)] == ["today"]


# Taken over


def taken_over(here: Office, **told_: str) -> DisclosureRequest:
    record = ImportedCase(
        number="2026-QX-00009",
        channel="post",
        received_on=date(2026, 2, 2),
        regime="2019",
        state=RequestState.AWAITING_PAYMENT,
        applicant_kind="natural_person",
        applicant_name="陈某某",
        items=[("东湖片区的全部材料", "")],
        events=[{"type": "fee_notice", "on": "2026-02-05", **told_}],
    )
    return importing.import_case(actor=System("导入"), agency=here.agency, record=record)


def test_a_fee_told_elsewhere_is_paid_here(here: Office, day: Any) -> None:
    case = taken_over(here, served="2026-02-06")
    assert case.provenance == Provenance.IMPORTED
    assert again(case).waiting_until == date(2026, 3, 9), "thirty days end on a Sunday"
    shown = awaited_fee(Applicant(again(case)))
    assert shown is not None
    assert (shown.amount, shown.last_day) == (None, date(2026, 3, 9))
    with pytest.raises(StateRefusal):
        fees.cancel(actor=here.handler, case_id=case.pk, reason="不需要了")
    receive(here, case, 500)
    fee = Fee.objects.get()
    assert (fee.amount, fee.state, again(case).state) == (500, FeeState.PAID, "in_handling")
    assert events(case) == ["fee_notice", "fee_paid"]


def test_a_fee_told_elsewhere_can_be_over(here: Office, day: Any) -> None:
    case = taken_over(here, served="2026-02-06")
    day.move_to("2026-03-10T10:00+08:00")
    assert overdue_fees(date(2026, 3, 10)) == [case.pk]
    fees.propose_lapse(actor=System("测试"), case_id=case.pk)
    assert waiting_step(again(case)) == "lapse"
