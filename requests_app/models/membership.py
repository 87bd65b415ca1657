"""In which roles a person may act for an agency, and for how long."""

from datetime import date

from django.conf import settings
from django.db import models

from requests_app.models.agency import Agency, Unit
from requests_app.rules.roles import Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Names the right, not the columns."""

    def active_on(self, day: date) -> "MembershipQuerySet":
        """Memberships in force on `day`, of active people and agencies."""
        return self.filter(
            models.Q(active_from__isnull=True) | models.Q(active_from__lte=day),
            models.Q(active_until__isnull=True) | models.Q(active_until__gte=day),
            user__is_active=True,
            agency__is_active=True,
        )


class Membership(models.Model):
    """One role of one person in one agency."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField("角色", max_length=20, choices=[(r.value, r.label) for r in Role])
    active_from = models.DateField("生效日期", null=True, blank=True)
    active_until = models.DateField("截止日期", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = verbose_name
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role"], name="role_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
