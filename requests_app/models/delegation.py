"""Who stands in for whom, in which role, and for how long (代理)."""

from datetime import date

from django.conf import settings
from django.db import models

from requests_app.models.agency import Agency
from requests_app.rules.roles import Role


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Names the right, not the columns."""

    def active_on(self, day: date) -> "DelegationQuerySet":
        """In force on `day`, both people at work."""
        return self.not_ended().filter(
            starts_on__lte=day, ends_on__gte=day, principal__is_active=True, deputy__is_active=True
        )

    def not_ended(self) -> "DelegationQuerySet":
        """Nobody ended it before its time."""
        return self.filter(ended_at__isnull=True)


class Delegation(models.Model):
    """`deputy` acts for `principal` in one role of one agency, from `starts_on` to `ends_on`, both included."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="delegations")
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="被代理人", on_delete=models.PROTECT, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="代理人", on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField("角色", max_length=20, choices=[(r.value, r.label) for r in Role])
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("截止日期")
    reason = models.CharField("原因", max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "代理"
        verbose_name_plural = verbose_name
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="delegation_is_a_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("principal")), name="delegation_between_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} 代 {self.principal}（{self.get_role_display()}）"
