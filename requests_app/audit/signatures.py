"""What exactly is signed: one canonical text for each kind of audit row, one key for each kind."""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from requests_app.crypto import sign
from requests_app.models.audit_entry import AuditChain, AuditEntry, AuditHead, AuditTally

ZERO = "0" * 64
_SIGNED = (
    *("chain", "seq", "request_id", "actor_kind", "actor_label", "user_id", "acting_for", "role"),
    *("action", "message", "data", "prev_mac"),
)
_MODULUS = 1 << 256


def canonical_json(value: Any) -> str:
    """The one spelling of a JSON value: keys sorted, no spaces, no escapes, no NaN."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain_data(value: Any) -> Any:
    """`value` as it comes back from the database: dates as ISO text, decimals and floats as text.

    Floats become text because databases spell them differently, which would look like a changed row.
    """
    return _without_floats(json.loads(json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False)))


def entry_mac(entry: AuditEntry) -> str:
    """The signature of an entry over all its columns (`prev_mac` included), 64 hex characters."""
    return _signed("entry", {name: getattr(entry, name) for name in _SIGNED} | {"at": _moment(entry.at)})


def anchor_mac(anchor: AuditChain) -> str:
    """The signature of a chain's anchor."""
    moment = _moment(anchor.touched_at)
    return _signed("anchor", [anchor.chain, anchor.last_seq, anchor.last_mac, moment])


def tally_mac(tally: AuditTally) -> str:
    """The signature of one slot of the tally."""
    return _signed("tally", [tally.slot, tally.entries, tally.total])


def head_mac(head: AuditHead) -> str:
    """The signature of a daily head, the head before it included."""
    counted = [head.chains, head.entries, head.moves, head.prev_mac]
    return _signed("head", [head.day.isoformat(), _moment(head.sealed_at), *counted])


def add_macs(total: str, mac: str) -> str:
    """Sum of signatures modulo 2^256, in hex: the order of adding does not matter, nothing cancels out."""
    return f"{(int(total, 16) + int(mac, 16)) % _MODULUS:064x}"


def _signed(kind: str, value: Any) -> str:
    return sign(f"audit-{kind}", canonical_json(value).encode())


def _moment(value: datetime | None) -> str | None:
    """UTC with microseconds; None where a tampered column holds no moment any more, which fits no signature."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return [_without_floats(part) for part in value]
    if isinstance(value, dict):
        return {key: _without_floats(part) for key, part in value.items()}
    return value
