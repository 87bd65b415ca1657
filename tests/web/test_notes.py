"""Notes of talks and needed help on the screens: written at the desk, marked where it matters, hidden from outside."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from requests_app import dates
from requests_app.models import DisclosureRequest
from requests_app.services import registration
from tests.people import Office, application, counter_case, office, other_office
from tests.web.desk_client import at_desk, send, text_of
from tests.web.test_portal_status import case_page, looking_at

pytestmark = pytest.mark.django_db
NEEDED = "视力不便，请以大字号打印"


@pytest.fixture
def here() -> Office:
    return office()


def write(client: Client, case: DisclosureRequest, **changes: Any) -> Any:
    fields = {
        "kind": "talk",
        "counterpart": "third_party",
        "person": "钱某某（某某置业）",
        "way": "phone",
        "on": dates.today().isoformat(),
        "at": "16:20",
        "said": "请其在期限内书面答复",
        "agreed": "周五前答复",
        **changes,
    }
    return send(client, "desk:notes", case, **fields)


def test_a_talk_is_written_listed_and_stays_inside(here: Office) -> None:
    case = counter_case(here)
    desk = at_desk(here.handler)
    page = reverse("desk:notes", args=[case.pk])
    assert page in text_of(desk.get(reverse("desk:case", args=[case.pk])))
    assert write(desk, case)["Location"] == page
    record = text_of(at_desk(here.legal).get(reverse("desk:record", args=[case.pk])))
    for words in ("钱某某（某某置业）", "16:20", "周五前答复", "沟通：电话，第三方"):
        assert words in record
    shown = case_page(looking_at(case))
    assert "钱某某" not in shown
    assert "周五前" not in shown
    assert at_desk(here.legal).get(page).status_code == 403
    assert at_desk(other_office().handler).get(page).status_code == 404


def test_bad_input_keeps_what_was_typed(here: Office) -> None:
    case = counter_case(here)
    answer = write(at_desk(here.desk), case, kind="guidance", at="25:70")
    assert answer.status_code == 422
    assert "时间不存在" in text_of(answer)
    answer = write(at_desk(here.desk), case, kind="guidance")
    assert answer.status_code == 422
    assert "“指导、释明”的对方是申请人" in text_of(answer)
    assert "请其在期限内书面答复" in text_of(answer)


def test_help_is_marked_until_it_is_recorded(here: Office) -> None:
    case = counter_case(here, help_needed=NEEDED)
    desk = at_desk(here.desk)
    assert "申请人需要帮助" in text_of(desk.get("/desk/"))
    pages = [reverse(f"desk:{name}", args=[case.pk]) for name in ("case", "delivery")]
    for page in pages:
        assert "还没有提供帮助的记录" in text_of(desk.get(page))
        assert "第四十三条" in text_of(desk.get(page))
        assert NEEDED in text_of(desk.get(page))
    write(desk, case, kind="help", counterpart="applicant", person="王契", said="代填申请表")
    for page in pages:
        assert "已有提供帮助的记录" in text_of(desk.get(page))
        assert "还没有提供帮助" not in text_of(desk.get(page))


def test_a_confirming_call_fills_in_the_proof_of_receipt(here: Office) -> None:
    new = application(channel="letter", received_on=None)
    case = registration.take_in(actor=here.desk, agency=here.agency, new=new)
    desk = at_desk(here.desk)
    write(desk, case, kind="confirmation", counterpart="applicant", person="王契（本人）", said="信已收到")
    page = text_of(desk.get(reverse("desk:register_received", args=[case.pk])))
    assert "16:20 电话与王契（本人）确认：信已收到" in page
