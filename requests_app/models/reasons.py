"""Reasons asked of whoever applies excessively, what came, how it was judged, and a reply delayed upon it (Art. 35)."""

from django.conf import settings
from django.db import models

from requests_app.models.document import Document
from requests_app.models.excess import ExcessFinding
from requests_app.models.letter import Letter
from requests_app.models.request import DisclosureRequest
from requests_app.rules.reasons_request import Judgement


class ReasonsState(models.TextChoices):
    """From the decision to ask to what came of it. None of these moves the clock."""

    ASKED = "asked", "待告知"
    TOLD = "told", "已告知，等待说明理由"
    TO_JUDGE = "to_judge", "待判断"
    DELAY_ASKED = "delay_asked", "拟延迟答复，待批准"
    DELAY_GRANTED = "delay_granted", "已批准延迟答复，待告知"
    JUDGED = "judged", "已判断"
    CALLED_OFF = "called_off", "已终止"


class ReasonsRequest(models.Model):
    """One request for reasons. `told_on` is the day that counts, `reply_by` the day named in the letter.

    `over_on` is the day on which the sweep found the time to answer over; somebody must still judge.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="reasons_requests")
    finding = models.ForeignKey(ExcessFinding, on_delete=models.PROTECT, related_name="reasons_requests")
    state = models.CharField(max_length=16, choices=ReasonsState.choices, default=ReasonsState.ASKED)
    what = models.TextField("需要说明的内容")
    reply_by = models.DateField("说明理由的期限")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("决定要求说明理由的日期")
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="reasons_request"
    )
    told_on = models.DateField("告知日期", null=True, blank=True)
    over_on = models.DateField("期满日期", null=True, blank=True)
    reasons = models.TextField("申请人说明的理由", blank=True)
    received_on = models.DateField("收到理由的日期", null=True, blank=True)
    received_online = models.BooleanField("网上说明", default=False)
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name="材料")
    judgement = models.CharField(
        "判断", max_length=12, blank=True, choices=[(one.value, one.label) for one in Judgement]
    )
    why = models.TextField("判断的理由", blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_on = models.DateField("判断日期", null=True, blank=True)

    class Meta:
        verbose_name = "要求说明理由"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]
        indexes = [models.Index(fields=["state"], name="reasons_request_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=~models.Q(state="called_off"),
                name="one_reasons_request_per_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} 说明理由（{self.get_state_display()}）"


class ReplyDelay(models.Model):
    """A reply delayed to a fixed day: proposed, granted or refused (`granted` None: open), told to the applicant.

    It replaces the due date only once the applicant has been told, in time (`notified_on`).
    `granted_for`: the head in whose place a deputy granted it.
    """

    reasons_request = models.ForeignKey(ReasonsRequest, on_delete=models.PROTECT, related_name="delays")
    until = models.DateField("延迟至")
    why = models.TextField("延迟的理由")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("提出日期")
    granted = models.BooleanField("是否批准", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="被代理的负责人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_on = models.DateField("批准日期", null=True, blank=True)
    opinion = models.TextField("批准意见", blank=True)
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="reply_delay"
    )
    notified_on = models.DateField("告知日期", null=True, blank=True)

    class Meta:
        verbose_name = "延迟答复"
        verbose_name_plural = verbose_name
        ordering = ["reasons_request", "pk"]

    def __str__(self) -> str:
        return f"{self.reasons_request} 延迟至{self.until}"
