"""A due date that moved after the applicant had been told it, because the calendar or its reckoning changed."""

from django.conf import settings
from django.db import models

from requests_app.models.calendar import CalendarVersion
from requests_app.models.request import DisclosureRequest


class DateChangeState(models.TextChoices):
    """From the finding to the notice, or to the note why there is none."""

    PROPOSED = "proposed", "待处理"
    ORDERED = "ordered", "待送达"
    TOLD = "told", "已告知"
    WAIVED = "waived", "不另行告知"
    CANCELLED = "cancelled", "已取消"


LIVE = (DateChangeState.PROPOSED, DateChangeState.ORDERED)
"""Somebody still has to do something about it."""


class DateChange(models.Model):
    """One moved due date. `why` and `days` are the words of the letter; `calendar` is the version that moved it
    (None: it was reckoned anew for another reason).

    The date itself has moved already: it follows from the calendar. Open is only whether and how the applicant hears
    of it.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="date_changes")
    calendar = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, null=True, blank=True)
    old_due = models.DateField("原到期日")
    new_due = models.DateField("现到期日")
    was_provisional = models.BooleanField("原为暂定", default=False)
    why = models.CharField("原因", max_length=300)
    days = models.JSONField("变化的日子", default=list)
    state = models.CharField(max_length=10, choices=DateChangeState.choices, default=DateChangeState.PROPOSED)
    found_on = models.DateField("变更日期")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField("处理日期", null=True, blank=True)
    told_on = models.DateField("告知日期", null=True, blank=True)

    class Meta:
        verbose_name = "期限变更"
        verbose_name_plural = verbose_name
        ordering = ["request", "pk"]
        indexes = [models.Index(fields=["state"], name="date_change_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=["proposed", "ordered"]),
                name="one_live_date_change_per_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.old_due} → {self.new_due}"
