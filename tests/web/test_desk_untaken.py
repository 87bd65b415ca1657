"""未接收: the queue with its alarm; the day of receipt corrected on its page; the channels of the agency."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_app import dates
from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.services import registration
from requests_app.services.registration import NewRequest
from tests.people import Office, again, application, counter_case, office, other_office
from tests.services.stages import PDF
from tests.web.desk_client import at_desk, registration_data, send, text_of
from tests.web.portal_visitor import words

pytestmark = pytest.mark.django_db
QUEUE = "/desk/untaken/"


@pytest.fixture
def here() -> Office:
    return office()


def arrived(here: Office, days_ago: int, *items: str, channel: str = "letter") -> DisclosureRequest:
    day = dates.today() - timedelta(days=days_ago)
    new: NewRequest = application(*items, on=day, channel=channel, received_on=None)
    return registration.take_in(actor=here.desk, agency=here.agency, new=new)


def test_the_queue_shows_what_is_late_before_what_is_new(here: Office) -> None:
    arrived(here, 0, "今天的传真", channel="fax")
    arrived(here, 9, "上周的信")
    page = text_of(at_desk(here.desk).get(QUEUE))
    assert page.index("已过到达当日") < page.index("上周的信") < page.index("今天的传真")
    assert "其中 1 件已过到达当日" in page
    assert "确认并登记" in page


def test_the_alarm_begins_on_the_day_after_arrival(here: Office) -> None:
    case = arrived(here, 0)
    today = dates.today()
    for day, late in ((today, 0), (today + timedelta(days=1), 1)):
        with dates.as_of(day):
            assert f"其中 {late} 件已过到达当日" in text_of(at_desk(here.head).get(QUEUE))
    registration.register(actor=here.desk, case_id=case.pk, received_on=today, receipt_proof="致电确认")
    assert "没有未接收的申请" in text_of(at_desk(here.desk).get(QUEUE))


def test_officers_and_their_head_see_it_and_nobody_else(here: Office) -> None:
    arrived(here, 1, "只有本机关能看见的信")
    statuses = {role: at_desk(member).get(QUEUE).status_code for role, member in here.members.items()}
    assert {role for role, status in statuses.items() if status == 200} == {
        Role.DESK_OFFICER,
        Role.OFFICE_HEAD,
    }
    assert set(statuses.values()) == {200, 403}
    assert "只有本机关能看见的信" not in text_of(at_desk(other_office().desk).get(QUEUE))


def test_the_head_watches_and_does_not_register(here: Office) -> None:
    case = arrived(here, 1)
    page = text_of(at_desk(here.head).get(QUEUE))
    assert reverse("desk:case", args=[case.pk]) in page
    assert reverse("desk:register_received", args=[case.pk]) not in page


def test_every_page_of_the_desk_counts_it_and_the_inbox_leads_there(here: Office) -> None:
    arrived(here, 1)
    page = text_of(at_desk(here.desk).get("/desk/"))
    assert words(at_desk(here.desk).get("/desk/")).count("未接收 1") == 1
    assert f'<a href="{QUEUE}">' in page
    assert QUEUE not in text_of(at_desk(here.handler).get("/desk/"))


# ---- 更正收到日期 ----


def posted(here: Office) -> DisclosureRequest:
    return counter_case(here, channel="post", mail_number="EM000000187")


def the_day_before(case: DisclosureRequest) -> str:
    assert case.received_on is not None
    return (case.received_on - timedelta(days=7)).isoformat()


def test_the_effect_is_shown_before_anything_is_corrected(here: Office) -> None:
    case = posted(here)
    url, client = reverse("desk:receipt_date", args=[case.pk]), at_desk(here.head)
    assert url in text_of(client.get(reverse("desk:case", args=[case.pk])))
    page = client.get(url, {"to": the_day_before(case)})
    assert page.status_code == 200
    assert "答复到期日由" in text_of(page)
    assert again(case).received_on == case.received_on
    proof = SimpleUploadedFile("签收单.pdf", PDF)
    fields = {"to": the_day_before(case), "reason": "误填转交日期", "proof": proof}
    answer = send(client, "desk:receipt_date", case, **fields)
    assert answer["Location"] == reverse("desk:case", args=[case.pk])
    assert again(case).received_on.isoformat() == the_day_before(case)
    record = text_of(client.get(reverse("desk:record", args=[case.pk])))
    assert "误填转交日期" in record
    assert "到期日" in record


def test_without_proof_the_reason_is_still_there(here: Office) -> None:
    case = posted(here)
    answer = send(
        at_desk(here.head), "desk:receipt_date", case, to=the_day_before(case), reason="误填转交日期"
    )
    assert answer.status_code == 422
    page = text_of(answer)
    assert "请上传实际收到日期的凭据" in page
    assert "误填转交日期" in page
    assert "答复到期日由" in page


@pytest.mark.parametrize("to", ["2026-02-30", "2999-01-01", ""])
def test_a_day_that_cannot_be_is_answered_with_the_first_step(here: Office, to: str) -> None:
    case = posted(here)
    url = reverse("desk:receipt_date", args=[case.pk])
    client = at_desk(here.head)
    assert client.get(url, {"to": to}).status_code == 422
    assert send(client, "desk:receipt_date", case, to=to, reason="误填").status_code == 422


def test_nobody_but_the_head_gets_the_page(here: Office) -> None:
    case = posted(here)
    url = reverse("desk:receipt_date", args=[case.pk])
    for member in (here.desk, here.handler, here.legal):
        assert at_desk(member).get(url, {"to": the_day_before(case)}).status_code == 403
        assert url not in text_of(at_desk(member).get(reverse("desk:case", args=[case.pk])))


# ---- 申请渠道 ----


def test_the_administrator_closes_a_channel_and_the_guide_and_the_desk_follow(here: Office) -> None:
    client = at_desk(here.member(Role.AGENCY_ADMIN))
    assert "当面（条例第三十一条" in words(client.get("/desk/channels/"))
    client.post("/desk/channels/", {"web": "on", "fax_number": "0000-5550232"})
    guide = text_of(client.get(f"/guide/{here.agency.code}/"))
    assert "电子邮件申请" not in guide
    assert "邮寄申请" in guide
    answer = at_desk(here.desk).post("/desk/register/", registration_data(channel="email"))
    assert answer.status_code == 422
    assert "没有在公开指南中公布接收电子邮件申请" in text_of(answer)


def test_a_fax_needs_its_number(here: Office) -> None:
    client = at_desk(here.member(Role.AGENCY_ADMIN))
    answer = client.post("/desk/channels/", {"fax": "on"})
    assert answer.status_code == 422
    assert "请填写传真号码" in text_of(answer)
    assert at_desk(here.desk).get("/desk/channels/").status_code == 403
