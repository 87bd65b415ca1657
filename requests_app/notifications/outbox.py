"""Promising a side effect, and delivering what was promised, at least once and not twice at the same time.

The row is written in the business transaction, so a promise exists exactly when its act does. A queue message
is only a hint that there is something to deliver: every embedded broker can lose one, the row cannot be lost,
and a regular sweep calls `deliver_due` anyway.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from requests_app.bulk import insert
from requests_app.models.outbox import OutboxMessage
from requests_app.notifications.handlers import handler_of

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)
logger = logging.getLogger(__name__)

_publish: Callable[[], None] | None = None


@dataclass(frozen=True)
class Delivery:
    """What one run of `deliver_due` did: delivered, failed (tried again later), still due when it ended."""

    done: int
    failed: int
    left: int


@dataclass(frozen=True)
class OutboxHealth:
    """For `doctor`: open rows, those already due, those given up, and since when the oldest due one waits."""

    open: int
    due: int
    dead: int
    oldest_due: datetime | None


def set_hint(publish: Callable[[], None] | None) -> None:
    """Set what is called after each commit that promised something (an upper package's queue), or nothing."""
    global _publish
    _publish = publish


@dataclass(frozen=True)
class Promise:
    """One side effect: `key` names it (`receipt:42`), `payload` is JSON of ids; now, or not before `due_at`."""

    key: str
    payload: Mapping[str, Any]
    due_at: datetime | None = None


def enqueue(topic: str, key: str, payload: Mapping[str, Any], due_at: datetime | None = None) -> None:
    """Promise a side effect inside the business transaction; now, or not before `due_at`.

    `key` names the promise (`receipt:42`): a second promise with the same key changes nothing. `payload` is
    JSON of ids. Raises `TransactionManagementError` outside a transaction: the promise would not stand or
    fall with its act.
    """
    enqueue_all(topic, [Promise(key, payload, due_at)])


def enqueue_all(topic: str, promises: Iterable[Promise]) -> None:
    """The same for many at once, in one statement."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "a side effect is promised in the transaction of its act"
        )
    now = timezone.now()
    dated = [(one, one.due_at or now) for one in promises]
    insert(
        (
            OutboxMessage(topic=topic, key=one.key, payload=dict(one.payload), created_at=now, due_at=due_at)
            for one, due_at in dated
        ),
        ignore_conflicts=True,
    )
    if any(due_at <= now for _, due_at in dated):
        transaction.on_commit(hint)


def hint() -> None:
    """Tell the queue that something is due. Its failure is logged and harmless: the sweep finds the row."""
    if _publish is None:
        return
    try:
        _publish()
    except Exception as error:
        logger.error("the outbox hint could not be published (%s); the sweep will find it", _cause(error))


def deliver_due(limit: int, owner: str) -> Delivery:
    """Deliver up to `limit` due messages as `owner` (a name unique to this process), oldest first.

    Each message is claimed with a lease in a transaction of its own and delivered outside of it, so that
    slow work (rendering, mail) blocks nobody. A message whose deliverer died is taken over when the lease
    runs out.
    """
    done = failed = 0
    for pk in list(_due(timezone.now()).order_by("due_at", "id").values_list("pk", flat=True)[:limit]):
        message = claim(pk, owner, timezone.now())
        if message is None:
            continue
        if _deliver(message):
            done += 1
        else:
            failed += 1
    return Delivery(done=done, failed=failed, left=_due(timezone.now()).count())


def claim(pk: int, owner: str, now: datetime) -> OutboxMessage | None:
    """Take the lease of a message, if it is due and nobody holds it; one UPDATE decides between two."""
    taken = (
        _due(now).filter(pk=pk).update(lease_until=now + LEASE, lease_owner=owner, attempts=F("attempts") + 1)
    )
    return OutboxMessage.objects.get(pk=pk) if taken else None


def dead_letters() -> QuerySet[OutboxMessage]:
    """Messages given up after `MAX_ATTEMPTS` claims, the last of which failed or ran out; oldest first."""
    spent = OutboxMessage.objects.filter(done_at__isnull=True, attempts__gte=MAX_ATTEMPTS)
    return spent.filter(_lease_free(timezone.now())).order_by("created_at")


def revive_dead_letters() -> int:
    """Give every dead letter its attempts back, after the cause was mended; returns how many."""
    now = timezone.now()
    return dead_letters().update(attempts=0, due_at=now, lease_until=None, lease_owner="")


def health() -> OutboxHealth:
    """The state of the outbox in numbers."""
    due = _due(timezone.now())
    return OutboxHealth(
        open=OutboxMessage.objects.filter(done_at__isnull=True).count(),
        due=due.count(),
        dead=dead_letters().count(),
        oldest_due=due.order_by("due_at").values_list("due_at", flat=True).first(),
    )


def _lease_free(now: datetime) -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lte=now)


def _due(now: datetime) -> QuerySet[OutboxMessage]:
    open_rows = OutboxMessage.objects.filter(done_at__isnull=True, due_at__lte=now, attempts__lt=MAX_ATTEMPTS)
    return open_rows.filter(_lease_free(now))


def _deliver(message: OutboxMessage) -> bool:
    try:
        handler_of(message.topic)(message.payload)
    except Exception as error:
        # Not the traceback: its last line is the text of the error, which may name an addressee.
        logger.error("outbox message %s of topic %s failed: %s", message.key, message.topic, _cause(error))
        wait = min(_FIRST_WAIT * 2 ** (message.attempts - 1), _LONGEST_WAIT)
        _release(message, due_at=timezone.now() + wait, last_error=_cause(error))
        return False
    _release(message, done_at=timezone.now(), last_error="")
    return True


def _cause(error: Exception) -> str:
    """Kind and place of a failure. Its text may name an addressee, which is stored nowhere unencrypted."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {place.name} ({PurePath(place.filename).name}:{place.lineno})"


def _release(message: OutboxMessage, **result: Any) -> None:
    """Write the result, if the lease is still ours: who took over after it ran out decides, not we."""
    mine = OutboxMessage.objects.filter(pk=message.pk, done_at__isnull=True, attempts=message.attempts)
    mine.filter(lease_owner=message.lease_owner).update(lease_until=None, lease_owner="", **result)
