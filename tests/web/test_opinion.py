"""The third party's answer slip: opens its own consultation and nothing else; says nothing of who applied."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app import dates
from requests_app.actors import ThirdParty
from requests_app.errors import AccessRefused
from requests_app.models import Consultation, Document
from requests_app.rules.consultation import RULES, Inquiry, Opinion
from requests_app.selectors.cases import get_case, visible_cases
from requests_app.selectors.documents import documents_of
from requests_app.services import consultation, moving_dates, withdrawal
from requests_app.services.access_attempts import WRONG_CODES
from tests.people import Office, again, office
from tests.services.stages import PDF
from tests.web.desk_client import text_of
from tests.web.portal_visitor import words
from tests.web.test_portal_status import case_page, looking_at
from tests.workflows.test_consultation_flow import MONDAY, answer, ask, events, inquiry_of, serve
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
COMPANY = ("某某勘察设计有限公司", "0999-5550777", "桂花路77号")
REQUEST = "东湖路道路拓宽项目的勘察设计合同及其补充协议"


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def walk(here: Office) -> Walk:
    from tests.people import counter_case

    walk = Walk(here, counter_case(here, REQUEST))
    walk.accept()
    walk.deliver_outbox()
    return walk


@pytest.fixture
def asked(walk: Walk) -> Consultation:
    asked = ask(walk, name=COMPANY[0], contact=f"孙某某 {COMPANY[1]}", address=COMPANY[2])
    walk.post(inquiry_of(asked))
    walk.deliver_outbox()
    asked.refresh_from_db()
    return asked


def new_code(walk: Walk, asked: Consultation) -> str:
    code: str = consultation.issue_answer_code(
        actor=walk.office.desk, case_id=walk.case.pk, consultation_id=asked.pk
    )
    return code


def open_slip(number: str, code: str, address: str = "203.0.113.9") -> tuple[Client, Any]:
    client = Client(REMOTE_ADDR=address)
    return client, client.post("/opinion/", {"number": number, "code": code}, follow=True)


def test_the_slip_answers_and_ends_the_waiting(walk: Walk, asked: Consultation, monday: Any) -> None:
    number = inquiry_of(asked).number
    monday.move_to("2026-03-05 10:00:00+08:00")
    client, page = open_slip(number.replace("〔", "[").replace("〕", "］"), new_code(walk, asked).lower())
    shown = words(page)
    assert "勘察设计合同（编号2024-053）" in shown
    assert "自收到征求意见书之日起15个工作日内" in shown
    paper = SimpleUploadedFile("说明.pdf", PDF)
    sent = {"opinion": "objects", "reasons": "含有报价", "upload": paper}
    after = words(client.post("/opinion/slip/", sent, follow=True))
    assert "不同意公开" in after
    assert "提交意见" not in after
    asked.refresh_from_db()
    assert (asked.opinion, asked.answered_online, asked.state) == ("objects", True, "to_decide")
    assert [document.kind for document in asked.documents.all()] == ["opinion"]
    assert walk.open == ["handle", "weigh"]
    assert events(walk)[0]["answered"] == "2026-03-05"


def test_an_objection_without_reasons_is_asked_for_them(walk: Walk, asked: Consultation) -> None:
    client, _ = open_slip(inquiry_of(asked).number, new_code(walk, asked))
    answer = client.post("/opinion/slip/", {"opinion": "objects", "reasons": " "})
    assert answer.status_code == 422
    assert "不同意公开的，请写明理由。" in text_of(answer)
    asked.refresh_from_db()
    assert asked.answered_on is None


def test_nothing_on_the_slip_leads_to_the_applicant(walk: Walk, asked: Consultation) -> None:
    client, page = open_slip(inquiry_of(asked).number, new_code(walk, asked))
    client.post("/opinion/slip/", {"opinion": "agrees"})
    applicant = walk.case.applicants.get()
    hidden = [applicant.name, str(applicant.phone), str(applicant.address), str(walk.case.number), REQUEST]
    for shown in (text_of(page), text_of(client.get("/opinion/slip/"))):
        assert [mark for mark in hidden if mark in shown] == []


def test_the_status_page_tells_of_the_consultation_and_names_nobody(
    walk: Walk, asked: Consultation, monday: Any
) -> None:
    monday.move_to("2026-03-04 10:00:00+08:00")
    visitor = looking_at(again(walk.case))
    shown = case_page(visitor)
    assert "征求第三方意见期间" in shown
    assert "现在暂停计时，到期日会相应顺延" in shown
    assert "政府信息公开征求意见告知书" in shown
    whole = visitor.client.get("/status/case/").content.decode()
    assert [mark for mark in (*COMPANY, inquiry_of(asked).number) if mark in whole] == []


NAMES = {
    Inquiry.THIRD_PARTY: "某某勘察设计有限公司",
    Inquiry.CO_MAKER: "清溪市某某合办局",
    Inquiry.OTHER_AGENCY: "清溪市某某生态局",
    Inquiry.ASSISTANCE: "某某档案室",
}


@pytest.mark.parametrize("answered", [False, True], ids=["running", "answered"])
@pytest.mark.parametrize("kind", NAMES)
def test_strip_and_table_of_the_applicant_say_the_kind_and_never_the_name(
    walk: Walk, monday: Any, kind: Inquiry, answered: bool
) -> None:
    name, contact = NAMES[kind], "孙某某 0999-5550888"
    asked = ask(walk, kind, name=name, contact=contact)
    if kind is not Inquiry.ASSISTANCE:
        serve(walk, asked)
    monday.move_to("2026-03-06 10:00:00+08:00")
    if answered:
        said = None if kind is Inquiry.ASSISTANCE else Opinion.AGREES
        answer(walk, asked, said, reasons="来电表示没有意见")
    moving_dates.refresh_moving(dates.today())
    whole = looking_at(again(walk.case)).client.get("/status/case/").content.decode()
    secrets = (
        name,
        contact,
        "孙某某",
        "来电表示没有意见",
        *(letter.number for letter in asked.letters.all()),
    )
    notices = {letter.number for letter in asked.letters.filter(kind="consultation_notice")}
    assert [one for one in secrets if one in whole and one not in notices] == []
    pauses = "，不计入期限" in whole
    assert pauses == (kind is not Inquiry.ASSISTANCE)
    if pauses:
        assert f"征求{RULES[kind].label}意见期间" in whole


def test_the_applicant_opens_no_paper_of_the_third_party(walk: Walk, asked: Consultation) -> None:
    visitor = looking_at(again(walk.case))
    papers = Document.objects.filter(letter__consultation=asked).exclude(letter__kind="consultation_notice")
    assert papers.exists()
    for paper in papers:
        assert visitor.client.get(f"/status/documents/{paper.pk}/").status_code == 404


def test_the_code_opens_only_its_own_consultation(walk: Walk, asked: Consultation) -> None:
    other = ask(walk, name="乙公司")
    walk.post(inquiry_of(other))
    code = new_code(walk, asked)
    _, page = open_slip(inquiry_of(other).number, code)
    assert "文书编号和提交码不相符" in words(page)
    _, page = open_slip("清自然资公开征〔2026〕99号", code)
    assert "文书编号和提交码不相符" in words(page), "a wrong number is answered like a wrong code"
    client, _ = open_slip(inquiry_of(asked).number, code)
    assert client.get("/status/case/").headers["Location"] == "/status/"
    with pytest.raises(AccessRefused):
        consultation.record_answer(
            actor=ThirdParty(asked),
            case_id=walk.case.pk,
            consultation_id=other.pk,
            opinion=Opinion.AGREES,
        )


def test_a_third_party_sees_no_case_and_no_file(walk: Walk, asked: Consultation) -> None:
    actor = ThirdParty(asked)
    assert not visible_cases(actor).exists()
    assert not documents_of(actor, walk.case).exists()
    with pytest.raises(AccessRefused):
        get_case(actor, walk.case.pk)
    for act in (withdrawal.withdraw, consultation.ask):
        with pytest.raises(AccessRefused):
            act(actor=actor, case_id=walk.case.pk)


def test_a_code_printed_anew_closes_the_slip_that_the_old_one_opened(walk: Walk, asked: Consultation) -> None:
    client, _ = open_slip(inquiry_of(asked).number, new_code(walk, asked))
    new_code(walk, asked)
    assert client.get("/opinion/slip/").headers["Location"] == "/opinion/"


def test_an_hour_later_the_slip_is_closed(walk: Walk, asked: Consultation, monday: Any) -> None:
    client, _ = open_slip(inquiry_of(asked).number, new_code(walk, asked))
    monday.shift(3601)
    assert client.get("/opinion/slip/").headers["Location"] == "/opinion/"


def test_leaving_forgets_the_slip(walk: Walk, asked: Consultation) -> None:
    client, _ = open_slip(inquiry_of(asked).number, new_code(walk, asked))
    client.post("/opinion/leave/")
    assert client.get("/opinion/slip/").headers["Location"] == "/opinion/"


def test_too_many_wrong_codes_close_the_door_for_the_right_one_too(walk: Walk, asked: Consultation) -> None:
    number, code = inquiry_of(asked).number, new_code(walk, asked)
    for _ in range(WRONG_CODES):
        open_slip(number, "3333-3333-3333-3333")
    _, page = open_slip(number, code)
    assert page.status_code == 429
    _, elsewhere = open_slip(number, code, address="203.0.113.10")
    assert "征求意见的内容" in words(elsewhere)


def test_a_consultation_that_is_over_takes_no_answer(walk: Walk, asked: Consultation) -> None:
    client, _ = open_slip(inquiry_of(asked).number, new_code(walk, asked))
    consultation.call_back(
        actor=walk.office.handler, case_id=walk.case.pk, consultation_id=asked.pk, reason="不再需要"
    )
    assert "不能再提交意见" in words(client.get("/opinion/slip/"))
    answer = client.post("/opinion/slip/", {"opinion": "agrees"})
    assert answer.status_code == 422
    asked.refresh_from_db()
    assert asked.opinion == ""
