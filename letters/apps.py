"""Django application configuration."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """What goes out on paper or as a package."""

    name = "letters"
    verbose_name = "文书"

    def ready(self) -> None:
        """Register the system checks and what the outbox may ask of this package."""
        from letters import (  # noqa: F401
            checks,
            consultation_handlers,
            date_change_handlers,
            excess_handlers,
            handlers,
            record_corrections,
        )
