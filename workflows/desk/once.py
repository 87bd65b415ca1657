"""A form that makes something new is done once, however often it is sent.

The token of the form is remembered in the stored session, read again under its lock and written in the
transaction of the act: of two clicks the second waits, finds the token and gets the result of the first.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from requests_app.errors import InvalidInput

KEY = "done_once"
KEPT = 50
"""Tokens remembered in a session; older ones belong to pages long gone."""


def new_token() -> str:
    """A token for a fresh form."""
    return secrets.token_urlsafe(16)


def once(request: HttpRequest, token: str, do: Callable[[], int]) -> int:
    """The key that `do` gives, or gave when this token came before. What `do` raises leaves no trace.

    Raises `InvalidInput` for a form without a token: two such forms could not be told apart.
    """
    if not token:
        raise InvalidInput("no_token", "表单不完整，请重新打开登记页面。")
    with transaction.atomic():
        stored = Session.objects.select_for_update().get(session_key=request.session.session_key)
        # What the first click left there while this one waited (the query code) is this one's too.
        request.session.update(stored.get_decoded())
        done: dict[str, int] = request.session.get(KEY, {})
        if token not in done:
            done = dict([*done.items(), (token, do())][-KEPT:])
            request.session[KEY] = done
            request.session.save()
    return done[token]
