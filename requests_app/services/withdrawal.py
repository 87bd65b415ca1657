"""The applicant takes the application back."""

from __future__ import annotations

from datetime import date

from requests_app import dates, notifications
from requests_app.actors import OFFICERS, Actor, Applicant, Role
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import DisclosureRequest, DocumentKind, SubmissionState
from requests_app.plain_text import clean_text
from requests_app.services import (
    clock,
    consultation,
    correction,
    date_change,
    extension,
    fees,
    joining,
    reasons,
)
from requests_app.services.act import By, act
from requests_app.services.approval import close_open
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note
from requests_app.signals import request_withdrawn


@act("撤回申请", by=By(roles=OFFICERS | {Role.DISPATCHER}, applicant=True))
def withdraw(
    *,
    actor: Actor,
    case: DisclosureRequest,
    reason: str = "",
    signed_paper: Upload | None = None,
    received_on: date | None = None,
) -> None:
    """End the case at the applicant's wish; a notice confirms it.

    An officer needs the applicant's signed paper, which may have come on an earlier day, `received_on`; so does a
    dispatcher, for what no agency has got yet. Raises `InvalidInput` without it or for an impossible day,
    `StateRefusal` once the reply has been issued.
    """
    if actor.role is Role.DISPATCHER and not case.is_unrouted:
        raise AccessRefused("role_missing", "这件申请已经分办，撤回由负责办理的机关登记。")
    today = dates.today()
    day = today if received_on is None or isinstance(actor, Applicant) else received_on
    if not isinstance(actor, Applicant) and signed_paper is None:
        raise InvalidInput(
            "signed_paper_missing",
            "由工作人员登记撤回的，请上传申请人签名的撤回申请书。",
            fields={"signed_paper": "请上传申请人签名的撤回申请书。"},
        )
    _check_day(day, case.received_on or case.arrived_on, today)
    registered = case.number is not None
    joining.leave(case, actor, "申请人撤回申请")
    case.withdraw()
    evidence = None
    consultation.end_live(case, actor, "申请人撤回申请")
    if signed_paper is not None:
        evidence = store(case, actor, signed_paper, kind=DocumentKind.WITHDRAWAL, title="撤回申请书")
    if registered:
        clock.record_event(case, actor=actor, type="withdrawn", on=day, data={"on": day}, evidence=evidence)
    close_open(case, SubmissionState.RECALLED)
    extension.cancel_live(case)
    date_change.cancel_live(case, actor)
    correction.cancel_untold(case, "申请已经撤回")
    fees.end_live(case, "申请已经撤回")
    reasons.end_live(case, actor, "申请已经撤回")
    case.closed_on = day
    case.note = "\n".join(part for part in (case.note, clean_text(reason)) if part)
    note(case, actor, "withdrawn", "申请人撤回申请", withdrawn_on=day.isoformat())
    if registered:
        notifications.enqueue("letters.withdrawal", f"withdrawal:{case.pk}", {"case": case.pk})
    request_withdrawn.send(sender=DisclosureRequest, case=case, actor=actor)


def _check_day(day: date, earliest: date, today: date) -> None:
    wrong = ""
    if day > today:
        wrong = "收到撤回申请书的日期不能晚于今天。"
    elif day < earliest:
        wrong = f"收到撤回申请书的日期不能早于收到申请的日期（{earliest.isoformat()}）。"
    if wrong:
        raise InvalidInput("withdrawal_day", wrong, fields={"received_on": wrong})
