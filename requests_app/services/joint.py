"""What one letter for several requests brings about on each of them: the same step, a line of its own record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from requests_app.actors import APPROVERS, OFFICERS, Actor
from requests_app.models import DisclosureRequest
from requests_app.services.act import By, act
from requests_app.services.journal import note

Move = Callable[[DisclosureRequest], Mapping[str, Any] | None]
"""One step of one request; gives what its line in the record keeps besides."""


def follow(lead: DisclosureRequest, actor: Actor, move: Move, action: str, message: str, **data: Any) -> None:
    """The requests joined to `lead` go the step that it has just gone: `move` on each, and its line in the record. Part
    of that act."""
    for key in lead.joined.order_by("pk").values_list("pk", flat=True):
        _go_along(
            actor=actor,
            case_id=key,
            move=move,
            action=action,
            message=message,
            data={**data, "lead": lead.pk},
        )


@act("合并答复", by=By(roles=OFFICERS | APPROVERS, system=True))
def _go_along(
    *,
    actor: Actor,
    case: DisclosureRequest,
    move: Move,
    action: str,
    message: str,
    data: dict[str, Any],
) -> None:
    kept = move(case) or {}
    note(case, actor, action, message, **{**data, **kept})
