"""Reconsideration and litigation over a request, and the new reply that they order (law.md 2.12, 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app import dates
from requests_app.actors import Actor
from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal
from requests_app.models import DisclosureRequest, DocumentKind, RemedyCase
from requests_app.plain_text import clean_line
from requests_app.rules import remedy_case as rule
from requests_app.rules.remedy_case import RemedyKind, RemedyResult
from requests_app.rules.states import CAN_BE_ORDERED, RequestState
from requests_app.selectors.remedies import period_of, reply_in_force
from requests_app.services import approval, clock, correction, date_change, extension, fees, joining, reasons
from requests_app.services.act import By, act
from requests_app.services.decision import restore_draft
from requests_app.services.disclosures import take_back_notices
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note
from requests_app.services.two_sides import refuse_third_party
from requests_app.signals import order_received, reply_reopened

KEEPERS = By(roles=rule.MAY_KEEP)
_OBEYED = "已经按照这件的决定恢复办理，记录不能再改。"


@dataclass(frozen=True)
class NewRemedy:
    """A dispute as the agency learns of it: the copy of the application arrived on `received_on`."""

    kind: str
    body: str
    received_on: date
    case_number: str = ""
    simplified: bool = False
    notice: Upload | None = None


@dataclass(frozen=True)
class Decided:
    """How it ended. `working_days`: the period of an order to reply anew; None where there is none."""

    result: str
    result_on: date
    received_on: date
    name: str
    decision: Upload | None = None
    working_days: int | None = None


@act("登记复议诉讼", by=KEEPERS, states=rule.CAN_BE_DISPUTED)
def record(*, actor: Actor, case: DisclosureRequest, new: NewRemedy) -> RemedyCase:
    """A reconsideration or suit over the request reached the agency: from now on its answer is owed.

    Raises `InvalidInput` for what is missing or an impossible day, `RuleRefusal` as `rule.check_simplified`.
    """
    kind = _kind(new.kind)
    wrong = {} if new.body.strip() else {"body": "请填写复议机关或者法院。"}
    wrong |= _wrong_day("received_on", new.received_on, "收到日期", case.received_on)
    _refuse(wrong)
    refuse_third_party(case, {"case_number": new.case_number})
    rule.check_simplified(kind, simplified=new.simplified)
    paper = None
    if new.notice is not None:
        paper = store(case, actor, new.notice, kind=DocumentKind.ORDER, title=f"{kind.label}通知书及副本")
    remedy = RemedyCase.objects.create(
        request=case,
        letter=reply_in_force(case),
        kind=kind.value,
        body=clean_line(new.body),
        case_number=clean_line(new.case_number),
        simplified=new.simplified,
        received_on=new.received_on,
        notice=paper,
        recorded_by_id=actor.user_id,
    )
    last = period_of(remedy).last_day
    note(
        case,
        actor,
        "remedy_recorded",
        f"登记{kind.label}，{last} 以前提交答复和证据",
        remedy=remedy.pk,
        received_on=new.received_on.isoformat(),
    )
    return remedy


@act("提交复议诉讼的答复和证据", by=KEEPERS, states=rule.CAN_BE_DISPUTED)
def file_answer(
    *, actor: Actor, case: DisclosureRequest, remedy_id: int, filed_on: date, papers: Upload | None
) -> RemedyCase:
    """The agency's answer and evidence were handed in; what was handed in is kept. Raises `InvalidInput`."""
    remedy = _own(case, remedy_id)
    if remedy.filed_on is not None:
        raise InvalidInput("already_filed", "这件的答复和证据已经登记提交。")
    wrong = _wrong_day("filed_on", filed_on, "提交日期", remedy.received_on)
    if papers is None:
        wrong["papers"] = "请上传提交的答复书和证据清单。"
    _refuse(wrong)
    assert papers is not None
    remedy.filed = store(
        case, actor, papers, kind=DocumentKind.ORDER, title=f"{remedy.get_kind_display()}答复及证据"
    )
    remedy.filed_on = filed_on
    remedy.save(update_fields=["filed", "filed_on"])
    late = "，已超过期限" if filed_on > period_of(remedy).last_day else ""
    note(
        case,
        actor,
        "remedy_answered",
        f"提交{remedy.get_kind_display()}的答复和证据{late}",
        remedy=remedy.pk,
        filed_on=filed_on.isoformat(),
    )
    return remedy


