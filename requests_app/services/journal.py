"""One line of the case's record, in the words of the desk."""

from __future__ import annotations

from typing import Any

from requests_app import audit
from requests_app.actors import Actor
from requests_app.models import DisclosureRequest


def note(case: DisclosureRequest, actor: Actor, action: str, message: str, **data: Any) -> None:
    """Record that `actor` did `action` on `case`. `message` is the Chinese sentence of the timeline; `data`
    holds ids and dates (JSON values), never personal details.
    """
    audit.record(
        chain=f"request:{case.pk}", request_id=case.pk, actor=actor, action=action, message=message, data=data
    )
