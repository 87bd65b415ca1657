"""The finding that number or frequency of somebody's applications is clearly excessive (Art. 35, 42)."""

from django.conf import settings
from django.db import models

from requests_app.models.request import DisclosureRequest


class ExcessFinding(models.Model):
    """One finding, made by an officer and never by itself; a wrong one is revoked with a reason and stays on file.

    `counts` are the numbers as they stood on `found_on`: rows of {"applicant" (ordinal), "period", "first", "last",
    "applications", "items", "similar", "numbers" (of the counted applications)}, dates as ISO strings.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="excess_findings")
    counts = models.JSONField("当时的数量、频次", default=list)
    why = models.TextField("认定的理由")
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField("认定日期")
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoke_reason = models.TextField("撤销的理由", blank=True)

    class Meta:
        verbose_name = "明显超过合理范围的认定"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(revoked_on__isnull=True),
                name="one_excess_finding_per_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} 明显超过合理范围（{self.found_on}）"
