"""Bringing a case to a fee: 68 pages, 380 yuan, by the real services."""

from __future__ import annotations

from datetime import date
from typing import Any

from letters import handlers
from requests_app import dates
from requests_app.models import DisclosureRequest, Fee, Letter
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.fees import Schedule
from requests_app.services import delivery, excess, fees
from requests_app.services.delivery import Posting, Service
from requests_app.services.documents import Upload
from requests_app.services.payments import Payment
from tests.people import Office, case_in_handling
from tests.services.stages import PDF, made

PAGES, AMOUNT = 68, 380
PROOF = Upload("凭证.pdf", PDF)
WHY = "一个月内就同一类档案提出多件申请，内容相近"


def excessive_case(where: Office, *items: str, **changes: object) -> DisclosureRequest:
    """In handling, and found clearly excessive."""
    case = case_in_handling(where, *items, **changes)
    excess.find_excessive(actor=where.handler, case_id=case.pk, why=WHY)
    return case


def charge(where: Office, case: DisclosureRequest, **changes: Any) -> Fee:
    """A fee is decided."""
    given: dict[str, Any] = {"schedule": Schedule.PER_QUANTITY, "count": PAGES, **changes}
    return fees.decide(actor=where.handler, case_id=case.pk, **given)


def notice(fee: Fee) -> Letter:
    """The notice as the outbox makes it."""
    handlers.fee({"fee": fee.pk})
    return made(Letter.objects.get(fee=fee))


def hand_over(where: Office, letter: Letter, on: date | None = None) -> None:
    """Signed for, today unless told otherwise."""
    service = Service(way="hand", served_on=on or dates.today(), recipient="王契", proof=PROOF)
    delivery.confirm_delivery(
        actor=where.desk, case_id=letter.request_id, letter_id=letter.pk, service=service
    )


def post(where: Office, letter: Letter, on: date | None = None) -> None:
    """Handed to the post, today unless told otherwise."""
    posting = Posting(on or dates.today(), "EA123456789CN", POSTAL_ENTERPRISE)
    delivery.post_letter(actor=where.desk, case_id=letter.request_id, letter_id=letter.pk, posting=posting)


def sign_for(where: Office, letter: Letter, on: date) -> None:
    """The postal record of a posted notice."""
    service = Service(way="post", served_on=on, recipient="王契", proof=PROOF)
    delivery.confirm_delivery(
        actor=where.desk, case_id=letter.request_id, letter_id=letter.pk, service=service
    )


def told(where: Office, case: DisclosureRequest) -> Letter:
    """Decided, and handed over today."""
    letter = notice(charge(where, case))
    hand_over(where, letter)
    return letter


def payment(amount: int = AMOUNT, on: date | None = None, **changes: Any) -> Payment:
    """Paid today unless told otherwise, with its receipt."""
    return Payment(amount, on or dates.today(), **{"receipt_number": "票0001", "proof": PROOF, **changes})
