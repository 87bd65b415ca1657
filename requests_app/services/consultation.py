"""Consultations (征求意见, Art. 11, 32, 34) and help of other units (协办): asked in writing, answered, decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from requests_app import dates, notifications
from requests_app.actors import OFFICERS, Actor, Member, ThirdParty
from requests_app.calendars import load_calendar
from requests_app.crypto.search_keys import hash_query_code, new_query_code
from requests_app.errors import AccessRefused, InvalidInput, StateRefusal
from requests_app.models import (
    Consultation,
    ConsultationState,
    DisclosureRequest,
    DocumentKind,
    Unit,
)
from requests_app.plain_text import clean_line, clean_text
from requests_app.rules import consultation as rule
from requests_app.rules.consultation import RULES, Decision, Inquiry, Opinion
from requests_app.rules.states import CAN_CONSULT, OPEN
from requests_app.selectors.identities import names, same_words
from requests_app.services.act import By, act
from requests_app.services.consultation_clock import keep_event, moved, tell_applicant
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note
from requests_app.services.two_sides import refuse_applicant

S = ConsultationState
WAITING = (S.TO_SEND, S.SENT, S.SERVED)
LIVE = (*WAITING, S.TO_DECIDE)


@dataclass(frozen=True)
class NewInquiry:
    """What is asked, and whom. `ordinals`: the items of the request it concerns (empty: all of them).

    `why` is for a third party, `question` for agencies and units; `leads`: we made the information as the leading
    agency. `information` is written by the officer and never quotes the applicant. `again`: why somebody who has been
    asked before is asked once more; it stands in the record and names neither side.
    """

    kind: Inquiry
    name: str
    information: str
    why: str = ""
    question: str = ""
    asked_for: date | None = None
    is_person: bool = False
    leads: bool = False
    contact: str = ""
    address: str = ""
    unit: Unit | None = None
    ordinals: Sequence[int] = ()
    again: str = ""


@act("征求意见", by=By(roles=OFFICERS), states=CAN_CONSULT)
def ask(*, actor: Member, case: DisclosureRequest, inquiry: NewInquiry) -> Consultation:
    """Ask in writing. The letter is made at once; the clock stands still from the day it is sent.

    Raises `InvalidInput` for what the letter must say, `RuleRefusal` for a co-maker asked by an agency that does
    not lead, `StateRefusal` for somebody who is being asked already, `InvalidInput` for one who was asked before and
    no reason to ask again.
    """
    today = dates.today()
    texts = {key: clean_text(getattr(inquiry, key)) for key in ("name", "information", "why", "question")}
    rule.check_asked(
        inquiry.kind, fields=texts, asked_for=inquiry.asked_for, leads=inquiry.leads, today=today
    )
    refuse_applicant(case, texts)
    name = clean_line(inquiry.name)
    inquiry = replace(
        inquiry,
        name=name,
        information=texts["information"],
        why=texts["why"],
        question=texts["question"],
    )
    if case.consultations.filter(kind=inquiry.kind, name=name, state__in=LIVE).exists():
        raise StateRefusal("already_asked", "正在向这一对象征求意见，请先办结。")
    again = _why_again(case, inquiry)
    asked = _create(case, actor, inquiry, name, today)
    words = f"再次征求{inquiry.kind.label}意见：{again}" if again else f"征求{inquiry.kind.label}意见"
    note(case, actor, "consultation_asked", words, consultation=asked.pk)
    notifications.enqueue("letters.consultation", f"consultation:{asked.pk}", {"consultation": asked.pk})
    moved(case, actor, asked)
    return asked


@act("打印提交码", by=By(roles=OFFICERS), states=OPEN)
def issue_answer_code(*, actor: Member, case: DisclosureRequest, consultation_id: int) -> str:
    """A fresh code with which the third party can answer online; an earlier one is void. It is shown once, on the
    paper that is being printed; only its hash is kept. Raises `StateRefusal` once nobody may answer any more.
    """
    asked = _find(case, consultation_id)
    if asked.inquiry is not Inquiry.THIRD_PARTY or asked.state not in WAITING:
        raise _not_now(asked)
    code = new_query_code()
    asked.code_hash = hash_query_code(code)
    asked.save(update_fields=["code_hash"])
    note(case, actor, "answer_code_issued", "打印征求第三方意见书并生成提交码", consultation=asked.pk)
    return code


@act("登记意见", by=By(roles=OFFICERS, third_party=True))
def record_answer(
    *,
    actor: Member | ThirdParty,
    case: DisclosureRequest,
    consultation_id: int,
    opinion: Opinion | None,
    reasons: str = "",
    answered_on: date | None = None,
    uploads: Sequence[Upload] = (),
) -> Consultation:
    """The opinion came in: typed in by an officer, or online by the third party itself (then it counts today).

    An answer before the proof of service proves the receipt itself; a late one is still heard until the agency has
    decided. Raises `InvalidInput`, `StateRefusal`, `AccessRefused`.
    """
    asked = _own(actor, case, consultation_id)
    online, today = isinstance(actor, ThirdParty), dates.today()
    _check_answerable(asked, online=online)
    day = today if online or answered_on is None else answered_on
    _check_answer(asked, opinion, reasons, day, today, online=online)
    if not online:
        rule.check_answer_shown(asked.inquiry, reasons=reasons, papers=len(uploads))
    asked.opinion, asked.reasons = opinion.value if opinion else "", clean_text(reasons)
    asked.answered_on, asked.answered_online = day, online
    if asked.sent_on is None:
        asked.sent_on = day
        tell_applicant(asked)
    asked.served_on = asked.served_on or day
    if opinion is None or not rule.needs_decision(asked.inquiry, opinion):
        asked.state, asked.closed_on = S.DECIDED, today
        asked.decision = Decision.RELEASE.value if opinion else ""
    else:
        asked.state = S.TO_DECIDE
    asked.save()
    for upload in uploads:
        title = f"{asked.inquiry.label}意见"
        asked.documents.add(store(case, actor, upload, kind=DocumentKind.OPINION, title=title))
    keep_event(case, actor, asked, "收到意见")
    said = opinion.label if opinion else "已答复"
    words = f"收到{asked.inquiry.label}意见：{said}{'（网上提交）' if online else ''}"
    note(case, actor, "consultation_answered", words, consultation=asked.pk, answered_on=day.isoformat())
    moved(case, actor, asked)
    return asked


@act("按逾期未答复办理", by=By(roles=OFFICERS, system=True))
def note_silence(*, actor: Actor, case: DisclosureRequest, consultation_id: int) -> Consultation:
    """The time to answer is over: a silent co-maker agrees, for every other the agency must now decide.

    Raises `RuleRefusal` before that, and without proof of service.
    """
    asked = _find(case, consultation_id)
    if asked.inquiry is Inquiry.ASSISTANCE or asked.state not in WAITING:
        raise _not_now(asked)
    rule.check_silent(
        asked.inquiry,
        served=asked.served_on,
        asked_for=asked.asked_for,
        today=dates.today(),
        calendar=load_calendar(),
    )
    asked.opinion = Opinion.SILENT.value
    words = f"{asked.inquiry.label}逾期未答复"
    if rule.needs_decision(asked.inquiry, Opinion.SILENT):
        asked.state = S.TO_DECIDE
        words += "，由本机关决定"
    else:
        asked.state, asked.closed_on, asked.decision = S.DECIDED, dates.today(), Decision.RELEASE.value
        words += "，视为同意公开"
    asked.save()
    basis = RULES[asked.inquiry].basis.short()
    note(case, actor, "consultation_silent", f"{words}（{basis}）", consultation=asked.pk)
    moved(case, actor, asked)
    return asked


@act("决定征求意见的结果", by=By(roles=OFFICERS))
def decide(
    *, actor: Member, case: DisclosureRequest, consultation_id: int, decision: Decision, reason: str
) -> Consultation:
    """Weigh an objection, decide for one who stayed silent, or override for the public interest; always with
    written reasons. The reply that follows goes through its approval as any other.

    Raises `RuleRefusal`, `InvalidInput` without reasons, `StateRefusal` when there is nothing to decide.
    """
    asked = _find(case, consultation_id)
    if asked.state != S.TO_DECIDE:
        raise _not_now(asked)
    opinion = Opinion(asked.opinion)
    rule.check_decision(asked.inquiry, opinion, decision, reason)
    if rule.must_tell_third_party(asked.inquiry, opinion, decision):
        refuse_applicant(case, {"reason": reason})
    asked.decision, asked.decision_reason = decision.value, clean_text(reason)
    asked.decided_by_id, asked.closed_on, asked.state = actor.user_id, dates.today(), S.DECIDED
    asked.save()
    keep_event(case, actor, asked, "征求意见办结")
    words = f"征求{asked.inquiry.label}意见后决定：{decision.label}"
    note(case, actor, "consultation_decided", words, consultation=asked.pk, decision=decision.value)
    moved(case, actor, asked)
    return asked


@act("终止征求意见", by=By(roles=OFFICERS))
def call_back(*, actor: Member, case: DisclosureRequest, consultation_id: int, reason: str) -> Consultation:
    """End a consultation that has become needless: the clock runs again from the next working day.

    Raises `InvalidInput` without a reason, `StateRefusal` when it is over or waits for the agency's decision, which
    nobody may evade like this, `RuleRefusal` once the time to answer is over.
    """
    asked = _find(case, consultation_id)
    if not reason.strip():
        raise InvalidInput("reason_missing", "请写明终止的原因。", fields={"reason": "请写明终止的原因。"})
    if asked.state not in WAITING:
        raise _not_now(asked)
    rule.check_called_back(
        asked.inquiry,
        served=asked.served_on,
        asked_for=asked.asked_for,
        today=dates.today(),
        calendar=load_calendar(),
    )
    _end(case, actor, asked, clean_text(reason))
    note(case, actor, "consultation_called_back", f"终止征求{asked.inquiry.label}意见", consultation=asked.pk)
    return asked


def end_live(case: DisclosureRequest, actor: Actor, reason: str) -> None:
    """What is still open falls away with the case (withdrawn, voided). Part of another act, which writes the record."""
    for asked in case.consultations.filter(state__in=LIVE):
        _end(case, actor, asked, reason)


def _end(case: DisclosureRequest, actor: Actor, asked: Consultation, reason: str) -> None:
    asked.state, asked.closed_on, asked.close_reason = S.CALLED_BACK, dates.today(), reason
    asked.save()
    keep_event(case, actor, asked, "终止征求意见")
    moved(case, actor, asked)


def _why_again(case: DisclosureRequest, inquiry: NewInquiry) -> str:
    """The reason to ask somebody once more: each time the clock stands still again. "" for one never asked."""
    earlier = case.consultations.filter(kind=inquiry.kind).values_list("name", flat=True)
    if not RULES[inquiry.kind].pauses or not any(same_words(inquiry.name, name) for name in earlier):
        return ""
    reason = clean_text(inquiry.again)
    rule.check_asked_again(inquiry.kind, reason)
    refuse_applicant(case, {"again": reason})
    if names(inquiry.name, reason):
        told = "原因写入办理记录，请不要写出对方的名称。"
        raise InvalidInput("names_the_asked", told, fields={"again": told})
    return reason


def _create(
    case: DisclosureRequest, actor: Member, inquiry: NewInquiry, name: str, today: date
) -> Consultation:
    inside = inquiry.kind is Inquiry.ASSISTANCE
    asked = Consultation.objects.create(
        request=case,
        kind=inquiry.kind,
        # A colleague in the same house has it as soon as it is written.
        state=S.SERVED if inside else S.TO_SEND,
        sent_on=today if inside else None,
        served_on=today if inside else None,
        name=name,
        is_person=inquiry.is_person and inquiry.kind is Inquiry.THIRD_PARTY,
        unit=inquiry.unit,
        contact=clean_line(inquiry.contact),
        address=clean_line(inquiry.address),
        information=inquiry.information,
        why=inquiry.why,
        question=inquiry.question,
        asked_for=inquiry.asked_for if RULES[inquiry.kind].answer_within is None else None,
        asked_by=actor.user,
        asked_on=today,
    )
    items = list(case.items.all())
    chosen = [item for item in items if item.ordinal in inquiry.ordinals]
    asked.items.set(chosen or items)
    return asked


def _find(case: DisclosureRequest, consultation_id: int) -> Consultation:
    asked = case.consultations.filter(pk=consultation_id).first()
    if asked is None:
        raise AccessRefused("unknown_consultation", "没有这次征求意见。")
    return asked


def _own(actor: Member | ThirdParty, case: DisclosureRequest, consultation_id: int) -> Consultation:
    if isinstance(actor, ThirdParty) and actor.consultation.pk != consultation_id:
        raise AccessRefused("unknown_consultation", "没有这次征求意见。")
    return _find(case, consultation_id)


def _check_answerable(asked: Consultation, *, online: bool) -> None:
    late = asked.state == S.TO_DECIDE and asked.opinion == Opinion.SILENT
    # Whoever holds the number and the code holds the paper, even where its dispatch is not on record yet.
    holds_paper = online and asked.state == S.TO_SEND
    if asked.state not in (S.SENT, S.SERVED) and not late and not holds_paper:
        raise _not_now(asked)


def _check_answer(
    asked: Consultation, opinion: Opinion | None, reasons: str, day: date, today: date, *, online: bool
) -> None:
    wrong: dict[str, str] = {}
    if asked.inquiry is Inquiry.ASSISTANCE:
        if not reasons.strip():
            wrong["reasons"] = "请写明协办处室的答复。"
    elif opinion not in (Opinion.AGREES, Opinion.OBJECTS):
        wrong["opinion"] = "请选择“同意公开”或者“不同意公开”。"
    elif online and opinion is Opinion.OBJECTS and not reasons.strip():
        wrong["reasons"] = "不同意公开的，请写明理由。"
    first = asked.served_on or asked.sent_on
    if day > today:
        wrong["answered_on"] = "收到意见的日期不能在今天之后。"
    elif first is not None and day < first:
        wrong["answered_on"] = f"收到意见的日期不能早于{first.isoformat()}（文书送达或者发出之日）。"
    if wrong:
        raise InvalidInput("answer_incomplete", "".join(wrong.values()), fields=wrong)


def _not_now(asked: Consultation) -> StateRefusal:
    return StateRefusal(
        "consultation_state", f"这次征求意见现为“{asked.get_state_display()}”，不能办理这一步。请刷新页面。"
    )
