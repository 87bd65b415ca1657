"""The picture of an agency's seal (印章), and what every issued paper keeps of its sealing and signing."""

from django.conf import settings
from django.db import models

from requests_app.models.agency import Agency


class AgencySeal(models.Model):
    """One picture of one agency's seal: PNG, transparent, never changed. The newest one is set on new letters; what
    was issued keeps its own."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="seals")
    picture = models.BinaryField("印章图片")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "印章"
        verbose_name_plural = verbose_name
        ordering = ["agency", "pk"]

    def __str__(self) -> str:
        return f"{self.agency} {self.sha256[:8]}"


class Sealed(models.Model):
    """Part of an issued paper. `seal` is frozen at issue: None where the agency had none, the paper is stamped by hand.

    `signature` is what the signer told of the stored PDF (`signer`, `serial`, `at`, `timestamped`); empty where it is
    not signed.
    """

    seal = models.ForeignKey(AgencySeal, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signature = models.JSONField("电子签名", default=dict, blank=True)

    class Meta:
        abstract = True
