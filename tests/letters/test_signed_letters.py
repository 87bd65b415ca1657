"""From an approved reply to its signed file: signed once, outside the issue; what fails stays promised."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone

from letters import pades
from letters.context import parse_context
from letters.examined import Verdict
from letters.issue import issue_reply, make_letter, receipt_with_code
from letters.making import KEY_GONE, make_pdf, verification_address
from letters.seal import demo_seal
from letters.signature_check import examine, load_roots
from letters.signing import SigningFailed
from project import diagnosis
from project.demo_authority import prepare
from requests_app.file_types import Upload
from requests_app.models import AuditEntry, Document, Letter
from requests_app.notifications import deliver_due
from requests_app.rules.roles import Role
from requests_app.selectors.documents import read_content
from requests_app.services.letter_style import dress_letters, style_of
from requests_app.verification_codes import printed_code, typed_code
from tests.letters.desk import approved, deliver_all, hand_over
from tests.letters.pages import full_text
from tests.people import Office


@pytest.fixture
def keys(bureau: Office, settings: object, tmp_path: Path) -> Path:
    """The agency has a key and a seal."""
    agency = bureau.agency
    settings.SIGNING_DIR = tmp_path / "signing"  # type: ignore[attr-defined]
    prepare(tmp_path / "signing", [(agency.code, agency.name)], timezone.now())
    give_seal(bureau, agency.name)
    return tmp_path / "signing"


def give_seal(bureau: Office, words: str) -> None:
    picture = Upload("印章.png", demo_seal(words))
    admin = bureau.member(Role.AGENCY_ADMIN)
    dress_letters(actor=admin, style=style_of(bureau.agency), seal=picture)


def issued(bureau: Office) -> Letter:
    submission = approved(bureau, "already_public")
    return issue_reply(actor=bureau.desk, case_id=submission.request_id)


def fresh(letter: Letter) -> Letter:
    return Letter.objects.select_related("document").get(pk=letter.pk)


def test_the_stored_file_is_the_signed_one(bureau: Office, keys: Path) -> None:
    letter = issued(bureau)
    assert (letter.agency, letter.signature) == (bureau.agency, {})
    deliver_all()
    letter = fresh(letter)
    content = read_content(letter.document)
    found = examine(content, load_roots(keys / "ca.pem"), timezone.now())
    assert (found.verdict, found.number, found.signer) == (
        Verdict.VALID,
        letter.number,
        bureau.agency.name,
    )
    assert (letter.signature["signer"], letter.signature["timestamped"]) == (bureau.agency.name, True)
    assert datetime.fromisoformat(letter.signature["at"]) == timezone.now()
    entry = AuditEntry.objects.get(request_id=letter.request_id, action="letter_made", data__letter=letter.pk)
    assert entry.message.endswith("已加盖电子签名")
    make_letter(letter.pk)
    assert fresh(letter).document_id == letter.document_id
    hand_over(bureau, letter)


def test_what_cannot_be_signed_stays_promised_and_is_made_later(
    bureau: Office, keys: Path, clock, caplog: pytest.LogCaptureFixture
) -> None:
    letter = issued(bureau)
    key = keys / f"{bureau.agency.code}.p12"
    good = key.read_bytes()
    key.write_bytes(b"broken")
    deliver_due(20, "worker")
    letter = fresh(letter)
    assert (letter.state, letter.document, letter.signature) == ("numbered", None, {})
    assert not Document.objects.filter(request=letter.request, title__contains=letter.number).exists()
    assert "could not be signed and stays promised" in caplog.text
    with pytest.raises(SigningFailed):
        make_letter(letter.pk)
    key.write_bytes(good)
    clock.shift(timedelta(hours=1))
    deliver_all()
    letter = fresh(letter)
    assert (letter.state, letter.signature["signer"]) == ("made", bureau.agency.name)
    assert letter.issued_on.isoformat() == "2026-03-02", "number and date are those of the issue"


def test_a_key_that_vanished_is_no_decision(bureau: Office, keys: Path, settings, clock) -> None:
    first = issued(bureau)
    deliver_all()
    (keys / f"{bureau.agency.code}.p12").unlink()
    seal = fresh(first).seal
    context = parse_context(first.kind, first.context)
    with pytest.raises(SigningFailed, match="找不到签名密钥"):
        make_pdf(context, bureau.agency, seal)
    told = list(diagnosis.signing(timezone.localdate()))
    assert [(one.grade, KEY_GONE in one.what) for one in told] == [(diagnosis.Grade.FAULT, True)]
    settings.UNSIGNED_AGENCIES = [bureau.agency.code]
    assert make_pdf(context, bureau.agency, seal).signature == {}
    assert [one.grade for one in diagnosis.signing(timezone.localdate())] == [diagnosis.Grade.WARNING]


def test_two_workers_keep_one_signed_file(
    bureau: Office, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, real = issued(bureau), pades.PadesSigner.sign

    def overtaken(self, pdf, order):
        monkeypatch.setattr(pades.PadesSigner, "sign", real)
        make_letter(letter.pk)
        return real(self, pdf, order)

    monkeypatch.setattr(pades.PadesSigner, "sign", overtaken)
    make_letter(letter.pk)
    assert Document.objects.filter(request=letter.request, kind="letter", title__contains="复").count() == 1
    letter = fresh(letter)
    found = examine(read_content(letter.document), load_roots(keys / "ca.pem"), timezone.now())
    assert found.serial == letter.signature["serial"]


def test_without_a_key_the_page_bears_the_seal_and_nothing_is_signed(
    bureau: Office, settings, tmp_path: Path
) -> None:
    settings.SIGNING_DIR = tmp_path
    give_seal(bureau, bureau.agency.name)
    letter = issued(bureau)
    deliver_all()
    letter = fresh(letter)
    assert (letter.state, letter.signature) == ("made", {})
    with pikepdf.open(io.BytesIO(read_content(letter.document))) as pdf:
        assert "/AcroForm" not in pdf.Root
        sizes = [image.Width for page in pdf.pages for image in page.get_images().values()]
    assert 700 in sizes, "the seal"
    settings.SIGNER = ""
    make_letter(letter.pk)


def test_a_letter_keeps_the_seal_of_its_day(bureau: Office, settings, tmp_path: Path) -> None:
    settings.SIGNING_DIR = tmp_path
    unsealed = issued(bureau)
    give_seal(bureau, "旧")
    letter = issued(bureau)
    give_seal(bureau, "新")
    assert (fresh(unsealed).seal, fresh(letter).seal.pk) == (None, bureau.agency.seals.order_by("pk")[0].pk)
    assert bytes(bureau.agency.seals.order_by("pk").last().picture) != bytes(fresh(letter).seal.picture)


def test_every_letter_bears_its_own_code(bureau: Office, settings) -> None:
    settings.PUBLIC_URL = "https://www.example.gov.cn"
    letter = issued(bureau)
    deliver_all()
    letter, receipt = fresh(letter), letter.request.letters.get(kind="receipt")
    assert letter.verification_code != receipt.verification_code
    assert typed_code(letter.verification_code) == letter.verification_code
    address = f"https://www.example.gov.cn/verify/?code={letter.verification_code}"
    assert letter.context["verification"] == verification_address(letter.verification_code) == address
    assert printed_code(letter.verification_code) in full_text(read_content(letter.document))
    handed_over = full_text(receipt_with_code(receipt, "7KQM-3XRT-9WHC"))
    assert printed_code(receipt.verification_code) in handed_over and "7KQM-3XRT-9WHC" in handed_over
    settings.PUBLIC_URL = ""
    assert verification_address("X") == "X"
