"""Which function delivers which topic."""

from collections.abc import Callable, Mapping
from typing import Any

Payload = Mapping[str, Any]
Handler = Callable[[Payload], None]
_HANDLERS: dict[str, Handler] = {}


class NoHandler(Exception):
    """Nobody delivers this topic: the package that handles it is not loaded, or the name is wrong."""


def handler(topic: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for `topic`; exactly one function a topic (`ValueError` otherwise).

    It gets the payload (ids, never objects), opens its own transactions and **must be idempotent**: after a
    crash between its work and the mark "done" it is called again with the same payload.
    """

    def register(function: Handler) -> Handler:
        if topic in _HANDLERS:
            raise ValueError(f"topic {topic} already has a handler: {_HANDLERS[topic].__qualname__}")
        _HANDLERS[topic] = function
        return function

    return register


def handler_of(topic: str) -> Handler:
    """The function registered for `topic`. Raises `NoHandler`."""
    try:
        return _HANDLERS[topic]
    except KeyError:
        raise NoHandler(f"no handler for topic {topic}") from None
