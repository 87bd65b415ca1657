"""Which legal act is due next on a case, and by which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from requests_app.rules.states import RequestState


class LegalAct(StrEnum):
    """What the law asks of the agency next, in the clerk's words."""

    REGISTER = "register"
    CORRECTION_NOTICE = "correction_notice"
    TELL_CORRECTION = "tell_correction"
    CORRECTION_END = "correction_end"
    TELL_FEE = "tell_fee"
    FEE_SERVICE = "fee_service"
    PAYMENT_END = "payment_end"
    REPLY = "reply"
    DELIVER = "deliver"
    ARCHIVE = "archive"
    ANSWER_REMEDY = "answer_remedy"
    NONE = ""

    @property
    def label(self) -> str:
        """The act in Chinese."""
        return _LABELS[self]


_LABELS = {
    LegalAct.REGISTER: "登记",
    LegalAct.CORRECTION_NOTICE: "审核（需补正的，告知补正）",
    LegalAct.TELL_CORRECTION: "送达补正告知书",
    LegalAct.CORRECTION_END: "补正期满",
    LegalAct.TELL_FEE: "送达收费通知书",
    LegalAct.FEE_SERVICE: "登记收费通知书签收",
    LegalAct.PAYMENT_END: "缴费期满",
    LegalAct.REPLY: "答复",
    LegalAct.DELIVER: "送达",
    LegalAct.ARCHIVE: "归档",
    LegalAct.ANSWER_REMEDY: "提交复议诉讼的答复和证据",
    LegalAct.NONE: "",
}


_ANSWERED = frozenset(
    {RequestState.DELIVERED, RequestState.LAPSED, RequestState.WITHDRAWN, RequestState.ARCHIVED}
)


@dataclass(frozen=True)
class NextAct:
    """The act and its last day (None where the law sets no day)."""

    act: LegalAct
    on: date | None


def next_act(
    state: RequestState,
    *,
    arrived_on: date,
    correction_notice_due: date | None,
    due: date | None,
    waiting_until: date | None,
    answered: bool = False,
    remedy_answer_due: date | None = None,
) -> NextAct:
    """The next legal act for a request in `state`.

    Arrival must be confirmed the same day (Art. 31 (2)); a correction notice is possible within its period
    (Art. 30), which is why an unreviewed case shows that day first (`correction_notice_due` None: none can be asked
    any more, or the text of the time set no day). A notice that was decided must reach the
    applicant within the same period: until then the due date runs on. So must a fee notice within the handling
    period; the period to pay runs only from its proven service. Otherwise the reply (Art. 33). `answered`: the
    day that counts has come (the reply is in the post), so its delivery has only to be proven and no day presses.
    `remedy_answer_due`: the answer owed in a dispute comes before anything that has no day.
    """
    if remedy_answer_due is not None and state in _ANSWERED:
        return NextAct(LegalAct.ANSWER_REMEDY, remedy_answer_due)
    match state:
        case RequestState.RECEIVED:
            return NextAct(LegalAct.REGISTER, arrived_on)
        case RequestState.UNDER_REVIEW:
            if correction_notice_due is None:
                return NextAct(LegalAct.REPLY, due)
            return NextAct(LegalAct.CORRECTION_NOTICE, correction_notice_due)
        case RequestState.AWAITING_CORRECTION:
            if due is not None:
                return NextAct(LegalAct.TELL_CORRECTION, correction_notice_due or due)
            return NextAct(LegalAct.CORRECTION_END, waiting_until)
        case RequestState.AWAITING_PAYMENT:
            if due is not None:
                return NextAct(LegalAct.TELL_FEE, due)
            return NextAct(LegalAct.PAYMENT_END if waiting_until else LegalAct.FEE_SERVICE, waiting_until)
        case RequestState.IN_HANDLING | RequestState.IN_APPROVAL | RequestState.APPROVED:
            return NextAct(LegalAct.REPLY, due)
        case RequestState.ISSUED:
            return NextAct(LegalAct.DELIVER, None if answered else due)
        case RequestState.DELIVERED | RequestState.LAPSED | RequestState.WITHDRAWN:
            return NextAct(LegalAct.ARCHIVE, None)
        case _:
            return NextAct(LegalAct.NONE, None)
