"""One line of the case's record, in the words of the desk."""

from __future__ import annotations

from typing import Any

from requests_app import audit
from requests_app.actors import Actor
from requests_app.models import DisclosureRequest, Remark
from requests_app.plain_text import clean_text


def note(
    case: DisclosureRequest, actor: Actor, action: str, message: str, *, remark: str = "", **data: Any
) -> None:
    """Record that `actor` did `action` on `case`. `message` is the Chinese sentence of the timeline; `data`
    holds ids and dates (JSON values). Neither ever holds personal details or what somebody typed: nothing in the
    record can be erased.

    The state in which the case stands is kept with each line, so that any past day can be shown again: an act that
    moves the case records it after it moved.

    `remark` is what the person wrote, where no row of its own keeps it: it is stored beside the record and shown
    with the sentence.
    """
    words = clean_text(remark)
    if words:
        written = Remark.objects.create(request=case, action=action, text=words, by_id=actor.user_id)
        data["remark"] = written.pk
    data["state"] = str(case.state)
    audit.record(
        chain=f"request:{case.pk}", request_id=case.pk, actor=actor, action=action, message=message, data=data
    )
