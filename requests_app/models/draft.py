"""Versions of the reply as it is being written."""

from django.conf import settings
from django.db import models

from requests_app.models.request import DisclosureRequest


class Draft(models.Model):
    """One saved version. `fields` holds the whole reply as entered, so that any two versions can be compared:

    `{"items": [{"ordinal", "outcome", "citations", "reason", "facts"}], "delivery", "attachments": [document id],
    "legality_reasons": {check key: reason}}`. `writers` are those besides `saved_by` who wrote, changed or submitted
    what it was taken over from: none of them may approve it (contracts.md 1).
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveIntegerField()
    fields = models.JSONField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "答复书草稿"
        verbose_name_plural = verbose_name
        ordering = ["request", "version"]
        constraints = [models.UniqueConstraint(fields=["request", "version"], name="draft_version_once")]

    def __str__(self) -> str:
        return f"{self.request} 第{self.version}版"
