"""Working-day calendars as data. A new file replaces its year; earlier versions are kept."""

from django.conf import settings
from django.db import models


class CalendarVersion(models.Model):
    """One loaded notice for one year; the newest `loaded_at` of a year is in force."""

    year = models.PositiveSmallIntegerField("年份")
    source = models.CharField("来源", max_length=200)
    source_date = models.DateField("来源日期", null=True, blank=True)
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "工作日历"
        verbose_name_plural = verbose_name
        ordering = ["year", "pk"]

    def __str__(self) -> str:
        return f"{self.year}（{self.source}）"


class CalendarDay(models.Model):
    """A day on which the notice departs from the plain week."""

    class Kind(models.TextChoices):
        """A free weekday, or a weekend day that is worked in exchange (调休)."""

        HOLIDAY = "holiday", "放假"
        WORKDAY = "workday", "调休上班"

    version = models.ForeignKey(CalendarVersion, on_delete=models.CASCADE, related_name="days")
    date = models.DateField("日期")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField("节日", max_length=40)

    class Meta:
        verbose_name = "日历日"
        verbose_name_plural = verbose_name
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["version", "date"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
