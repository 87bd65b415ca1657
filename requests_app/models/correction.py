"""Correction of an unclear application (Art. 30): what was asked, until when, and what came."""

from django.conf import settings
from django.db import models

from requests_app.models.item import RequestItem
from requests_app.models.request import DisclosureRequest
from requests_app.rules.correction import PARTS


class CorrectionState(models.TextChoices):
    """From the decision to ask to what became of it; the clock stops only with `TOLD`."""

    ASKED = "asked", "待告知"
    TOLD = "told", "已告知，等待补正"
    RECEIVED = "received", "已补正"
    CALLED_OFF = "called_off", "已撤销"
    LAPSED = "lapsed", "逾期未补正"


class Correction(models.Model):
    """One asked correction; the law allows one. `told_on` is the day that counts, `reply_by` the last day.

    `late_reason` is what the applicant said about coming after `reply_by`. `lapse_proposed_on` is the day on
    which the sweep found the period over; somebody must still confirm it.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="corrections")
    state = models.CharField(max_length=10, choices=CorrectionState.choices, default=CorrectionState.ASKED)
    guidance = models.TextField("指导和释明", blank=True)
    reply_by = models.DateField("补正期限", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_on = models.DateField("决定告知补正的日期")
    told_on = models.DateField("告知日期", null=True, blank=True)
    received_on = models.DateField("收到补正日期", null=True, blank=True)
    received_online = models.BooleanField("网上补正", default=False)
    late_reason = models.TextField("逾期补正的理由", blank=True)
    note = models.TextField("说明", blank=True)
    lapse_proposed_on = models.DateField("提出不再处理的日期", null=True, blank=True)

    class Meta:
        verbose_name = "补正"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=["asked", "told"]),
                name="one_live_correction_per_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} 补正（{self.get_state_display()}）"


class CorrectionPoint(models.Model):
    """One thing to correct, of one item or (`item` None) of the application as a whole."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="points")
    item = models.ForeignKey(RequestItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(
        "申请的内容", max_length=20, choices=[(key, part.label) for key, part in PARTS.items()]
    )
    unclear = models.TextField("不明确之处")
    needed = models.TextField("应当怎样补正")

    class Meta:
        verbose_name = "补正事项"
        verbose_name_plural = verbose_name
        ordering = ["correction", "pk"]

    def __str__(self) -> str:
        return f"{self.correction} {self.get_part_display()}"


class CorrectedText(models.Model):
    """The text of one item before and after a correction; the item itself holds the text in force."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="texts")
    item = models.ForeignKey(RequestItem, on_delete=models.PROTECT, related_name="corrected_texts")
    before = models.TextField("补正前")
    after = models.TextField("补正后")

    class Meta:
        verbose_name = "补正前后的申请内容"
        verbose_name_plural = verbose_name
        ordering = ["correction", "item__ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "item"], name="one_corrected_text_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.item} 补正"
