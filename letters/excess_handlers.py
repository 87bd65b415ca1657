"""What the outbox asks of the letters of Art. 35. Every handler may be called again with the same payload."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from letters.issue import issue_procedure_letter
from requests_app.actors import System
from requests_app.models import ReasonsRequest, ReasonsState, ReplyDelay
from requests_app.notifications import handler
from requests_app.selectors.reasons import DELAY_LETTER, REASONS_LETTER
from requests_app.services.act import lock
from requests_app.services.excess_reply import counts_words

ISSUER = System("出具程序文书")


@handler("letters.reasons")
def reasons(payload: Mapping[str, Any]) -> None:
    """The letter that asks for reasons; none if it was called off in the meantime."""
    with transaction.atomic():
        lock(ReasonsRequest.objects.values_list("request_id", flat=True).get(pk=payload["reasons"]))
        asked = ReasonsRequest.objects.select_related("request", "finding").get(pk=payload["reasons"])
        if asked.letter_id is None and asked.state == ReasonsState.ASKED:
            _ask(asked)


def _ask(asked: ReasonsRequest) -> None:
    facts = {
        "registration_number": asked.request.number,
        "counts": counts_words(asked.finding),
        "why": asked.finding.why,
        "what": asked.what,
        "reply_by": asked.reply_by.isoformat(),
    }
    asked.letter = issue_procedure_letter(
        actor=ISSUER, case_id=asked.request_id, kind=REASONS_LETTER, facts=facts
    )
    asked.save(update_fields=["letter"])


@handler("letters.delay")
def delay(payload: Mapping[str, Any]) -> None:
    """The notice of a granted delayed reply; none if it has fallen away in the meantime."""
    with transaction.atomic():
        delay = ReplyDelay.objects.select_related("reasons_request__request").get(pk=payload["delay"])
        lock(delay.reasons_request.request_id)
        delay.refresh_from_db()
        wanted = delay.reasons_request.state == ReasonsState.DELAY_GRANTED and delay.granted
        if delay.letter_id is None and wanted:
            _tell(delay)


def _tell(delay: ReplyDelay) -> None:
    asked = delay.reasons_request
    facts = {
        "registration_number": asked.request.number,
        "told_on": _iso(asked.told_on),
        "reasons_on": _iso(asked.received_on),
        "why": delay.why,
        "first_due": _iso(asked.request.first_due_on),
        "until": _iso(delay.until),
        "approved_on": _iso(delay.decided_on),
        "granted_by": "deputy" if delay.granted_for_id else None,
    }
    delay.letter = issue_procedure_letter(
        actor=ISSUER,
        case_id=asked.request_id,
        kind=DELAY_LETTER,
        facts=facts,
        due=(delay.until, False),
    )
    delay.save(update_fields=["letter"])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
