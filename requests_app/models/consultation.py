"""Consultations (征求意见): whom the agency asked about a request, what they said, what the agency decided."""

from django.conf import settings
from django.db import models

from requests_app.crypto.fields import EncryptedTextField
from requests_app.models.agency import Unit
from requests_app.models.document import Document
from requests_app.models.item import RequestItem
from requests_app.models.request import DisclosureRequest
from requests_app.rules.consultation import Decision, Inquiry, Opinion


class ConsultationState(models.TextChoices):
    """Where a consultation stands; the clock follows its dates, not this word."""

    TO_SEND = "to_send", "待发出"
    SENT = "sent", "已发出，待送达"
    SERVED = "served", "待答复"
    TO_DECIDE = "to_decide", "待决定"
    DECIDED = "decided", "已办结"
    CALLED_BACK = "called_back", "已终止"


class Consultation(models.Model):
    """One inquiry to one side. `code_hash` opens the answer slip of a third party and nothing else.

    The clock event of a consultation is never edited: each new fact revokes it and records another.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="consultations")
    kind = models.CharField("种类", max_length=20, choices=[(kind.value, kind.label) for kind in Inquiry])
    state = models.CharField(
        max_length=12, choices=ConsultationState.choices, default=ConsultationState.TO_SEND
    )
    items = models.ManyToManyField(RequestItem, verbose_name="涉及的申请事项", related_name="consultations")
    name = models.CharField("对象", max_length=120)
    is_person = models.BooleanField("自然人", default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = EncryptedTextField("联系人和电话", blank=True)
    address = EncryptedTextField("联系地址", blank=True)
    information = models.TextField("涉及的政府信息")
    why = models.TextField("公开可能损害其权益的理由", blank=True)
    question = models.TextField("请对方答复的问题", blank=True)
    asked_for = models.DateField("请对方答复的日期", null=True, blank=True)
    code_hash = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("提出日期")

    sent_on = models.DateField("发出日期", null=True, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_online = models.BooleanField("网上答复", default=False)
    opinion = models.CharField(
        "意见", max_length=10, blank=True, choices=[(o.value, o.label) for o in Opinion]
    )
    reasons = models.TextField("意见的理由", blank=True)
    documents = models.ManyToManyField(Document, related_name="consultations", blank=True)
    decision = models.CharField(
        "决定", max_length=10, blank=True, choices=[(d.value, d.label) for d in Decision]
    )
    decision_reason = models.TextField("决定的理由", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField("办结日期", null=True, blank=True)
    close_reason = models.TextField("终止的原因", blank=True)

    class Meta:
        verbose_name = "征求意见"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]
        indexes = [models.Index(fields=["state"], name="consultation_by_state")]

    def __str__(self) -> str:
        # Without the name: this text may end in a log, and a third party is nobody's business there.
        return f"{self.request} 征求{self.inquiry.label}意见 {self.pk}"

    @property
    def inquiry(self) -> Inquiry:
        """The kind with its rules."""
        return Inquiry(self.kind)
