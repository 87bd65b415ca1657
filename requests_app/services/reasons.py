"""Asking for reasons (Art. 35): asked after the finding, told, given or not, judged by a person.

The clock runs on all the while. The letter is made by the outbox and delivered with proof, as any procedure letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from requests_app import dates, notifications
from requests_app.actors import OFFICERS, Actor, Applicant, Member, System
from requests_app.calendars import load_calendar
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import (
    DisclosureRequest,
    DocumentKind,
    Letter,
    LetterState,
    ReasonsRequest,
    ReasonsState,
    ReplyDelay,
    SubmissionState,
)
from requests_app.plain_text import clean_text
from requests_app.rules import reasons_request as rule
from requests_app.rules.policies import Policies
from requests_app.rules.reasons_request import NOT_HANDLED, Judgement
from requests_app.rules.states import RequestState
from requests_app.selectors.excess import finding_of
from requests_app.selectors.joining import lead_of
from requests_app.selectors.reasons import (
    LIVE,
    check_delay_now,
    last_day_of,
    may_be_given,
    reasons_in_question,
    served_on,
    standing_reasons,
)
from requests_app.services import approval, clock, excess_reply
from requests_app.services.act import By, act
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note
from requests_app.signals import reasons_moved

S = ReasonsState


@dataclass(frozen=True)
class Given:
    """The reasons as they came: words, papers, and the day of receipt by its channel."""

    received_on: date
    text: str = ""
    files: Sequence[Upload] = ()


@act("要求说明理由", by=By(roles=rule.MAY_ASK), states=rule.CAN_BE_ASKED)
def ask(*, actor: Member, case: DisclosureRequest, what: str, reply_by: date) -> ReasonsRequest:
    """Decide that the applicant is to explain; the letter is made at once. The due date stays as it is.

    Raises `RuleRefusal` without the finding or for a second time, `InvalidInput` for what is missing or too short.
    """
    today, finding = dates.today(), finding_of(case)
    rule.check_ask(found=finding is not None, already_asked=reasons_in_question(case) is not None, what=what)
    rule.check_reply_by(
        reply_by=reply_by, today=today, calendar=load_calendar(), policies=Policies.from_json(case.policies)
    )
    assert finding is not None
    asked = ReasonsRequest.objects.create(
        request=case,
        finding=finding,
        what=clean_text(what),
        reply_by=reply_by,
        asked_by=actor.user,
        asked_on=today,
    )
    words = f"决定要求申请人说明理由，期限 {reply_by.isoformat()}；答复期限照常计算"
    note(case, actor, "reasons_asked", words, reasons=asked.pk, reply_by=reply_by.isoformat())
    notifications.enqueue("letters.reasons", f"reasons:{asked.pk}", {"reasons": asked.pk})
    moved(case, actor, asked)
    return asked


@act("撤销要求说明理由", by=By(roles=OFFICERS), states=rule.CAN_BE_GIVEN)
def call_off(*, actor: Member, case: DisclosureRequest, reason: str) -> ReasonsRequest:
    """Give up a letter that has not reached the applicant. Raises `InvalidInput` without a reason, `StateRefusal`
    once the applicant has been told."""
    if not reason.strip():
        told = "请写明撤销的原因。"
        raise InvalidInput("reason_missing", told, fields={"reason": told})
    asked = _live(case)
    if asked.state != S.ASKED:
        raise StateRefusal("reasons_told", "已经告知申请人说明理由，不能撤销。请等待，或者期满后判断。")
    _end(case, actor, asked, clean_text(reason))
    note(case, actor, "reasons_called_off", "撤销要求说明理由", remark=reason, reasons=asked.pk)
    return asked


@act("收到说明的理由", by=By(roles=OFFICERS, applicant=True), states=rule.CAN_BE_GIVEN)
def give(*, actor: Actor, case: DisclosureRequest, given: Given) -> ReasonsRequest:
    """The reasons came: typed in from paper, or online by the applicant (then they count today).

    Late ones are filed and heard too, as long as the reply is not issued: a judgement that there were none falls,
    and so does the approval of a reply that rests on it. Raises `StateRefusal`, `InvalidInput`.
    """
    asked = standing_reasons(case)
    if asked is None or not may_be_given(asked):
        raise StateRefusal("no_reasons_awaited", "本件现在没有等待说明的理由，或者已经收到。")
    _check_given(asked, actor, given)
    late = rule.is_over(last_day_of(asked), given.received_on)
    papers = [store(case, actor, upload, kind=DocumentKind.REASONS, title="") for upload in given.files]
    if asked.told_on is None:
        # Who answers has been told, by that day at the latest.
        _told(case, actor, asked, given.received_on)
    if asked.state == S.JUDGED:
        _unjudge(case, actor, asked)
    asked.reasons, asked.received_on = clean_text(given.text), given.received_on
    asked.received_online, asked.state = isinstance(actor, Applicant), S.TO_JUDGE
    asked.save()
    asked.documents.set(papers)
    words = f"收到申请人说明的理由（{'网上提交' if asked.received_online else '工作人员登记'}）"
    words += "，已过说明的期限，仍予入卷" if late else ""
    day = given.received_on.isoformat()
    note(
        case,
        actor,
        "reasons_given",
        words,
        reasons=asked.pk,
        received_on=day,
        documents=[d.pk for d in papers],
    )
    moved(case, actor, asked)
    return asked


def _check_given(asked: ReasonsRequest, actor: Actor, given: Given) -> None:
    wrong, today = {}, dates.today()
    earliest = asked.told_on or asked.asked_on
    if given.received_on > today:
        wrong["received_on"] = "收到的日期不能晚于今天。"
    elif given.received_on < earliest:
        wrong["received_on"] = f"收到的日期不能早于告知说明理由的日期（{earliest.isoformat()}）。"
    if not clean_text(given.text):
        wrong["text"] = "请写明申请的理由。" if isinstance(actor, Applicant) else "请写明申请人说明的理由。"
    if wrong:
        raise InvalidInput("reasons_incomplete", "".join(wrong.values()), fields=wrong)


def _unjudge(case: DisclosureRequest, actor: Actor, asked: ReasonsRequest) -> None:
    """The judgement that nothing came no longer holds: a reply that rests on it goes back."""
    asked.judgement, asked.why, asked.judged_by, asked.judged_on = "", "", None, None
    lead = lead_of(case)
    open_ = lead.submissions.filter(state__in=(SubmissionState.OPEN, SubmissionState.APPROVED)).last()
    if open_ is not None and excess_reply.is_answered_so(case):
        approval.void_approval(
            actor=System("收到说明的理由"),
            case_id=lead.pk,
            submission_id=open_.pk,
            changed="申请人说明了理由",
        )
    excess_reply.take_back(case)


@act("提出说明理由期满", by=By(system=True), states=rule.CAN_BE_GIVEN)
def propose_judging(*, actor: System, case: DisclosureRequest) -> ReasonsRequest:
    """The time to answer is over and nothing came: somebody is asked to judge. Raises `StateRefusal` before."""
    asked = _live(case)
    last = last_day_of(asked)
    if asked.state != S.TOLD or not rule.is_over(last, dates.today()):
        raise StateRefusal("reasons_running", "说明理由的期限没有届满。")
    asked.state, asked.over_on = S.TO_JUDGE, dates.today()
    asked.save(update_fields=["state", "over_on"])
    words = f"说明理由的期限 {last} 届满，没有收到申请人的说明，请判断"
    note(case, actor, "reasons_over", words, reasons=asked.pk)
    moved(case, actor, asked)
    return asked


@act("判断说明的理由", by=By(roles=OFFICERS), states=rule.CAN_BE_GIVEN)
def judge(
    *,
    actor: Member,
    case: DisclosureRequest,
    judgement: Judgement,
    why: str,
    until: date | None = None,
) -> ReasonsRequest:
    """Judge what came, or that nothing came. Not handled: the reply is drafted accordingly and goes its ordinary way
    through approval. Delayed: the head of the office decides about the day `until`.

    Raises `StateRefusal` where there is nothing to judge, `RuleRefusal` and `InvalidInput` as the rules say.
    """
    asked = _live(case)
    if asked.state != S.TO_JUDGE:
        raise StateRefusal("nothing_to_judge", "本件没有待判断的说明理由。")
    rule.check_judgement(
        judgement,
        why=why,
        given=asked.received_on is not None,
        last=last_day_of(asked),
        served_on=served_on(asked),
        today=dates.today(),
    )
    asked.judgement, asked.why = judgement.value, clean_text(why)
    asked.judged_by, asked.judged_on = actor.user, dates.today()
    if judgement is Judgement.DELAYED:
        check_delay_now(case, until)
        assert until is not None
        ReplyDelay.objects.create(
            reasons_request=asked, until=until, why=asked.why, asked_by=actor.user, asked_on=dates.today()
        )
    asked.state = S.DELAY_ASKED if judgement is Judgement.DELAYED else S.JUDGED
    asked.save()
    day = f"，拟延迟至 {until.isoformat()}" if until and judgement is Judgement.DELAYED else ""
    note(case, actor, "reasons_judged", f"判断：{judgement.label}{day}", reasons=asked.pk)
    if judgement in NOT_HANDLED:
        excess_reply.propose(case, actor, asked)
    else:
        excess_reply.take_back(case)
    moved(case, actor, asked)
    return asked


@act("终止说明理由", by=By(roles=OFFICERS, system=True))
def drop(*, actor: Actor, case: DisclosureRequest, reason: str) -> ReasonsRequest:
    """What has become pointless (the reply was issued first) ends. Raises `StateRefusal` where nothing lives."""
    asked = _live(case)
    _end(case, actor, asked, reason)
    note(case, actor, "reasons_dropped", "终止说明理由", remark=reason, reasons=asked.pk)
    return asked


def mark_told(
    case: DisclosureRequest, actor: Actor, asked: ReasonsRequest, *, on: date, letter_id: int
) -> None:
    """The applicant was told on `on`. Called by the delivery of the letter; nothing happens afterwards."""
    if asked.state != S.ASKED:
        return
    asked.state = S.TOLD
    _told(case, actor, asked, on, letter_id)
    asked.save(update_fields=["state", "told_on"])
    moved(case, actor, asked)


def _told(
    case: DisclosureRequest, actor: Actor, asked: ReasonsRequest, on: date, letter_id: int | None = None
) -> None:
    asked.told_on = on
    letter = letter_id or asked.letter_id
    clock.record_event(
        case,
        actor=actor,
        type="reasons_requested",
        on=on,
        data={"on": on} | ({"letter": letter} if letter else {}),
    )


def came_back(case: DisclosureRequest, actor: Actor, asked: ReasonsRequest) -> bool:
    """The letter came back: nobody has been asked, it is to be delivered again. The caller revokes its event.

    False where the applicant has answered meanwhile: then it did arrive, and its day stands.
    """
    if asked.received_on is not None:
        return False
    if RequestState(case.state) not in rule.CAN_BE_GIVEN:
        return True
    if asked.state in (S.TOLD, S.TO_JUDGE) or asked.judgement == Judgement.NOT_GIVEN:
        if asked.state == S.JUDGED:
            _unjudge(case, actor, asked)
        asked.state, asked.told_on, asked.over_on = S.ASKED, None, None
        asked.save()
        moved(case, actor, asked)
    return True


def end_live(case: DisclosureRequest, actor: Actor, reason: str) -> None:
    """What is open falls away with the case (withdrawn, voided) or with its finding. Part of another act."""
    for asked in case.reasons_requests.filter(state__in=LIVE):
        _end(case, actor, asked, reason)


def _end(case: DisclosureRequest, actor: Actor, asked: ReasonsRequest, reason: str) -> None:
    """Letters that have not reached the applicant are taken out of circulation."""
    asked.state = S.CALLED_OFF
    asked.save(update_fields=["state"])
    untold = [delay.letter_id for delay in asked.delays.filter(notified_on__isnull=True)]
    if asked.told_on is None:
        untold.append(asked.letter_id)
    letters = Letter.objects.filter(pk__in=[pk for pk in untold if pk])
    letters.update(state=LetterState.WITHDRAWN, withdrawn_reason=clean_text(reason))
    moved(case, actor, asked)


def moved(case: DisclosureRequest, actor: Actor, asked: ReasonsRequest) -> None:
    """Tell the flows. Part of another act."""
    reasons_moved.send(sender=DisclosureRequest, case=case, actor=actor, reasons=asked)


def _live(case: DisclosureRequest) -> ReasonsRequest:
    asked = case.reasons_requests.filter(state__in=LIVE).select_related("letter").first()
    if asked is None:
        raise StateRefusal("no_reasons", "本件没有进行中的说明理由。")
    return asked
