"""Finished archive files (law.md 8), their signed manifest hashes kept here."""

from django.conf import settings
from django.db import models

from requests_app.models.document import Document
from requests_app.models.request import DisclosureRequest


class ArchivePackage(models.Model):
    """A package that was handed to the archive.

    A case that was reopened upon an order is archived again: every package stays, under its own 档号, and the latest
    is the file as it is now (`latest`, by key).

    `manifest_hash` is the sha256 of the package's tag manifest: anyone can re-save a changed package so that it
    is valid in itself, but not so that it has this hash.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="archive_packages")
    archival_number = models.CharField("档号", max_length=80, unique=True)
    retention = models.CharField("保管期限", max_length=20)
    manifest_hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=200)
    document = models.OneToOneField(Document, on_delete=models.PROTECT)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "归档数据包"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]
        get_latest_by = "pk"

    def __str__(self) -> str:
        return self.archival_number
