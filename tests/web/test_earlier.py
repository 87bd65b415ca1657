"""Earlier applications on the screens: shown before registration ends, on the case, and taken over while drafting."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from letters.issue import issue_reply
from requests_app.models import DisclosureRequest, Letter
from tests.letters.desk import approved, deliver_all, hand_over
from tests.people import Office, again, counter_case, office, other_office
from tests.services.stages import PDF
from tests.web.desk import Desk, fields_of
from tests.web.desk_client import at_desk, registration_data, send, text_of
from workflows.perform import perform

pytestmark = pytest.mark.django_db
URL, HINT = "/desk/register/", "/desk/register/earlier/"


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def clerk(here: Office) -> Client:
    return at_desk(here.desk)


def issued_and_made(where: Office, outcome: str) -> Letter:
    submission = approved(where, outcome)
    letter: Letter = issue_reply(actor=where.desk, case_id=submission.request_id)
    deliver_all()
    letter.refresh_from_db()
    return letter


def asked_again(where: Office, first: Letter) -> DisclosureRequest:
    """The same applicant asks for the same; the handler has it."""
    case = counter_case(where, first.request.items.get().text)
    perform(where.desk.user, case, "review", handler=where.handler.user)
    return again(case)


def newest() -> DisclosureRequest:
    return DisclosureRequest.objects.latest("pk")


def test_a_repeat_is_shown_before_it_is_registered_and_then_registered(clerk: Client) -> None:
    clerk.post(URL, registration_data())
    first = newest()
    data = registration_data(once="token-2", purpose="再要一份")
    page = clerk.post(URL, data)
    assert page.status_code == 200
    for words in ("以前申请过相同信息", first.number, "前次申请还没有答复", "重复申请也要登记", "再要一份"):
        assert words in text_of(page)
    assert DisclosureRequest.objects.count() == 1
    seen = fields_of(page)["seen_earlier"]
    answer = clerk.post(URL, data | {"seen_earlier": seen})
    assert answer["Location"] == reverse("desk:receipt", args=[newest().pk])
    assert DisclosureRequest.objects.count() == 2


def test_the_second_click_is_still_the_first_registration(clerk: Client) -> None:
    places = {clerk.post(URL, registration_data())["Location"] for _ in range(2)}
    assert len(places) == 1
    assert DisclosureRequest.objects.count() == 1


def test_what_the_panel_showed_while_typing_needs_no_second_step(clerk: Client) -> None:
    clerk.post(URL, registration_data())
    panel = clerk.post(HINT, registration_data())
    assert newest().number in text_of(panel)
    assert "<html" not in text_of(panel)
    seen = text_of(panel).split('name="seen_earlier" value="')[1].split('"')[0]
    assert "Location" in clerk.post(URL, registration_data(once="token-2", seen_earlier=seen))


def test_somebody_elses_same_application_stops_nobody(clerk: Client) -> None:
    clerk.post(URL, registration_data())
    other = {"applicants-0-name": "赵乙", "applicants-0-identity_number": "11010119900307002X"}
    assert "其他申请人、相同信息" in text_of(clerk.post(HINT, registration_data(**other)))
    assert "Location" in clerk.post(URL, registration_data(once="token-2", **other))


def test_files_must_be_chosen_again_after_the_hint(clerk: Client) -> None:
    scan = SimpleUploadedFile("申请书.pdf", PDF)
    clerk.post(URL, registration_data())
    page = clerk.post(URL, registration_data(once="token-2", scan_application=scan))
    assert "请重新选择扫描件" in text_of(page)


def test_an_unfinished_form_and_forged_rows_break_nothing(clerk: Client) -> None:
    assert clerk.post(HINT, {}).status_code == 200
    forged = {"items-TOTAL_FORMS": "999999999", "applicants-TOTAL_FORMS": "x", "arrived_on": "2026-02-30"}
    assert clerk.post(HINT, registration_data(**forged)).status_code == 200
    assert clerk.get(HINT).status_code == 405


def test_only_the_desk_of_the_agency_is_told(here: Office, clerk: Client) -> None:
    clerk.post(URL, registration_data())
    assert at_desk(here.legal).post(HINT, registration_data()).status_code == 403
    elsewhere = at_desk(other_office().desk)
    assert newest().number not in text_of(elsewhere.post(HINT, registration_data()))


def test_a_letter_to_be_confirmed_shows_it_on_its_own_page(here: Office, clerk: Client) -> None:
    clerk.post(URL, registration_data())
    first = newest()
    seen = f"1-{first.pk}-1"
    clerk.post(URL, registration_data(channel="letter", once="token-2", seen_earlier=seen))
    page = clerk.get(reverse("desk:register_received", args=[newest().pk]))
    assert first.number in text_of(page)


def test_the_case_page_and_the_draft_name_the_first_reply_and_one_click_takes_it_over(
    here: Office, time_machine
) -> None:
    time_machine.move_to("2026-03-02 10:00:00+08:00")
    first = issued_and_made(here, "already_public")
    hand_over(here, first)
    time_machine.move_to("2026-03-05 10:00:00+08:00")
    case = asked_again(here, first)
    desk = Desk.of(here.handler)
    shown = text_of(desk.see(reverse("desk:case", args=[case.pk])))
    for words in (first.request.number, first.number, "送达证明", "可能是重复申请", "去起草答复书"):
        assert words in shown
    reply = reverse("desk:reply", args=[case.pk])
    page = desk.send(reply, f"repeat:1:{first.pk}", "reply-form", delivery="post")
    filled = fields_of(page, "reply-form")
    expected = {
        "item1-outcome": "repeated",
        "item1-first_number": first.number,
        "item1-first_date": "2026-03-02",
        "item1-first_served": "2026-03-02",
        "delivery": "post",
    }
    assert {key: filled[key] for key in expected} == expected
    assert not case.drafts.exists()
    desk.client.post(reply, filled | {"action": "save"})
    assert again(case).items.get().facts["first_number"] == first.number
    assert desk.send(reply, "submit", "reply-form").status_code == 302


def test_no_other_letter_can_be_taken_over(here: Office) -> None:
    first = issued_and_made(here, "already_public")
    case = asked_again(here, first)
    desk = Desk.of(here.handler)
    reply = reverse("desk:reply", args=[case.pk])
    for action in (f"repeat:1:{first.pk}", "repeat:1:999999", "repeat:", "repeat:x:y"):
        answer = desk.send(reply, action, "reply-form")
        assert answer.status_code == 422
        assert "不能作为前次答复" in text_of(answer)
    assert send(at_desk(here.legal), "desk:reply", case, action=f"repeat:1:{first.pk}").status_code == 403
