"""Gapless numbers: one counter row per agency, kind of number and year."""

from django.db import models

from requests_app.models.agency import Agency


class NumberCounter(models.Model):
    """The last number given. Written only by `services.numbers.allocate`, last in its transaction."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "编号"
        verbose_name_plural = verbose_name
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "year"], name="one_counter")]

    def __str__(self) -> str:
        return f"{self.agency} {self.kind} {self.year}: {self.last}"
