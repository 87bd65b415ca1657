"""The Celery application. Its settings are the `CELERY_…` block of `project/settings.py`.

It must be imported by `project/__init__.py`: otherwise every `.delay()` in the web process goes to Celery's
default broker, fails silently and costs the visitor more than half a second.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

app = Celery("project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
