"""Delayed reply (Art. 35): proposed by whoever judged the reasons, granted by the head of the office, told in time."""

from __future__ import annotations

from datetime import date

from requests_app import dates, notifications
from requests_app.actors import Actor, Member
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import DisclosureRequest, ReasonsRequest, ReasonsState, ReplyDelay
from requests_app.plain_text import clean_text
from requests_app.rules import delayed_reply as rule
from requests_app.rules.approval_rules import check_delay_granter
from requests_app.rules.delegation import check_deputy_grants
from requests_app.rules.policies import Policies
from requests_app.rules.states import CAN_BE_EXTENDED, OPEN, RequestState
from requests_app.selectors.reasons import check_delay_now, open_delay
from requests_app.services import clock, extension
from requests_app.services.act import By, act
from requests_app.services.journal import note
from requests_app.services.reasons import moved

S = ReasonsState


@act("批准延迟答复", by=By(roles=rule.MAY_GRANT), states=CAN_BE_EXTENDED)
def grant(*, actor: Member, case: DisclosureRequest, opinion: str = "") -> ReplyDelay:
    """The head agrees; the notice is made at once and must reach the applicant by the first due date.

    Raises `AccessRefused` for whoever proposed it, `RuleRefusal` once it can have no effect.
    """
    delay = _proposed(case)
    allowed = Policies.from_json(case.policies).deputy_may_grant_extension
    check_deputy_grants(
        acting_for_somebody=actor.acting_for is not None, allowed=allowed, what="延迟答复", basis=rule.BASIS
    )
    check_delay_granter(actor.user.pk, asked_by=delay.asked_by_id, acting_for=actor.acting_for_id)
    check_delay_now(case, delay.until)
    _decide(case, actor, delay, granted=True, opinion=opinion)
    note(case, actor, "delay_granted", f"批准延迟至 {delay.until.isoformat()} 答复", delay=delay.pk)
    notifications.enqueue("letters.delay", f"delay:{delay.pk}", {"delay": delay.pk})
    return delay


@act("不批准延迟答复", by=By(roles=rule.MAY_GRANT))
def refuse(*, actor: Member, case: DisclosureRequest, reason: str) -> ReplyDelay:
    """The head does not agree: the reasons are to be judged again. A reason is compulsory."""
    if not reason.strip():
        text = "不批准延迟答复须写明理由。"
        raise InvalidInput("reason_missing", text, fields={"reason": "请写明理由。"})
    delay = _proposed(case)
    _decide(case, actor, delay, granted=False, opinion=reason)
    note(case, actor, "delay_refused", "不批准延迟答复", delay=delay.pk)
    return delay


def _proposed(case: DisclosureRequest) -> ReplyDelay:
    asked = case.reasons_requests.filter(state=S.DELAY_ASKED).first()
    delay = open_delay(asked) if asked is not None else None
    if delay is None:
        raise StateRefusal("no_delay", "本件没有待批准的延迟答复，可能已经办理。")
    return delay


def _decide(
    case: DisclosureRequest, actor: Member, delay: ReplyDelay, *, granted: bool, opinion: str
) -> None:
    delay.granted, delay.decided_by, delay.decided_on = granted, actor.user, dates.today()
    delay.granted_for = actor.acting_for if granted else None
    delay.opinion = clean_text(opinion)
    delay.save()
    asked = delay.reasons_request
    asked.state = S.DELAY_GRANTED if granted else S.TO_JUDGE
    if not granted:
        asked.judgement, asked.why, asked.judged_by, asked.judged_on = "", "", None, None
    asked.save()
    moved(case, actor, asked)


def mark_notified(
    case: DisclosureRequest, actor: Actor, delay: ReplyDelay, *, on: date, letter_id: int
) -> None:
    """The applicant was told on `on`: only now does the due date move, to the fixed day. Called by the delivery.

    Told after the first due date, the fact is kept with its warning and without effect. An extension that is not
    told yet falls away with one that has effect: the fixed day replaces it.
    """
    asked = delay.reasons_request
    if not delay.granted or delay.notified_on is not None or asked.state != S.DELAY_GRANTED:
        return
    effective = rule.takes_effect(first_due=case.first_due_on, told_on=on)
    delay.notified_on, asked.state = on, S.JUDGED
    delay.save(update_fields=["notified_on"])
    asked.save(update_fields=["state"])
    data = {"until": delay.until, "notified": on, "letter": letter_id}
    clock.record_event(case, actor=actor, type="delayed_reply", on=on, data=data)
    if effective:
        extension.cancel_live(case)
    else:
        words = f"延迟答复于 {on.isoformat()} 才告知申请人，已过期限：不产生效力，答复期限照常计算"
        note(case, actor, "delay_told_late", words, delay=delay.pk, on=on.isoformat())
    moved(case, actor, asked)


def came_back(case: DisclosureRequest, actor: Actor, delay: ReplyDelay) -> None:
    """The notice came back: the applicant has not been told, it is to be delivered again. The caller revokes the
    event of the letter, which moves the due date back."""
    asked: ReasonsRequest = delay.reasons_request
    if delay.notified_on is None or asked.state != S.JUDGED:
        return
    delay.notified_on = None
    delay.save(update_fields=["notified_on"])
    if RequestState(case.state) in OPEN:
        asked.state = S.DELAY_GRANTED
        asked.save(update_fields=["state"])
        moved(case, actor, asked)
