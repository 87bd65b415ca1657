"""What the outbox asks of the letters of consultations. Every handler may be called again with the same payload."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from letters.issue import issue_procedure_letter
from requests_app.actors import System
from requests_app.models import Consultation, ConsultationState
from requests_app.notifications import handler
from requests_app.rules.consultation import RULES, Decision, Inquiry, disclosure_ground
from requests_app.selectors.disclosures import disclosing_reply
from requests_app.services.act import lock

ISSUER = System("出具程序文书")
NOTICE, DISCLOSURE = "consultation_notice", "third_party_disclosure_notice"


@handler("letters.consultation")
def inquiry(payload: Mapping[str, Any]) -> None:
    """The inquiry itself; none if it was called back meanwhile. The answer code is printed on the fly, not here."""
    with transaction.atomic():
        asked = _locked(payload)
        kind = RULES[asked.inquiry].letter_kind
        if asked.state != ConsultationState.CALLED_BACK and not asked.letters.filter(kind=kind).exists():
            _issue(asked, kind, _inquiry_facts(asked))


@handler("letters.consultation_notice")
def notice(payload: Mapping[str, Any]) -> None:
    """The applicant is told that somebody is being asked, not who."""
    with transaction.atomic():
        asked = _locked(payload)
        if asked.sent_on is not None and not asked.letters.filter(kind=NOTICE).exists():
            _issue(asked, NOTICE, {"registration_number": asked.request.number})


@handler("letters.third_party_notice")
def disclosure(payload: Mapping[str, Any]) -> None:
    """The third party is told what will be disclosed against its will, why, and its remedies: once for each reply that
    discloses, and not of one that no longer stands."""
    with transaction.atomic():
        asked = _locked(payload)
        reply = disclosing_reply(asked)
        if reply is None or reply.pk != payload.get("reply", reply.pk):
            return
        if not asked.letters.filter(kind=DISCLOSURE, pk__gt=reply.pk).exists():
            _issue(asked, DISCLOSURE, _disclosure_facts(asked))


def _locked(payload: Mapping[str, Any]) -> Consultation:
    """The consultation, its case locked until the end of the transaction."""
    lock(Consultation.objects.values_list("request_id", flat=True).get(pk=payload["consultation"]))
    return Consultation.objects.select_related("request").get(pk=payload["consultation"])


def _issue(asked: Consultation, kind: str, facts: Mapping[str, Any]) -> None:
    issue_procedure_letter(actor=ISSUER, case_id=asked.request_id, kind=kind, facts=facts, consultation=asked)


def _inquiry_facts(asked: Consultation) -> dict[str, Any]:
    if asked.inquiry is Inquiry.THIRD_PARTY:
        return {"why": asked.why}
    facts: dict[str, Any] = {"question": asked.question}
    if asked.asked_for is not None:
        facts["asked_for"] = asked.asked_for.isoformat()
    if asked.inquiry is Inquiry.ASSISTANCE:
        facts["registration_number"] = asked.request.number
    return facts


def _disclosure_facts(asked: Consultation) -> dict[str, Any]:
    sent = asked.letters.get(kind=RULES[asked.inquiry].letter_kind)
    return {
        "inquiry_number": sent.number,
        "sent": _iso(asked.sent_on),
        "answered": _iso(asked.answered_on),
        "ground": disclosure_ground(Decision(asked.decision)),
        "reason": asked.decision_reason,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
