"""Registration at the counter: every channel, what is missing, more rows without JavaScript, once only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from requests_app import dates
from requests_app.models import DisclosureRequest, OutboxMessage
from requests_app.rules.states import RequestState
from tests.people import Office, office, other_office
from tests.services.stages import PDF
from tests.web.desk_client import at_desk, registration_data, send, text_of
from workflows.desk.registering import Register

pytestmark = pytest.mark.django_db
URL = "/desk/register/"


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def clerk(here: Office) -> Client:
    return at_desk(here.desk)


def only_case() -> DisclosureRequest:
    return DisclosureRequest.objects.get()


CHANNELS = [
    # channel, what the clerk enters besides, the state afterwards
    ("counter", {}, RequestState.UNDER_REVIEW),
    ("oral", {"help_needed": "书写有困难，由工作人员代填"}, RequestState.UNDER_REVIEW),
    ("post", {"mail_number": "EM000000187"}, RequestState.UNDER_REVIEW),
    ("letter", {"confirmed_on": "today", "receipt_proof": "16:20 致电本人确认"}, RequestState.UNDER_REVIEW),
    ("fax", {"confirmed_on": "today", "receipt_proof": "16:20 致电本人确认"}, RequestState.UNDER_REVIEW),
    ("email", {"confirmed_on": "today", "receipt_proof": "确认邮件已归档"}, RequestState.UNDER_REVIEW),
    ("letter", {}, RequestState.RECEIVED),
    ("fax", {}, RequestState.RECEIVED),
    ("email", {}, RequestState.RECEIVED),
]


@pytest.mark.parametrize(("channel", "more", "state"), CHANNELS)
def test_each_channel(clerk: Client, channel: str, more: dict[str, str], state: RequestState) -> None:
    today = dates.today().isoformat()
    fields = {name: today if value == "today" else value for name, value in more.items()}
    answer = clerk.post(URL, registration_data(channel=channel, **fields))
    case = only_case()
    assert case.state == state
    assert case.channel == channel
    page = "desk:receipt" if state == RequestState.UNDER_REVIEW else "desk:case"
    assert answer["Location"] == reverse(page, args=[case.pk])
    assert (case.number is not None) == (state == RequestState.UNDER_REVIEW)


MISSING = [
    # what is wrong, the change, the sentence, the id of the field it leads to
    ("no mail number", {"channel": "post"}, "请填写收到日期的凭据", "id_receipt_proof"),
    ("no name", {"applicants-0-name": ""}, "请填写姓名或者名称", "id_applicants-0-name"),
    ("no item", {"items-0-text": ""}, "请写明所需信息的名称", "id_items-0-text"),
    ("no contact", {"applicants-0-phone": ""}, "请至少填写一种联系方式", "id_applicants-0-phone"),
    (
        "no number",
        {"applicants-0-identity_number": ""},
        "请填写身份证明的号码",
        "id_applicants-0-identity_number",
    ),
    (
        "mistyped number",
        {"applicants-0-identity_number": "110105194912310021"},
        "校验码不对",
        "id_applicants-0-identity_number",
    ),
    ("no such day", {"arrived_on": "2026-02-30"}, "日期不存在", "id_arrived_on"),
]


@pytest.mark.parametrize(("name", "change", "sentence", "target"), MISSING, ids=[row[0] for row in MISSING])
def test_what_is_missing_is_said_and_nothing_is_lost(
    clerk: Client, name: str, change: dict[str, str], sentence: str, target: str
) -> None:
    data = registration_data(purpose="了解小区情况", **change)
    answer = clerk.post(URL, data)
    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert f'href="#{target}"' in page
    assert "<title>错误:" in page
    assert "了解小区情况" in page
    for key in ("applicants-0-name", "items-0-text"):
        assert data[key] in page
    assert not DisclosureRequest.objects.exists()


def test_a_day_in_the_future_is_refused_with_its_article(clerk: Client) -> None:
    tomorrow = (dates.today() + timedelta(days=1)).isoformat()
    answer = clerk.post(URL, registration_data(arrived_on=tomorrow))
    assert answer.status_code == 422
    assert "收到日期不能晚于今天" in text_of(answer)
    assert "第三十一条" in text_of(answer)
    assert not DisclosureRequest.objects.exists()


def test_a_file_of_the_wrong_kind_is_refused_and_says_that_files_must_be_chosen_again(clerk: Client) -> None:
    scan = SimpleUploadedFile("申请书.pdf", b"no pdf at all")
    answer = clerk.post(URL, registration_data(scan_application=scan))
    assert answer.status_code == 422
    assert "内容与它的类型不符" in text_of(answer)
    assert "请重新选择扫描件" in text_of(answer)
    assert not DisclosureRequest.objects.exists()


def test_scans_become_documents_of_their_kind(clerk: Client) -> None:
    scans = {name: SimpleUploadedFile("扫描.pdf", PDF) for name in ("scan_application", "scan_envelope")}
    clerk.post(URL, registration_data(channel="post", mail_number="EM1", **scans))
    kinds = only_case().documents.values_list("kind", flat=True)
    assert sorted(kinds) == ["application", "envelope"]


def test_one_row_more_keeps_what_was_entered_and_judges_nothing(clerk: Client) -> None:
    data = registration_data(add_item="1", **{"applicants-0-name": "", "accepts_other_form": ""})
    page = text_of(clerk.post(URL, data))
    assert 'name="items-1-text"' in page
    assert data["items-0-text"] in page
    assert "错误" not in page
    assert not DisclosureRequest.objects.exists()


def test_rows_can_be_taken_away_again(clerk: Client) -> None:
    rows = {"items-TOTAL_FORMS": "3", "items-0-text": "甲", "items-1-text": "乙", "items-2-text": "丙"}
    page = text_of(clerk.post(URL, registration_data(remove_item="1", **rows)))
    assert "甲" in page
    assert "丙" in page
    assert "乙" not in page
    assert 'name="items-2-text"' not in page


def test_several_applicants_and_items(clerk: Client) -> None:
    second = {
        "applicants-TOTAL_FORMS": "2",
        "applicants-1-type": "commercial_enterprise",
        "applicants-1-name": "清溪市某某置业有限公司",
        "applicants-1-identity_kind": "other",
        "applicants-1-address": "清溪市东湖区文昌路2号",
        "items-TOTAL_FORMS": "2",
        "items-1-text": "土地出让合同",
    }
    clerk.post(URL, registration_data(**second))
    case = only_case()
    assert [item.text for item in case.items.all()][1] == "土地出让合同"
    assert [applicant.organisation_kind for applicant in case.applicants.all()] == [
        "",
        "commercial_enterprise",
    ]


def test_the_mistake_of_the_second_applicant_stands_at_the_second_applicant(clerk: Client) -> None:
    second = {
        "applicants-TOTAL_FORMS": "2",
        "applicants-1-type": "natural_person",
        "applicants-1-name": "孙某某",
        "applicants-1-identity_kind": "other",
        "applicants-1-identity_number": "A1",
    }
    page = text_of(clerk.post(URL, registration_data(**second)))
    assert 'href="#id_applicants-1-phone"' in page


def test_a_double_click_registers_once_and_both_get_the_receipt(clerk: Client) -> None:
    first, second = (clerk.post(URL, registration_data()) for _ in range(2))
    assert first["Location"] == second["Location"] == reverse("desk:receipt", args=[only_case().pk])
    assert OutboxMessage.objects.filter(topic="letters.receipt").count() == 1


def test_the_same_form_opened_anew_registers_anew(clerk: Client) -> None:
    for token in ("one", "two"):
        clerk.post(URL, registration_data(once=token, **{"items-0-text": f"{token}号楼的竣工验收备案表"}))
    assert DisclosureRequest.objects.count() == 2


def test_a_form_without_its_token_is_refused(clerk: Client) -> None:
    answer = clerk.post(URL, registration_data(once=""))
    assert answer.status_code == 422
    assert not DisclosureRequest.objects.exists()


def test_a_refused_form_can_be_sent_again_with_its_token(clerk: Client) -> None:
    clerk.post(URL, registration_data(**{"applicants-0-phone": ""}))
    clerk.post(URL, registration_data())
    assert only_case().number


def test_the_receipt_shows_number_due_date_and_code_for_ten_minutes(clerk: Client, here: Office) -> None:
    clerk.post(URL, registration_data())
    case = only_case()
    url = reverse("desk:receipt", args=[case.pk])
    page = text_of(clerk.get(url))
    assert case.number is not None
    assert case.number in page
    assert "查询码</dt>" in page
    # A colleague, and this clerk after the ten minutes, see the receipt without the code.
    assert "查询码</dt>" not in text_of(at_desk(here.handler).get(url))
    session = clerk.session
    session["fresh_query_codes"][str(case.pk)][1] = "2020-01-01T00:00:00+08:00"
    session.save()
    assert "查询码</dt>" not in text_of(clerk.get(url))


def test_the_code_does_not_lie_open_in_the_session(clerk: Client) -> None:
    clerk.post(URL, registration_data())
    page = text_of(clerk.get(reverse("desk:receipt", args=[only_case().pk])))
    code = page.partition("查询码</dt>")[2].partition('code">')[2].partition("<")[0]
    assert len(code) > 8
    assert code not in str(clerk.session["fresh_query_codes"])


def test_next_goes_on_with_an_empty_form(clerk: Client) -> None:
    answer = clerk.post(URL, registration_data(next="1"))
    assert answer["Location"] == URL
    page = text_of(clerk.get(URL))
    assert reverse("desk:receipt", args=[only_case().pk]) in page
    assert "何某某" not in page


def test_a_letter_taken_in_is_registered_after_the_confirmation(clerk: Client) -> None:
    clerk.post(URL, registration_data(channel="letter"))
    case = only_case()
    page = text_of(clerk.get(reverse("desk:case", args=[case.pk])))
    assert reverse("desk:register_received", args=[case.pk]) in page
    refused = send(clerk, "desk:register_received", case, received_on=dates.today().isoformat())
    assert refused.status_code == 422
    proof = {"received_on": dates.today().isoformat(), "receipt_proof": "16:20 致电本人确认"}
    done = send(clerk, "desk:register_received", case, **proof)
    assert done["Location"] == reverse("desk:receipt", args=[case.pk])
    assert only_case().state == RequestState.UNDER_REVIEW
    assert "查询码</dt>" in text_of(clerk.get(done["Location"]))


PREVIEWS: list[tuple[dict[str, Any], str]] = [
    ({"channel": "counter"}, "答复到期日"),
    ({"channel": "letter"}, "尚未与申请人确认"),
    ({"channel": "post", "arrived_on": "1.1."}, "填写渠道和日期后"),
]


@pytest.mark.parametrize(("entered", "words"), PREVIEWS)
def test_the_dates_beside_the_form(clerk: Client, entered: dict[str, Any], words: str) -> None:
    assert words in text_of(clerk.get("/desk/register/preview/", entered))


def test_only_those_who_take_applications_in_get_the_form(here: Office) -> None:
    allowed = {
        role.value for role, member in here.members.items() if at_desk(member).get(URL).status_code == 200
    }
    assert allowed == {"desk_officer"}
    shown = {
        role.value
        for role, member in here.members.items()
        if f'href="{URL}"' in text_of(at_desk(member).get("/desk/"))
    }
    assert shown == {"desk_officer"}


def test_a_clerk_registers_for_the_own_agency_only(here: Office) -> None:
    other = other_office()
    at_desk(other.desk).post(URL, registration_data())
    assert only_case().agency == other.agency
    assert at_desk(here.desk).get(reverse("desk:case", args=[only_case().pk])).status_code == 404


def test_the_slower_of_two_clicks_shows_the_receipt_with_the_code_too(clerk: Client, here: Office) -> None:
    """Its session was read while the first click was still at work."""
    stale = SessionStore(clerk.session.session_key)
    assert "fresh_query_codes" not in stale
    first = clerk.post(URL, registration_data())
    request = RequestFactory().post(URL, registration_data())
    request.session, request.user = stale, here.desk.user
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    second = Register.as_view()(request)
    assert second["Location"] == first["Location"] == reverse("desk:receipt", args=[only_case().pk])
    stale.save()
    assert "查询码</dt>" in text_of(clerk.get(second["Location"]))
