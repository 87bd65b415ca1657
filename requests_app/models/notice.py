"""A reminder for one person about one date of a case (提醒)."""

from django.conf import settings
from django.db import models

from requests_app.models.agency import Agency
from requests_app.models.request import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.rules.warnings import words_of


class Notice(models.Model):
    """What somebody is told in a capacity (`agency`, `role`). No personal data: the act, its day, how many working
    days were left on `made_on`. `act` is a `LegalAct` or `rules.warnings.CONSERVATIVE`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    role = models.CharField("角色", max_length=20, choices=[(r.value, r.label) for r in Role])
    request = models.ForeignKey(DisclosureRequest, on_delete=models.CASCADE, related_name="notices")
    act = models.CharField("事项", max_length=30)
    due_on = models.DateField("最后一天")
    tier = models.SmallIntegerField("提醒档次")
    remaining = models.SmallIntegerField("剩余工作日")
    made_on = models.DateField("提醒日期")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = verbose_name
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "request", "act", "due_on", "tier"], name="told_once_of_each_tier"
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "agency"], name="notices_unread", condition=models.Q(read_at__isnull=True)
            ),
            models.Index(fields=["due_on", "tier"], name="notices_told"),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.words}"

    @property
    def words(self) -> str:
        """What it says, as of the day on which it was made."""
        return words_of(self.act, self.remaining)
