"""A demand of the supervisor that an agency account for one case (督办), and its answer."""

from django.conf import settings
from django.db import models

from requests_app.models.agency import Agency
from requests_app.models.request import DisclosureRequest


class SupervisionOrder(models.Model):
    """One demand, never changed; answered once. For the two houses and the file, never shown to an applicant."""

    request = models.ForeignKey(
        DisclosureRequest, on_delete=models.PROTECT, related_name="supervision_orders"
    )
    agency = models.ForeignKey(Agency, verbose_name="督办单位", on_delete=models.PROTECT, related_name="+")
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_on = models.DateField("督办日期")
    words = models.TextField("督办要求")
    answer_by = models.DateField("答复期限")
    answer = models.TextField("办理情况", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_on = models.DateField("答复日期", null=True, blank=True)

    class Meta:
        verbose_name = "督办"
        verbose_name_plural = verbose_name
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                name="one_open_order_per_case",
                condition=models.Q(answered_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.ordered_on}"
