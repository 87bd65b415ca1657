"""Delivery with proof (law.md 2.10): when the letter counts as given, and who can show it."""

from django.conf import settings
from django.db import models

from requests_app.models.document import Document
from requests_app.models.letter import Letter


class DeliveryWay(models.TextChoices):
    """How a letter reaches its addressee; the way decides which day counts."""

    HAND = "hand", "当面"
    ENTRUSTED = "entrusted", "委托"
    POST = "post", "邮寄"
    ONLINE = "online", "网上"
    PICKUP = "pickup", "自取"


class DeliveryState(models.TextChoices):
    """Sent without proof yet, served with proof, or come back: only a served letter is delivered."""

    SENT = "sent", "已发出"
    SERVED = "served", "已送达"
    FAILED = "failed", "未送达"


class Delivery(models.Model):
    """One attempt to deliver one letter. `counts_on` is the day that counts for "answered in time"."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    way = models.CharField("送达方式", max_length=10, choices=DeliveryWay.choices)
    state = models.CharField(max_length=10, choices=DeliveryState.choices)
    sent_on = models.DateField("发出日期", null=True, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    counts_on = models.DateField("计算答复是否及时的日期", null=True, blank=True)
    tracking_number = models.CharField("邮件单号", max_length=40, blank=True)
    recipient = models.CharField("签收人", max_length=60, blank=True)
    relation = models.CharField("与受送达人关系", max_length=40, blank=True)
    place = models.CharField("送达地点", max_length=200, blank=True)
    witness = models.CharField("见证人", max_length=60, blank=True)
    note = models.TextField("备注", blank=True)
    proof = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = verbose_name
        ordering = ["letter", "pk"]

    def __str__(self) -> str:
        return f"{self.letter} {self.get_way_display()} {self.get_state_display()}"
