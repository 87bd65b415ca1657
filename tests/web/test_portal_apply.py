"""Applying online: what is accepted, what is asked again, and that nothing typed is ever lost."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection

from requests_app.models import (
    Agency,
    DisclosureRequest,
    OnlineApplication,
    OutboxMessage,
    RequestItem,
    StagedFile,
)
from requests_app.services import online_application
from requests_app.services.access_attempts import NEW_APPLICATIONS
from tests.people import Office, application, office
from tests.web.portal_visitor import ORGANISATION, PERSON, Visitor, complaints, picture, receipt_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Office:
    return office()


def only_case() -> DisclosureRequest:
    return DisclosureRequest.objects.get()


@time_machine.travel(datetime(2026, 10, 16, 2, 0, tzinfo=UTC), tick=False)
def test_a_person_applies_and_gets_number_due_date_and_code(desk: Office) -> None:
    visitor = Visitor().begin()
    checked = visitor.press("check", PERSON)
    assert "还没有提交" in words(checked)
    assert not DisclosureRequest.objects.exists()

    receipt = visitor.send()
    number, code = receipt_of(receipt)

    case = only_case()
    assert (case.number, case.agency, case.channel) == (number, desk.agency, "web")
    assert (case.state, case.received_on, case.due_on) == (
        "under_review",
        date(2026, 10, 16),
        date(2026, 11, 13),
    )
    assert "2026年11月13日（周五）" in words(receipt)
    assert len(code.replace("-", "")) == 16
    applicant = case.applicants.get()
    assert (applicant.name, applicant.identity_number) == ("陈某某", "110101199003070011")
    assert OutboxMessage.objects.filter(topic="letters.receipt", payload__case=case.pk).count() == 1


def test_an_organisation_applies(desk: Office) -> None:
    visitor = Visitor().begin()
    visitor.press("check", ORGANISATION)
    receipt_of(visitor.send())
    applicant = only_case().applicants.get()
    assert (applicant.kind, applicant.organisation_kind) == ("organisation", "commercial_enterprise")
    assert (applicant.legal_representative, applicant.contact_person) == ("钱某某", "孙某某")


def test_an_organisation_may_prove_itself_by_a_paper_instead_of_a_number(desk: Office) -> None:
    visitor, answers = Visitor().begin(), {**ORGANISATION, "identity_number": "", "organisation_kind": ""}
    asked = visitor.press("check", answers)
    assert any("上传身份证明" in line for line in complaints(asked))
    visitor.press("check", {**answers, "identity_files": picture("营业执照.png")})
    receipt_of(visitor.send())
    assert only_case().applicants.get().organisation_kind == "other"


def test_items_are_added_and_removed_without_a_script(desk: Office) -> None:
    visitor = Visitor().begin()
    two = visitor.press("add", PERSON)
    assert two.redirect_chain[-1][0].endswith("#id_item_2")
    answers = {**PERSON, "item_count": "2", "item_2": "第二项内容"}
    three = visitor.press("add", answers)
    assert 'id="id_item_3"' in three.content.decode()
    answers = {**answers, "item_count": "3", "item_3": "第三项内容"}
    kept = visitor.press("remove:2", answers).content.decode()
    assert "第三项内容" in kept
    assert "第二项内容" not in kept

    visitor.press("check", {**PERSON, "item_count": "2", "item_2": "第三项内容"})
    visitor.send()
    assert list(RequestItem.objects.values_list("ordinal", "text")) == [
        (1, "东湖片区控制性详细规划及其批复"),
        (2, "第三项内容"),
    ]


def test_the_number_of_items_has_a_limit(desk: Office) -> None:
    visitor = Visitor().begin()
    full = {**PERSON, "item_count": "10", **{f"item_{n}": f"内容{n}" for n in range(1, 11)}}
    page = visitor.press("add", full).content.decode()
    assert 'id="id_item_10"' in page
    assert 'id="id_item_11"' not in page
    assert "已经到最多的项数" in page


GAPS = [
    # name, changed answers, sentence asked for
    ("agency", {"agency_name": ""}, "行政机关名称：请选择向哪个行政机关申请。"),
    ("unknown agency", {"agency_name": "火星分局"}, "没有名称含“火星分局”的行政机关"),
    ("name", {"name": " "}, "姓名：请填写申请人的姓名或者名称。"),
    ("kind of proof", {"identity_kind": ""}, "证件名称：请选择身份证明的种类。"),
    ("number of proof", {"identity_number": ""}, "证件号码：请填写身份证明的号码。"),
    ("wrong digit", {"identity_number": "110101199003070018"}, "身份证号码的校验码不对"),
    ("any contact", {"phone": "", "email": "", "address": "", "way": "pickup", "wanted_form": "paper"},
     "联系电话：请至少填写一种联系方式"),
    ("wrong phone", {"phone": "12"}, "联系电话应为11位手机号码"),
    ("wrong e-mail", {"email": "chen"}, "电子邮箱的格式不对"),
    ("item", {"item_1": ""}, "第 1 项：请写明所需信息的名称、文号或者其他特征。"),
    ("second item", {"item_count": "2", "item_2": ""}, "不需要的请删除这一项"),
    ("form", {"wanted_form": ""}, "提供方式：请选择信息的提供方式。"),
    ("way", {"way": ""}, "获取方式：请选择获取信息的途径。"),
    ("address for post", {"way": "post", "address": ""}, "选择邮寄的，请填写联系地址。"),
    ("e-mail for e-mail", {"email": ""}, "选择电子邮件的，请填写电子邮箱。"),
    ("phone for fax", {"way": "fax", "phone": ""}, "请填写能接收传真的电话号码。"),
    ("long item", {"item_1": "字" * 1001}, "每项最多 1000 个字"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "sentence"), GAPS, ids=[row[0] for row in GAPS])
def test_what_is_missing_is_asked_for_and_the_rest_is_kept(
    desk: Office, name: str, changes: dict[str, str], sentence: str
) -> None:
    visitor = Visitor().begin()
    response = visitor.press("check", {**PERSON, "purpose": "课题研究", **changes})
    page = response.content.decode()
    assert any(sentence in line for line in complaints(response)), complaints(response)
    assert len(complaints(response)) == 1
    assert "<title>错误:" in page
    assert 'value="课题研究"' in page
    assert not DisclosureRequest.objects.exists()
    again = visitor.client.get(visitor.form_url).content.decode()
    assert 'value="课题研究"' in again


def test_the_purpose_is_never_asked_for(desk: Office) -> None:
    assert "purpose" not in PERSON
    Visitor().apply()
    assert only_case().purpose == ""


def test_an_agency_without_online_applications_names_its_address(desk: Office) -> None:
    Agency.objects.filter(pk=desk.agency.pk).update(accepts_web=False, address="文昌路18号")
    found = complaints(Visitor().begin().press("check", PERSON))
    assert any("没有开通网上申请，请当面或者邮寄提交：文昌路18号" in line for line in found)


def test_changing_the_kind_of_applicant_keeps_what_was_typed(desk: Office) -> None:
    page = Visitor().begin().press("kind:organisation", PERSON).content.decode()
    assert "统一社会信用代码" in page
    assert "东湖片区控制性详细规划及其批复" in page
    assert 'value="陈某某"' in page


def test_a_program_that_fills_every_field_gets_nothing_and_a_person_loses_nothing(desk: Office) -> None:
    visitor = Visitor().begin()
    response = visitor.press("check", {**PERSON, "website": "http://spam.example"})
    assert any("本该留空" in line for line in complaints(response))
    assert not OnlineApplication.objects.exists()
    assert "东湖片区控制性详细规划及其批复" in response.content.decode()
    assert "spam.example" not in response.content.decode()


def test_sent_twice_it_is_one_case_with_one_receipt(desk: Office) -> None:
    visitor = Visitor().begin()
    visitor.press("check", PERSON)
    first, second = receipt_of(visitor.send()), receipt_of(visitor.send())
    assert first == second
    assert DisclosureRequest.objects.count() == 1
    assert receipt_of(visitor.press("check", PERSON)) == first
    assert DisclosureRequest.objects.count() == 1


def test_the_second_of_two_quick_clicks_comes_with_the_old_cookie_and_gets_the_receipt(desk: Office) -> None:
    visitor = Visitor().begin()
    visitor.press("check", PERSON)
    cookie = visitor.client.cookies["sessionid"].value
    first = receipt_of(visitor.send())
    visitor.client.cookies["sessionid"] = cookie  # the browser dropped the first answer with its cookies
    assert receipt_of(visitor.send()) == first


def test_the_service_itself_makes_one_case_of_one_key(desk: Office) -> None:
    key = uuid.uuid4()
    online_application.save_answers(key=key, answers={"items": ["一"]})
    new = application(channel="web")
    sent = [online_application.submit(key=key, agency=desk.agency, new=new) for _ in range(2)]
    assert sent[0].request == sent[1].request
    assert sent[0].query_code == sent[1].query_code


def test_the_code_is_shown_for_a_while_and_then_never_again(desk: Office) -> None:
    with time_machine.travel(datetime(2026, 10, 16, 2, 0, tzinfo=UTC), tick=False) as clock:
        visitor = Visitor()
        _, code = visitor.apply()
        clock.shift(timedelta(minutes=31))
        page = visitor.client.get(f"{visitor.form_url}receipt/").content.decode()
        assert code not in page
        assert "只在提交后短时间内显示" in page
        Visitor().begin().press("save", PERSON)
        assert OnlineApplication.objects.get(request=only_case()).query_code == ""


def test_what_was_never_sent_is_forgotten_after_a_day(desk: Office) -> None:
    with time_machine.travel(datetime(2026, 10, 16, 2, 0, tzinfo=UTC), tick=False) as clock:
        visitor = Visitor().begin()
        visitor.press("save", {**PERSON, "identity_files": picture()})
        path = StagedFile.objects.get().file.name
        storage = StagedFile.objects.get().file.storage
        clock.shift(timedelta(hours=25))
        assert online_application.discard_stale() >= 1
        assert not OnlineApplication.objects.exists()
        assert storage.exists(
            path
        )  # the test's own transaction is still open: nothing is deleted before commit
        assert "已过保存期限" in words(visitor.send())


def test_answers_are_encrypted_at_rest(desk: Office) -> None:
    Visitor().begin().press("save", PERSON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM requests_app_onlineapplication")
        (stored,) = cursor.fetchone()
    assert "陈某某" not in stored
    assert "110101199003070011" not in stored


def test_an_unfinished_application_is_offered_to_its_own_browser_only(desk: Office) -> None:
    visitor = Visitor().begin()
    visitor.press("save", PERSON)
    assert f'href="{visitor.form_url}"' in visitor.client.get("/apply/").content.decode()
    stranger = Visitor()
    assert visitor.form_url not in stranger.client.get("/apply/").content.decode()
    for path in ("", "check/", "receipt/"):
        assert stranger.client.get(f"{visitor.form_url}{path}").status_code == 404
    assert stranger.client.post(visitor.form_url, PERSON).status_code == 404


def test_autosave_answers_with_words_and_keeps_no_file(desk: Office) -> None:
    visitor = Visitor().begin()
    answer = visitor.client.post(
        visitor.form_url,
        {**PERSON, "action": "save", "other_files": picture()},
        headers={"HX-Request": "true"},
    )
    assert answer.content.decode().startswith("草稿已保存 ")
    assert OnlineApplication.objects.count() == 1
    assert not StagedFile.objects.exists()


def test_one_address_cannot_flood_the_office_and_other_addresses_still_apply(desk: Office) -> None:
    for _ in range(NEW_APPLICATIONS):
        Visitor("203.0.113.9").begin().press("save", PERSON)
    refused = Visitor("203.0.113.9").begin().press("save", PERSON)
    assert any("可以当面或者邮寄提交" in line for line in complaints(refused))
    assert "东湖片区控制性详细规划及其批复" in refused.content.decode()
    Visitor("203.0.113.10").apply()


def test_markup_in_an_item_is_shown_as_text(desk: Office) -> None:
    visitor = Visitor().begin()
    nasty = "<script>alert(1)</script><b>规划</b>"
    checked = visitor.press("check", {**PERSON, "item_1": nasty})
    receipt = visitor.send()
    status = visitor.client.get("/status/case/")
    for page in (checked, receipt, status):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;规划" in page.content.decode()


@time_machine.travel(datetime(2026, 10, 15, 16, 30, tzinfo=UTC), tick=False)
def test_after_midnight_in_china_the_date_is_the_chinese_one(desk: Office) -> None:
    visitor = Visitor().begin()
    visitor.press("check", PERSON)
    receipt = visitor.send()
    assert only_case().received_on == date(2026, 10, 16)
    assert "2026年10月16日（周五）" in words(receipt)


@time_machine.travel(datetime(2026, 12, 10, 2, 0, tzinfo=UTC), tick=False)
def test_a_date_in_a_year_without_holiday_notice_is_marked_provisional(desk: Office) -> None:
    visitor = Visitor().begin()
    visitor.press("check", PERSON)
    receipt = words(visitor.send())
    assert only_case().provisional
    assert "答复到期日（暂定）" in receipt
    assert "节假日安排尚未公布" in receipt
    assert "节假日安排尚未公布" in words(visitor.client.get("/status/case/"))


def test_neither_number_nor_code_nor_name_is_in_an_address_or_the_qr_code(desk: Office) -> None:
    visitor = Visitor().begin()
    seen = [url for url, _ in visitor.press("check", PERSON).redirect_chain]
    sent = visitor.send()
    seen += [url for url, _ in sent.redirect_chain]
    number, code = receipt_of(sent)
    page = sent.content.decode()
    seen += re.findall(r'(?:href|action|src)="([^"]*)"', page)
    qr = re.search(r'<svg[^>]*class="qrcode".*?</title>', page, re.DOTALL)
    assert qr is not None
    assert "http://testserver/status/" in qr[0]
    for address in (*map(unquote, seen), qr[0]):
        assert not {number, code, "陈某某"} & set(re.split(r"[/?=&\s]", address))
        assert code not in address
        assert number not in address


def test_personal_pages_are_stored_nowhere(desk: Office) -> None:
    visitor = Visitor()
    visitor.apply()
    for url in (
        visitor.form_url,
        f"{visitor.form_url}receipt/",
        "/status/case/",
        "/status/withdraw/",
        "/apply/",
    ):
        assert "no-store" in visitor.client.get(url)["Cache-Control"]