@act("登记复议诉讼结果", by=KEEPERS, states=rule.CAN_BE_DISPUTED)
def record_result(*, actor: Actor, case: DisclosureRequest, remedy_id: int, decided: Decided) -> RemedyCase:
    """How it ended, with the decision itself; entered again where it was entered wrongly, until it was obeyed.

    Raises `InvalidInput` for what is missing or an impossible day, `RuleRefusal` as `rule.check_order`, or once the
    case was reopened upon it.
    """
    remedy = _own(case, remedy_id)
    if remedy.reopened_on is not None:
        raise RuleRefusal("order_obeyed", _OBEYED, rule.BASIS.cite())
    result = _result(decided.result)
    rule.check_order(result, decided.working_days)
    _refuse(_wrong_decision(remedy, decided))
    refuse_third_party(case, {"name": decided.name})
    if decided.decision is not None:
        name = clean_line(decided.name)
        remedy.decision = store(case, actor, decided.decision, kind=DocumentKind.ORDER, title=name)
    remedy.result, remedy.result_on = result.value, decided.result_on
    remedy.decision_received_on, remedy.decision_name = decided.received_on, clean_line(decided.name)
    remedy.order_working_days = decided.working_days
    remedy.save()
    ordered = f"，责令 {decided.working_days} 个工作日内重新答复" if decided.working_days else ""
    note(
        case,
        actor,
        "remedy_decided",
        f"{remedy.get_kind_display()}结果：{result.label}{ordered}",
        remedy=remedy.pk,
        result=result.value,
        received_on=decided.received_on.isoformat(),
    )
    return remedy


@act("责令重新答复", by=By(roles=rule.MAY_REOPEN))
def reopen(*, actor: Actor, case: DisclosureRequest, remedy_id: int) -> RemedyCase:
    """Handle the request anew, as ordered: a fresh period from the receipt of the order, an earlier extension or
    delayed reply gone.

    The old reply stays on file and in the applicant's hands. Raises `RuleRefusal` without an order or once it was
    obeyed, `StateRefusal` for a request that was not answered.
    """
    remedy = _order(case, remedy_id)
    joining.leave(case, actor, "依照决定重新办理")
    case.reopen()
    _begin_anew(case, actor)
    _run_anew(case, actor, remedy)
    _note_order(case, actor, remedy, "reopened", "依照决定恢复办理，{} 个工作日内重新答复")
    reply_reopened.send(sender=DisclosureRequest, case=case, actor=actor)
    return remedy


@act("责令答复", by=By(roles=rule.MAY_REOPEN), states=CAN_BE_ORDERED)
def receive_order(*, actor: Actor, case: DisclosureRequest, remedy_id: int) -> RemedyCase:
    """An order to answer what has not been answered: the period of the order runs from its receipt, and what was
    granted, asked of the applicant or awaited before is over. A round of approval begins again, so that the letter
    quotes the order.

    Raises `RuleRefusal` without an order or once it was obeyed, `StateRefusal` where the reply has been issued.
    """
    remedy = _order(case, remedy_id)
    _end_what_waits(case, actor)
    _run_anew(case, actor, remedy)
    clock.refresh(case)
    _note_order(case, actor, remedy, "order_received", "收到责令答复的决定，{} 个工作日内答复")
    order_received.send(sender=DisclosureRequest, case=case, actor=actor)
    return remedy


def _order(case: DisclosureRequest, remedy_id: int) -> RemedyCase:
    """The dispute whose decision orders a reply that is still to be given. Raises `RuleRefusal`."""
    remedy = _own(case, remedy_id)
    rule.check_reopening(
        result=RemedyResult(remedy.result),
        working_days=remedy.order_working_days,
        received_on=remedy.decision_received_on,
        replied_on=case.replied_on,
        obeyed=remedy.reopened_on is not None,
    )
    return remedy


