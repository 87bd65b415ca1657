"""What the turn of the day changes: dates that moved, corrections whose period ended, the audit day that is over,
online drafts that nobody sent, sessions and counted tries that are over, flows that left their state.

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
from requests_app.selectors.corrections import overdue_corrections
from requests_app.services import access_attempts, clock, correction, files, online_application
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
    overdue = _propose_lapses(today)
    online_application.discard_stale()
    files.discard_unreferenced(timezone.now())
    access_attempts.discard_stale()
    mismatches = tuple(check_flows())
    for mismatch in mismatches:
        logger.error("flow out of step: %s", mismatch)
    logger.info("daily sweep of %s: %s cases refreshed", today.isoformat(), refreshed)
    return Sweep(refreshed, overdue, yesterday, mismatches)


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
