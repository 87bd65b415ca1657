"""文书核验: genuine, taken back or unknown, by code or by file; nothing about the applicant, nothing kept."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from letters.examined import Examined, Verdict
from letters.signature_check import examine
from requests_app.models import AccessAttempt, DisclosureRequest, Letter, RecordCorrection, RemedyCase
from requests_app.selectors.documents import read_content
from requests_app.services import access_attempts, taking_back
from requests_app.verification_codes import printed_code, typed_code
from tests import record_corrections
from tests.letters.keys import NOW, keys_in, signed, to_sign
from tests.people import Office, office
from tests.services import stages
from tests.web.portal_visitor import words

pytestmark = pytest.mark.django_db
PAGE = "/verify/"


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def letter(here: Office) -> Letter:
    return stages.issued(here)


@pytest.fixture
def client() -> Client:
    return Client(REMOTE_ADDR="203.0.113.9")


def by_code(client: Client, code: str) -> HttpResponse:
    return client.get(PAGE, {"code": code})


def by_file(client: Client, content: bytes, name: str = "答复书.pdf") -> HttpResponse:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content, "application/pdf")})


def test_a_genuine_letter_is_told_by_number_date_agency_and_hash_alone(
    client: Client, letter: Letter
) -> None:
    for typed in (
        letter.verification_code,
        printed_code(letter.verification_code).lower(),
        f" {letter.verification_code[:8]} {letter.verification_code[8:]}",
    ):
        page = words(by_code(client, typed))
        assert "文书真实有效" in page
    for told in (letter.number, letter.agency.name, letter.document.sha256, "没有电子签名"):
        assert told in page
    applicant = letter.request.applicants.get()
    for hidden in (applicant.name, letter.request.number, "答复书（", letter.request.items.get().text):
        assert hidden not in page
    assert AccessAttempt.objects.count() == 0
    assert by_code(client, letter.verification_code).headers["Cache-Control"].startswith("max-age=0")


def test_the_signature_is_told(client: Client, letter: Letter) -> None:
    told = {
        "signer": letter.agency.name,
        "serial": "1F",
        "at": "2026-03-01T20:00:00+00:00",
        "timestamped": True,
    }
    Letter.objects.filter(pk=letter.pk).update(signature=told)
    assert f"{letter.agency.name}，2026年3月2日" in words(by_code(client, letter.verification_code))


def test_a_letter_that_was_taken_back_says_so_and_later_what_stands_instead(
    client: Client, here: Office, letter: Letter
) -> None:
    taking_back.withdraw_letter(
        actor=here.head, case_id=letter.request_id, letter_id=letter.pk, reason="依据有误，王某某"
    )
    page = words(by_code(client, letter.verification_code))
    assert "文书已经收回，不再有效" in page and "代替" not in page
    assert "王某某" not in page
    copied = letter.submission
    copied.pk, copied.round, copied._state.adding = None, 2, True
    copied.save()
    second = Letter.objects.create(
        request=letter.request,
        agency=letter.agency,
        kind=letter.kind,
        number="清自然资公开复〔2026〕2号",
        issued_on=date(2026, 3, 3),
        context={},
        template_version="1",
        content_hash="0",
        submission=copied,
        verification_code="2" * 16,
    )
    assert second.number not in words(by_code(client, letter.verification_code)), "not served yet"
    second.deliveries.create(way="hand", state="served")
    assert f"由 {second.number} 代替" in words(by_code(client, letter.verification_code))
    assert "文书已经收回" in words(by_file(client, read_content(letter.document)))


def test_a_letter_that_an_order_set_aside_is_no_longer_valid(client: Client, letter: Letter) -> None:
    RemedyCase.objects.create(
        request=letter.request,
        letter=letter,
        kind="reconsideration",
        body="清溪市人民政府",
        received_on=date(2026, 3, 5),
        reopened_on=date(2026, 4, 1),
    )
    page = words(by_code(client, letter.verification_code))
    assert "已经责令重新答复" in page and "文书真实有效" not in page


def test_a_joint_letter_that_stands_for_some_only_says_so(
    client: Client, here: Office, letter: Letter
) -> None:
    other = stages.issued(here)
    Letter.objects.filter(pk=other.pk).update(copy_of=letter, number=letter.number)
    assert "文书真实有效" in words(by_code(client, letter.verification_code))
    Letter.objects.filter(pk=other.pk).update(state="withdrawn")
    page = words(by_code(client, letter.verification_code))
    assert "只对一部分申请有效" in page and "文书真实有效" not in page


def test_a_letter_of_a_voided_entry_is_no_longer_valid(client: Client, letter: Letter) -> None:
    DisclosureRequest.objects.filter(pk=letter.request_id).update(state="voided")
    assert "不再有效" in words(by_code(client, letter.verification_code))


def test_a_letter_that_is_still_being_made_is_genuine(client: Client, letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(document=None, state="numbered")
    page = words(by_code(client, letter.verification_code))
    assert ("文书真实有效" in page, "正在制作" in page) == (True, True)


def test_the_letter_of_a_record_correction(client: Client, here: Office) -> None:
    answered = record_corrections.answered(here)
    page = words(by_code(client, answered.verification_code))
    assert ("文书真实有效" in page, answered.letter_number in page, answered.name in page) == (
        True,
        True,
        False,
    )
    assert answered.context["verification"].endswith(answered.verification_code)
    assert RecordCorrection.objects.get(pk=answered.pk).seal is None


WRONG = [
    # name, what was typed, what is said
    ("nothing", "", "请填写核验码"),
    ("spaces", "   ", "请填写核验码"),
    ("too short", "7KQM", "由 16 位字母和数字组成"),
    ("letters that no code has", "OOOO-OOOO-OOOO-OOOO", "没有数字 0、1 和字母 I、L、O"),
    ("much too long", "A" * 500, "核验码太长"),
    ("mark-up", "<script>alert(1)</script>", "由 16 位字母和数字组成"),
]


@pytest.mark.parametrize(("name", "typed", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_what_cannot_be_a_code_gets_a_sentence(client: Client, name: str, typed: str, said: str) -> None:
    answer = by_code(client, typed)
    assert (answer.status_code, said in words(answer)) == (200, True)
    assert "<script>alert" not in answer.content.decode()
    assert AccessAttempt.objects.count() == 0


def test_unknown_codes_are_counted_and_then_nothing_is_told(
    client: Client, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_attempts, "UNKNOWN_PAPERS", 2)
    for _ in range(2):
        assert "没有找到文书" in words(by_code(client, "Z" * 16))
    refused = by_code(client, letter.verification_code)
    assert (refused.status_code, "次数太多" in words(refused)) == (429, True)
    assert letter.number not in words(refused)
    elsewhere = Client(REMOTE_ADDR="203.0.113.10")
    assert "文书真实有效" in words(by_code(elsewhere, letter.verification_code))


def test_the_query_code_is_another_one_and_opens_nothing_here(letter: Letter) -> None:
    assert typed_code("7KQM-3XRT-9WHC") is None, "a query code is shorter"
    assert len({one.verification_code for one in Letter.objects.all()}) == Letter.objects.count()


def test_the_file_as_it_was_made(client: Client, letter: Letter) -> None:
    page = words(by_file(client, read_content(letter.document)))
    assert ("文书真实有效" in page, "逐字节一致" in page, letter.number in page) == (True, True, True)


FILES = [
    # name, the file as (bytes, name), what is said
    ("empty", (b"", "a.pdf"), "文件是空的"),
    ("too large", (b"%PDF-" + b" " * (10 * 1024 * 1024), "a.pdf"), "超过 10 MB"),
]


@pytest.mark.parametrize(("name", "file", "said"), FILES, ids=[row[0] for row in FILES])
def test_a_file_that_cannot_be_one_gets_a_sentence(
    client: Client, name: str, file: tuple[bytes, str], said: str
) -> None:
    assert said in words(by_file(client, *file))
    assert "请选择文件" in words(client.post(PAGE, {}))


def test_a_signed_file_that_was_changed_is_named_and_not_kept(
    client: Client, settings, tmp_path: Path
) -> None:
    settings.SIGNING_DIR = keys_in(tmp_path / "keys")
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    content = signed(settings.SIGNING_DIR)
    changed = content.replace(b"/Tabs /S", b"/Tabs /R", 1)
    assert changed != content
    page = words(by_file(client, changed))
    assert ("签名后有改动" in page, hashlib.sha256(changed).hexdigest() in page) == (True, True)
    assert [file.name for file in tmp_path.iterdir()] == ["keys"]


def seen(verdict: Verdict, **facts: str) -> Examined:
    return Examined(verdict, "依据。", **facts)


VERDICTS = [
    # name, what the look at the file found, what is said
    ("no PDF", seen(Verdict.DAMAGED), "不能证明是真实的文书 依据。"),
    ("a stranger", seen(Verdict.UNKNOWN_SIGNER, signer="清溪市某局"), "不能证明是真实的文书"),
    (
        "another system",
        seen(Verdict.VALID, signer="某局", at="2026-03-02T02:00:00+00:00"),
        "没有出具过这份文件",
    ),
    ("no signature", seen(Verdict.NOT_SIGNED), "没有找到这份文件"),
    ("a changed copy of ours", seen(Verdict.NOT_SIGNED, code="known"), "与出具的文书不一致"),
    ("a code of nobody", seen(Verdict.NOT_SIGNED, code="Z" * 16), "没有找到这份文件"),
]


@pytest.mark.parametrize(("name", "found", "said"), VERDICTS, ids=[row[0] for row in VERDICTS])
def test_what_the_look_at_a_strange_file_found_is_said(
    client: Client, letter: Letter, monkeypatch: pytest.MonkeyPatch, name: str, found: Examined, said: str
) -> None:
    Letter.objects.filter(pk=letter.pk).update(verification_code="known")
    monkeypatch.setattr("letters.web.examine_apart", lambda *arguments: found)
    page = words(by_file(client, b"%PDF-1.7 strange"))
    assert said in page
    assert "清溪市某局" not in page, "a name that nobody vouches for"


def test_an_unsigned_letter_says_which_one_it_wants_to_be() -> None:
    assert examine(to_sign().pdf, [], NOW).code == "7KQM3XRT9WHC5EFG"


def test_files_are_counted(client: Client, letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_attempts, "FILE_CHECKS", 1)
    content = read_content(letter.document)
    assert "文书真实有效" in words(by_file(client, content))
    refused = by_file(client, content)
    assert (refused.status_code, "次数太多" in words(refused)) == (429, True)


def test_the_page_is_found_in_the_navigation_and_says_what_it_does_not_do(client: Client) -> None:
    assert f'href="{PAGE}"' in client.get("/").content.decode()
    page = client.get(PAGE)
    assert "不显示申请人和文书内容" in words(page)
