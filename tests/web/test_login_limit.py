"""Wrong passwords: five for a name from one address, then a quarter of an hour of rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt as WrongPassword
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from requests_app.models import AccessAttempt
from requests_app.services import access_attempts
from tests.people import PASSWORD, Office, office
from tests.web.portal_visitor import Visitor, words

pytestmark = pytest.mark.django_db
LIMIT = 5
HERE, THERE = "203.0.113.5", "198.51.100.7"


@pytest.fixture
def desk() -> Office:
    return office()


def sign_in(name: str, password: str, address: str = HERE) -> HttpResponse:
    return Client(REMOTE_ADDR=address).post("/login/", {"username": name, "password": password})


def fail(name: str, times: int = LIMIT, address: str = HERE) -> HttpResponse:
    for _ in range(times):
        answer = sign_in(name, "wrong-password", address)
    return answer


def test_the_right_password_opens_nothing_after_five_wrong_ones(desk: Office) -> None:
    name = desk.desk.user.username
    refused = fail(name)
    assert refused.status_code == 429
    assert "密码输入错误的次数太多。请 15 分钟后再试" in words(refused)
    assert sign_in(name, PASSWORD).status_code == 429
    assert not Session.objects.exists()


def test_four_wrong_passwords_are_forgiven_by_the_right_one(desk: Office) -> None:
    name = desk.desk.user.username
    for _ in range(2):
        assert "登录名或者密码不正确" in words(fail(name, LIMIT - 1))
        assert sign_in(name, PASSWORD).status_code == 302


def test_a_stranger_locks_neither_the_colleague_elsewhere_nor_others_here(desk: Office) -> None:
    fail(desk.desk.user.username)
    assert sign_in(desk.desk.user.username, PASSWORD, THERE).status_code == 302
    assert sign_in(desk.handler.user.username, PASSWORD).status_code == 302


def test_a_name_that_does_not_exist_is_answered_alike(desk: Office) -> None:
    known, unknown = fail(desk.desk.user.username), fail("nobody")
    assert (known.status_code, words(known)) == (unknown.status_code, words(unknown))


def test_after_a_quarter_of_an_hour_it_opens_again_however_often_one_tried(desk: Office) -> None:
    name = desk.desk.user.username
    with time_machine.travel(datetime(2026, 10, 16, 2, 0, tzinfo=UTC), tick=False) as clock:
        fail(name)
        clock.shift(timedelta(minutes=14))
        assert sign_in(name, PASSWORD).status_code == 429
        clock.shift(timedelta(minutes=2))
        assert sign_in(name, PASSWORD).status_code == 302


def test_the_sweep_forgets_what_no_longer_counts(desk: Office) -> None:
    with time_machine.travel(datetime(2026, 10, 16, 2, 0, tzinfo=UTC), tick=False) as clock:
        fail("nobody", 1)
        Visitor().ask("2026-QX-00001", "AAAA")
        Visitor().begin()
        assert access_attempts.discard_stale() == 0
        clock.shift(timedelta(hours=13))
        Visitor().begin()
        assert access_attempts.discard_stale() == 3
        assert not WrongPassword.objects.exists()
        assert not AccessAttempt.objects.exists()
        assert Session.objects.count() == 1
