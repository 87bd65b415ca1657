"""What moved the clock. The dates of a case are derived from these rows and from nothing else."""

from django.conf import settings
from django.db import models

from requests_app.models.document import Document
from requests_app.models.request import DisclosureRequest


class ClockEvent(models.Model):
    """One event in the words of contracts.md 2: `type` plus `data` (its fields, dates as ISO strings).

    A wrong entry is revoked with a reason, never changed or deleted.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="clock_events")
    type = models.CharField("事件", max_length=30)
    on = models.DateField("日期")
    data = models.JSONField("要素", default=dict)
    evidence = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoke_reason = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "计时事件"
        verbose_name_plural = verbose_name
        ordering = ["request", "on", "pk"]

    def __str__(self) -> str:
        return f"{self.request} {self.type} {self.on}"
