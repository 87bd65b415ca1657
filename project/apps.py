"""Django application configuration."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Settings, addresses and the commands that start and examine the whole."""

    name = "project"
    verbose_name = "项目"

    def ready(self) -> None:
        """Register the system checks."""
        from project import checks  # noqa: F401
