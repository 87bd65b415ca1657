"""Numbers that no page of ours would send: answered with a page, never with a server error."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from requests_app.models import DisclosureRequest
from requests_app.typed_numbers import whole_number
from tests.people import Office, case_in_handling, office
from tests.web.desk_client import at_desk, registration_data
from tests.web.portal_visitor import PERSON, Visitor

pytestmark = pytest.mark.django_db
LONG = "9" * 5000

NUMBERS = [("0", 0), ("17", 17), ("999999999", 999999999), ("1000000000", None), (LONG, None)]
NUMBERS += [("", None), ("-1", None), ("1.5", None), ("²", None), ("１２", None), ("abc", None), (" 1", None)]


@pytest.mark.parametrize(("text", "number"), NUMBERS, ids=[repr(row[0])[:14] for row in NUMBERS])
def test_a_whole_number(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def clerk(here: Office) -> Client:
    return at_desk(here.desk)


FORMS: list[tuple[str, dict[str, Any], int]] = [
    # name, changed fields, status
    ("a row more of nonsense", {"add_item": "1", "items-TOTAL_FORMS": "abc"}, 200),
    ("a row more of very many", {"add_item": "1", "items-TOTAL_FORMS": LONG}, 200),
    ("one row less, of none that exists", {"remove_item": LONG}, 200),
    ("registering nonsense", {"items-TOTAL_FORMS": "abc"}, 422),
    ("registering very many", {"applicants-TOTAL_FORMS": LONG}, 422),
]


@pytest.mark.parametrize(("name", "changes", "status"), FORMS, ids=[row[0] for row in FORMS])
def test_the_registration_form(clerk: Client, name: str, changes: dict[str, Any], status: int) -> None:
    assert clerk.post("/desk/register/", registration_data(**changes)).status_code == status
    assert not DisclosureRequest.objects.exists()


@pytest.mark.parametrize("version", [LONG, "²", "-1", ""])
def test_the_version_that_was_on_the_screen(here: Office, clerk: Client, version: str) -> None:
    case = case_in_handling(here)
    answer = clerk.post(f"/desk/cases/{case.pk}/contacts/", {"seen_version": version})
    assert answer.status_code == 409
    assert "表单不完整" in answer.content.decode()


ADDRESSES = [f"reply/versions/?new={LONG}", "reply/versions/?old=99999999999999999999", f"reply/?page={LONG}"]


@pytest.mark.parametrize("address", ADDRESSES, ids=["version", "old version", "page"])
def test_addresses_of_a_case(here: Office, address: str) -> None:
    case = case_in_handling(here)
    answer = at_desk(here.handler).get(f"/desk/cases/{case.pk}/{address}")
    assert answer.status_code in (200, 404)


@pytest.mark.parametrize("action", [f"drop:{LONG}", f"remove:{LONG}", "remove:²", "drop:-1"])
def test_buttons_of_an_application(here: Office, action: str) -> None:
    visitor = Visitor().begin()
    assert visitor.press(action, {**PERSON, "item_count": LONG}).status_code == 200
