"""WSGI entry point. Refuses to start with well-known keys (project/checks.py)."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_wsgi_application()

from project.checks import own_keys  # noqa: E402  (needs the settings that the line above loads)

if faults := own_keys():
    raise ImproperlyConfigured(" ".join(f"{fault.msg}{fault.hint}" for fault in faults))
