"""提醒: the list of the person, the count on every page, read by POST only."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from requests_app import dates
from requests_app.actors import System
from requests_app.calendars import load_calendar
from requests_app.models import DisclosureRequest, Notice
from requests_app.rules.roles import Role
from requests_app.services.warnings import warn
from tests.people import Office, case_in_handling, government, office
from tests.web.desk_client import at_desk, text_of
from tests.web.portal_visitor import words

pytestmark = pytest.mark.django_db
LIST = "/desk/reminders/"


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def case(here: Office) -> DisclosureRequest:
    return case_in_handling(here)


def late(case: DisclosureRequest) -> None:
    """Now its day is over: everybody is told."""
    assert case.due_on is not None
    day = load_calendar().nth_working_day(case.due_on, 1)
    with dates.as_of(day):
        warn(actor=System("每日检查"), today=day)


def test_everybody_reads_the_own_and_every_page_counts_them(here: Office, case: DisclosureRequest) -> None:
    supervisor = government().member(Role.SUPERVISOR)
    late(case)
    for member in (here.handler, here.head, supervisor):
        page = at_desk(member).get(LIST)
        assert page.status_code == 200
        assert case.number in text_of(page)
        assert "提醒 1" in words(at_desk(member).get("/desk/"))
    assert reverse("supervision:order", args=[case.pk]) in text_of(at_desk(supervisor).get(LIST))
    assert reverse("desk:case", args=[case.pk]) not in text_of(at_desk(supervisor).get(LIST))
    assert case.number not in text_of(at_desk(here.legal).get(LIST))
    assert "没有未读的提醒" in text_of(at_desk(here.legal).get(LIST))


def test_looking_reads_nothing_a_post_does(here: Office, case: DisclosureRequest) -> None:
    late(case)
    client = at_desk(here.handler)
    client.get(LIST)
    notice = Notice.objects.get(user=here.handler.user)
    assert notice.read_at is None
    answer = client.post(LIST, {"notice": [notice.pk]})
    assert answer.status_code == 302
    assert "没有未读的提醒" in text_of(client.get(LIST))
    assert Notice.objects.filter(read_at=None).count() == Notice.objects.count() - 1


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999999999999999", "1e3"])
def test_forged_numbers_change_nothing(here: Office, case: DisclosureRequest, number: str) -> None:
    late(case)
    foreign = Notice.objects.get(user=here.head.user).pk
    answer = at_desk(here.handler).post(LIST, {"notice": [number, str(foreign)]})
    assert answer.status_code == 302
    assert not Notice.objects.exclude(read_at=None).exists()


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get(LIST).headers["Location"].startswith(reverse("login"))
