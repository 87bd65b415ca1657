"""Files that come with an application: what is accepted, how they are kept, what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.actors import System
from requests_app.models import DisclosureRequest, DocumentKind, StagedFile
from requests_app.services import documents
from requests_app.services.documents import Upload
from tests.people import Office, office
from tests.services.stages import PDF
from tests.web.portal_visitor import PERSON, Visitor, complaints, picture, receipt_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Office:
    return office()


def only_case() -> DisclosureRequest:
    return DisclosureRequest.objects.get()


BAD_FILES = [
    # name, file, sentence
    ("wrong type", picture("程序.exe"), "不能接收文件“程序.exe”"),
    ("content of another type", picture("表.pdf"), "内容与它的类型不符"),
    ("empty", picture("空.png", b""), "是空的"),
    ("over the limit", None, "超过 20 MB"),
]


@pytest.mark.parametrize(("name", "file", "sentence"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
def test_a_refused_file_loses_no_text(desk: Office, name: str, file: Any, sentence: str) -> None:
    sent = file or picture("大.png", b"\x89PNG\r\n\x1a\n" + bytes(documents.MAX_BYTES))
    sent.seek(0)
    visitor = Visitor().begin()
    response = visitor.press("check", {**PERSON, "other_files": sent})
    assert any(sentence in line for line in complaints(response)), complaints(response)
    assert "东湖片区控制性详细规划及其批复" in response.content.decode()
    assert not StagedFile.objects.exists()
    receipt_of(visitor.send())
    assert only_case().items.count() == 1


def test_the_limits_of_files_are_said_before_the_upload(desk: Office) -> None:
    page = words(Visitor().client.get("/apply/"))
    assert "PDF、PNG、JPG、DOCX、XLSX 文件，每个不超过 20 MB，全部附件最多 5 个" in page


def test_files_become_documents_of_the_case_and_are_kept_encrypted_before(desk: Office) -> None:
    visitor = Visitor().begin()
    shown = visitor.press("save", {**PERSON, "identity_files": picture("身份证.png")})
    assert "身份证明：身份证.png" in words(shown)
    staged = StagedFile.objects.get()
    with staged.file.open("rb") as stored:
        assert b"PNG" not in stored.read()
    visitor.press("check", PERSON)
    visitor.send()
    document = only_case().documents.get()
    assert (document.kind, document.title) == (DocumentKind.IDENTITY_PROOF, "身份证")
    assert not document.visible_to_applicant
    assert not StagedFile.objects.exists()


def test_a_kept_file_can_be_dropped_and_a_sixth_is_refused(desk: Office) -> None:
    visitor = Visitor().begin()
    files = [picture(f"{n}.png") for n in range(6)]
    refused = visitor.press("save", {**PERSON, "other_files": files})
    assert any("最多上传 5 个文件，“5.png”没有保存" in line for line in complaints(refused))
    first = StagedFile.objects.order_by("pk").first()
    assert first is not None
    visitor.press(f"drop:{first.pk}", PERSON)
    assert StagedFile.objects.count() == 4


def test_the_receipt_offers_its_pdf_as_soon_as_it_is_made(desk: Office) -> None:
    visitor = Visitor()
    visitor.apply()
    url = f"{visitor.form_url}receipt/"
    assert "PDF 回执正在制作" in words(visitor.client.get(url))
    made = documents.store(
        only_case(),
        System("测试"),
        Upload("回执.pdf", PDF),
        kind=DocumentKind.LETTER,
        title="登记回执",
        visible_to_applicant=True,
    )
    page = visitor.client.get(url).content.decode()
    assert f'href="/status/documents/{made.pk}/"' in page
    assert visitor.client.get(f"/status/documents/{made.pk}/").content == PDF
