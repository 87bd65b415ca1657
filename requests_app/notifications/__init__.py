"""The outbox: side effects promised in the business transaction and delivered after it."""

from requests_app.notifications.handlers import NoHandler, handler
from requests_app.notifications.outbox import (
    MAX_ATTEMPTS,
    Delivery,
    OutboxHealth,
    Promise,
    dead_letters,
    deliver_due,
    enqueue,
    enqueue_all,
    health,
    hint,
    revive_dead_letters,
    set_hint,
)

__all__ = [
    "MAX_ATTEMPTS",
    "Delivery",
    "NoHandler",
    "OutboxHealth",
    "Promise",
    "dead_letters",
    "deliver_due",
    "enqueue",
    "enqueue_all",
    "handler",
    "health",
    "hint",
    "revive_dead_letters",
    "set_hint",
]
