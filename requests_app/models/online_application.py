"""An application while it is being filled in on the web: not yet a case, and forgotten when it never becomes one."""

from django.db import models

from requests_app.crypto.fields import EncryptedTextField
from requests_app.models.document import DocumentKind
from requests_app.models.request import DisclosureRequest


class OnlineApplication(models.Model):
    """The answers so far, encrypted; after submission the case they became.

    `key` stands in the form, so a form sent twice becomes one case. `query_code` is kept for a short while only,
    so that the receipt can be shown again to the one who has just submitted; answers and files are wiped then.
    """

    key = models.UUIDField(unique=True)
    answers = EncryptedTextField(blank=True)
    request = models.OneToOneField(
        DisclosureRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    query_code = EncryptedTextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "网上填写的申请"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return str(self.key)


class StagedFile(models.Model):
    """A file that came with the answers, encrypted at rest until it becomes a document of the case."""

    application = models.ForeignKey(OnlineApplication, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField("种类", max_length=20, choices=DocumentKind.choices)
    name = EncryptedTextField("文件名")
    size = models.PositiveBigIntegerField("字节数")
    file = models.FileField(upload_to="online")

    class Meta:
        verbose_name = "网上申请的附件"
        verbose_name_plural = verbose_name
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application} {self.pk}"
