"""The register (台账) goes out on paper: whoever prints it, and which days, stays on record."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from requests_app import audit
from requests_app.actors import Member
from requests_app.selectors.register import READERS_OF_NAMES, RegisterRow, register_rows


@transaction.atomic
def print_register(*, actor: Member, first: date, last: date) -> list[RegisterRow]:
    """The rows of a print as `register_rows` gives them to this person, with their entry in the record of the agency.

    Raises `InvalidInput` as `register_rows`.
    """
    rows = register_rows(actor, first, last)
    audit.record(
        chain=f"agency:{actor.agency.pk}",
        request_id=None,
        actor=actor,
        action="register_printed",
        message=f"打印台账：{first.isoformat()}至{last.isoformat()}收到的 {len(rows)} 件",
        data={
            "agency": actor.agency.pk,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "count": len(rows),
            "names": actor.role in READERS_OF_NAMES,
        },
    )
    return rows
