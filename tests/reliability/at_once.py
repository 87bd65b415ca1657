"""Many people in one moment, each in a thread with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections

from requests_app.errors import ApplicationError


@dataclass
class Outcomes:
    """What became of the acts: the names of those that were done, the sentences of those that were refused."""

    done: list[str] = field(default_factory=list)
    refused: list[ApplicationError] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)


def at_once(acts: Sequence[tuple[str, Callable[[], Any]]]) -> Outcomes:
    """Run all acts together, released by one barrier, and wait for every one of them."""
    found, barrier = Outcomes(), threading.Barrier(len(acts))

    def run(name: str, act: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=60)
            act()
            found.done.append(name)
        except ApplicationError as refusal:
            found.refused.append(refusal)
        except BaseException as error:
            found.broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads), "an act never came back"
    return found
