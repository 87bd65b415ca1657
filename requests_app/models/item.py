"""One thing asked for. A request may hold several; each gets its own outcome (law.md 5.1)."""

from django.db import models

from requests_app.models.request import DisclosureRequest


class RequestItem(models.Model):
    """An item of information asked for, and what was decided about it.

    `citations` are `{"instrument", "article", "paragraph", "item"}`; `facts` are what the outcome's clause needs
    (contracts.md 3). They are the handler's working copy; what was approved is kept with the submission.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="items")
    ordinal = models.PositiveSmallIntegerField("序号")
    text = models.TextField("所需信息内容描述")
    outcome = models.CharField("答复情形", max_length=40, blank=True)
    citations = models.JSONField("依据", default=list, blank=True)
    reason = models.TextField("理由", blank=True)
    facts = models.JSONField("要素", default=dict, blank=True)

    class Meta:
        verbose_name = "申请事项"
        verbose_name_plural = verbose_name
        ordering = ["request", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["request", "ordinal"], name="item_ordinal_once")]

    def __str__(self) -> str:
        return f"{self.request} 第{self.ordinal}项"
