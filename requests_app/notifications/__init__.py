"""The outbox: side effects promised in the business transaction and delivered after it."""

from requests_app.notifications.handlers import NoHandler, handler
from requests_app.notifications.outbox import (
    MAX_ATTEMPTS,
    Delivery,
    OutboxHealth,
    dead_letters,
    deliver_due,
    enqueue,
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
    "dead_letters",
    "deliver_due",
    "enqueue",
    "handler",
    "health",
    "hint",
    "revive_dead_letters",
    "set_hint",
]
