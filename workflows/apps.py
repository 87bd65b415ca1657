"""Django application configuration."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """Who does what, when: flows, the door, the desk, background tasks."""

    name = "workflows"
    verbose_name = "流程"

    def ready(self) -> None:
        """Connect the receivers, and let a promise in the outbox wake the worker."""
        from requests_app import notifications
        from workflows import checks, digest, receivers, tasks  # noqa: F401  (registering checks and handlers)

        receivers.connect()
        notifications.set_hint(tasks.deliver_outbox.delay)
