"""Extensions of the reply period (Art. 33): asked by the handler, granted only by the head of the office."""

from django.conf import settings
from django.db import models

from requests_app.models.request import DisclosureRequest


class ExtensionState(models.TextChoices):
    """From asking to the notice; only `NOTIFIED` moves the due date."""

    ASKED = "asked", "待批准"
    GRANTED = "granted", "已批准，待告知"
    NOTIFIED = "notified", "已告知"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已取消"
    SPENT = "spent", "已告知，重新答复时不再适用"


class Extension(models.Model):
    """One asked extension. It moves the due date only once the applicant has been told (`notified_on`).

    `granted_for`: the head in whose place a deputy granted it.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="extensions")
    working_days = models.PositiveSmallIntegerField("延长工作日")
    reason = models.TextField("理由")
    state = models.CharField(max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="被代理的负责人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_on = models.DateField("批准日期", null=True, blank=True)
    decision_note = models.TextField("批准意见", blank=True)
    notified_on = models.DateField("告知日期", null=True, blank=True)

    class Meta:
        verbose_name = "延期"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]
        indexes = [models.Index(fields=["state"], name="extension_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=["asked", "granted", "notified"]),
                name="one_live_extension_per_request",
            ),
            models.CheckConstraint(condition=models.Q(working_days__gte=1), name="extension_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.request} 延长{self.working_days}个工作日"