def _run_anew(case: DisclosureRequest, actor: Actor, remedy: RemedyCase) -> None:
    """The period of the order, from its receipt."""
    assert remedy.decision_received_on is not None
    clock.record_event(
        case,
        actor=actor,
        type="ordered",
        on=remedy.decision_received_on,
        data={
            "received": remedy.decision_received_on,
            "working_days": remedy.order_working_days,
            "document": remedy.decision_name,
            "remedy": remedy.pk,
        },
        evidence=remedy.decision,
    )
    remedy.reopened_on = dates.today()
    remedy.save(update_fields=["reopened_on"])


def _note_order(case: DisclosureRequest, actor: Actor, remedy: RemedyCase, action: str, words: str) -> None:
    assert remedy.decision_received_on is not None
    note(
        case,
        actor,
        action,
        words.format(remedy.order_working_days),
        remedy=remedy.pk,
        received_on=remedy.decision_received_on.isoformat(),
    )


def _end_what_waits(case: DisclosureRequest, actor: Actor) -> None:
    """The applicant owes nothing any more, and no letter that says otherwise goes out."""
    reason = "收到责令答复的决定"
    joining.leave(case, actor, reason)
    for submission in case.submissions.filter(state__in=approval.OPEN):
        approval.void_approval(actor=actor, case_id=case.pk, submission_id=submission.pk, changed=reason)
    _give_up_lapses(case)
    if case.state == RequestState.AWAITING_CORRECTION:
        correction.end_live(case, reason)
        case.receive_correction()
    elif case.state == RequestState.AWAITING_PAYMENT:
        fees.end_by_order(case, reason)
        case.receive_fee()
    extension.cancel_live(case)
    extension.spend(case)
    reasons.end_live(case, actor, reason)
    date_change.cancel_live(case, actor)


def _give_up_lapses(case: DisclosureRequest) -> None:
    """What a letter said that ended the case for want of a correction or a payment gives way to the reply as it was
    drafted before."""
    for lapse in ("not_corrected", "not_paid"):
        restore_draft(case, without=lapse)


def _begin_anew(case: DisclosureRequest, actor: Actor) -> None:
    """What belonged to the old reply is over: its lapse, its extension, its notices to third parties, its lateness."""
    _give_up_lapses(case)
    extension.spend(case)
    take_back_notices(case, actor, "依照决定重新办理")
    reasons.end_live(case, actor, "依照决定恢复办理")
    case.replied_on = case.closed_on = None
    case.late_reason = case.late_by = case.late_unit = ""


def _own(case: DisclosureRequest, remedy_id: int) -> RemedyCase:
    remedy: RemedyCase | None = case.remedy_cases.filter(pk=remedy_id).first()
    if remedy is None:
        raise AccessRefused("unknown_remedy", "没有这件复议、诉讼。")
    return remedy


def _kind(value: str) -> RemedyKind:
    if value not in set(RemedyKind):
        raise InvalidInput("unknown_kind", "请选择种类。", fields={"kind": "请选择种类。"})
    return RemedyKind(value)


def _result(value: str) -> RemedyResult:
    if value not in set(RemedyResult) - {RemedyResult.PENDING}:
        raise InvalidInput("unknown_result", "请选择结果。", fields={"result": "请选择结果。"})
    return RemedyResult(value)


def _wrong_decision(remedy: RemedyCase, decided: Decided) -> dict[str, str]:
    wrong = _wrong_day("result_on", decided.result_on, "结果日期", remedy.received_on)
    wrong |= _wrong_day("received_on", decided.received_on, "决定收到日期", remedy.received_on)
    if not wrong and decided.received_on < decided.result_on:
        wrong["received_on"] = "决定收到日期不能早于作出决定的日期。"
    if not clean_line(decided.name):
        wrong["name"] = "请填写决定书或者判决书的文号和名称。"
    if decided.decision is None and remedy.decision is None:
        wrong["decision"] = "请上传决定书或者判决书。"
    return wrong


def _wrong_day(field: str, day: date, name: str, earliest: date | None) -> dict[str, str]:
    if day > dates.today():
        return {field: f"{name}不能晚于今天。"}
    if earliest is not None and day < earliest:
        return {field: f"{name}不能早于 {earliest.isoformat()}。"}
    return {}


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise InvalidInput("remedy_incomplete", "".join(wrong.values()), fields=wrong)
