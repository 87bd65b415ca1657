"""Correction of an unclear application (Art. 30): asked once, told in time, received, or ended without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from requests_app import dates, notifications
from requests_app.actors import OFFICERS, Actor, Applicant, Member, System
from requests_app.calendars import load_calendar
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import (
    CorrectedText,
    Correction,
    CorrectionPoint,
    CorrectionState,
    DisclosureRequest,
    Document,
    DocumentKind,
    LetterState,
    SubmissionState,
)
from requests_app.plain_text import clean_text
from requests_app.rules import correction as rule
from requests_app.rules.policies import Policies
from requests_app.rules.states import RequestState
from requests_app.selectors.corrections import (
    ASKABLE,
    LIVE,
    lapse_on_its_way,
    last_day_of,
    takes_effect,
    told_elsewhere,
    was_asked,
)
from requests_app.services import approval, clock, extension, joining
from requests_app.services.act import By, act
from requests_app.services.decision import restore_draft
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note
from requests_app.signals import correction_moved

LAPSE = "not_corrected"
AWAITING = frozenset({RequestState.AWAITING_CORRECTION})
ON_THE_WAY = frozenset({RequestState.IN_APPROVAL, RequestState.APPROVED})
RECEIVABLE = AWAITING | ON_THE_WAY | ASKABLE
"""Under review and in handling: upon a notice that was told too late."""


@dataclass(frozen=True)
class Received:
    """What came in: the text of each item as corrected (by ordinal; those left out stay), papers, and words.

    `received_on` is the day of receipt by its channel, as for an application (Art. 31).
    """

    received_on: date
    texts: Mapping[int, str] = field(default_factory=dict)
    files: Sequence[Upload] = ()
    note: str = ""
    late_reason: str = ""


@act("告知补正", by=By(roles=rule.MAY_ASK), states=ASKABLE)
def ask(
    *,
    actor: Member,
    case: DisclosureRequest,
    points: Sequence[rule.Point],
    reply_by: date,
    guidance: str = "",
) -> Correction:
    """Decide that the applicant is to correct; the notice is made at once and must be told in time.

    The clock runs on until the applicant has been told. Raises `RuleRefusal` for a late or second one or for
    what may not be asked, `InvalidInput` for what is missing.
    """
    today = dates.today()
    rule.check_ask(today=today, notice_due=case.correction_notice_due_on, already_asked=was_asked(case))
    rule.check_points(points)
    rule.check_no_purpose(guidance)
    rule.check_reply_by(
        reply_by=reply_by, today=today, calendar=load_calendar(), policies=Policies.from_json(case.policies)
    )
    correction = Correction.objects.create(
        request=case, guidance=clean_text(guidance), reply_by=reply_by, asked_by=actor.user, asked_on=today
    )
    _add_points(case, correction, points)
    joining.leave(case, actor, "告知补正")
    case.ask_correction()
    note(
        case,
        actor,
        "correction_asked",
        f"决定告知补正，补正期限 {reply_by.isoformat()}；告知申请人以前，答复期限照常计算",
        correction=correction.pk,
        reply_by=reply_by.isoformat(),
    )
    notifications.enqueue("letters.correction", f"correction:{correction.pk}", {"correction": correction.pk})
    _moved(case, actor)
    return correction


def _add_points(case: DisclosureRequest, correction: Correction, points: Sequence[rule.Point]) -> None:
    items = {item.ordinal: item for item in case.items.all()}
    for point in points:
        if point.ordinal is not None and point.ordinal not in items:
            raise InvalidInput("unknown_item", f"申请没有第 {point.ordinal} 项。")
        CorrectionPoint.objects.create(
            correction=correction,
            item=items[point.ordinal] if point.ordinal is not None else None,
            part=point.part,
            unclear=clean_text(point.unclear),
            needed=clean_text(point.needed),
        )


def mark_told(
    case: DisclosureRequest, actor: Actor, correction: Correction, *, on: date, letter_id: int | None
) -> None:
    """The applicant was told on `on`: only now does the clock stop. Called by the delivery of the notice.

    Told after the last day, the fact is kept with its warning and without effect: the clock never stopped and the
    review goes on. Nothing happens once the case has left the correction.
    """
    if correction.state != CorrectionState.ASKED or case.state != RequestState.AWAITING_CORRECTION:
        return
    effective = takes_effect(case, on)
    correction.state, correction.told_on = CorrectionState.TOLD, on
    correction.save(update_fields=["state", "told_on"])
    _record_notice(case, actor, correction, on, letter_id)
    if effective:
        extension.cancel_live(case)
    else:
        case.receive_correction()
        words = f"补正告知于 {on.isoformat()} 才告知申请人，已过期限：不产生补正的效力，答复期限照常计算，继续审核"
        note(case, actor, "correction_told_late", words, correction=correction.pk, on=on.isoformat())
    _moved(case, actor)


def go_on_without(case: DisclosureRequest, actor: Actor) -> None:
    """By a corrected day of receipt the notice turns out to have been told too late: the review goes on. A notice that
    is still on its way is judged when it is told. Part of another act."""
    if case.corrections.filter(state=CorrectionState.ASKED).exists():
        return
    case.receive_correction()
    clock.refresh(case)
    words = "收到日期更正后，补正告知已过期限：不产生补正的效力，答复期限照常计算，继续审核"
    note(case, actor, "correction_told_late", words)
    _moved(case, actor)


def _record_notice(
    case: DisclosureRequest, actor: Actor, correction: Correction, on: date, letter_id: int | None
) -> None:
    data: dict[str, object] = {"on": on}
    # A day that had passed when the notice went out sets no period: the last day is then reckoned from service.
    if correction.reply_by is not None and correction.reply_by >= on:
        data["reply_by"] = correction.reply_by
    if letter_id is not None:
        data["letter"] = letter_id
    clock.record_event(case, actor=actor, type="correction_notice", on=on, data=data)


def take_back_notice(case: DisclosureRequest, actor: Actor, correction: Correction) -> bool:
    """The notice came back: the applicant has not been told, it is to be delivered again. The caller revokes the
    event of the letter, so that the clock runs on as if it had never stood still.

    False where the applicant has corrected meanwhile: then the notice did arrive, and its day stands.
    """
    if correction.state != CorrectionState.TOLD:
        return False
    if case.state != RequestState.AWAITING_CORRECTION:
        # It had been told too late: the case has gone on, and there is nothing to tell again.
        _drop(correction, "补正告知书未送达，且已过告知的期限")
        return True
    correction.state, correction.told_on, correction.lapse_proposed_on = CorrectionState.ASKED, None, None
    correction.save(update_fields=["state", "told_on", "lapse_proposed_on"])
    _moved(case, actor)
    return True


@act("撤销补正告知", by=By(roles=OFFICERS), states=AWAITING)
def call_off(*, actor: Actor, case: DisclosureRequest, reason: str) -> Correction:
    """Give up a notice that has not reached the applicant: the review goes on, the clock never stopped.

    A reason is compulsory. Raises `StateRefusal` once the applicant has been told.
    """
    if not reason.strip():
        raise InvalidInput(
            "reason_missing", "请写明撤销补正告知的原因。", fields={"reason": "请写明撤销的原因。"}
        )
    correction = _awaited(case, actor)
    if correction.state != CorrectionState.ASKED:
        raise StateRefusal("correction_told", "补正已经告知申请人，不能撤销。请等待补正，或者期满后处理。")
    _drop(correction, reason)
    case.receive_correction()
    note(case, actor, "correction_called_off", "撤销补正告知", remark=reason, correction=correction.pk)
    _moved(case, actor)
    return correction


def cancel_untold(case: DisclosureRequest, reason: str) -> None:
    """A notice on its way falls away (the application was withdrawn)."""
    for correction in case.corrections.filter(state=CorrectionState.ASKED):
        _drop(correction, reason)


def end_live(case: DisclosureRequest, reason: str) -> None:
    """The correction that is awaited is over without having come: an order asks for a reply. A notice that was told
    stays what it is."""
    cancel_untold(case, reason)
    case.corrections.filter(state=CorrectionState.TOLD).update(state=CorrectionState.CALLED_OFF)


def _drop(correction: Correction, reason: str) -> None:
    correction.state = CorrectionState.CALLED_OFF
    correction.save(update_fields=["state"])
    correction.letter_set.update(state=LetterState.WITHDRAWN, withdrawn_reason=clean_text(reason))


@act("收到补正", by=By(roles=OFFICERS, applicant=True), states=RECEIVABLE)
def receive(*, actor: Actor, case: DisclosureRequest, received: Received) -> Correction:
    """The corrected application came in: its texts are in force and the reply period starts anew on that day.

    Also after the last day, and while the letter that ends the case is being approved: that round is void. Upon a
    notice that was told too late it is filed where the case stands, and the period runs on. Raises `StateRefusal`
    while an ordinary reply is being approved, `InvalidInput` for an empty correction.
    """
    correction = _awaited(case, actor)
    _check_received(case, actor, correction, received)
    if case.state in ON_THE_WAY:
        _void_lapse(case)
    _tell_by_correcting(case, actor, correction, received.received_on)
    papers = [store(case, actor, upload, kind=DocumentKind.CORRECTION, title="") for upload in received.files]
    changed = _replace_texts(case, correction, received.texts)
    _restart(case, actor, correction, received, papers)
    correction.state, correction.received_on = CorrectionState.RECEIVED, received.received_on
    correction.received_online = isinstance(actor, Applicant)
    correction.late_reason = clean_text(received.late_reason)
    correction.note = clean_text(received.note)
    correction.save()
    if case.state not in ASKABLE:
        case.receive_correction()
    words = f"收到补正（{'网上提交' if correction.received_online else '工作人员登记'}）"
    words += f"，更正第 {'、'.join(map(str, changed))} 项申请内容" if changed else ""
    note(
        case,
        actor,
        "correction_received",
        words,
        correction=correction.pk,
        received_on=received.received_on.isoformat(),
        documents=[paper.pk for paper in papers],
    )
    _moved(case, actor)
    return correction


def _check_received(
    case: DisclosureRequest, actor: Actor, correction: Correction, received: Received
) -> None:
    today, wrong = dates.today(), {}
    earliest = correction.told_on or correction.asked_on
    if received.received_on > today:
        wrong["received_on"] = "收到补正的日期不能晚于今天。"
    elif received.received_on < earliest:
        wrong["received_on"] = f"收到补正的日期不能早于告知补正的日期（{earliest.isoformat()}）。"
    known = {item.ordinal: item.text for item in case.items.all()}
    for ordinal, text in received.texts.items():
        if ordinal not in known:
            raise InvalidInput("unknown_item", f"申请没有第 {ordinal} 项。")
        if not clean_text(text):
            wrong[f"text_{ordinal}"] = f"请写明第 {ordinal} 项所需的信息，不能为空。"
    same = all(clean_text(text) == known[ordinal] for ordinal, text in received.texts.items())
    if same and not received.files and not received.note.strip():
        wrong["note"] = "没有补正的内容：请修改申请内容、上传材料，或者写明补正的说明。"
    if not isinstance(actor, Applicant) and not received.files and not received.note.strip():
        wrong["note"] = "请上传补正材料；口头补正由工作人员代填的，请在说明中写明。"
    if wrong:
        raise InvalidInput("correction_incomplete", "".join(wrong.values()), fields=wrong)


def _void_lapse(case: DisclosureRequest) -> None:
    """Only the letter that ends the case for want of a correction gives way to the correction."""
    if not lapse_on_its_way(case):
        raise StateRefusal("wrong_state", f"申请现为“{RequestState(case.state).label}”，不能登记补正。")
    approval.close_open(case, SubmissionState.VOIDED)


def _tell_by_correcting(case: DisclosureRequest, actor: Actor, correction: Correction, on: date) -> None:
    """Who corrects before the proof of service is recorded has been told: by that day at the latest."""
    if correction.state == CorrectionState.ASKED and takes_effect(case, on):
        letter = correction.letter_set.first()
        correction.state, correction.told_on = CorrectionState.TOLD, on
        _record_notice(case, actor, correction, on, letter.pk if letter is not None else None)
        extension.cancel_live(case)


def _replace_texts(case: DisclosureRequest, correction: Correction, texts: Mapping[int, str]) -> list[int]:
    """Put the corrected texts in force and keep those before; what the lapse had answered gives way to the reply as
    it was drafted before."""
    changed = []
    for item in case.items.all():
        text = clean_text(texts.get(item.ordinal, item.text))
        if text != item.text:
            CorrectedText.objects.create(correction=correction, item=item, before=item.text, after=text)
            item.text = text
            changed.append(item.ordinal)
            item.save(update_fields=["text"])
    restore_draft(case, without=LAPSE)
    return changed


def _restart(
    case: DisclosureRequest,
    actor: Actor,
    correction: Correction,
    received: Received,
    papers: Sequence[Document],
) -> None:
    """Keep the fact; whether it gives a fresh period is told by the clock: upon a notice that came too late, or a
    second one, it gives none. Before the applicant was told there is nothing to keep."""
    if correction.state == CorrectionState.TOLD:
        clock.record_event(
            case,
            actor=actor,
            type="correction_received",
            on=received.received_on,
            data={"on": received.received_on},
            evidence=papers[0] if papers else None,
        )


@act("提出补正期满", by=By(system=True), states=AWAITING)
def propose_lapse(*, actor: System, case: DisclosureRequest) -> Correction:
    """The period ended without a correction: somebody is asked to confirm it. Nothing legal happens by itself.

    Raises `StateRefusal` while the period runs or the notice has not been told.
    """
    correction = _awaited(case, actor)
    last = last_day_of(correction)
    if correction.state != CorrectionState.TOLD or not rule.is_over(last, dates.today()):
        raise StateRefusal("correction_running", "补正期限没有届满。")
    if correction.lapse_proposed_on is None:
        correction.lapse_proposed_on = dates.today()
        correction.save(update_fields=["lapse_proposed_on"])
    note(
        case,
        actor,
        "correction_over",
        f"补正期限 {last} 届满，没有收到补正，请确认是否不再处理",
        correction=correction.pk,
    )
    _moved(case, actor)
    return correction


def mark_lapsed(case: DisclosureRequest) -> None:
    """The letter that ends the case for want of a correction was delivered."""
    case.corrections.filter(state__in=LIVE).update(state=CorrectionState.LAPSED)


def _awaited(case: DisclosureRequest, actor: Actor) -> Correction:
    """The correction that is awaited; one that was asked before the import is taken from the history."""
    found = case.corrections.filter(state__in=LIVE).first()
    if found is not None:
        return found
    notice = told_elsewhere(case)
    if notice is None:
        raise StateRefusal("no_correction", "本件没有等待中的补正。")
    on, reply_by = notice
    return Correction.objects.create(
        request=case,
        state=CorrectionState.TOLD,
        asked_on=on,
        told_on=on,
        reply_by=reply_by,
    )


def _moved(case: DisclosureRequest, actor: Actor) -> None:
    correction_moved.send(sender=DisclosureRequest, case=case, actor=actor)
