"""What the legality checks need to know of the clock of a case: its dates, and the acts that moved nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from requests_app.models import DisclosureRequest, ExtensionState
from requests_app.rules.clock import Derivation
from requests_app.selectors.clock import derivation_at_receipt, derivation_of, events_without_effect


def clock_facts(case: DisclosureRequest, today: date) -> dict[str, Any]:
    """The dates of the case, as its events give them; none before there is an agency."""
    derivation = derivation_of(case, today)
    if derivation is None:
        return {"first_due_on": None, "due_on": None}
    return {
        "first_due_on": derivation.standard.first_due,
        "due_on": derivation.standard.due,
        "correction_due_on": derivation.correction_notice_due,
        "due_at_receipt": derivation_at_receipt(case, today).standard.due,
        "without_effect": _without_effect(case, derivation),
    }


def period_facts(case: DisclosureRequest, derivation: Derivation) -> dict[str, Any]:
    """The running period as a letter tells it that names a due date (`kinds.PERIOD_FACTS`)."""
    told = case.extensions.filter(state=ExtensionState.NOTIFIED)
    extended = derivation.standard.due != derivation.standard.first_due
    return {
        "period": derivation.period,
        "added": told.values_list("working_days", flat=True).first() if extended else None,
        "restarted_on": derivation.restarted_on.isoformat() if derivation.restarted_on else None,
        "paused_days": derivation.paused_days or None,
    }


def _without_effect(case: DisclosureRequest, derivation: Derivation) -> tuple[tuple[str, str, str], ...]:
    idle = events_without_effect(case, derivation)
    rows = case.clock_events.filter(pk__in=idle)
    return tuple(sorted((row.type, row.data.get("notified") or row.data["on"], idle[row.pk]) for row in rows))
