"""Free words written with an act (why it was voided, reassigned, recalled), apart from the record of the act.

The record can never be changed, so no words that may name a person stand in it; these rows can be erased when the
law asks for it, and the record stays whole.
"""

from django.conf import settings
from django.db import models

from requests_app.models.request import DisclosureRequest


class Remark(models.Model):
    """The words of one act; the audit entry of the act holds the key of this row."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="remarks")
    action = models.CharField(max_length=80)
    text = models.TextField("内容")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "办理说明"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]

    def __str__(self) -> str:
        return f"{self.request} {self.action}"
