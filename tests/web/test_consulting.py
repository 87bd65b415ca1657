"""Consultations at the desk: the effect stated first, delivered, answered, weighed; in the forms of the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app.models import Consultation
from requests_app.rules.consultation import Inquiry, Opinion
from requests_app.rules.roles import Role
from tests.people import Office, again, office
from tests.services.stages import PDF
from tests.web.desk_client import at_desk, send, text_of
from tests.workflows.test_consultation_flow import MONDAY, ask, inquiry_of, serve
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
COMPANY = "某某勘察设计有限公司"
THIRD_PARTY = {
    "name": COMPANY,
    "contact": "孙某某 0999-5550777",
    "address": "桂花路77号",
    "information": "勘察设计合同（编号2024-053）",
    "why": "合同含有其报价",
}


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def walk(here: Office) -> Walk:
    walk = Walk.begin(here)
    walk.accept()
    walk.deliver_outbox()
    return walk


def page(walk: Walk, view: str = "consultations", *keys: int, role: Role = Role.HANDLER) -> str:
    address = reverse(f"desk:{view}", args=[walk.case.pk, *keys])
    return text_of(at_desk(walk.office.member(role)).get(address))


def hand(walk: Walk) -> Client:
    return at_desk(walk.office.handler)


def test_the_effect_stands_above_the_form(walk: Walk) -> None:
    found = page(walk, "ask_third_party")
    assert "3月30日 → 最迟 2026年4月21日（周二）" in found
    assert "条例第三十三条第三款" in found
    assert "不能视为同意或者反对" in found
    assert "视为同意公开" in page(walk, "ask_co_maker")
    assert "没有规定答复期限" in page(walk, "ask_agency")
    assert "不影响答复期限" in page(walk, "ask_unit")


def test_asked_printed_delivered_answered_and_decided(walk: Walk, monday: Any) -> None:
    client = hand(walk)
    assert send(client, "desk:ask_third_party", walk.case, **THIRD_PARTY).status_code == 302
    walk.deliver_outbox()
    asked = Consultation.objects.get()
    assert (asked.name, asked.address) == (COMPANY, "桂花路77号")
    shown = page(walk)
    assert f"第三方　{COMPANY}" in shown
    assert "待发出" in shown

    printed = send(client, "desk:consultation_code", walk.case, asked.pk)
    assert printed.headers["Content-Type"] == "application/pdf"
    asked.refresh_from_db()
    assert asked.code_hash

    letter = asked.letters.get()
    proof = SimpleUploadedFile("回证.pdf", PDF)
    fields = {"way": "hand", "served_on": "2026-03-02", "recipient": "孙某某", "relation": "收发室"}
    confirmed = send(client, "desk:confirm", walk.case, letter.pk, **fields, proof=proof)
    assert confirmed.status_code == 302, text_of(confirmed)
    monday.move_to("2026-03-10 10:00:00+08:00")
    client = hand(walk)
    answer = {"opinion": "objects", "answered_on": "2026-03-10", "reasons": "含有报价"}
    send(client, "desk:consultation_answer", walk.case, asked.pk, **answer)
    assert "审查意见并决定" in page(walk)
    decided = {"decision": "withhold", "reason": "报价属于商业秘密"}
    assert send(client, "desk:consultation_decide", walk.case, asked.pk, **decided).status_code == 302
    assert again(walk.case).due_on == date(2026, 4, 8)
    assert "不予公开" in page(walk)


def test_what_is_missing_is_said_at_its_field(walk: Walk) -> None:
    answer = send(hand(walk), "desk:ask_third_party", walk.case, **{**THIRD_PARTY, "why": ""})
    assert answer.status_code == 422
    assert "请写明公开为何可能损害其合法权益。" in text_of(answer)
    assert COMPANY in text_of(answer), "what was entered stays"


def test_words_that_name_the_applicant_are_refused_at_their_field(walk: Walk) -> None:
    name = walk.case.applicants.get().name
    answer = send(
        hand(walk), "desk:ask_third_party", walk.case, **{**THIRD_PARTY, "information": f"{name}要的合同"}
    )
    assert answer.status_code == 422
    assert "不能透露申请人" in text_of(answer)
    assert not Consultation.objects.exists()


def test_a_co_maker_is_asked_by_the_leading_agency_only(walk: Walk) -> None:
    fields = {"name": "清溪市交通运输局", "information": "联合文件", "question": "是否同意公开"}
    answer = send(hand(walk), "desk:ask_co_maker", walk.case, **fields)
    assert answer.status_code == 422
    assert "第三十四条" in text_of(answer)
    assert send(hand(walk), "desk:ask_co_maker", walk.case, **fields, leads="on").status_code == 302


def test_silence_can_be_noted_only_when_the_time_is_over(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    serve(walk, asked)
    early = send(hand(walk), "desk:consultation_silence", walk.case, asked.pk)
    assert early.status_code == 422
    assert "现在不能按逾期未答复办理" in text_of(early)
    monday.move_to("2026-03-24 10:00:00+08:00")
    assert "按逾期未答复办理" in page(walk)
    assert send(hand(walk), "desk:consultation_silence", walk.case, asked.pk).status_code == 302
    asked.refresh_from_db()
    assert asked.opinion == Opinion.SILENT


def test_the_overview_and_the_inbox_say_that_the_clock_stands_still(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    serve(walk, asked)
    monday.move_to("2026-03-04 10:00:00+08:00")
    walk.do(Role.HANDLER, "record_search", ordinal=1, search=_search())
    overview = page(walk, "case")
    assert f"第三方 {asked.name}：待答复，答复期限 3月23日（周一）" in overview
    inbox = text_of(hand(walk).get(reverse("desk:inbox"), {"view": "all"}))
    assert "暂停计时" in inbox
    assert "登记意见" in inbox


def test_an_ended_consultation_offers_nothing_more(walk: Walk) -> None:
    asked = ask(walk)
    assert (
        send(hand(walk), "desk:consultation_end", walk.case, asked.pk, reason="不再需要").status_code == 302
    )
    shown = page(walk)
    assert "已终止" in shown
    for view in ("answer", "silence", "decide", "end", "code"):
        assert reverse(f"desk:consultation_{view}", args=[walk.case.pk, asked.pk]) not in shown


def test_an_agency_that_keeps_silent_is_warned_about(walk: Walk, monday: Any) -> None:
    asked = ask(walk, Inquiry.OTHER_AGENCY, asked_for=date(2026, 4, 30))
    serve(walk, asked)
    monday.move_to("2026-03-20 10:00:00+08:00")
    assert "没有规定答复期限，不能视为同意" not in page(walk)
    monday.move_to("2026-03-23 10:00:00+08:00")
    assert "已满15个工作日没有答复" in page(walk)


@pytest.mark.parametrize("role", [Role.LEGAL_REVIEWER, Role.OFFICE_HEAD, Role.ARCHIVIST])
def test_only_officers_act_on_a_consultation(walk: Walk, role: Role) -> None:
    asked = ask(walk)
    client = at_desk(walk.office.member(role))
    assert asked.name in page(walk, role=role), "who checks the reply sees what was asked"
    answer = send(client, "desk:consultation_end", walk.case, asked.pk, reason="不再需要")
    assert answer.status_code == 403
    asked.refresh_from_db()
    assert asked.state == "to_send"


def test_a_consultation_of_another_case_is_not_found(walk: Walk, here: Office) -> None:
    asked = ask(walk)
    other = Walk.begin(here)
    assert (
        send(hand(walk), "desk:consultation_end", other.case, asked.pk, reason="不再需要").status_code == 404
    )


def _search() -> Any:
    from requests_app.services.search_record import NewSearch

    return NewSearch(
        searched_on=date(2026, 3, 4),
        searcher="王强",
        units="规划科",
        systems="档案室",
        keywords="合同",
        period="2024年",
        found=True,
        result="检索到合同",
        duty_to_make="有",
    )


def test_an_inquiry_without_proof_of_service_is_warned_of(walk: Walk, monday: Any) -> None:
    asked = ask(walk)
    walk.post(inquiry_of(asked))
    monday.move_to("2026-03-24 10:00:00+08:00")
    assert "还没有送达记录，答复期限一直暂停" in page(walk)
    inbox = text_of(hand(walk).get(reverse("desk:inbox"), {"view": "all"}))
    assert "征求意见久无送达或者答复" in inbox


def test_only_officers_see_how_to_reach_a_third_party(walk: Walk) -> None:
    ask(walk, contact="孙某某 0999-5550777", address="桂花路77号")
    assert "0999-5550777" in page(walk)
    seen = page(walk, role=Role.OFFICE_HEAD)
    assert ("0999-5550777" in seen, "桂花路77号" in seen, "已隐去" in seen) == (False, False, True)


def test_a_second_code_is_printed_only_when_its_effect_is_confirmed(walk: Walk) -> None:
    asked = ask(walk)
    assert "从此失效" not in page(walk)
    assert send(hand(walk), "desk:consultation_code", walk.case, asked.pk).status_code == 200
    asked.refresh_from_db()
    first = asked.code_hash
    assert "以前打印的提交码从此失效" in page(walk)
    refused = send(hand(walk), "desk:consultation_code", walk.case, asked.pk)
    assert refused.headers["Content-Type"] != "application/pdf"
    asked.refresh_from_db()
    assert asked.code_hash == first
    confirmed = send(hand(walk), "desk:consultation_code", walk.case, asked.pk, void_earlier="on")
    assert confirmed.headers["Content-Type"] == "application/pdf"
    asked.refresh_from_db()
    assert asked.code_hash != first
