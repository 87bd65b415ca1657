"""What the outbox asks of the letters about moved due dates. May be called again with the same payload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from letters.clock_facts import period_facts
from letters.issue import issue_procedure_letter
from requests_app.actors import System
from requests_app.dates import today
from requests_app.models import DateChange, DateChangeState, DisclosureRequest, LetterState
from requests_app.notifications import handler
from requests_app.selectors.clock import derivation_of
from requests_app.services.act import lock

ISSUER = System("出具程序文书")


@handler("letters.date_change")
def changed_date(payload: Mapping[str, Any]) -> None:
    """The notice of a moved date that the handler decided to send; none if it has been overtaken in the meantime."""
    case_id = DateChange.objects.values_list("request_id", flat=True).get(pk=payload["change"])
    with transaction.atomic():
        case = lock(case_id)
        change = case.date_changes.get(pk=payload["change"])
        letters = change.letter_set.exclude(state=LetterState.WITHDRAWN)
        if change.state == DateChangeState.ORDERED and not letters.exists():
            _issue(case, change)


def _issue(case: DisclosureRequest, change: DateChange) -> None:
    derivation = derivation_of(case, today())
    due = derivation.standard.due if derivation else None
    if derivation is None or due is None or due == change.old_due:
        return  # the clock has stopped, or the date came back: the task of the handler says so
    facts = {
        "registration_number": case.number,
        "old_due": change.old_due.isoformat(),
        "new_due": due.isoformat(),
        "why": change.why,
        "old_mark": "暂定" if change.was_provisional else None,
        "days": list(change.days),
        **period_facts(case, derivation),
    }
    issue_procedure_letter(
        actor=ISSUER,
        case_id=case.pk,
        kind="changed_date_notice",
        facts=facts,
        date_change=change,
        due=(due, derivation.provisional),
    )
