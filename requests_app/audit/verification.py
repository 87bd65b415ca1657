"""Proving the audit record: every signature is computed again, every row is looked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max

from requests_app.audit.journal import request_chain
from requests_app.audit.sealing import HEADS_CHAIN
from requests_app.audit.signatures import ZERO, add_macs, anchor_mac, entry_mac, head_mac, tally_mac
from requests_app.models import DisclosureRequest, RecordCorrection
from requests_app.models.audit_entry import AuditChain, AuditEntry, AuditHead, AuditTally
from requests_app.selectors.record_corrections import chain_of

_CHUNK = 2000
_NAMED_GAPS = 5


@dataclass(frozen=True)
class Finding:
    """One break: where (`chain` "" and `seq` None: over all chains) and what, as a Chinese sentence."""

    code: str
    message: str
    chain: str = ""
    seq: int | None = None


@dataclass
class _Chain:
    """What is known of one chain while its entries pass by in order."""

    name: str
    anchor: AuditChain | None
    sealed: tuple[int, str] | None
    seq: int = 0
    mac: str = ""


@dataclass
class _Run:
    """Running results of one verification."""

    findings: list[Finding] = field(default_factory=list)
    entries: int = 0
    total: str = ZERO
    last_read: str = "开头"

    def add(self, code: str, message: str, chain: str = "", seq: int | None = None) -> None:
        self.findings.append(Finding(code, message, chain, seq))


def verify() -> list[Finding]:
    """Every break of the audit record, the most exact first; an empty list proves it whole.

    Finds a changed row, a chain computed anew without the key, rows cut from the end (the anchor put back or
    not) and a case removed with everything that belongs to it. Reads one consistent state while others write.
    """
    run = _Run()
    with _one_state():
        try:
            _check_everything(run)
        except (TypeError, ValueError) as error:
            # Not even a date or JSON any more. The error's text may repeat the row: only its kind is named.
            run.add("row_unreadable", f"{run.last_read}之后有一行无法读取（{type(error).__name__}）。")
    return run.findings


def _check_everything(run: _Run) -> None:
    anchors = {anchor.chain: anchor for anchor in AuditChain.objects.iterator(chunk_size=_CHUNK)}
    sealed = _check_heads(run)
    recorded_heads = _check_entries(run, anchors, sealed)
    _check_missing_chains(run, anchors, sealed)
    _check_recorded_heads(run, recorded_heads)
    _check_requests(run)
    _check_tally(run)


@contextmanager
def _one_state() -> Iterator[None]:
    """Reads inside see the database as it stood at the first of them; no writer waits for us."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # atomic() would take the write lock here (IMMEDIATE); a deferred transaction only reads.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _check_heads(run: _Run) -> dict[str, tuple[int, str]]:
    """Check the heads among themselves; the newest place and signature that they name for each chain."""
    sealed: dict[str, tuple[int, str]] = {}
    before = ""
    for head in AuditHead.objects.order_by("day").iterator(chunk_size=50):
        genuine = head.mac == head_mac(head)
        if not genuine or head.prev_mac != before:
            run.add("head_changed", f"{head.day.isoformat()}的每日签名被改动，或其前一日的签名缺失。")
        before = head.mac
        if genuine:
            sealed.update({chain: (seq, mac) for chain, (seq, mac) in head.moves.items()})
    return sealed


def _check_entries(
    run: _Run, anchors: dict[str, AuditChain], sealed: dict[str, tuple[int, str]]
) -> dict[str, str]:
    """Walk all chains entry by entry; the daily heads that were recorded, as day → signature."""
    heads: dict[str, str] = {}
    current: _Chain | None = None
    for entry in AuditEntry.objects.order_by("chain", "seq").iterator(chunk_size=_CHUNK):
        if current is None or current.name != entry.chain:
            _close(run, current)
            current = _Chain(entry.chain, anchors.get(entry.chain), sealed.get(entry.chain))
        genuine = _check_entry(run, current, entry)
        if genuine and entry.chain == HEADS_CHAIN:
            heads[str(entry.data.get("day"))] = str(entry.data.get("mac"))
    _close(run, current)
    return heads


