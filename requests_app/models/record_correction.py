"""Correction of what the agency has on record about a person (Art. 41): no request, no clock, a number of its own."""

from django.conf import settings
from django.db import models

from requests_app.crypto.fields import EncryptedTextField
from requests_app.lifecycle import RecordCorrectionLifecycle
from requests_app.models.agency import Agency
from requests_app.models.applicant import ApplicantKind, IdentityKind
from requests_app.models.delivery import DeliveryWay
from requests_app.models.document import DocumentKind
from requests_app.models.seal import Sealed
from requests_app.rules.receipt import Channel
from requests_app.rules.record_correction import RecordCorrectionResult


class RecordCorrection(Sealed, RecordCorrectionLifecycle):
    """One person's demand. `version` counts the acts on it, so that a stale form is refused.

    `drafters` are the keys of everybody who drafted the result, and of whom they stood in for. `context` is what the
    letter says: written with the draft, so that what was approved is what goes out; number and date come with the
    answer.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="record_corrections")
    number = models.CharField("更正编号", max_length=40, unique=True)
    version = models.PositiveIntegerField(default=0)
    channel = models.CharField("渠道", max_length=10, choices=[(c.value, c.label) for c in Channel])
    received_on = models.DateField("收到日期")

    kind = models.CharField("类型", max_length=20, choices=ApplicantKind.choices)
    name = models.CharField("姓名或名称", max_length=120)
    identity_kind = models.CharField("证件", max_length=20, choices=IdentityKind.choices)
    identity_number = EncryptedTextField("证件号码")
    phone = EncryptedTextField("电话", blank=True)
    address = EncryptedTextField("地址", blank=True)

    record = models.TextField("要求更正的记录")
    wrong = models.TextField("不准确之处")
    evidence = models.TextField("证据")

    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="承办人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    result = models.CharField(
        "处理结果", max_length=20, choices=[(r.value, r.label) for r in RecordCorrectionResult], blank=True
    )
    finding = models.TextField("审核情况和理由", blank=True)
    corrected_to = models.TextField("更正后的记录", blank=True)
    done_on = models.DateField("更正或者转送日期", null=True, blank=True)
    right_agency = models.CharField("有权更正的机关", max_length=120, blank=True)
    right_contact = models.CharField("该机关的联系方式", max_length=200, blank=True)
    drafters = models.JSONField(default=list)
    drafted_on = models.DateField("起草日期", null=True, blank=True)
    return_reason = models.TextField("退回原因", blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批准人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_on = models.DateField("批准日期", null=True, blank=True)

    letter_kind = models.CharField(max_length=40, blank=True)
    letter_number = models.CharField("文号", max_length=60, null=True, blank=True, unique=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    verification_code = models.CharField(max_length=40, null=True, blank=True, unique=True)
    context = models.JSONField(null=True, blank=True)
    told_way = models.CharField("送达方式", max_length=10, choices=DeliveryWay.choices, blank=True)
    told_on = models.DateField("送达日期", null=True, blank=True)
    recipient = models.CharField("签收人", max_length=60, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)

    class Meta:
        verbose_name = "记录更正"
        verbose_name_plural = verbose_name
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class RecordCorrectionFile(models.Model):
    """One stored file of one record correction; `sha256` is taken when it is stored and checked when it is served."""

    correction = models.ForeignKey(RecordCorrection, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField("种类", max_length=20, choices=DocumentKind.choices)
    title = models.CharField("题名", max_length=200)
    file = models.FileField(upload_to="record_corrections/%Y/%m")
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "记录更正的文件"
        verbose_name_plural = verbose_name
        ordering = ["correction", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction"],
                condition=models.Q(kind=DocumentKind.LETTER),
                name="one_letter_per_record_correction",
            )
        ]

    def __str__(self) -> str:
        return self.title
