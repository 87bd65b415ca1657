"""Settings, addresses, background application and the commands that run the product."""

from project.celery import app as celery_app

__all__ = ["celery_app"]
