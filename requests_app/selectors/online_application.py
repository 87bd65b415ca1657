"""What an applicant has filled in so far. The key is the right: only the session that began it holds the key."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from requests_app.models import OnlineApplication

CODE_SHOWN_FOR = timedelta(minutes=30)
"""How long the receipt can be shown again with its query code."""


def find(key: uuid.UUID) -> OnlineApplication | None:
    """The application with this key and the case it became; None before anything was kept."""
    return OnlineApplication.objects.select_related("request__agency").filter(key=key).first()


def answers_of(application: OnlineApplication) -> dict[str, Any]:
    """The answers as they were kept; empty after submission."""
    answers: dict[str, Any] = json.loads(application.answers) if application.answers else {}
    return answers


def unfinished(keys: Sequence[uuid.UUID]) -> OnlineApplication | None:
    """The newest of these that was not submitted."""
    found = OnlineApplication.objects.filter(key__in=keys, submitted_at=None)
    return found.order_by("-touched_at").first()


def shown_code(application: OnlineApplication) -> str:
    """The query code of a case submitted a moment ago; "" once it has been shown long enough."""
    if application.submitted_at is None or timezone.now() - application.submitted_at > CODE_SHOWN_FOR:
        return ""
    code: str = application.query_code
    return code
