"""An application handed over to another agency before it had a number (登记前转出)."""

from django.conf import settings
from django.db import models

from requests_app.models.agency import Agency
from requests_app.models.document import Document
from requests_app.models.request import DisclosureRequest


class ToldWay(models.TextChoices):
    """How the applicant was told of it."""

    PHONE = "phone", "电话"
    LETTER = "letter", "书面"
    IN_PERSON = "in_person", "当面"
    STATUS_PAGE = "status_page", "网上查询页面"


class Transfer(models.Model):
    """To whom, when, why, by which proof, and how the applicant learned of it.

    `to_agency` and `received_as`: the receiver and its own new case, where it works in this system.
    """

    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="transfer")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_name = models.CharField("接收机关", max_length=120)
    contact = models.CharField("接收机关联系方式", max_length=400, blank=True)
    on = models.DateField("转出日期")
    reason = models.TextField("转出理由")
    proof = models.TextField("转出凭据", blank=True)
    proof_file = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_on = models.DateField("告知申请人日期")
    told_way = models.CharField("告知方式", max_length=20, choices=ToldWay.choices)
    received_as = models.OneToOneField(
        DisclosureRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="came_from"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "登记前转出"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self.request} → {self.to_name}"
