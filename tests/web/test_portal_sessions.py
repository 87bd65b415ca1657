"""What a browser session of an applicant may see, and that it forgets: somebody else's computer, planted cookies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from requests_app.models import DisclosureRequest, OnlineApplication, StagedFile
from requests_app.services import query_code
from requests_app.services.query_code import IdentityCheck
from tests.people import Office, office, registered
from tests.web.portal_visitor import PERSON, Visitor, picture, receipt_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Office:
    return office()


def test_leaving_forgets_receipt_case_and_code(desk: Office) -> None:
    visitor = Visitor()
    _, code = visitor.apply()
    assert code in visitor.client.get(f"{visitor.form_url}receipt/").content.decode()
    page = visitor.client.post("/status/leave/", follow=True)
    assert code not in page.content.decode()
    assert visitor.client.get(f"{visitor.form_url}receipt/").status_code == 404
    assert visitor.client.get("/status/case/").status_code == 302
    assert OnlineApplication.objects.get().query_code == ""


def test_leaving_deletes_the_drafts_of_this_session_only(desk: Office) -> None:
    here, elsewhere = Visitor().begin(), Visitor().begin()
    here.press("save", {**PERSON, "identity_files": picture()})
    elsewhere.press("save", PERSON)
    here.client.post("/status/leave/")
    assert here.form_url not in here.client.get("/apply/").content.decode()
    assert here.client.get(here.form_url).status_code == 404
    assert not StagedFile.objects.exists()
    assert str(OnlineApplication.objects.get().key) in elsewhere.form_url
    assert PERSON["identity_number"] in elsewhere.client.get(elsewhere.form_url).content.decode()


def test_a_draft_is_cleared_by_its_own_button(desk: Office) -> None:
    visitor = Visitor().begin()
    checked = visitor.press("check", PERSON)
    for page in (checked, visitor.client.get(visitor.form_url)):
        assert f'action="{visitor.form_url}discard/"' in page.content.decode()
        assert 'action="/status/leave/"' in page.content.decode()
    assert Visitor().client.post(f"{visitor.form_url}discard/").status_code == 404
    visitor.client.post(f"{visitor.form_url}discard/")
    assert not OnlineApplication.objects.exists()
    assert PERSON["name"] not in visitor.client.get(visitor.form_url, follow=True).content.decode()


def test_what_was_sent_is_not_cleared_as_a_draft(desk: Office) -> None:
    visitor = Visitor()
    _, code = visitor.apply()
    answer = visitor.client.post(f"{visitor.form_url}discard/", follow=True)
    assert code in answer.content.decode()


def test_the_cookie_of_an_applicant_ends_with_the_browser_and_that_of_the_desk_does_not(desk: Office) -> None:
    visitor = Visitor()
    visitor.apply()
    assert visitor.client.cookies["sessionid"]["max-age"] == ""
    clerk = Client()
    clerk.force_login(desk.desk.user)
    clerk.get("/desk/")
    clerk.get("/apply/")
    assert clerk.cookies["sessionid"]["max-age"] == 12 * 3600
    clerk.post("/status/leave/")
    assert clerk.get("/desk/").status_code == 200


def test_a_planted_session_sees_neither_draft_nor_receipt_nor_case(desk: Office) -> None:
    attacker, victim = Visitor(), Visitor("198.51.100.9")
    attacker.begin()
    victim.client.cookies["sessionid"] = attacker.client.cookies["sessionid"].value
    victim.begin().press("check", PERSON)
    assert attacker.client.get(victim.form_url).status_code == 404
    receipt_of(victim.send())
    assert attacker.client.get(f"{victim.form_url}receipt/").status_code == 404
    assert attacker.client.get("/status/case/").status_code == 302


def test_a_cookie_that_was_shared_while_filling_in_is_worthless_after_sending(desk: Office) -> None:
    victim = Visitor().begin()
    victim.press("check", PERSON)
    shared = victim.client.cookies["sessionid"].value
    receipt_of(victim.send())
    assert victim.client.cookies["sessionid"].value != shared
    attacker = Client()
    attacker.cookies["sessionid"] = shared
    assert attacker.get(f"{victim.form_url}receipt/").status_code == 404
    assert attacker.get("/status/case/").status_code == 302


SECOND_CLICKS = [
    # name, seconds after the first click, token of the page, status at the end
    ("at once, with the token of its page", 1, "its own", 200),
    ("without the token", 1, "", 404),
    ("with the token of another page", 1, "another", 404),
    ("when the minute is over", 61, "its own", 404),
]


@pytest.mark.parametrize(
    ("name", "seconds", "token", "status"), SECOND_CLICKS, ids=[row[0] for row in SECOND_CLICKS]
)
def test_a_second_click_with_the_old_cookie(
    desk: Office, name: str, seconds: int, token: str, status: int
) -> None:
    with time_machine.travel(datetime(2026, 10, 16, 2, 0, tzinfo=UTC), tick=False) as clock:
        other, visitor = Visitor().begin(), Visitor().begin()
        other.press("check", PERSON)
        visitor.press("check", PERSON)
        cookie = visitor.client.cookies["sessionid"].value
        first = receipt_of(visitor.send())
        clock.shift(timedelta(seconds=seconds))
        visitor.client.cookies["sessionid"] = cookie
        visitor.click = {"its own": visitor.click, "another": other.click}.get(token, "")
        second = visitor.send()
        assert second.status_code == status
        assert DisclosureRequest.objects.count() == 1
        if status == 200:
            assert receipt_of(second) == first


def test_a_page_left_open_longer_than_its_session_still_takes_what_was_typed(desk: Office) -> None:
    with time_machine.travel(datetime(2026, 10, 16, 2, 0, tzinfo=UTC), tick=False) as clock:
        visitor = Visitor().begin()
        clock.shift(timedelta(hours=13))
        assert "核对申请" in visitor.press("check", PERSON).content.decode()
        receipt_of(visitor.send())


def test_a_reissued_code_closes_what_the_old_one_opened(desk: Office) -> None:
    given = registered(desk)
    visitor = Visitor()
    visitor.ask(str(given.case.number), given.query_code)
    assert visitor.client.get("/status/case/").status_code == 200
    query_code.reissue_code(actor=desk.desk, case_id=given.case.pk, check=IdentityCheck.IN_PERSON)
    assert visitor.client.get("/status/case/").status_code == 302
