"""The next legal act of a request and its last day."""

from datetime import date

import pytest

from requests_app.rules.next_act import LegalAct, next_act
from requests_app.rules.states import RequestState as S

ARRIVED, ASK_BY, DUE = date(2026, 3, 2), date(2026, 3, 11), date(2026, 3, 30)

NEXT = [
    # name, state, answered, act, last day
    ("a letter is confirmed the day it arrives", S.RECEIVED, False, LegalAct.REGISTER, ARRIVED),
    ("a correction can still be asked", S.UNDER_REVIEW, False, LegalAct.CORRECTION_NOTICE, ASK_BY),
    ("the reply is due", S.IN_HANDLING, False, LegalAct.REPLY, DUE),
    ("approved is not answered", S.APPROVED, False, LegalAct.REPLY, DUE),
    ("issued is not answered", S.ISSUED, False, LegalAct.DELIVER, DUE),
    ("posted has answered: only its proof is missing", S.ISSUED, True, LegalAct.DELIVER, None),
    ("delivered: the file", S.DELIVERED, True, LegalAct.ARCHIVE, None),
    ("archived: nothing", S.ARCHIVED, True, LegalAct.NONE, None),
]


@pytest.mark.parametrize(("name", "state", "answered", "act", "on"), NEXT, ids=[row[0] for row in NEXT])
def test_what_is_due_next(name: str, state: S, answered: bool, act: LegalAct, on: date | None) -> None:
    found = next_act(
        state,
        arrived_on=ARRIVED,
        correction_notice_due=ASK_BY,
        due=DUE,
        waiting_until=None,
        answered=answered,
    )
    assert (found.act, found.on) == (act, on)


# name, due date, last day to pay, act, last day
PAYMENT = [
    ("a fee notice must go out within the period", DUE, None, LegalAct.TELL_FEE, DUE),
    ("posted: its service has to be proven", None, None, LegalAct.FEE_SERVICE, None),
    ("served: the applicant has his days", None, ASK_BY, LegalAct.PAYMENT_END, ASK_BY),
]


@pytest.mark.parametrize(("name", "due", "until", "act", "on"), PAYMENT, ids=[row[0] for row in PAYMENT])
def test_while_a_fee_is_awaited(
    name: str, due: date | None, until: date | None, act: LegalAct, on: date | None
) -> None:
    found = next_act(
        S.AWAITING_PAYMENT, arrived_on=ARRIVED, correction_notice_due=ASK_BY, due=due, waiting_until=until
    )
    assert (found.act, found.on) == (act, on)
