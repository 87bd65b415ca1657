"""The supervisor's room: who enters, what is on the list and what is not, the demand and its answer at the desk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from requests_app import dates
from requests_app.actors import Member
from requests_app.models import DisclosureRequest, SupervisionOrder
from requests_app.rules.roles import Role
from tests.people import (
    Office,
    case_in_handling,
    counter_case,
    government,
    join,
    office,
    other_office,
    other_platform,
)
from tests.web.desk_client import at_desk, send, text_of

pytestmark = pytest.mark.django_db
LIST = "/supervision/"


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def supervisor() -> Member:
    return government().member(Role.SUPERVISOR)


@pytest.fixture
def case(here: Office) -> DisclosureRequest:
    """Long overdue."""
    with dates.as_of(dates.today() - timedelta(days=60)):
        return case_in_handling(here, "只有本机关知道的申请内容")


def form_of(case: DisclosureRequest) -> str:
    return reverse("supervision:order", args=[case.pk])


def ordering(**changes: str) -> dict[str, str]:
    return {
        "words": "请说明迟延的原因",
        "answer_by": (dates.today() + timedelta(days=3)).isoformat(),
        **changes,
    }


def test_supervisor_and_head_enter_and_nobody_else(here: Office, supervisor: Member) -> None:
    statuses = {role: at_desk(member).get(LIST).status_code for role, member in here.members.items()}
    assert {role for role, status in statuses.items() if status == 200} == {Role.OFFICE_HEAD}
    assert set(statuses.values()) == {200, 403}
    assert at_desk(supervisor).get(LIST).status_code == 200
    assert Client().get(LIST).headers["Location"].startswith(reverse("login"))


def test_the_list_names_days_and_people_and_no_applicant(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    answer = at_desk(supervisor).get(LIST)
    page = text_of(answer)
    for expected in (
        case.number,
        here.agency.name,
        "王强",
        "办理中",
        "其中 1 件已超期",
        "紧急审批",
        form_of(case),
    ):
        assert expected is not None
        assert expected in page
    applicant = case.applicants.get()
    for secret in (applicant.name, applicant.phone, "只有本机关知道"):
        assert secret not in page
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_supervisor_watches_and_reads_no_case(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    client = at_desk(supervisor)
    for name in ("case", "materials", "record", "consultations", "reply", "delivery", "case_sheet"):
        answer = client.get(reverse(f"desk:{name}", args=[case.pk]))
        assert answer.status_code == 404, name
    for address in ("/desk/", reverse("desk:register_page")):
        assert case.applicants.get().name not in text_of(client.get(address))
    assert case.number is not None
    assert case.number not in text_of(client.get("/desk/"))
    assert client.get(form_of(case)).status_code == 200


def test_the_head_sees_the_own_office_alone_and_demands_nothing(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    there = other_office()
    with dates.as_of(dates.today() - timedelta(days=60)):
        foreign = case_in_handling(there)
    page = text_of(at_desk(here.head).get(LIST))
    assert case.number is not None
    assert foreign.number is not None
    assert case.number in page
    assert foreign.number not in page
    assert form_of(case) not in page
    assert at_desk(here.head).get(form_of(case)).status_code == 403
    assert at_desk(here.head).post(form_of(case), ordering()).status_code == 403
    assert not SupervisionOrder.objects.exists()


def test_the_desk_leads_there_for_who_may_enter(here: Office, supervisor: Member) -> None:
    for member, there in ((here.head, True), (supervisor, True), (here.handler, False)):
        assert (f'href="{LIST}"' in text_of(at_desk(member).get("/desk/"))) is there


def test_a_demand_and_its_answer(here: Office, supervisor: Member, case: DisclosureRequest) -> None:
    assert at_desk(supervisor).get(form_of(case)).status_code == 200
    answer = at_desk(supervisor).post(form_of(case), ordering(), follow=True)
    assert "已督办" in text_of(answer)
    order = SupervisionOrder.objects.get()
    desk = at_desk(here.handler)
    page = text_of(desk.get(reverse("desk:case", args=[case.pk])))
    address = reverse("desk:supervision_answer", args=[case.pk, order.pk])
    assert "请说明迟延的原因" in page
    assert address in page
    assert "请说明迟延的原因" in text_of(desk.get(address))
    assert send(desk, "desk:supervision_answer", case, order.pk, answer="").status_code == 422
    assert send(desk, "desk:supervision_answer", case, order.pk, answer="今天送审").status_code == 302
    assert "今天送审" in text_of(at_desk(supervisor).get(LIST))
    assert "今天送审" in text_of(at_desk(supervisor).get(form_of(case)))
    assert address not in text_of(desk.get(reverse("desk:case", args=[case.pk])))


def test_bad_input_is_said_and_kept(supervisor: Member, case: DisclosureRequest) -> None:
    client = at_desk(supervisor)
    for wrong, words in (
        ({"words": ""}, "请写明督办的要求"),
        ({"answer_by": ""}, "请填写答复督办的期限"),
        ({"answer_by": "2026-02-30"}, "日期不存在"),
        ({"answer_by": date(2020, 1, 1).isoformat()}, "不能早于今天"),
    ):
        refused = client.post(form_of(case), ordering(**wrong))
        assert (refused.status_code, words in text_of(refused)) == (422, True)
        assert "words" in wrong or "请说明迟延的原因" in text_of(refused)
    client.post(form_of(case), ordering())
    second = client.post(form_of(case), ordering(words="再次督办"))
    assert (second.status_code, "尚未答复的督办" in text_of(second)) == (409, True)
    assert "再次督办" in text_of(second)


def test_a_supervisor_elsewhere_learns_nothing(here: Office, case: DisclosureRequest) -> None:
    elsewhere = join(other_platform().agency, Role.SUPERVISOR, "xuyuan9", "许远")
    client = at_desk(elsewhere)
    assert case.number is not None
    assert case.number not in text_of(client.get(LIST))
    assert client.get(form_of(case)).status_code == client.get(form_of_missing()).status_code == 404


def form_of_missing() -> str:
    return reverse("supervision:order", args=[999999])


def test_the_answer_is_the_offices_own(here: Office, supervisor: Member, case: DisclosureRequest) -> None:
    at_desk(supervisor).post(form_of(case), ordering())
    order = SupervisionOrder.objects.get()
    for member, status in ((here.legal, 403), (supervisor, 404), (other_office().handler, 404)):
        got = at_desk(member).get(reverse("desk:supervision_answer", args=[case.pk, order.pk]))
        assert got.status_code == status
    other = counter_case(here)
    unknown = at_desk(here.handler).get(reverse("desk:supervision_answer", args=[other.pk, order.pk]))
    assert unknown.status_code == 404
