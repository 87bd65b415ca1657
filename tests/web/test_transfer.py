"""Handing over on the screens; "not ours" with the right agency, and the applicant's way there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse

from requests_app import dates
from requests_app.models import DisclosureRequest, Letter, Transfer
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.services import registration
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.query_code import IdentityCheck
from tests.people import Office, again, application, counter_case, office, other_office, platform_office
from tests.services.stages import made
from tests.web.desk import Desk
from tests.web.desk_client import at_desk, send, text_of
from tests.web.portal_visitor import Visitor, words
from tests.web.test_intake import sent
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def there() -> Office:
    return other_office()


def letter(here: Office) -> DisclosureRequest:
    new = application("老旧小区改造名单", channel="letter", received_on=None)
    return registration.take_in(actor=here.desk, agency=here.agency, new=new)


def hand_over(here: Office, case: DisclosureRequest, **changes: str) -> HttpResponse:
    today = dates.today().isoformat()
    fields = {
        "to_name": "清溪市住房和城乡建设局",
        "on": today,
        "reason": "该信息由住建局制作",
        "told_way": "phone",
        "told_on": today,
        **changes,
    }
    return send(at_desk(here.desk), "desk:transfer", case, **fields)


def test_from_one_queue_into_the_other(here: Office, there: Office) -> None:
    case = letter(here)
    queue = text_of(at_desk(here.desk).get("/desk/untaken/"))
    assert reverse("desk:transfer", args=[case.pk]) in queue
    assert "只由接收机关统计" in words(at_desk(here.desk).get(reverse("desk:transfer", args=[case.pk])))
    assert hand_over(here, case).status_code == 302
    ours = words(at_desk(here.desk).get("/desk/untaken/"))
    assert "没有未接收的申请" in ours
    assert "登记前已转出" in ours
    assert "该信息由住建局制作" in ours
    theirs = words(at_desk(there.desk).get("/desk/untaken/"))
    assert "清溪市规划和自然资源局转来" in theirs
    assert "老旧小区改造名单" in theirs
    assert "该信息由住建局制作" not in theirs


def test_both_cases_say_what_happened(here: Office, there: Office) -> None:
    case = letter(here)
    hand_over(here, case)
    made = Transfer.objects.get()
    page = words(at_desk(here.head).get(reverse("desk:case", args=[case.pk])))
    assert "登记前已转出" in page
    assert "系统内转送记录" in page
    assert "没有在本机关登记" in page
    received = words(at_desk(there.desk).get(reverse("desk:case", args=[made.received_as_id])))
    assert "由清溪市规划和自然资源局于" in received
    assert at_desk(there.desk).get(reverse("desk:case", args=[case.pk])).status_code == 404


def test_the_receiver_registers_with_its_own_proof(here: Office, there: Office) -> None:
    hand_over(here, letter(here))
    received = Transfer.objects.get().received_as
    assert received is not None
    client = at_desk(there.desk)
    page = words(client.get(reverse("desk:register_received", args=[received.pk])))
    assert "收到日期为本机关收到转送材料之日" in page
    fields = {"received_on": dates.today().isoformat(), "receipt_proof": "签收单第8号"}
    assert send(client, "desk:register_received", received, **fields).status_code == 302
    assert again(received).number


MISSING = [
    ("outside without contact", {"to_name": "某某省水利厅"}, "请填写接收机关的联系方式"),
    ("no receiver", {"to_name": ""}, "请写明接收的行政机关"),
    ("the own agency", {"to_name": "清溪市规划和自然资源局"}, "接收机关不能是本机关"),
    ("no reason", {"reason": ""}, "请写明为什么由该机关办理"),
    ("a day to come", {"on": "2999-01-01"}, "转出日期不能晚于今天"),
    ("no status page", {"told_way": "status_page"}, "申请人没有查询码"),
]


@pytest.mark.parametrize(("name", "changes", "sentence"), MISSING, ids=[row[0] for row in MISSING])
def test_what_is_missing_is_said_and_nothing_is_lost(
    here: Office, there: Office, name: str, changes: dict[str, str], sentence: str
) -> None:
    case = letter(here)
    answer = hand_over(here, case, **changes)
    assert answer.status_code == 422
    assert sentence in words(answer)
    kept = "该信息由住建局制作" if changes.get("reason") is None else "清溪市住房和城乡建设局"
    assert kept in text_of(answer)
    assert again(case).state == RequestState.RECEIVED


def test_who_may_and_when(here: Office, there: Office) -> None:
    case, numbered = letter(here), counter_case(here)
    for member in here.members.values():
        status = at_desk(member).get(reverse("desk:transfer", args=[case.pk])).status_code
        assert status == (200 if member is here.desk else 403), member.label
    assert at_desk(there.desk).get(reverse("desk:transfer", args=[case.pk])).status_code == 404
    assert at_desk(here.desk).get(reverse("desk:transfer", args=[numbered.pk])).status_code == 403
    assert hand_over(here, numbered).status_code == 409


def test_a_dispatcher_hands_it_to_an_agency_outside_and_the_applicant_reads_where(
    here: Office,
) -> None:
    platform = platform_office()
    _, case, code = sent(Visitor())
    client, url = at_desk(platform.dispatcher), reverse("desk:transfer_unrouted", args=[case.pk])
    assert url in text_of(client.get(reverse("desk:route", args=[case.pk])))
    today = dates.today().isoformat()
    fields = {
        "seen_version": str(again(case).version),
        "to_name": "某某省水利厅",
        "contact": "",
        "on": today,
        "reason": "省级水利工程",
        "proof": "公文交换第12号",
        "told_way": "status_page",
        "told_on": today,
    }
    assert client.get(url).status_code == 200
    assert client.post(url, fields).status_code == 422
    assert client.post(url, {**fields, "contact": "0000-5550999"})["Location"] == "/desk/intake/"
    assert "某某省水利厅" in words(client.get("/desk/intake/"))
    assert client.get(url).status_code == 409
    assert at_desk(here.desk).get(url).status_code == 403
    page = words(Visitor().ask(case.intake_number or "", code))
    assert "您的申请已经转给负责公开该信息的机关" in page
    assert "接收的机关是某某省水利厅（0000-5550999）" in page


# ---- after a number: not ours ----


def test_the_contact_of_an_agency_from_the_list_is_filled_in(here: Office, there: Office) -> None:
    walk = Walk.begin(here)
    walk.accept()
    desk, url = Desk.of(here.handler), reverse("desk:reply", args=[walk.case.pk])
    chosen = {"item1-outcome": "not_ours"}
    desk.send(url, "refresh", "reply-form", **chosen)
    page = desk.client.post(url, {"action": "refresh", "seen_version": walk.case.version, **chosen})
    assert f'<option value="{there.agency.name}">' in text_of(page)
    answers = {
        **chosen,
        "item1-right_agency": there.agency.name,
        "item1-right_contact": "",
        "item1-reason": "老旧小区改造由住建局组织实施",
        "delivery": "post",
    }
    desk.client.post(url, {"action": "save", "seen_version": again(walk.case).version, **answers})
    facts = walk.case.items.get().facts
    assert facts["right_agency"] == there.agency.name
    assert there.agency.phone in facts["right_contact"]


def test_the_applicant_applies_anew_with_the_words_of_the_old_application(
    here: Office, there: Office
) -> None:
    walk = Walk.begin(here)
    walk.accept()
    walk.draft("not_ours")
    item = walk.case.items.get()
    facts = {**item.facts, "right_agency": there.agency.name}
    letter_ = answered(walk, facts)
    code = walk.do(Role.DESK_OFFICER, "reissue_code", check=IdentityCheck.IN_PERSON)
    visitor = Visitor()
    before = words(visitor.ask(walk.case.number or "", code))
    assert f"向{there.agency.name}申请" not in before
    walk.hand_over(letter_)
    page = text_of(visitor.client.get("/status/case/"))
    address = f"/apply/?agency={there.agency.code}&amp;again=1"
    assert address in page
    form = text_of(visitor.client.get(address.replace("&amp;", "&")))
    assert item.text in form
    assert there.agency.name in form
    assert DisclosureRequest.objects.filter(agency=there.agency).count() == 0
    stranger = text_of(Visitor().client.get(address.replace("&amp;", "&")))
    assert item.text not in stranger


def answered(walk: Walk, facts: dict[str, str]) -> Letter:
    """The reply with these facts, approved and issued."""
    item = walk.case.items.get()
    decision = ItemDecision(1, "not_ours", item.citations, item.reason, facts)
    walk.do(Role.HANDLER, "save_draft", draft=ReplyDraft(items=[decision], delivery="post"))
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    return made(walk.do(Role.DESK_OFFICER, "issue"))


def test_the_alarm_of_a_forwarded_application_runs_from_the_transfer(here: Office, there: Office) -> None:
    hand_over(here, letter(here))
    with dates.as_of(dates.today() + timedelta(days=1)):
        assert "其中 1 件已过到达当日" in words(at_desk(there.head).get("/desk/untaken/"))
