"""A reply before the reconsideration body or the court (复议、诉讼), and what was decided."""

from django.conf import settings
from django.db import models

from requests_app.models.document import Document
from requests_app.models.letter import Letter
from requests_app.models.request import DisclosureRequest
from requests_app.rules.remedy_case import RemedyKind, RemedyResult


class RemedyCase(models.Model):
    """One reconsideration or one suit over a request. `letter` is the reply in dispute (None: no reply was given).

    `received_on` is the day the agency got the copy of the application; from it runs the period for its answer
    (`filed_on`). `order_working_days` stands where a new reply was ordered, `reopened_on` once it was begun.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="remedy_cases")
    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="remedy_cases"
    )
    kind = models.CharField("种类", max_length=20, choices=[(k.value, k.label) for k in RemedyKind])
    body = models.CharField("复议机关或者法院", max_length=100)
    case_number = models.CharField("案号", max_length=100, blank=True)
    simplified = models.BooleanField("复议适用简易程序", default=False)
    received_on = models.DateField("收到日期")
    notice = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="通知书"
    )
    filed_on = models.DateField("提交答复和证据的日期", null=True, blank=True)
    filed = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复和证据"
    )
    result = models.CharField(
        "结果",
        max_length=10,
        choices=[(r.value, r.label) for r in RemedyResult],
        default=RemedyResult.PENDING.value,
    )
    result_on = models.DateField("结果日期", null=True, blank=True)
    decision_received_on = models.DateField("决定收到日期", null=True, blank=True)
    decision_name = models.CharField("决定或者判决的名称", max_length=100, blank=True)
    decision = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定书"
    )
    order_working_days = models.PositiveSmallIntegerField("限期工作日", null=True, blank=True)
    reopened_on = models.DateField("恢复办理的日期", null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "复议诉讼"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]

    def __str__(self) -> str:
        return f"{self.request} {self.get_kind_display()}（{self.get_result_display()}）"
