"""Background tasks: thin and idempotent. The truth is in the outbox and in the cases, a message only a hint."""

from __future__ import annotations

import os
import socket
import uuid

from celery import shared_task

from requests_app import dates, notifications
from workflows.sweep import sweep

BATCH = 50


@shared_task
def deliver_outbox() -> None:
    """Deliver what is due, a batch at a time; a repeat finds nothing to do."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    delivered = notifications.deliver_due(BATCH, owner)
    if delivered.done and delivered.left:
        notifications.hint()


@shared_task
def daily_sweep() -> None:
    """What the turn of the day changes; a repeat on the same day changes nothing."""
    sweep(dates.today())
