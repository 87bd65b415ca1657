"""The audit record: entries in chains, the anchor of each chain, tallies over all, signed daily heads.

`requests_app.audit` is the only writer and explains how the four tables hold each other.
"""

from typing import Any, NoReturn

from django.db import models


class AppendOnly(Exception):
    """Somebody tried to change or delete an audit record through the ORM: a programming error."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Reads and inserts; every other write is refused."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Raises `AppendOnly`."""
        raise AppendOnly("audit records are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("audit records are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("audit records are never changed")


class AppendOnlyModel(models.Model):
    """A row that is written once: a second save and a deletion raise `AppendOnly`."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("audit records are never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("audit records are never deleted")


class AuditEntry(AppendOnlyModel):
    """Who did what, when, in which capacity. `mac` signs all other columns and the entry before in the chain.

    `request_id` and `user_id` are plain numbers, not foreign keys: the record outlives what it speaks of.
    `message` is a Chinese sentence for the case page; `data` holds ids and dates, never personal details.
    """

    chain = models.CharField(max_length=120)
    seq = models.PositiveIntegerField()
    request_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    at = models.DateTimeField("时间")
    actor_kind = models.CharField(max_length=20)
    actor_label = models.CharField("经办", max_length=200)
    user_id = models.BigIntegerField(null=True, blank=True)
    acting_for = models.BigIntegerField(null=True, blank=True)
    role = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=80)
    message = models.TextField("事项")
    data = models.JSONField(default=dict)
    prev_mac = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = "办理留痕"
        verbose_name_plural = verbose_name
        ordering = ["chain", "seq"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_entry_seq_once")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.action}"


class AuditChain(models.Model):
    """The anchor of one chain: where it ends. Signed, so that it cannot be moved back to hide a cut tail."""

    chain = models.CharField(max_length=120, unique=True)
    last_seq = models.PositiveIntegerField(default=0)
    last_mac = models.CharField(max_length=64, blank=True)
    touched_at = models.DateTimeField(db_index=True)
    mac = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain}#{self.last_seq}"


class AuditTally(models.Model):
    """Part of the signed count over all chains: how many entries, and the sum of their signatures.

    A writer adds to whichever slot is free; only the sum over all slots has a meaning.
    """

    slot = models.PositiveSmallIntegerField(unique=True)
    entries = models.PositiveBigIntegerField(default=0)
    total = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.slot}: {self.entries}"


class AuditHead(AppendOnlyModel):
    """The signed head of one day over all chains.

    `moves` maps each chain that moved since the head before to its `[last_seq, last_mac]`; all heads together
    name every chain there ever was. `mac` signs the other columns and the head before.
    """

    day = models.DateField(unique=True)
    sealed_at = models.DateTimeField()
    chains = models.PositiveBigIntegerField()
    entries = models.PositiveBigIntegerField()
    moves = models.JSONField(default=dict)
    prev_mac = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = "每日签名"
        verbose_name_plural = verbose_name
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.mac}"
