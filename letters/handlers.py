"""What the outbox asks of the letters. Every handler may be called again with the same payload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from letters.facts import citation_json
from letters.fee_facts import cancelled_facts, notice_facts
from letters.issue import issue_procedure_letter, make_letter
from requests_app.actors import System
from requests_app.calendars import load_calendar
from requests_app.dates import today
from requests_app.models import (
    Correction,
    CorrectionPoint,
    CorrectionState,
    DisclosureRequest,
    Extension,
    ExtensionState,
    Fee,
    FeeState,
    LetterState,
)
from requests_app.notifications import handler
from requests_app.rules.clock import Derivation, derive, parse_history
from requests_app.rules.correction import PARTS
from requests_app.rules.policies import Policies
from requests_app.rules.states import OPEN, RequestState
from requests_app.selectors.clock import case_history, derivation_at_receipt, derivation_of
from requests_app.services.act import lock

ISSUER = System("出具程序文书")


@handler("letters.make")
def make(payload: Mapping[str, Any]) -> None:
    """Make the PDF of a numbered letter."""
    make_letter(payload["letter"])


@handler("letters.receipt")
def receipt(payload: Mapping[str, Any]) -> None:
    """The receipt of a registration (登记回执). The query code was shown at registration and is not on it."""
    with transaction.atomic():
        case = lock(payload["case"])
        if not case.letters.filter(kind="receipt").exists():
            first = derivation_at_receipt(case, today())
            facts = _taken_over(case.split_from, first) if case.split_from else {}
            due = (first.standard.due, first.provisional) if first.standard.due else None
            issue_procedure_letter(actor=ISSUER, case_id=case.pk, kind="receipt", facts=facts, due=due)


def _taken_over(whole: DisclosureRequest, part: Derivation) -> dict[str, Any]:
    """What the receipt of a part tells of the clock that it shares with the application it was split from."""
    until = part.delayed_until if part.delayed_until == part.standard.due else None
    return {
        "split_from": whole.number,
        "period": part.period,
        "restarted_on": part.restarted_on.isoformat() if part.restarted_on else None,
        "added": part.added_days,
        "delayed_until": until.isoformat() if until else None,
    }


@handler("letters.intake_receipt")
def intake_receipt(payload: Mapping[str, Any]) -> None:
    """The receipt of a platform (统一受理回执); none once the right agency has its own, or the applicant withdrew."""
    with transaction.atomic():
        case = lock(payload["case"])
        waits = case.is_unrouted and case.state == RequestState.RECEIVED
        if waits and not case.letters.filter(kind="intake_receipt").exists():
            issue_procedure_letter(actor=ISSUER, case_id=case.pk, kind="intake_receipt", facts={})


@handler("letters.extension")
def extension(payload: Mapping[str, Any]) -> None:
    """The notice of a granted extension; none if it has fallen away in the meantime."""
    case_id = Extension.objects.values_list("request_id", flat=True).get(pk=payload["extension"])
    with transaction.atomic():
        case = lock(case_id)
        granted = case.extensions.get(pk=payload["extension"])
        made = case.letters.filter(extension=granted).exclude(state=LetterState.WITHDRAWN)
        if granted.state == ExtensionState.GRANTED and not made.exists():
            _issue_extension_notice(case, granted)


def _issue_extension_notice(case: DisclosureRequest, granted: Extension) -> None:
    extended = extended_period(case, granted)
    first_due, new_due, approved_on = case.first_due_on, extended.standard.due, granted.decided_on
    if first_due is None or new_due is None or approved_on is None:
        raise ValueError(f"extension {granted.pk} was granted without a due date")
    facts = {
        "registration_number": case.number,
        "reason": granted.reason,
        "working_days": granted.working_days,
        "first_due": first_due.isoformat(),
        "new_due": new_due.isoformat(),
        "approved_on": approved_on.isoformat(),
        "granted_by": "deputy" if granted.granted_for_id else None,
        "period": extended.period,
        "restarted_on": extended.restarted_on.isoformat() if extended.restarted_on else None,
        "paused_days": extended.paused_days or None,
    }
    issue_procedure_letter(
        actor=ISSUER,
        case_id=case.pk,
        kind="extension_notice",
        facts=facts,
        extension=granted,
        due=(new_due, extended.provisional),
    )


@handler("letters.correction")
def correction(payload: Mapping[str, Any]) -> None:
    """The notice of a decided correction; none if it has fallen away in the meantime."""
    case_id = Correction.objects.values_list("request_id", flat=True).get(pk=payload["correction"])
    with transaction.atomic():
        case = lock(case_id)
        asked = case.corrections.get(pk=payload["correction"])
        wanted = asked.state == CorrectionState.ASKED and case.state == RequestState.AWAITING_CORRECTION
        if wanted and not case.letters.filter(correction=asked).exists():
            _issue_correction_notice(case, asked)


def _issue_correction_notice(case: DisclosureRequest, asked: Correction) -> None:
    facts = {
        "registration_number": case.number,
        "points": [_point(point) for point in asked.points.select_related("item")],
        "guidance": asked.guidance,
        "reply_by": asked.reply_by.isoformat() if asked.reply_by else None,
    }
    issue_procedure_letter(
        actor=ISSUER, case_id=case.pk, kind="correction_notice", facts=facts, correction=asked
    )


def _point(point: CorrectionPoint) -> dict[str, Any]:
    part = PARTS[point.part]
    return {
        "about": f"第{point.item.ordinal}项申请内容" if point.item else "申请",
        "part": part.label,
        "basis": citation_json(part.basis),
        "unclear": point.unclear,
        "needed": point.needed,
    }


@handler("letters.fee")
def fee(payload: Mapping[str, Any]) -> None:
    """The notice of a decided fee; none if it has fallen away in the meantime."""
    case_id = Fee.objects.values_list("request_id", flat=True).get(pk=payload["fee"])
    with transaction.atomic():
        case = lock(case_id)
        decided = case.fees.get(pk=payload["fee"])
        wanted = decided.state == FeeState.DECIDED and case.state == RequestState.AWAITING_PAYMENT
        if wanted and not case.letters.filter(fee=decided).exists():
            facts = notice_facts(case, decided, today())
            issue_procedure_letter(actor=ISSUER, case_id=case.pk, kind="fee_notice", facts=facts, fee=decided)


@handler("letters.fee_cancelled")
def fee_cancelled(payload: Mapping[str, Any]) -> None:
    """The letter that a fee which the applicant was told of is not to be paid; none once the application is over."""
    case_id = Fee.objects.values_list("request_id", flat=True).get(pk=payload["fee"])
    with transaction.atomic():
        case = lock(case_id)
        facts = cancelled_facts(case, case.fees.get(pk=payload["fee"]), today())
        told = case.letters.filter(
            kind="fee_cancelled_notice", context__facts__notice_number=facts["notice_number"]
        )
        if case.state in OPEN and not told.exists():
            due = derivation_of(case, today())
            issue_procedure_letter(
                actor=ISSUER,
                case_id=case.pk,
                kind="fee_cancelled_notice",
                facts=facts,
                due=(due.standard.due, due.provisional) if due and due.standard.due else None,
            )


@handler("letters.withdrawal")
def withdrawal(payload: Mapping[str, Any]) -> None:
    """The notice that a withdrawal was recorded."""
    with transaction.atomic():
        case = lock(payload["case"])
        if not case.letters.filter(kind="withdrawal_notice").exists():
            _issue_withdrawal_notice(case)


def _issue_withdrawal_notice(case: DisclosureRequest) -> None:
    event = case.clock_events.filter(type="withdrawn", revoked_at__isnull=True).latest("on")
    facts = {
        "registration_number": case.number,
        "withdrawn_on": event.on.isoformat(),
        "way": "书面" if event.evidence_id is not None else "网上",
    }
    issue_procedure_letter(actor=ISSUER, case_id=case.pk, kind="withdrawal_notice", facts=facts)


def extended_period(case: DisclosureRequest, granted: Extension) -> Derivation:
    """The clock once the applicant has been told today; the same rules as for the case itself."""
    day = today()
    history = case_history(case, day)
    told = {
        "type": "extension",
        "working_days": granted.working_days,
        "approved": (granted.decided_on or day).isoformat(),
        "notified": day.isoformat(),
    }
    history["events"] = [*history["events"], told]
    policies = Policies.from_json(case.policies) if case.policies else Policies()
    return derive(parse_history(history), load_calendar(), policies)
