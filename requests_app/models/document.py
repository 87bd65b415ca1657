"""Files: what came in with the application, what was made, what goes out. Content is never replaced."""

from django.conf import settings
from django.db import models

from requests_app.models.request import DisclosureRequest


class DocumentKind(models.TextChoices):
    """What a file is in the case; decides its place in the archive file (law.md 8)."""

    APPLICATION = "application", "申请书"
    IDENTITY_PROOF = "identity_proof", "身份证明"
    ENVELOPE = "envelope", "信封"
    RECEIPT_PROOF = "receipt_proof", "收件凭据"
    CORRECTION = "correction", "补正材料"
    RELEASED_COPY = "released_copy", "拟提供的政府信息"
    EVIDENCE = "evidence", "办理证据"
    LETTER = "letter", "文书"
    DELIVERY_PROOF = "delivery_proof", "送达凭证"
    OPINION = "opinion", "被征求意见方的答复"
    WITHDRAWAL = "withdrawal", "撤回申请书"
    PAYMENT_PROOF = "payment_proof", "缴费凭证"
    REASONS = "reasons", "说明理由的材料"
    MINUTES = "minutes", "联合会商纪要"
    ORDER = "order", "复议诉讼文书"
    ARCHIVE_PACKAGE = "archive_package", "归档数据包"
    OTHER = "other", "其他材料"


class Document(models.Model):
    """One stored file of one case; `sha256` is taken when it is stored and checked when it is served."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("种类", max_length=20, choices=DocumentKind.choices)
    title = models.CharField("题名", max_length=200)
    file = models.FileField(upload_to="cases/%Y/%m", db_index=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    visible_to_applicant = models.BooleanField("申请人可见", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]

    def __str__(self) -> str:
        return self.title
