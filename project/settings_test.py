"""Settings of the test suite: fast hashes, eager background tasks, keys of its own."""

import os
from pathlib import Path

# What tests write lies apart from the demonstration in this clone; only the fonts are shared.
VAR = Path(__file__).resolve().parent.parent / "var"
os.environ.setdefault("FONT_DIR", str(VAR / "fonts"))
# Tests that run beside each other have a folder each: the sweep of one deletes what no row of *its* database names.
os.environ["VAR_DIR"] = str(VAR / "test" / os.environ.get("PYTEST_XDIST_WORKER", ""))

from project.settings import *  # noqa: E402, F403
from project.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Keys of its own, so that the demonstration's keys in this clone change no test.
SECRET_KEY = "key-of-the-test-suite-only"  # noqa: S105
FIELD_KEYS = ["test:dGVzdC1vbmx5LWtleS10ZXN0LW9ubHkta2V5LXRlc3Q="]
AUDIT_KEY = "audit-key-of-the-test-suite-only"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# Static files straight from where they are written: there is no collected folder to look in.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
