"""A person who signs in. Applicants never do."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A member of staff; `name` is the full Chinese name as it appears on forms."""

    name = models.CharField("姓名", max_length=60)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    REQUIRED_FIELDS = ["email", "name"]

    class Meta:
        verbose_name = "工作人员"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The one name: Chinese names are not split."""
        return self.name

    def get_short_name(self) -> str:
        """The same name: there is no shorter one."""
        return self.name
