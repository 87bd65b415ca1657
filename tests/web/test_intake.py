"""统一受理 on the screens: the applicant who does not know the agency, the dispatcher, and everybody else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from requests_app import dates, notifications
from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.services.intake import submit_to_platform
from tests.people import (
    Office,
    again,
    application,
    join,
    office,
    other_office,
    other_platform,
    platform_office,
)
from tests.services.stages import PDF
from tests.web.desk_client import at_desk, text_of
from tests.web.portal_visitor import PERSON, Visitor, complaints, words

pytestmark = pytest.mark.django_db
LIST = "/desk/intake/"
WANTED = "东湖片区控制性详细规划及其批复"


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def platform() -> Office:
    return platform_office()


def unsure(**changes: str) -> dict[str, str]:
    return {**PERSON, "addressed": "QX0001", "agency_name": "", **changes}


def sent(visitor: Visitor, **changes: str) -> tuple[HttpResponse, DisclosureRequest, str]:
    """The receipt page, the case and its query code."""
    visitor.begin().press("check", unsure(**changes))
    page = visitor.send()
    code = re.search(r'class="big code">([^<]+)<', page.content.decode())
    assert code is not None, words(page)
    return page, DisclosureRequest.objects.latest("pk"), code[1]


def route(platform: Office, case: DisclosureRequest, **changes: str) -> HttpResponse:
    client = at_desk(platform.dispatcher)
    data = {
        "seen_version": str(again(case).version),
        "agency": "规划和自然资源局",
        "reason": "该信息由该局制作",
        **changes,
    }
    return client.post(reverse("desk:route", args=[case.pk]), data)


# ---- the applicant ----


def test_the_choice_is_there_only_where_a_platform_is(here: Office) -> None:
    assert "不确定由哪个机关办理" not in words(Visitor().client.get("/apply/"))
    platform_office()
    page = words(Visitor().client.get("/apply/"))
    assert "不确定由哪个机关办理，由清溪市政府信息公开办公室统一受理后分送" in page


def test_who_knows_the_agency_must_still_name_it(here: Office, platform: Office) -> None:
    visitor = Visitor().begin()
    answer = visitor.press("check", unsure(addressed="known"))
    assert complaints(answer) == ["行政机关名称：请选择向哪个行政机关申请。"]
    number, _ = visitor.apply(addressed="known")
    assert "-QX-" in number


def test_the_check_page_says_who_finds_the_agency(here: Office, platform: Office) -> None:
    page = words(Visitor().begin().press("check", unsure()))
    assert "不确定由哪个机关办理：由清溪市人民政府（清溪市政府信息公开办公室）统一受理" in page


def test_the_receipt_has_its_number_and_code_and_no_due_date(here: Office, platform: Office) -> None:
    page, case, _ = sent(Visitor())
    text = words(page)
    assert case.intake_number in text
    assert "答复期限自负责办理的行政机关收到申请之日起计算，现在还没有答复到期日" in text
    assert "答复到期日（" not in text
    assert "为什么是" not in text
    assert "受理编号</dt>" not in page.content.decode().replace("统一受理编号</dt>", "")


def test_the_status_before_and_after_routing(here: Office, platform: Office) -> None:
    _, case, code = sent(Visitor())
    before = words(Visitor().ask(case.intake_number or "", code))
    assert "正在确定由哪个机关办理" in before
    assert "统一受理编号和查询码继续有效" in before
    assert "以前（含当日）答复您" not in before
    route(platform, case)
    case = again(case)
    for number in (case.intake_number or "", case.number or ""):
        after = words(Visitor("203.0.113.9").ask(number, code))
        assert "您的申请已经登记，正在审核。" in after
        assert "清溪市规划和自然资源局应当在" in after
        assert case.intake_number in after
        assert case.number in after


def test_the_applicant_takes_it_back_before_it_is_routed(here: Office, platform: Office) -> None:
    visitor = Visitor()
    sent(visitor)
    assert "清溪市人民政府不再办理" in words(visitor.client.get("/status/withdraw/"))
    page = words(visitor.client.post("/status/withdraw/", {"reason": ""}, follow=True))
    assert "您已经撤回这件申请" in page
    assert "撤回告知书" not in page


def test_the_dispatcher_records_a_withdrawal_on_paper(here: Office, platform: Office) -> None:
    _, case, _ = sent(Visitor())
    client = at_desk(platform.dispatcher)
    address = reverse("desk:withdraw_unrouted", args=[case.pk])
    assert address in client.get(reverse("desk:route", args=[case.pk])).content.decode()
    data = {"seen_version": str(again(case).version), "reason": "材料已经找到"}
    refused = client.post(address, data)
    assert (refused.status_code, "材料已经找到" in text_of(refused)) == (422, True)
    paper = SimpleUploadedFile("撤回申请书.pdf", PDF, "application/pdf")
    page = words(client.post(address, {**data, "signed_paper": paper}, follow=True))
    assert "0 件等待分办" in page
    assert "分办以前撤回" in page
    assert client.get(address).status_code == 409


def test_a_platform_that_nobody_offered_is_not_taken(here: Office) -> None:
    answer = Visitor().begin().press("check", unsure())
    assert complaints(answer) == ["行政机关名称：请选择向哪个行政机关申请。"]


# ---- the dispatcher ----


def test_a_dispatcher_comes_to_the_list_with_its_alarm(here: Office, platform: Office) -> None:
    _, case, _ = sent(Visitor())
    client = at_desk(platform.dispatcher)
    assert client.get("/desk/")["Location"] == LIST
    page = words(client.get(LIST))
    assert "1 件等待分办，其中 0 件已过提交当日" in page
    assert case.intake_number in page
    assert "统一受理 1" in page


def test_routing_registers_and_says_so(here: Office, platform: Office) -> None:
    _, case, _ = sent(Visitor())
    url = reverse("desk:route", args=[case.pk])
    page = words(at_desk(platform.dispatcher).get(url))
    assert WANTED in page
    assert "收到日期为提交之日" in page
    assert "陈某某" not in page
    assert "13800000142" not in page
    answer = route(platform, case)
    assert answer["Location"] == LIST
    listed = words(at_desk(platform.dispatcher).get(LIST))
    assert "没有等待分办的申请" in listed
    assert again(case).number in listed
    assert WANTED not in listed
    inbox = words(at_desk(here.desk).get("/desk/"))
    assert again(case).number in inbox
    overview = words(at_desk(here.desk).get(reverse("desk:case", args=[case.pk])))
    assert f"{case.intake_number}，" in overview
    assert "分办至清溪市规划和自然资源局：该信息由该局制作" in overview


REFUSED = [
    ("nothing", {"agency": ""}, "请选择由哪个机关办理"),
    ("no such agency", {"agency": "海关"}, "没有名称含“海关”的行政机关"),
    ("several", {"agency": "局"}, "有几个机关的名称含“局”"),
    ("another platform's", {"agency": "某某市"}, "没有名称含“某某市”的行政机关"),
    ("no reason", {"reason": ""}, "请写明为什么由这个机关办理"),
]


@pytest.mark.parametrize(("name", "changes", "sentence"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_missing_is_said_and_nothing_is_lost(
    here: Office, platform: Office, name: str, changes: dict[str, str], sentence: str
) -> None:
    other_office()
    other_platform()
    _, case, _ = sent(Visitor())
    answer = route(platform, case, **changes)
    assert answer.status_code == 422
    assert sentence in words(answer)
    kept = changes.get("agency", "规划和自然资源局") or "该信息由该局制作"
    assert kept in text_of(answer)
    assert again(case).is_unrouted


def test_the_second_of_two_dispatchers_is_told(here: Office, platform: Office) -> None:
    _, case, _ = sent(Visitor())
    old = again(case).version
    route(platform, case)
    answer = route(platform, case, seen_version=str(old))
    assert answer.status_code == 409
    assert "已经分办" in words(answer)
    assert DisclosureRequest.objects.filter(number__isnull=False).count() == 1


def test_nobody_else_gets_a_page_by_guessing_its_address(here: Office, platform: Office) -> None:
    _, case, _ = sent(Visitor())
    pages = [LIST, reverse("desk:route", args=[case.pk])]
    strangers = [*here.members.values(), *other_office().members.values(), platform.desk, platform.head]
    for member in strangers:
        client = at_desk(member)
        for url in [*pages, reverse("desk:case", args=[case.pk]), reverse("desk:record", args=[case.pk])]:
            for answer in (client.get(url), client.post(url, {"seen_version": "0"})):
                assert answer.status_code in (403, 404, 405), (member.label, url)
                assert WANTED not in text_of(answer)
    foreign = at_desk(other_platform().dispatcher)
    assert case.intake_number not in words(foreign.get(LIST))
    assert foreign.get(pages[1]).status_code == 404
    assert again(case).is_unrouted


def test_a_dispatcher_opens_no_other_page_of_it(here: Office, platform: Office) -> None:
    _, case, _ = sent(Visitor())
    client = at_desk(platform.dispatcher)
    for view in (
        "case",
        "materials",
        "record",
        "reply",
        "delivery",
        "receipt",
        "contacts",
        "register_received",
    ):
        assert client.get(reverse(f"desk:{view}", args=[case.pk])).status_code in (302, 404), view
    route(platform, case)
    assert client.get(reverse("desk:case", args=[case.pk])).status_code == 404


def test_who_is_desk_officer_and_dispatcher_has_both_lists(here: Office, platform: Office) -> None:
    both = join(platform.agency, Role.DISPATCHER, "xulei", "许蕾")
    _, case, _ = sent(Visitor())
    client = at_desk(both)
    assert case.intake_number not in words(client.get("/desk/"))
    assert case.intake_number in words(client.get(LIST))
    assert route(Office(platform.agency, {Role.DISPATCHER: both}), case)["Location"] == LIST


def test_the_head_of_the_platform_sees_how_many_wait_and_not_what(here: Office, platform: Office) -> None:
    _, case, _ = sent(Visitor())
    page = words(at_desk(platform.head).get("/desk/untaken/"))
    assert "有 1 件申请等待分办" in page
    assert WANTED not in page
    assert "等待分办" not in words(at_desk(platform.desk).get("/desk/untaken/"))
    assert case.arrived_on == dates.today()


def test_no_letter_that_names_the_applicant_is_shown_to_a_dispatcher(here: Office, platform: Office) -> None:
    _, case, _ = sent(Visitor())
    while notifications.deliver_due(50, "test").done:
        pass
    letter = case.documents.get()
    client = at_desk(platform.dispatcher)
    page = text_of(client.get(reverse("desk:route", args=[case.pk])))
    assert reverse("desk:document", args=[letter.pk]) not in page
    assert client.get(reverse("desk:document", args=[letter.pk])).status_code == 404


def test_late_over_a_rest_day_is_no_zero(here: Office, platform: Office) -> None:
    """On the Saturday after a Friday no working day has passed, and it is late all the same."""
    with dates.as_of(date(2026, 3, 6)):
        submit_to_platform(agency=platform.agency, new=application(on=date(2026, 3, 6), channel="web"))
    with dates.as_of(date(2026, 3, 7)):
        page = words(at_desk(platform.dispatcher).get(LIST))
    assert "已过当日" in page
    assert "0 个工作日" not in page
