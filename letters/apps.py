"""Django application configuration."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"
    verbose_name = "文书"

    def ready(self) -> None:
        """Register the system checks."""
        from letters import checks  # noqa: F401
