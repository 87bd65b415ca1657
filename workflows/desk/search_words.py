"""What somebody looks for is often a name, and an address stays in histories and logs: so the words stay in the
session, and the address carries a ticket that means something to this session only."""

from __future__ import annotations

import secrets

from django.http import HttpRequest

KEY = "search_words"
KEPT = 10
"""Searches remembered in a session: so many tabs keep theirs."""


def keep(request: HttpRequest, words: str) -> str:
    """Remember the words; the ticket under which they are found, "" for none."""
    if not words:
        return ""
    ticket = secrets.token_urlsafe(6)
    known = [*request.session.get(KEY, {}).items(), (ticket, words)]
    request.session[KEY] = dict(known[-KEPT:])
    return ticket


def kept(request: HttpRequest, ticket: str) -> str:
    """The words of a ticket; "" for one that this session does not know."""
    words: str = request.session.get(KEY, {}).get(ticket, "")
    return words
