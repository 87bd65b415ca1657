"""记录更正 at the desk: the list, the form, the page with its acts, and who may open which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from requests_app import notifications
from requests_app.actors import Member
from requests_app.models import DocumentKind, RecordCorrection
from tests.people import Office, office, other_office
from tests.record_corrections import answered, drafted, taken_in
from tests.uploads import pdf
from tests.web.desk_client import at_desk, text_of

pytestmark = pytest.mark.django_db
LIST, NEW, ONE = "desk:record_corrections", "desk:record_correction_new", "desk:record_correction"


@pytest.fixture
def where() -> Iterator[Office]:
    with time_machine.travel(datetime(2026, 9, 28, 2, 0, tzinfo=UTC), tick=False):
        yield office()


def scan(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(), "application/pdf")


def entered(**changes: Any) -> dict[str, Any]:
    return {
        "once": "token-1",
        "channel": "counter",
        "received_on": "2026-09-28",
        "kind": "natural_person",
        "name": "何某某",
        "identity_kind": "id_card",
        "identity_number": "11010519491231002X",
        "phone": "13800000142",
        "about_self": "on",
        "record": "杏林街片区房屋调查登记表（第112号）",
        "wrong": "坐落误记为2单元，应为3单元",
        "evidence": "不动产权属证书",
        "scan_identity": scan("身份证明.pdf"),
        "scan_evidence": scan("权属证书.pdf"),
        **changes,
    }


def act(member: Member, found: RecordCorrection, key: str, **fields: Any) -> HttpResponse:
    version = RecordCorrection.objects.get(pk=found.pk).version
    data = {"seen_version": version, "act": key, **{f"{key}-{name}": value for name, value in fields.items()}}
    answer: HttpResponse = at_desk(member).post(reverse(ONE, args=[found.pk]), data, follow=True)
    return answer


def test_taken_in_handled_approved_told_and_filed_through_the_pages(where: Office) -> None:
    desk = at_desk(where.desk)
    assert reverse(NEW) in text_of(desk.get(reverse(LIST)))
    assert "更正编号 GZ2026-QX-00001" in text_of(desk.post(reverse(NEW), entered(), follow=True))
    desk.post(reverse(NEW), entered())
    found = RecordCorrection.objects.get()
    act(where.desk, found, "begin", handler=where.handler.user.pk)
    page = act(
        where.handler,
        found,
        "draft",
        result="corrected",
        finding="原登记表系录入错误",
        corrected_to="坐落为3单元",
        done_on="2026-09-28",
    )
    assert "已起草" in text_of(page)
    assert "已批准" in text_of(act(where.head, found, "approve"))
    assert "已出具" in text_of(act(where.handler, found, "answer"))
    notifications.deliver_due(50, "test")
    letter = at_desk(where.desk).get(reverse("desk:record_correction_pdf", args=[found.pk]))
    assert letter.content.startswith(b"%PDF")
    told = {"way": "hand", "on": "2026-09-28", "recipient": "何某某", "proof": scan("送达回证.pdf")}
    assert "已登记送达" in text_of(act(where.desk, found, "tell", **told))
    assert "已归档" in text_of(act(where.archivist, found, "archive"))
    assert "已归档（予以更正）" in text_of(desk.get(reverse(LIST)))


def test_a_refused_form_names_what_is_missing_and_keeps_what_was_typed(where: Office) -> None:
    data = entered(evidence="", identity_number="110105194912310021")
    del data["scan_identity"]
    page = at_desk(where.desk).post(reverse(NEW), data)
    assert page.status_code == 422
    text = text_of(page)
    assert "坐落误记为2单元，应为3单元" in text
    assert "请重新选择扫描件" in text
    del data["scan_evidence"]
    page = at_desk(where.desk).post(reverse(NEW), data | {"identity_number": "11010519491231002X"})
    for words in ("请附身份证明", "请附证据材料", "请写明用什么证据"):
        assert words in text_of(page)
    assert not RecordCorrection.objects.exists()


def test_a_record_about_somebody_else_is_refused_with_the_article(where: Office) -> None:
    data = entered()
    del data["about_self"]
    page = at_desk(where.desk).post(reverse(NEW), data)
    assert page.status_code == 422
    assert "只能要求更正与自身相关" in text_of(page)
    assert "第四十一条" in text_of(page)


def test_an_unfinished_proposal_keeps_what_was_typed(where: Office) -> None:
    found = drafted(where)
    page = act(where.handler, found, "draft", result="forwarded", finding="不是本机关制作的记录")
    assert page.status_code == 422
    assert "不是本机关制作的记录" in text_of(page)
    assert "请写明有权更正的机关" in text_of(page)


def test_who_drafted_is_told_why_somebody_else_must_approve(where: Office) -> None:
    from requests_app.rules.roles import Role
    from tests.people import join

    found = drafted(where)
    join(where.agency, Role.OFFICE_HEAD, where.handler.user.username, where.handler.user.name)
    page = act(where.handler, found, "approve")
    assert page.status_code == 422
    assert "起草或者修改过处理意见的人不能批准本件" in text_of(page)
    assert act(where.desk, found, "approve").status_code == 403
    assert act(where.desk, found, "burn").status_code == 404


def test_an_old_page_is_refused(where: Office) -> None:
    found = drafted(where)
    url = reverse(ONE, args=[found.pk])
    assert at_desk(where.head).post(url, {"act": "approve", "seen_version": 1}).status_code == 409
    assert at_desk(where.head).post(url, {"act": "approve"}).status_code == 409


def test_contacts_are_masked_until_an_officer_asks(where: Office) -> None:
    found = taken_in(where)
    desk = at_desk(where.desk)
    assert "13800000142" not in text_of(desk.get(reverse(ONE, args=[found.pk])))
    url = reverse("desk:record_correction_contacts", args=[found.pk])
    shown = text_of(desk.post(url, {"reveal": "1"}))
    assert "13800000142" in shown
    assert "查看申请人的证件号码和联系方式" in shown
    assert at_desk(where.head).post(url, {"reveal": "1"}).status_code == 403
    assert desk.get(url).status_code == 405


def test_each_person_sees_what_concerns_the_role(where: Office) -> None:
    found = answered(where)
    there = other_office()
    proof = found.files.get(kind=DocumentKind.IDENTITY_PROOF)
    pages = [
        reverse(ONE, args=[found.pk]),
        reverse("desk:record_correction_pdf", args=[found.pk]),
        reverse("desk:record_correction_page", args=[found.pk, 1]),
        reverse("desk:record_correction_file", args=[found.pk, proof.pk]),
    ]
    for page in pages:
        assert at_desk(where.desk).get(page).status_code == 200, page
        assert at_desk(there.desk).get(page).status_code == 404, page
        assert at_desk(where.legal).get(page).status_code == 403, page
    assert at_desk(where.head).get(pages[0]).status_code == 200
    assert at_desk(where.head).get(pages[3]).status_code == 404
    assert at_desk(where.handler).get(reverse(NEW)).status_code == 403
    assert at_desk(where.legal).get(reverse(LIST)).status_code == 403
    assert found.number not in text_of(at_desk(there.desk).get(reverse(LIST)))


def test_the_way_there_is_shown_to_whom_it_concerns(where: Office) -> None:
    for member, shown in ((where.desk, True), (where.head, True), (where.legal, False)):
        assert (reverse(LIST) in text_of(at_desk(member).get(reverse("desk:inbox")))) is shown


def test_without_a_draft_there_is_no_letter(where: Office) -> None:
    found = taken_in(where)
    url = reverse("desk:record_correction_pdf", args=[found.pk])
    assert at_desk(where.desk).get(url).status_code == 404
