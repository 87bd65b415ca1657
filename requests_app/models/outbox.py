"""Side effects that were promised inside a business transaction and are delivered after it."""

from django.db import models
from django.db.models import Q


class OutboxMessage(models.Model):
    """One promised side effect. The row is the truth; any queue message is only a hint to look here.

    `key` makes a promise unique: promising twice leaves one row. `lease_until` and `lease_owner` say which
    deliverer is at work; a lease that ran out belongs to nobody. `attempts` counts claims, so a deliverer
    that was killed has used one up.
    """

    topic = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_owner = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = "待办副作用"
        verbose_name_plural = verbose_name
        indexes = [
            # Only open rows are ever searched; finished ones must not make the search slower.
            models.Index(fields=["due_at", "id"], condition=Q(done_at__isnull=True), name="outbox_open"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"
