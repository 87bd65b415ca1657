"""What the turn of the day changes: dates that moved, consultations, corrections and fees whose period ended, the audit
day that is over, reminders of what is due (working days only), online drafts that nobody sent, sessions and counted
tries that are over, flows that left their state.

Beat asks every hour, because a machine that was off at midnight must not miss the day.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from requests_app import audit
from requests_app.actors import System
from requests_app.errors import ApplicationError
from requests_app.selectors.calendars import pointless_changes
from requests_app.selectors.consultations import silent_today
from requests_app.selectors.corrections import overdue_corrections
from requests_app.selectors.fees import overdue_fees
from requests_app.selectors.reasons import overdue_reasons
from requests_app.services import (
    access_attempts,
    consultation,
    correction,
    date_change,
    fees,
    files,
    moving_dates,
    online_application,
    reasons,
    warnings,
)
from workflows.consistency import Mismatch, check_flows

logger = logging.getLogger(__name__)
SWEEPER = System("每日检查")


@dataclass(frozen=True)
class Sweep:
    """What a sweep did: cases whose derived dates moved, corrections and fees whose period was found over, the audit
    day that is sealed, flows out of step."""

    refreshed: int
    overdue_corrections: int
    overdue_fees: int
    sealed: date
    mismatches: tuple[Mismatch, ...]


def sweep(today: date) -> Sweep:
    """Do what is due at the turn to `today`. Idempotent: a second run finds nothing to write."""
    yesterday = today - timedelta(days=1)
    first_of_the_day = not audit.is_sealed(yesterday)
    # First of all, so that nothing that goes wrong with a case keeps the audit day from being sealed.
    audit.seal_day(yesterday)
    refreshed = moving_dates.refresh_moving(today)
    _note_silence(today)
    _propose(pointless_changes(), date_change.drop_pointless)
    corrections = _propose(overdue_corrections(today), correction.propose_lapse)
    unpaid = _propose(overdue_fees(today), fees.propose_lapse)
    _propose(overdue_reasons(today), reasons.propose_judging)
    online_application.discard_stale()
    if first_of_the_day:
        # It looks at every stored file.
        files.discard_unreferenced(timezone.now())
    access_attempts.discard_stale()
    # Last of what is written: by the dates as they are now.
    warnings.warn(actor=SWEEPER, today=today)
    mismatches = tuple(check_flows())
    for mismatch in mismatches:
        logger.error("flow out of step: %s", mismatch)
    logger.info("daily sweep of %s: %s cases refreshed", today.isoformat(), refreshed)
    return Sweep(refreshed, corrections, unpaid, yesterday, mismatches)


def _note_silence(today: date) -> None:
    """A silent co-maker agrees from this day; for the others the desk gets the task to decide. What one case
    refuses keeps no other from its turn."""
    for case_id, key in silent_today(today):
        try:
            consultation.note_silence(actor=SWEEPER, case_id=case_id, consultation_id=key)
        except ApplicationError as refusal:
            logger.error("consultation %s: %s", key, refusal.code)


def _propose(cases: Iterable[int], propose: Callable[..., object]) -> int:
    """Ask somebody to confirm each correction or fee whose period ended, or to judge reasons that did not come;
    or end what needs nobody any more. One that fails does not keep the others."""
    proposed = 0
    for case_id in cases:
        try:
            propose(actor=SWEEPER, case_id=case_id)
        except ApplicationError as refusal:
            logger.warning("case %s: not proposed: %s", case_id, refusal.code)
        else:
            proposed += 1
    return proposed
