"""Requests of one session that overlap: each read the session before the other wrote it."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from workflows.desk import query_codes
from workflows.desk.once import once

pytestmark = pytest.mark.django_db


@pytest.fixture
def overlapping() -> list[HttpRequest]:
    """Two requests that have read their session."""
    begun = SessionStore()
    begun["signed_in"] = "limin"
    begun.save()
    requests = [HttpRequest(), HttpRequest()]
    for request in requests:
        request.session = SessionStore(begun.session_key)
        assert request.session["signed_in"] == "limin"
    return requests


def register(request: HttpRequest, token: str, case_id: int) -> int:
    def do() -> int:
        query_codes.keep(request, case_id, f"CODE-{case_id}")
        return case_id

    return once(request, token, do)


def test_the_second_click_finds_the_case_and_its_query_code(overlapping: list[HttpRequest]) -> None:
    first, second = overlapping
    assert register(first, "same", 7) == 7
    assert register(second, "same", 8) == 7
    assert query_codes.kept(second, 7) == "CODE-7"
    assert query_codes.kept(second, 8) is None


def test_two_registrations_do_not_write_over_each_others_code(overlapping: list[HttpRequest]) -> None:
    first, second = overlapping
    register(first, "one", 7)
    register(second, "two", 8)
    later = HttpRequest()
    later.session = SessionStore(second.session.session_key)
    assert [query_codes.kept(later, 7), query_codes.kept(later, 8)] == ["CODE-7", "CODE-8"]
    assert later.session["signed_in"] == "limin"
