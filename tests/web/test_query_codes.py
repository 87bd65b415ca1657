"""The query code is the applicant's alone: on no stored paper, once on the receipt that is handed over, and anew
only after an identity check."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from requests_app.models import OnlineApplication, OutboxMessage
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.selectors.documents import read_content
from tests.letters.desk import deliver_all
from tests.letters.pages import full_text
from tests.people import Office, again, counter_case, office, registered
from tests.web.desk import Desk, fields_of
from tests.web.portal_visitor import Visitor, words

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")


@pytest.fixture
def here() -> Office:
    return office()


def shown_on(page: HttpResponse) -> str:
    """The code that a page shows, "" for none."""
    found = CODE.search(words(page))
    return found[0] if found else ""


def reissued(here: Office, pk: int, check: str = "in_person") -> tuple[Desk, HttpResponse]:
    desk = Desk.of(here.desk)
    url = reverse("desk:reissue_code", args=[pk])
    answer = desk.client.post(url, fields_of(desk.see(url)) | {"check": check}, follow=True)
    return desk, answer


@pytest.mark.parametrize("channel", ["counter", "web"])
def test_no_stored_paper_carries_the_code_and_the_receipt_says_where_it_was_given(
    here: Office, channel: str
) -> None:
    if channel == "web":
        number, code = Visitor().apply()
    else:
        given = registered(here)
        number, code = str(given.case.number), given.query_code
    deliver_all()
    assert not any(code in str(message.payload) for message in OutboxMessage.objects.all())
    letter = here.agency.disclosurerequest_set.get(number=number).letters.get(kind="receipt")
    text = full_text(read_content(letter.document))
    assert number in text
    assert code not in text
    assert {"counter": "登记时交付的登记回执", "web": "网上提交后的回执页面"}[channel] in text


def test_the_registering_session_prints_the_receipt_with_the_code_and_nobody_else_does(here: Office) -> None:
    case = counter_case(here)
    desk, page = reissued(here, case.pk)
    assert shown_on(page)
    url = reverse("desk:receipt_pdf", args=[case.pk])
    assert desk.see(url).status_code == 403
    deliver_all()
    receipt = desk.see(reverse("desk:receipt", args=[case.pk]))
    assert url in receipt.content.decode()
    printed = desk.see(url)
    assert printed.headers["Content-Type"] == "application/pdf"
    assert "no-store" in printed.headers["Cache-Control"]
    assert shown_on(page) in full_text(printed.content)
    for role in (Role.HANDLER, Role.LEGAL_REVIEWER, Role.AGENCY_ADMIN, Role.ARCHIVIST):
        assert Desk.of(here.member(role)).see(url).status_code == 403


def test_a_reissued_code_opens_the_case_and_the_old_one_does_not(here: Office) -> None:
    given = registered(here)
    number = str(given.case.number)
    desk, page = reissued(here, given.case.pk)
    code = shown_on(page)
    assert code not in ("", given.query_code)
    assert f"办理进度 {number}" in words(Visitor().ask(number, code))
    assert "不相符" in words(Visitor().ask(number, given.query_code))
    entry = AuditEntry.objects.get(request_id=given.case.pk, action="query_code_reissued")
    assert entry.user_id == here.desk.user.pk
    assert "证件原件" in entry.message
    assert code not in f"{entry.message}{entry.data}"
    assert shown_on(desk.see(reverse("desk:case", args=[given.case.pk]))) == ""


def test_an_online_receipt_shows_the_old_code_no_longer(here: Office) -> None:
    visitor = Visitor()
    number, code = visitor.apply()
    case = here.agency.disclosurerequest_set.get(number=number)
    reissued(here, case.pk)
    assert code not in visitor.client.get(f"{visitor.form_url}receipt/").content.decode()
    assert OnlineApplication.objects.get(request=case).query_code == ""


REFUSED = [
    # name, role, answer of the form, status
    ("without saying how the person was recognised", Role.DESK_OFFICER, "", 422),
    ("by somebody who does not write to the applicant", Role.LEGAL_REVIEWER, "in_person", 403),
    ("by the administrator", Role.AGENCY_ADMIN, "in_person", 403),
]


@pytest.mark.parametrize(("name", "role", "check", "status"), REFUSED, ids=[row[0] for row in REFUSED])
def test_no_code_is_issued_anew(here: Office, name: str, role: Role, check: str, status: int) -> None:
    given = registered(here)
    desk = Desk.of(here.member(role))
    version = again(given.case).version
    url = reverse("desk:reissue_code", args=[given.case.pk])
    answer = desk.client.post(url, {"seen_version": version, "check": check})
    assert answer.status_code == status
    assert f"办理进度 {given.case.number}" in words(Visitor().ask(str(given.case.number), given.query_code))
