"""The first entries of many chains at once, for cases that are written in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from requests_app.audit.journal import Acting, count_entries, request_chain
from requests_app.audit.signatures import anchor_mac, entry_mac, plain_data
from requests_app.bulk import insert
from requests_app.models.audit_entry import AuditChain, AuditEntry


@dataclass(frozen=True)
class Opening:
    """The entry that begins the chain of one request; the fields are those of `record`."""

    request_id: int
    action: str
    message: str
    data: Mapping[str, Any]


def open_chains(openings: Sequence[Opening], *, actor: Acting) -> None:
    """Begin the chain of each of these requests, in the transaction in which they are created.

    Raises `TransactionManagementError` outside a transaction, `IntegrityError` for a request that has a chain.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("entries are written in the transaction of their cases")
    moment = timezone.now()
    entries = [
        AuditEntry(
            chain=request_chain(one.request_id),
            seq=1,
            request_id=one.request_id,
            at=moment,
            actor_kind=actor.kind,
            actor_label=actor.label,
            user_id=actor.user_id,
            acting_for=actor.acting_for_id,
            role=str(actor.role or ""),
            action=one.action,
            message=one.message,
            data=plain_data(dict(one.data)),
        )
        for one in openings
    ]
    for entry in entries:
        entry.mac = entry_mac(entry)
    anchors = [
        AuditChain(chain=entry.chain, last_seq=1, last_mac=entry.mac, touched_at=moment) for entry in entries
    ]
    for anchor in anchors:
        anchor.mac = anchor_mac(anchor)
    insert(entries)
    insert(anchors)
    count_entries(entries)
