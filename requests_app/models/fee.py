"""The information processing fee of a request (信息处理费, Art. 42): how it was reckoned, told, paid."""

from django.conf import settings
from django.db import models

from requests_app.models.document import Document
from requests_app.models.request import DisclosureRequest
from requests_app.rules.fees import Schedule


class FeeState(models.TextChoices):
    """From the decision to charge to what became of it; the clock stops only with `TOLD`."""

    DECIDED = "decided", "待告知"
    TOLD = "told", "已告知，等待缴费"
    PAID = "paid", "已缴费"
    WITHOUT_EFFECT = "without_effect", "逾期告知，不得收取"
    CANCELLED = "cancelled", "已撤销"
    LAPSED = "lapsed", "逾期未缴费"


class PaymentState(models.TextChoices):
    """What the applicant reports online is money only when somebody has verified it."""

    REPORTED = "reported", "待核对"
    CONFIRMED = "confirmed", "已入账"
    REJECTED = "rejected", "核对不符"


class Fee(models.Model):
    """One decided fee; the law allows one. Amounts are whole yuan.

    `before`: pieces that the applicant had in the month already, `earlier` the requests they are (number, day of
    receipt, pieces), both as they stood at the decision; empty for pages. `count`: pieces or pages of this request.
    `schedule` "" and `amount` None: told elsewhere, before the case was taken over, and not known here.
    `told_on` is the day that counts for the clock. `lapse_proposed_on`: the day on which the sweep found the period
    over; somebody must still confirm it. `refunded`: what went back to the applicant.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="fees")
    state = models.CharField(max_length=20, choices=FeeState.choices, default=FeeState.DECIDED)
    schedule = models.CharField(
        "计收方式", max_length=20, choices=[(each.value, each.label) for each in Schedule], blank=True
    )
    before = models.PositiveIntegerField("当月此前累计件数", default=0)
    earlier = models.JSONField("当月此前的申请", default=list, blank=True)
    count = models.PositiveIntegerField("本件的件数或者页数", default=0)
    amount = models.PositiveIntegerField("应缴金额（元）", null=True)
    explanation = models.TextField("计数说明", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField("决定收费的日期")
    told_on = models.DateField("告知日期", null=True, blank=True)
    paid_on = models.DateField("缴清日期", null=True, blank=True)
    lapse_proposed_on = models.DateField("提出不再处理的日期", null=True, blank=True)
    refunded = models.PositiveIntegerField("已退金额（元）", default=0)
    refunded_on = models.DateField("退费日期", null=True, blank=True)
    refund_note = models.TextField("退费说明", blank=True)

    class Meta:
        verbose_name = "信息处理费"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=["decided", "told", "paid", "lapsed"]),
                name="one_fee_per_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} 信息处理费（{self.get_state_display()}）"


class FeePayment(models.Model):
    """One payment, or what the applicant says is one. `amount` is what was verified, or reported until then."""

    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, related_name="payments")
    state = models.CharField(max_length=10, choices=PaymentState.choices, default=PaymentState.CONFIRMED)
    amount = models.PositiveIntegerField("金额（元）")
    paid_on = models.DateField("缴费日期")
    receipt_number = models.CharField("票据号码", max_length=60, blank=True)
    evidence = models.ForeignKey(
        Document, verbose_name="缴费凭证", on_delete=models.PROTECT, null=True, related_name="+"
    )
    online = models.BooleanField("申请人网上报告", default=False)
    rejected_because = models.TextField("核对不符的原因", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "缴费"
        verbose_name_plural = verbose_name
        ordering = ["fee", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fee"], condition=models.Q(state="reported"), name="one_report_at_a_time_per_fee"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fee} 缴费{self.amount}元（{self.get_state_display()}）"
