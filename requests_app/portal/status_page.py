"""Everything the status page says about one case, read for its applicant and for nobody else.

No officer and no third party is named: the reasons of the clock speak of roles, the record is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from requests_app import dates
from requests_app.actors import Applicant
from requests_app.models import Delivery, DisclosureRequest, Document, LetterState
from requests_app.pictures.date_words import full_weekday, month_day
from requests_app.pictures.steps import Step, steps
from requests_app.portal.sentences import (
    CorrectionStage,
    PaymentStage,
    ReasonsStage,
    StatusFacts,
    StatusSentence,
    status_sentence,
)
from requests_app.rules.clock import Day, Derivation
from requests_app.rules.correction import is_over
from requests_app.rules.history import DelayedReply, Replied
from requests_app.rules.states import (
    CAN_BE_WITHDRAWN,
    CLOCK_STOPPED,
    OPEN,
    WITHOUT_DUE_DATE,
    Phase,
    RequestState,
)
from requests_app.selectors.clock import days_to_show, derivation_of
from requests_app.selectors.corrections import (
    CorrectionView,
    awaited_correction,
    lapse_on_its_way,
    last_day_to_correct,
)
from requests_app.selectors.documents import documents_of
from requests_app.selectors.fees import UNPAID, FeeView, awaited_fee
from requests_app.selectors.joining import joint_words
from requests_app.selectors.reasons import ReasonsView, awaited_reasons
from requests_app.selectors.remedies import order_obeyed, reply_taken_back
from requests_app.selectors.replies import reply_delivery
from requests_app.selectors.splits import split_words
from requests_app.selectors.transfers import transfer_of

STEP_NAMES = ("登记", "审核", "办理", "答复")
_STEP_OF_PHASE = {
    Phase.REGISTRATION: 0,
    Phase.REVIEW: 1,
    Phase.HANDLING: 2,
    Phase.REPLY: 3,
    Phase.ARCHIVING: 4,
}
_ANSWERED = (RequestState.DELIVERED, RequestState.LAPSED)
_ON_ITS_WAY = (RequestState.ISSUED, *_ANSWERED)
_MAY_OWE = (*WITHOUT_DUE_DATE, RequestState.IN_APPROVAL, RequestState.APPROVED)
"""Where the applicant may owe something, or the letter that ends the case for want of it is being approved."""


@dataclass(frozen=True)
class LetterRow:
    """One file for the applicant; `number` of the letter, "" where the title already says it;
    `replaced`: a reply that an order asked to be given anew."""

    document_id: int
    on: date
    title: str
    number: str
    kilobytes: int
    media: str
    withdrawn: bool
    replaced: bool


@dataclass(frozen=True)
class StatusPage:
    """Values of the template. `today` is None where the clock has stopped; `used` counts working days."""

    sentence: StatusSentence
    steps: tuple[Step, ...]
    derivation: Derivation | None
    days: tuple[Day, ...]
    today: date | None
    used: int
    letters: tuple[LetterRow, ...]
    can_withdraw: bool
    correction: CorrectionView | None
    fee: FeeView | None
    reasons: ReasonsView | None
    provisional: bool
    split: str
    joint: str


def status_page(applicant: Applicant) -> StatusPage:
    """The page of the applicant's one case."""
    case, state = applicant.request, RequestState(applicant.request.state)
    prefetch_related_objects([case], "remedy_cases")
    now = dates.today()
    derivation = derivation_of(case, now)
    today = None if state in CLOCK_STOPPED else now
    fee = awaited_fee(applicant)
    asked = awaited_reasons(applicant)
    sent = reply_delivery(applicant, case) if state in _ON_ITS_WAY else None
    facts = _facts(case, derivation, now, sent, fee)
    facts = replace(facts, **_reasons_facts(asked))
    shown = derivation if derivation and derivation.days and not _left_the_way(case, state) else None
    return StatusPage(
        sentence=status_sentence(facts),
        steps=_steps(case, state),
        derivation=shown,
        days=days_to_show(shown) if shown else (),
        today=today,
        used=_used(derivation, now),
        letters=letter_rows(applicant),
        can_withdraw=state in CAN_BE_WITHDRAWN,
        correction=awaited_correction(applicant),
        fee=fee,
        reasons=asked,
        provisional=bool(derivation and derivation.provisional and today),
        split=split_words(case),
        joint=joint_words(case),
    )


