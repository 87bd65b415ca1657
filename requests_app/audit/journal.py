"""Writing the audit record, inside the transaction of the act that it records.

How the tables hold each other, against somebody who can write to the database but has no AUDIT_KEY:

* Each **entry** is signed together with the signature of the entry before it in its chain. A changed row,
  or a chain computed anew without the key, no longer fits its signature.
* Each chain has a signed **anchor** with its last entry. Cutting the tail leaves the anchor pointing at
  nothing.
* The signed **tally** holds the number of all entries and the sum of all their signatures. It notices what
  the anchor cannot: an anchor put back to an earlier, once valid version together with a cut tail, and a
  case that was removed with its anchor. One row would make all writers of PostgreSQL queue up, so there are
  several slots and a writer takes a free one (`SKIP LOCKED`); only the sum over the slots is compared.
  SQLite has one writer at a time and therefore one slot.
* Once a day a signed **head** names every chain that moved (`audit.sealing`). It says *which* case is
  missing, and it can be kept outside the database: putting the whole database back to an earlier state is
  consistent in itself and can be noticed only from outside.

A signature that is found broken while writing is never repaired: the act goes on (the office must be able to
work), the new row is left unsigned in turn, and `verify_audit` keeps reporting the break.
"""

import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone

from requests_app.audit.signatures import ZERO, add_macs, anchor_mac, entry_mac, plain_data, tally_mac
from requests_app.models.audit_entry import AuditChain, AuditEntry, AuditTally

BROKEN = "broken"
_SLOTS = {"sqlite": 1}
_SLOTS_OTHERWISE = 16
logger = logging.getLogger(__name__)


class Acting(Protocol):
    """What the record keeps of an actor."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def role(self) -> str | None: ...
    @property
    def acting_for_id(self) -> int | None: ...


def request_chain(request_id: int) -> str:
    """The name of the chain of one request."""
    return f"request:{request_id}"


def record(
    *,
    chain: str,
    request_id: int | None,
    actor: Acting,
    action: str,
    message: str,
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Append one entry to `chain`, in the transaction of the act (the caller holds the lock of the case).

    `action` is a stable code, `message` a Chinese sentence, `data` JSON of ids, dates and hashes: no personal
    details, for nothing here can ever be erased. `at` is now when left out. Raises
    `TransactionManagementError` outside a transaction: the record must stand or fall with its act.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "an audit entry is written in the transaction of its act"
        )
    anchor = _locked_anchor(chain)
    entry = AuditEntry(
        chain=chain,
        seq=anchor.last_seq + 1,
        request_id=request_id,
        at=at or timezone.now(),
        actor_kind=actor.kind,
        actor_label=actor.label,
        user_id=actor.user_id,
        acting_for=actor.acting_for_id,
        role=str(actor.role or ""),
        action=action,
        message=message,
        data=plain_data(dict(data or {})),
        prev_mac=anchor.last_mac,
    )
    entry.mac = entry_mac(entry)
    entry.save()
    _move_anchor(anchor, entry)
    count_entries([entry])
    return entry


def _locked_anchor(chain: str) -> AuditChain:
    anchor = AuditChain.objects.select_for_update().filter(chain=chain).first()
    if anchor is not None:
        return anchor
    fresh = AuditChain(chain=chain, touched_at=timezone.now())
    fresh.mac = anchor_mac(fresh)
    last = AuditEntry.objects.filter(chain=chain).order_by("-seq").first()
    if (
        last is not None
    ):  # Somebody removed the anchor: go on behind the last entry, and leave the break visible.
        fresh.last_seq, fresh.last_mac, fresh.mac = last.seq, last.mac, BROKEN
    AuditChain.objects.bulk_create([fresh], ignore_conflicts=True)
    return AuditChain.objects.select_for_update().get(chain=chain)


def _move_anchor(anchor: AuditChain, entry: AuditEntry) -> None:
    intact = anchor.mac == anchor_mac(anchor)
    anchor.last_seq, anchor.last_mac, anchor.touched_at = entry.seq, entry.mac, timezone.now()
    anchor.mac = anchor_mac(anchor) if intact else _broken(f"anchor of {anchor.chain}")
    anchor.save()


def count_entries(entries: Sequence[AuditEntry]) -> None:
    """Add new entries to the tally; a part of whoever writes them."""
    tally = _free_tally()
    if tally.mac == tally_mac(tally):
        tally.entries += len(entries)
        for entry in entries:
            tally.total = add_macs(tally.total, entry.mac)
        tally.mac = tally_mac(tally)
    else:
        tally.mac = _broken(f"tally {tally.slot}")
    tally.save()


def _free_tally() -> AuditTally:
    """A slot that no other transaction holds (this transaction's own first); waits only when all are held."""
    slots = AuditTally.objects.select_for_update(skip_locked=True).order_by("slot")
    tally = slots.first()
    if tally is None:
        wanted = range(_SLOTS.get(connection.vendor, _SLOTS_OTHERWISE))
        fresh = [AuditTally(slot=slot, total=ZERO) for slot in wanted]
        for row in fresh:
            row.mac = tally_mac(row)
        AuditTally.objects.bulk_create(fresh, ignore_conflicts=True)
        waited_for = secrets.choice(wanted)
        tally = slots.first() or AuditTally.objects.select_for_update().get(slot=waited_for)
    return tally


def _broken(what: str) -> str:
    logger.error("audit signature broken, left unsigned: %s; run verify_audit", what)
    return BROKEN
