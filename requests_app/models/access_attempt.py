"""Tries counted so that nobody can guess a query code or flood the office; nothing here names a person."""

from django.db import models


class AccessAttempt(models.Model):
    """One counted try. `key` is a keyed fingerprint of what was tried from where: no address is stored."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "计次记录"
        verbose_name_plural = verbose_name
        indexes = [
            models.Index(fields=["key", "at"], name="attempts_of_key"),
            models.Index(fields=["at"], name="attempts_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at:%Y-%m-%d %H:%M}"
