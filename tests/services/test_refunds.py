"""Money given back, what is only reported, and what keeps a finding in force while money rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from requests_app.actors import Applicant
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import DisclosureRequest, Fee, FeeState, Letter
from requests_app.rules.policies import Policies
from requests_app.selectors.fees import refundable
from requests_app.services import excess, fees, payments, withdrawal
from tests.people import Office, again, office
from tests.services.charging import AMOUNT, PROOF, excessive_case, told
from tests.services.test_payments import receive, report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day() -> Iterator[Any]:
    """Monday, 2 March 2026."""
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def case(here: Office) -> DisclosureRequest:
    return excessive_case(here)


@pytest.fixture
def letter(here: Office, case: DisclosureRequest) -> Letter:
    """The notice, served today."""
    return told(here, case)


def test_what_was_paid_in_part_is_given_back_after_the_withdrawal(
    here: Office, case: DisclosureRequest, letter: Letter
) -> None:
    receive(here, case, 100, part=True)
    withdrawal.withdraw(actor=Applicant(again(case)), case_id=case.pk)
    fee = Fee.objects.get()
    assert (fee.state, refundable(fee)) == (FeeState.CANCELLED, 100)
    today = date(2026, 3, 2)
    for amount, on, reason, field in (
        (101, today, "撤回申请", "amount"),
        (0, today, "撤回申请", "amount"),
        (100, date(2026, 3, 3), "撤回申请", "on"),
        (100, today, " ", "reason"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            payments.refund(
                actor=here.desk, case_id=case.pk, amount=amount, on=on, reason=reason, proof=PROOF
            )
        assert list(refusal.value.fields) == [field]
    payments.refund(
        actor=here.desk, case_id=case.pk, amount=100, on=today, reason="撤回申请，原路退回", proof=PROOF
    )
    fee.refresh_from_db()
    assert (fee.refunded, fee.refunded_on, refundable(fee)) == (100, today, 0)
    with pytest.raises(StateRefusal) as nothing:
        payments.refund(actor=here.desk, case_id=case.pk, amount=1, on=today, reason="再退", proof=PROOF)
    assert nothing.value.code == "nothing_to_refund"


def test_a_report_that_was_never_money_is_not_given_back(
    here: Office, case: DisclosureRequest, letter: Letter
) -> None:
    report(case, date(2026, 3, 2))
    withdrawal.withdraw(actor=Applicant(again(case)), case_id=case.pk)
    assert refundable(Fee.objects.get()) == 0
    with pytest.raises(StateRefusal):
        payments.refund(
            actor=here.desk, case_id=case.pk, amount=AMOUNT, on=date(2026, 3, 2), reason="退", proof=PROOF
        )
    payments.reject(actor=here.desk, case_id=case.pk, reason="账户没有收到这笔款项")
    assert refundable(Fee.objects.get()) == 0


def test_a_report_is_verified_after_the_fee_ended_and_given_back(
    here: Office, case: DisclosureRequest, letter: Letter
) -> None:
    reported = report(case, date(2026, 3, 2))
    withdrawal.withdraw(actor=Applicant(again(case)), case_id=case.pk)
    receive(here, case, report=reported.pk, proof=None)
    fee = Fee.objects.get()
    assert (fee.state, refundable(fee), again(case).state) == (FeeState.CANCELLED, AMOUNT, "withdrawn")
    refund = {"actor": here.desk, "case_id": case.pk, "amount": AMOUNT, "on": date(2026, 3, 2)}
    with pytest.raises(InvalidInput) as refusal:
        payments.refund(**refund, reason="撤回", proof=None)
    assert list(refusal.value.fields) == ["proof"]
    payments.refund(**refund, reason="撤回", proof=PROOF)
    assert refundable(Fee.objects.get()) == 0


def test_what_was_given_back_is_not_rejected_afterwards(
    here: Office, case: DisclosureRequest, letter: Letter
) -> None:
    report(case, date(2026, 3, 2))
    Fee.objects.update(refunded=AMOUNT)
    with pytest.raises(StateRefusal) as refusal:
        payments.reject(actor=here.desk, case_id=case.pk, reason="账户没有收到这笔款项")
    assert refusal.value.code == "fee_refunded"


def test_reports_end_after_several_that_were_wrong(
    here: Office, case: DisclosureRequest, letter: Letter
) -> None:
    for _ in range(Policies().most_rejected_payments):
        report(case, date(2026, 3, 2))
        payments.reject(actor=here.desk, case_id=case.pk, reason="没有到账")
    with pytest.raises(StateRefusal) as refusal:
        report(case, date(2026, 3, 2))
    assert refusal.value.code == "too_many_reports"


def test_the_finding_stands_while_a_fee_rests_on_it(
    here: Office, case: DisclosureRequest, letter: Letter
) -> None:
    receive(here, case)
    with pytest.raises(StateRefusal) as refusal:
        excess.revoke_finding(actor=here.handler, case_id=case.pk, reason="统计有误")
    assert refusal.value.code == "fee_paid_on_it"


def test_a_cancelled_fee_gives_back_what_was_paid(
    here: Office, case: DisclosureRequest, letter: Letter
) -> None:
    receive(here, case, 100, part=True)
    fees.cancel(actor=here.handler, case_id=case.pk, reason="页数数错了")
    assert refundable(Fee.objects.get()) == 100
