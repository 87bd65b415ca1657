"""Somebody needs something from somebody: a correction, an opinion, more time, reasons, a fee."""

from __future__ import annotations

from requests_app.rules.consultation import Inquiry
from requests_app.rules.states import CAN_CONSULT
from requests_app.rules.states import RequestState as S
from tests.histories.base import Base, happening

BEFORE_REPLY = (S.UNDER_REVIEW, S.IN_HANDLING)
WORKED_ON = (*BEFORE_REPLY, S.IN_APPROVAL, S.APPROVED)
KINDS = (Inquiry.THIRD_PARTY, Inquiry.CO_MAKER, Inquiry.OTHER_AGENCY)


class Asking(Base):
    """What is asked mostly goes out at once."""

    @happening(3, *BEFORE_REPLY)
    def a_correction_is_asked(self) -> None:
        h = self.h
        case = self.some(*BEFORE_REPLY)
        if h.ask_correction(case, h.working_day(h.luck.choice((3, 6, 10, 15)))):
            h.tell_correction(case.pk)

    @happening(4, *CAN_CONSULT)
    def somebody_is_asked(self) -> None:
        """One, or several at a time."""
        h = self.h
        case = self.some(*CAN_CONSULT)
        for kind in h.luck.sample((*KINDS, *KINDS, Inquiry.ASSISTANCE), h.luck.choice((1, 1, 1, 2, 3))):
            asked = h.consult(case, kind)
            if asked and kind is not Inquiry.ASSISTANCE and h.luck.random() < 0.5:
                h.serve_inquiry(asked.pk)

    @happening(4, *WORKED_ON)
    def more_time_is_asked(self) -> None:
        """By one, or by two who do not know of each other: then the second one is told so."""
        h = self.h
        case = self.some(*WORKED_ON)
        asked = h.ask_extension(case, h.luck.choice((1, 5, 10, 20, 25)))
        if not asked:
            return
        if h.luck.random() < 0.7:
            seen = {"seen_version": case.version} if h.luck.random() < 0.5 else {}
            assert not h.ask_extension(case, 7, "extension_asked_twice", **seen), "one period, two extensions"
            h.happened("two_extended_at_once")
        if h.decide_extension(asked.pk):
            asked.refresh_from_db()
            if asked.state == "granted":
                h.tell_extension(asked.pk)

    @happening(2, *BEFORE_REPLY)
    def reasons_are_asked(self) -> None:
        h = self.h
        case = self.some(*BEFORE_REPLY)
        h.find_excessive(case)
        asked = h.ask_reasons(case, h.working_day(h.luck.choice((1, 4, 6))))
        if asked:
            h.deliver_request(asked.pk)

    @happening(3, S.IN_HANDLING)
    def a_fee_is_asked(self) -> None:
        h = self.h
        case = self.some(S.IN_HANDLING)
        if not case.excess_findings.filter(revoked_on__isnull=True).exists():
            h.find_excessive(case)
        if h.ask_fee(case, h.luck.choice((20, 68, 68, 68))):
            h.tell_fee(case.pk)
