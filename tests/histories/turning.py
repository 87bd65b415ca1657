"""What turns a case round: sent back, taken back, disputed, withdrawn, its dates corrected, its letters returned."""

from __future__ import annotations

from datetime import timedelta

from requests_app.models import RemedyCase, Submission
from requests_app.rules.remedy_case import RemedyKind
from requests_app.rules.roles import Role
from requests_app.rules.states import (
    CAN_BE_REOPENED,
    CAN_BE_WITHDRAWN,
    CAN_TAKE_BACK,
    RECEIPT_CAN_BE_CORRECTED,
)
from requests_app.rules.states import RequestState as S
from requests_app.selectors.remedies import reply_in_force
from requests_app.services.remedy import Decided, NewRemedy
from tests.histories.base import Base, happening
from tests.workflows.walk import PROOF

ORDER = "清政复决〔2026〕5号行政复议决定书"


class Turning(Base):
    """The rules of second thoughts."""

    @happening(2, S.IN_APPROVAL, S.APPROVED)
    def it_goes_back(self) -> None:
        h = self.h
        case = self.some(S.IN_APPROVAL, S.APPROVED)
        submission = Submission.objects.filter(request=case).latest("pk")
        about = {
            "submission_id": submission.pk,
            "content_hash": submission.content_hash,
            "reason": "请再核对",
        }
        if h.luck.random() < 0.7:
            self.does("returned", Role.LEGAL_REVIEWER, case, "send_back", **about)
        else:
            self.does("recalled", Role.HANDLER, case, "recall", reason="发现笔误")

    @happening(6, *CAN_TAKE_BACK)
    def a_reply_is_taken_back(self) -> None:
        case = self.some(*CAN_TAKE_BACK)
        letter = reply_in_force(case)
        assert letter is not None
        self.does(
            "taken_back",
            Role.OFFICE_HEAD,
            case,
            "withdraw_letter",
            letter_id=letter.pk,
            reason="引用条款有误",
        )

    @happening(2, *CAN_BE_REOPENED)
    def a_dispute_orders_a_new_reply(self) -> None:
        h = self.h
        case = self.some(*CAN_BE_REOPENED)
        if h.luck.random() < 0.6:
            h.days_pass(1)
        kind = h.luck.choice(tuple(RemedyKind))
        new = NewRemedy(kind.value, "清溪市人民政府", h.lately(case.replied_on or h.today))
        remedy: RemedyCase | None = self.does("disputed", Role.LEGAL_REVIEWER, case, "record_remedy", new=new)
        if not remedy:
            return
        day = h.lately(remedy.received_on)
        decided = Decided("corrected", day, day, ORDER, PROOF, h.luck.choice((5, 10, 60, 300)))
        self.does(
            "ordered", Role.LEGAL_REVIEWER, case, "record_remedy_result", remedy_id=remedy.pk, decided=decided
        )
        self.does("reopened", Role.OFFICE_HEAD, case, "reopen", remedy_id=remedy.pk)

    @happening(2, *RECEIPT_CAN_BE_CORRECTED)
    def the_day_of_receipt_is_corrected(self) -> None:
        h = self.h
        case = self.some(*RECEIPT_CAN_BE_CORRECTED)
        assert case.received_on is not None
        to = case.received_on + timedelta(days=h.luck.choice((-9, -3, -2, -1, -1, 1, 2)))
        role, user, verb = Role.OFFICE_HEAD, h.stage.bureau.head.user, "correct_receipt"
        h.does(
            "receipt_corrected", role, case.pk, verb, user=user, to=to, reason="收发室登记有误", proof=PROOF,
            excuse="corrected day of receipt",
        )  # fmt: skip

    @happening(2, when=lambda h: bool(h.in_the_post()))
    def the_post_answers(self) -> None:
        h = self.h
        h.post_answers(h.luck.choice(h.in_the_post()))

    @happening(1, *CAN_BE_WITHDRAWN - {S.RECEIVED}, errand=False)
    def the_applicant_withdraws(self) -> None:
        """It ends everything."""
        h = self.h
        case = self.some(*CAN_BE_WITHDRAWN - {S.RECEIVED})
        if h.luck.random() < 0.5:
            h.withdraw_online(case.pk)
        else:
            day = h.lately(case.received_on or h.today)
            self.does("withdrawn", h.officer(), case, "withdraw", signed_paper=PROOF, received_on=day)
