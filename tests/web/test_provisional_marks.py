"""暂定 stands wherever a date that leans on an unannounced year is shown, and goes away with the notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from requests_app import dates
from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.services.calendars import load_year
from tests.letters.desk import deliver_all
from tests.letters.pages import full_text
from tests.letters.test_issue import stored
from tests.people import Office, again, office, registered
from tests.services.test_date_change import ADMIN, notice
from tests.web.desk_client import at_desk
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 10)
MARKED = re.compile(r"1月8日(（周五）)?(\s*（?暂定）?)?")


CLOCK = re.compile(r'<div class="clock-figure">.*?</details>\s*</details>\s*</div>', re.DOTALL)


def read(page: HttpResponse) -> str:
    """The page without the figure of the clock, whose days have a mark of their own."""
    return re.sub(r"\s+", " ", strip_tags(CLOCK.sub("", page.content.decode())))


@dataclass
class Place:
    """The office with a case whose due date is 8 January 2027, and what the applicant holds."""

    office: Office
    walk: Walk
    code: str

    @property
    def case(self) -> DisclosureRequest:
        return again(self.walk.case)

    def page(self, role: Role, url: str) -> str:
        return read(at_desk(self.office.member(role)).get(url.format(pk=self.case.pk)))


@pytest.fixture
def place() -> Iterator[Place]:
    with dates.as_of(TODAY):
        here = office()
        taken = registered(here)
        walk = Walk(here, taken.case)
        walk.accept()
        yield Place(here, walk, taken.query_code)


def _status(place: Place) -> str:
    client = Client()
    data = {"number": place.case.number, "code": place.code}
    return read(client.post("/status/", data, follow=True))


def _receipt_letter(place: Place) -> str:
    deliver_all()
    return full_text(stored(place.case.letters.get(kind="receipt")))


def _approval(place: Place) -> str:
    place.walk.draft()
    place.walk.do(Role.HANDLER, "submit")
    submission = place.case.submissions.get()
    return place.page(Role.LEGAL_REVIEWER, f"/desk/submissions/{submission.pk}/")


def _issue(place: Place) -> str:
    _approval(place)
    place.walk.agree(Role.LEGAL_REVIEWER)
    place.walk.agree(Role.OFFICE_HEAD)
    return place.page(Role.DESK_OFFICER, "/desk/cases/{pk}/issue/")


def _search(place: Place) -> str:
    client = at_desk(place.office.handler)
    return read(client.post(reverse("desk:find"), {"q": "控制性详细规划"}, follow=True))


def _extension(place: Place) -> str:
    return place.page(Role.HANDLER, "/desk/cases/{pk}/extension/")


def _correction(place: Place) -> str:
    return place.page(Role.HANDLER, "/desk/cases/{pk}/correction/")


def _granted(place: Place) -> str:
    place.walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="需要调阅档案")
    place.walk.do(Role.OFFICE_HEAD, "grant_extension")
    return place.page(Role.HANDLER, "/desk/cases/{pk}/")


PLACES: list[tuple[str, Callable[[Place], str]]] = [
    ("inbox", lambda place: place.page(Role.HANDLER, "/desk/?view=all")),
    ("search results", _search),
    ("identity bar and overview", lambda place: place.page(Role.HANDLER, "/desk/cases/{pk}/")),
    ("identity bar of another tab", lambda place: place.page(Role.HANDLER, "/desk/cases/{pk}/record/")),
    ("receipt at the desk", lambda place: place.page(Role.DESK_OFFICER, "/desk/cases/{pk}/receipt/")),
    ("approval", _approval),
    ("issue", _issue),
    ("extension, its effect", _extension),
    ("extension granted, to be told", _granted),
    ("correction, its effect", _correction),
    ("status page of the applicant", _status),
    ("receipt as a letter", _receipt_letter),
]


@pytest.mark.parametrize(("name", "shown"), PLACES, ids=[name for name, _ in PLACES])
def test_every_date_of_the_next_year_is_marked_until_its_notice_is_loaded(
    place: Place, name: str, shown: Callable[[Place], str]
) -> None:
    said = shown(place)
    found = [match.group(0) for match in MARKED.finditer(said)]
    assert found, name
    assert [one for one in found if "暂定" not in one] == [], said


@pytest.mark.parametrize(("name", "shown"), PLACES, ids=[name for name, _ in PLACES])
def test_and_no_longer_afterwards(place: Place, name: str, shown: Callable[[Place], str]) -> None:
    load_year(actor=ADMIN, year=notice())
    assert "暂定" not in shown(place).replace("不再是暂定", "")
