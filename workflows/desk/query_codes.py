"""The query code between registration and the receipt: in the officer's session, encrypted, for a few minutes.

The database keeps only its hash. After these minutes nobody can show it again; a lost one is issued anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from requests_app.crypto.keys import decrypt, encrypt

KEY = "fresh_query_codes"
SHOWN_FOR = timedelta(minutes=10)


def keep(request: HttpRequest, case_id: int, code: str) -> None:
    """Keep the code of a case that has just been registered; codes whose time is over go."""
    now = timezone.now()
    fresh = {pk: row for pk, row in request.session.get(KEY, {}).items() if _still(row, now)}
    request.session[KEY] = {**fresh, str(case_id): [encrypt(code), now.isoformat()]}


def kept(request: HttpRequest, case_id: int) -> str | None:
    """The code, while it may still be shown in this session."""
    row = request.session.get(KEY, {}).get(str(case_id))
    return decrypt(row[0]) if row is not None and _still(row, timezone.now()) else None


def _still(row: list[str], now: datetime) -> bool:
    return now - datetime.fromisoformat(row[1]) <= SHOWN_FOR
