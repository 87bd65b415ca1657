"""Applicants. Identity numbers and contacts are encrypted at rest from the first migration."""

from django.db import models

from requests_app.crypto.fields import EncryptedTextField
from requests_app.models.request import DisclosureRequest


class ApplicantKind(models.TextChoices):
    """A person or an organisation: the first division of table three of the annual report."""

    NATURAL_PERSON = "natural_person", "自然人"
    ORGANISATION = "organisation", "法人或其他组织"


class OrganisationKind(models.TextChoices):
    """The five columns of table three of the annual report."""

    COMMERCIAL = "commercial_enterprise", "商业企业"
    RESEARCH = "research_institution", "科研机构"
    WELFARE = "social_welfare_org", "社会公益组织"
    LEGAL_SERVICE = "legal_service_org", "法律服务机构"
    OTHER = "other", "其他"


class IdentityKind(models.TextChoices):
    """By which paper an applicant proved who they are (Art. 29)."""

    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    TRAVEL_PERMIT = "travel_permit", "港澳台居民通行证或居住证"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OTHER = "other", "其他有效证件"


class Applicant(models.Model):
    """One applicant of a request; `identity_fingerprint` finds the same person without decrypting."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="applicants")
    ordinal = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField("申请人类型", max_length=20, choices=ApplicantKind.choices)
    organisation_kind = models.CharField(
        "组织类别", max_length=30, choices=OrganisationKind.choices, blank=True
    )
    name = models.CharField("姓名或名称", max_length=120)
    identity_kind = models.CharField("证件类型", max_length=20, choices=IdentityKind.choices)
    identity_number = EncryptedTextField("证件号码", blank=True)
    identity_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    phone = EncryptedTextField("联系电话", blank=True)
    email = EncryptedTextField("电子邮箱", blank=True)
    address = EncryptedTextField("联系地址", blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    workplace = models.CharField("工作单位", max_length=120, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=60, blank=True)
    contact_person = models.CharField("联系人", max_length=60, blank=True)
    agent_name = models.CharField("代理人", max_length=60, blank=True)
    agent_identity_number = EncryptedTextField("代理人证件号码", blank=True)

    class Meta:
        verbose_name = "申请人"
        verbose_name_plural = verbose_name
        ordering = ["request", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["request", "ordinal"], name="applicant_ordinal_once")]

    def __str__(self) -> str:
        return self.name