def letter_rows(applicant: Applicant) -> tuple[LetterRow, ...]:
    """The files meant for the applicant, newest first."""
    documents = documents_of(applicant, applicant.request).select_related("letter").order_by("-pk")
    disputes = applicant.request.remedy_cases.all()
    replaced = {remedy.letter_id for remedy in disputes if remedy.reopened_on is not None}
    return tuple(_row(document, replaced) for document in documents)


def _row(document: Document, replaced: set[int | None]) -> LetterRow:
    letter = getattr(document, "letter", None)
    return LetterRow(
        document_id=document.pk,
        on=letter.issued_on if letter else dates.legal_date(document.created_at),
        title=document.title,
        number=letter.number if letter and letter.number not in document.title else "",
        kilobytes=max(1, round(document.size / 1024)),
        media="PDF" if document.media_type == "application/pdf" else "文件",
        withdrawn=bool(letter and letter.state == LetterState.WITHDRAWN),
        replaced=bool(letter and letter.pk in replaced),
    )


def _facts(
    case: DisclosureRequest,
    derivation: Derivation | None,
    today: date,
    delivery: Delivery | None,
    fee: FeeView | None,
) -> StatusFacts:
    due = derivation.standard if derivation else None
    present = next((d for d in derivation.days if d.date == today), None) if derivation else None
    return StatusFacts(
        state=RequestState(case.state),
        agency=case.agency.name if case.agency else "受理机关",
        due_on=due.due if due else None,
        remaining=derivation.remaining if derivation else None,
        pause=present.because.split("（")[0].split("，")[0] if present and present.klass == "paused" else "",
        extended_from=due.first_due if due else None,
        delayed=_is_delayed(derivation),
        waiting_until=_waiting_until(case, derivation, fee),
        correction=_correction_stage(case, derivation, today),
        payment=_payment_stage(case, derivation, fee),
        sent_on=delivery.sent_on if delivery else None,
        ended_on=_ended_on(case, delivery),
        provisional=bool(derivation and derivation.provisional),
        unrouted=case.is_unrouted,
        moved_to=_moved_to(case),
        **_again(case, derivation),
    )


def _again(case: DisclosureRequest, derivation: Derivation | None) -> dict[str, Any]:
    """Why an answered request is handled anew, or which order asks for a reply, until that is delivered."""
    if case.state not in OPEN:
        return {}
    agency = case.agency.name if case.agency else "受理机关"
    taken_back = reply_taken_back(case)
    if taken_back is not None and taken_back.withdrawn_on is not None:
        day = full_weekday(taken_back.withdrawn_on)
        reason = taken_back.withdrawn_reason.rstrip("。")
        return {
            "again": f"{agency}已于 {day}收回{taken_back.number}文书，原因：{reason}。该文书不再有效，将重新答复您。"
        }
    order = order_obeyed(case)
    if order is None or order.decision_received_on is None:
        return {}
    numbered = f"（{order.case_number}）" if order.case_number else ""
    day, kind = full_weekday(order.decision_received_on), order.get_kind_display()
    unanswered = _unanswered(derivation)
    anew = "" if unanswered else "重新"
    words = f"{agency}已于 {day}收到{kind}的决定{numbered}，依照决定{anew}答复您。"
    return {"again": words, "unanswered": unanswered}


def _unanswered(derivation: Derivation | None) -> bool:
    """Whether no reply that counts has ever been given: what an order asks for is the first one."""
    return derivation is None or not any(isinstance(event, Replied) for event in derivation.history.events)


def _reasons_facts(asked: ReasonsView | None) -> dict[str, Any]:
    """Whether the applicant is to give reasons (Art. 35), and until when."""
    if asked is None:
        return {}
    stage = ReasonsStage.OVERDUE if asked.late else ReasonsStage.AWAITED
    return {"reasons": stage if asked.told else ReasonsStage.UNTOLD, "reasons_until": asked.reply_by}


