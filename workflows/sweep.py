"""What the turn of the day changes: dates that moved, consultations and corrections whose period ended, the audit day
that is over, online drafts that nobody sent, sessions and counted tries that are over, flows that left their state.

Beat asks every hour, because a machine that was off at midnight must not miss the day.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from requests_app import audit
from requests_app.actors import System
from requests_app.errors import ApplicationError
from requests_app.selectors.calendars import pointless_changes
from requests_app.selectors.consultations import silent_today
from requests_app.selectors.corrections import overdue_corrections
from requests_app.selectors.reasons import overdue_reasons
from requests_app.services import (
    access_attempts,
    clock,
    consultation,
    correction,
    date_change,
    files,
    online_application,
    reasons,
)
from workflows.consistency import Mismatch, check_flows

logger = logging.getLogger(__name__)
SWEEPER = System("每日检查")


@dataclass(frozen=True)
class Sweep:
    """What a sweep did: cases whose derived dates moved, corrections whose period was found over, the audit day that
    is sealed, flows out of step."""

    refreshed: int
    overdue_corrections: int
    sealed: date
    mismatches: tuple[Mismatch, ...]


def sweep(today: date) -> Sweep:
    """Do what is due at the turn to `today`. Idempotent: a second run finds nothing to write."""
    yesterday = today - timedelta(days=1)
    # First of all, so that nothing that goes wrong with a case keeps the audit day from being sealed.
    audit.seal_day(yesterday)
    refreshed = clock.refresh_moving(today)
    _note_silence(today)
    _drop_pointless_changes()
    overdue = _propose_lapses(today)
    _propose_judging(today)
    online_application.discard_stale()
    files.discard_unreferenced(timezone.now())
    access_attempts.discard_stale()
    mismatches = tuple(check_flows())
    for mismatch in mismatches:
        logger.error("flow out of step: %s", mismatch)
    logger.info("daily sweep of %s: %s cases refreshed", today.isoformat(), refreshed)
    return Sweep(refreshed, overdue, yesterday, mismatches)


def _note_silence(today: date) -> None:
    """A silent co-maker agrees from this day; for the others the desk gets the task to decide. What one case
    refuses keeps no other from its turn."""
    for asked in silent_today(today):
        try:
            consultation.note_silence(actor=SWEEPER, case_id=asked.request_id, consultation_id=asked.pk)
        except ApplicationError as refusal:
            logger.error("consultation %s: %s", asked.pk, refusal.code)


def _drop_pointless_changes() -> None:
    """A moved date that nobody need be told any more."""
    for case_id in pointless_changes():
        try:
            date_change.drop_pointless(actor=SWEEPER, case_id=case_id)
        except ApplicationError as refusal:
            logger.error("case %s: moved date not dropped: %s", case_id, refusal.code)


def _propose_judging(today: date) -> None:
    """Ask somebody to judge where the time to give reasons ended. One that fails does not keep the others."""
    for case_id in overdue_reasons(today):
        try:
            reasons.propose_judging(actor=SWEEPER, case_id=case_id)
        except ApplicationError as refusal:
            logger.warning("case %s: judging not proposed: %s", case_id, refusal.code)


def _propose_lapses(today: date) -> int:
    """Ask somebody to confirm each correction whose period ended. One that fails does not keep the others."""
    proposed = 0
    for case_id in overdue_corrections(today):
        try:
            correction.propose_lapse(actor=SWEEPER, case_id=case_id)
        except ApplicationError as refusal:
            logger.warning("case %s: lapse not proposed: %s", case_id, refusal.code)
        else:
            proposed += 1
    return proposed
