"""The signed daily head: what all chains looked like when a day was over."""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from requests_app.actors import System
from requests_app.audit.journal import record
from requests_app.audit.signatures import head_mac
from requests_app.errors import InvalidInput
from requests_app.models.audit_entry import AuditChain, AuditHead, AuditTally

HEADS_CHAIN = "daily-heads"
# A chain moved in a transaction that began before the last head and ended after it is named again: no harm.
_OVERLAP = timedelta(hours=1)
logger = logging.getLogger(__name__)


def is_sealed(day: date) -> bool:
    """Whether `day` has its head, or a later day has."""
    return AuditHead.objects.filter(day__gte=day).exists()


@transaction.atomic
def seal_day(day: date) -> AuditHead:
    """Sign the head of `day` over all chains; a day that has its head keeps it (so a repeat changes nothing).

    A day without a run is covered by the next head. The head itself is recorded in the chain "daily-heads",
    so that it cannot be removed either, and its signature is logged, to be kept outside the database.
    Raises `InvalidInput` for a day before the last head.
    """
    # Without its moves: of the first head they are all chains there are.
    heads = AuditHead.objects.defer("moves")
    last = heads.select_for_update().order_by("-day").first()
    if last is not None and last.day >= day:
        return _existing(day)
    moved = AuditChain.objects.all()
    if last is not None:
        moved = moved.filter(touched_at__gte=last.sealed_at - _OVERLAP)
    head = AuditHead(
        day=day,
        sealed_at=timezone.now(),
        chains=AuditChain.objects.count(),
        entries=AuditTally.objects.aggregate(entries=Sum("entries"))["entries"] or 0,
        moves={chain: [seq, mac] for chain, seq, mac in moved.values_list("chain", "last_seq", "last_mac")},
        prev_mac=last.mac if last else "",
    )
    head.mac = head_mac(head)
    head.save()
    record(
        chain=HEADS_CHAIN,
        request_id=None,
        actor=System("seal_audit_day"),
        action="audit_day_sealed",
        message=f"已签署{day.isoformat()}的留痕总签名。",
        data={"day": day, "mac": head.mac},
    )
    transaction.on_commit(lambda: logger.info("audit head %s %s", day.isoformat(), head.mac))
    return head


def _existing(day: date) -> AuditHead:
    head: AuditHead | None = AuditHead.objects.defer("moves").filter(day=day).first()
    if head is None:
        raise InvalidInput("audit_day_passed", f"{day.isoformat()}之后的日期已经签署，不能补签更早的一天。")
    return head