def _correction_stage(case: DisclosureRequest, derivation: Derivation | None, today: date) -> CorrectionStage:
    """How an awaited correction stands; of no meaning in other states."""
    state = RequestState(case.state)
    if state in (RequestState.IN_APPROVAL, RequestState.APPROVED):
        return CorrectionStage.LAPSING if lapse_on_its_way(case) else CorrectionStage.AWAITED
    if derivation is not None and derivation.standard.due is not None:
        return CorrectionStage.UNTOLD
    over = is_over(last_day_to_correct(case), today)
    return CorrectionStage.OVERDUE if over else CorrectionStage.AWAITED


def _waiting_until(
    case: DisclosureRequest, derivation: Derivation | None, fee: FeeView | None
) -> date | None:
    """The last day for what the applicant owes; nothing is asked where nothing can be owed."""
    if RequestState(case.state) not in _MAY_OWE:
        return None
    if fee is not None:
        return fee.last_day
    return last_day_to_correct(case) or (derivation.until if derivation else None)


def _payment_stage(
    case: DisclosureRequest, derivation: Derivation | None, fee: FeeView | None
) -> PaymentStage:
    """How an awaited fee stands; of no meaning in other states."""
    if fee is not None and fee.report is not None:
        return PaymentStage.REPORTED
    if RequestState(case.state) in (RequestState.IN_APPROVAL, RequestState.APPROVED):
        return PaymentStage.LAPSING if lapse_on_its_way(case, UNPAID) else PaymentStage.AWAITED
    if derivation is not None and derivation.standard.due is not None:
        return PaymentStage.UNTOLD
    return PaymentStage.OVERDUE if fee is not None and fee.late else PaymentStage.AWAITED


def _is_delayed(derivation: Derivation | None) -> bool:
    """Whether the due date is the fixed day of a delayed reply, and not that of an extension."""
    if derivation is None:
        return False
    delays = [event for event in derivation.history.events if isinstance(event, DelayedReply)]
    return any(event.until == derivation.standard.due for event in delays)


def _moved_to(case: DisclosureRequest) -> str:
    """The agency that has it now; the applicant turns to it."""
    gone = transfer_of(Applicant(case), case) if case.state == RequestState.TRANSFERRED else None
    return f"{gone.to_name}（{gone.contact}）" if gone else ""


def _left_the_way(case: DisclosureRequest, state: RequestState) -> bool:
    """Ended without an answer (withdrawn, transferred, void): a period that ran to its end would be a lie."""
    return state in CLOCK_STOPPED and case.replied_on is None


def _ended_on(case: DisclosureRequest, delivery: Delivery | None) -> date | None:
    served = delivery.served_on if delivery else None
    return served if RequestState(case.state) in _ANSWERED and served else case.closed_on


def _used(derivation: Derivation | None, today: date) -> int:
    numbers = [d.n for d in derivation.days if d.date <= today and d.n is not None] if derivation else []
    return numbers[-1] if numbers else 0


def _steps(case: DisclosureRequest, state: RequestState) -> tuple[Step, ...]:
    """The four steps; none for a case that left the way (withdrawn, transferred, void)."""
    present = 4 if state in _ANSWERED else _STEP_OF_PHASE.get(state.phase)
    if present is None:
        return ()
    notes = ["", "", "", ""]
    if case.is_unrouted:
        notes[0] = f"{month_day(case.arrived_on)}提交，待分办"
    if case.received_on is not None:
        notes[0] = f"{month_day(case.received_on)}收到"
        if case.registered_on is not None:
            same = case.registered_on == case.received_on
            notes[0] += "，当天登记" if same else f"，{month_day(case.registered_on)}登记"
    if case.due_on is not None and present < 4:
        notes[3] = f"{month_day(case.due_on)}{'（暂定）' if case.provisional else ''}以前"
    elif case.replied_on is not None:
        notes[3] = month_day(case.replied_on)
    return steps(STEP_NAMES, present, notes)