def _check_entry(run: _Run, chain: _Chain, entry: AuditEntry) -> bool:
    """Check one entry against its signature and the entry before; whether the signature is right."""
    computed = entry_mac(entry)
    if entry.seq != chain.seq + 1:
        run.add(
            "entries_missing", f"第{chain.seq + 1}条至第{entry.seq - 1}条缺失。", chain.name, chain.seq + 1
        )
    elif entry.prev_mac != chain.mac:
        run.add("link_broken", f"第{entry.seq}条与前一条不衔接。", chain.name, entry.seq)
    if entry.mac != computed:
        run.add("entry_changed", f"第{entry.seq}条的内容与签名不符。", chain.name, entry.seq)
    if chain.sealed == (entry.seq, entry.mac):
        chain.sealed = None
    chain.seq, chain.mac = entry.seq, entry.mac
    run.entries += 1
    run.total = add_macs(run.total, computed)
    run.last_read = f"{entry.chain}第{entry.seq}条"
    return entry.mac == computed


def _close(run: _Run, chain: _Chain | None) -> None:
    """Compare the end of a chain with its anchor and with the place that the daily heads name."""
    if chain is None:
        return
    anchor = chain.anchor
    if anchor is None:
        run.add("anchor_missing", "缺少末尾标记。", chain.name)
    elif anchor.last_seq > chain.seq:
        message = f"应有{anchor.last_seq}条，只有{chain.seq}条：末尾被截去。"
        run.add("tail_cut", message, chain.name, chain.seq + 1)
    elif anchor.mac != anchor_mac(anchor):
        run.add("anchor_changed", "末尾标记的内容与签名不符。", chain.name)
    elif (anchor.last_seq, anchor.last_mac) != (chain.seq, chain.mac):
        run.add("anchor_stale", f"末尾标记停在第{anchor.last_seq}条，与记录不符。", chain.name, chain.seq)
    if chain.sealed is not None:
        seq = chain.sealed[0]
        run.add("sealed_entry_missing", f"每日签名所载的第{seq}条缺失或已被替换。", chain.name, seq)


def _check_missing_chains(
    run: _Run, anchors: dict[str, AuditChain], sealed: dict[str, tuple[int, str]]
) -> None:
    named = set(sealed) | {name for name, anchor in anchors.items() if anchor.last_seq}
    present = set(AuditEntry.objects.order_by().values_list("chain", flat=True).distinct())
    for name in sorted(named - present):
        run.add("chain_missing", "全部记录缺失。", name)


def _check_recorded_heads(run: _Run, recorded: dict[str, str]) -> None:
    kept = {day.isoformat(): mac for day, mac in AuditHead.objects.values_list("day", "mac")}
    for day in sorted(recorded.keys() | kept.keys()):
        if recorded.get(day) != kept.get(day):
            run.add("head_missing", f"{day}的每日签名缺失，或与留痕所载不符。", HEADS_CHAIN)


def _check_requests(run: _Run) -> None:
    """Every request that exists has a record: one without has lost it, or was put in past the services."""
    recorded = set(AuditChain.objects.values_list("chain", flat=True))
    recorded |= set(AuditEntry.objects.filter(seq=1).values_list("chain", flat=True))
    for pk in (
        DisclosureRequest.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=_CHUNK)
    ):
        if request_chain(pk) not in recorded:
            run.add("request_unrecorded", "申请存在，但没有任何留痕。", request_chain(pk))
    for pk in (
        RecordCorrection.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=_CHUNK)
    ):
        if chain_of(pk) not in recorded:
            run.add("request_unrecorded", "更正申请存在，但没有任何留痕。", chain_of(pk))


def _check_tally(run: _Run) -> None:
    """Compare number and sum of all entries with the tally: what is missing as a whole shows only here."""
    entries, total = 0, ZERO
    for tally in AuditTally.objects.order_by("slot"):
        if tally.mac != tally_mac(tally):
            run.add("tally_changed", f"留痕总账第{tally.slot}格的内容与签名不符。")
            continue
        entries += tally.entries
        total = add_macs(total, tally.total)
    if (entries, total) != (run.entries, run.total):
        run.add("tally_mismatch", f"总账应有{entries}条，实有{run.entries}条，或内容不同。{_gap_hint()}")


def _gap_hint() -> str:
    """Row numbers that were given and are not there. Only a hint: roll-backs may leave such gaps, too."""
    gaps: list[str] = []
    before = 0
    for pk in AuditEntry.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=_CHUNK):
        if pk > before + 1:
            gaps.append(f"{before + 1}—{pk - 1}")
        before = pk
    last = AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    named = "、".join(islice(gaps, _NAMED_GAPS)) or f"{last}之后"
    return f"缺少的行号可能是：{named}。"
