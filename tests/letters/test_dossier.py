"""归档: a finished case becomes one ordered, complete, signed package, and ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bagit
import pypdfium2
import pytest
import time_machine
from django.core.files.storage import default_storage

from letters import bag, dossier
from letters.dossier import archive_case, prepare
from letters.submit import submit_reply
from requests_app.actors import Applicant
from requests_app.calendars import load_calendar
from requests_app.crypto import mask_id_number
from requests_app.errors import ApplicationError
from requests_app.models import ArchivePackage, DisclosureRequest, DocumentKind, NumberCounter
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.clock import derive, parse_history
from requests_app.rules.policies import Policies
from requests_app.rules.retention import FILE_ORDER
from requests_app.rules.states import RequestState
from requests_app.selectors.documents import read_content
from requests_app.services import approval, documents, numbers, withdrawal
from requests_app.services.documents import Upload
from requests_app.services.search_record import NewSearch, record_search
from tests.letters.finished import (
    APPLICATION,
    TRACK,
    answer,
    deliver_outbox,
    delivered,
    drafted,
    extend,
    serve,
    withdrawn,
)
from tests.people import again, case_in_handling, counter_case, office, other_office
from tests.services.stages import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_tenth_of_march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False):
        yield


def contents(package: ArchivePackage) -> dict[str, bytes]:
    return bag.unpack(read_content(package.document))[1]


def record(package: ArchivePackage, name: str) -> Any:
    return json.loads(contents(package)[f"data/{name}.json"])


def pieces(package: ArchivePackage) -> list[str]:
    return [row["piece"] for row in record(package, "manifest")["entries"]]


def refusal(code: str) -> Any:
    return pytest.raises(ApplicationError, check=lambda error: error.code == code)


def pdf_text(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_a_complete_case_has_everything_in_order_and_nothing_missing() -> None:
    where = office()
    case = drafted(where, files=[(DocumentKind.APPLICATION, Upload("申请表.pdf", PDF))])
    documents.add_document(
        actor=where.desk,
        case_id=case.pk,
        upload=Upload("身份证.pdf", PDF),
        kind=DocumentKind.IDENTITY_PROOF,
        title="身份证",
    )
    extend(where, case)
    serve(where, answer(where, case))
    package = archive_case(actor=where.archivist, case_id=case.pk, seen_version=again(case).version)

    assert again(case).state == RequestState.ARCHIVED
    assert package.archival_number == "0101-WS·2026-D10-QX-0001"
    assert package.retention == "10年"
    assert pieces(package) == [
        "cover",
        "index",
        "application",
        "identity_proof",
        "receipt",
        "registration_form",
        "extension_approval",
        "extension_notice",
        "approval_form",
        "reply",
        "reply_draft",
        "released_copy",
        "proof_of_service",
        "proof_of_service",
        "file_note",
    ]
    manifest = record(package, "manifest")
    assert manifest["missing"] == []
    order = [part.key for part in FILE_ORDER]
    places = [order.index(row["part"]) for row in manifest["entries"]]
    assert places == sorted(places)
    files = contents(package)
    assert {row["file"] for row in manifest["entries"]} == {
        name.removeprefix("data/") for name in files if name.startswith("data/papers/")
    }
    assert "本件应归档的材料齐全" in pdf_text(files["data/papers/015-file_note.pdf"])
    index = pdf_text(files["data/papers/002-index.pdf"])
    for words in ("身份证", "2026-QX-00001", "延期答复呈批表", "控制性详细规划复印件", "送达凭证", "定稿"):
        assert words in index
    assert case.items.get().text in pdf_text(files["data/papers/001-cover.pdf"])


def test_an_incomplete_case_is_archived_and_says_what_is_missing() -> None:
    where = office()
    case = drafted(where, channel="letter", receipt_proof="与申请人电话确认")
    serve(where, answer(where, case))
    package = archive_case(actor=where.desk, case_id=case.pk)
    missing = ["身份证明", "信封"]
    assert [row["label"] for row in record(package, "manifest")["missing"]] == missing
    assert record(package, "metadata")["缺少材料"] == missing
    note = next(body for name, body in contents(package).items() if "file_note" in name)
    assert "本件缺少下列材料：身份证明、信封。" in pdf_text(note)


def test_searches_and_every_round_of_approval_are_in_the_file() -> None:
    where = office()
    case = drafted(where, files=APPLICATION)
    search = NewSearch(
        searched_on=case.arrived_on,
        searcher="王强",
        units="档案室",
        systems="电子公文系统",
        keywords="东湖片区",
        period="2020年至2025年",
        found=True,
        result="检索到规划一份。",
        duty_to_make="本机关制作。",
    )
    record_search(actor=where.handler, case_id=case.pk, ordinal=1, search=search)
    handed_in = submit_reply(actor=where.handler, case_id=case.pk, track=TRACK)
    approval.return_reply(
        actor=where.secrecy,
        case_id=case.pk,
        submission_id=handed_in.pk,
        step="secrecy_review",
        content_hash=handed_in.content_hash,
        reason="请核对附图。",
    )
    serve(where, answer(where, again(case)))
    package = archive_case(actor=where.archivist, case_id=case.pk)
    rows = record(package, "manifest")["entries"]
    kinds = [row["piece"] for row in rows]
    assert kinds.count("search_record") == 1
    assert kinds.count("approval_form") == kinds.count("reply_draft") == 2
    assert [row["note"] for row in rows if row["piece"] == "reply_draft"] == ["未出具，已退回", "定稿"]
    forms = [body for name, body in sorted(contents(package).items()) if "approval_form" in name]
    assert "退回。请核对附图。" in pdf_text(forms[0])
    assert "退回" not in pdf_text(forms[1])
    searched = next(body for name, body in contents(package).items() if "search_record" in name)
    assert "检索到规划一份。" in pdf_text(searched)


def test_an_application_that_never_was_on_paper_gets_its_form() -> None:
    where = office()
    case = counter_case(where, channel="web", submitted_at=datetime(2026, 3, 10, 1, 0, tzinfo=UTC))
    withdraw_and_make(case)
    package = archive_case(actor=where.desk, case_id=case.pk)
    form = next(body for name, body in contents(package).items() if "-application." in name)
    text = pdf_text(form)
    applicant = case.applicants.get()
    assert applicant.name in text and case.items.get().text in text
    assert mask_id_number(applicant.identity_number) in text
    assert applicant.identity_number not in text and applicant.phone not in text


def withdraw_and_make(case: DisclosureRequest) -> None:
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk)
    deliver_outbox()


def test_a_withdrawn_case_is_archived_with_application_receipt_and_notice() -> None:
    where = office()
    case = withdrawn(where)
    package = archive_case(actor=where.archivist, case_id=case.pk)
    assert pieces(package) == [
        "cover",
        "index",
        "application",
        "identity_proof",
        "receipt",
        "registration_form",
        "withdrawal_notice",
        "file_note",
    ]
    assert record(package, "manifest")["missing"] == []
    assert again(case).state == RequestState.ARCHIVED


def test_the_package_is_a_bag_for_every_tool(tmp_path: Path) -> None:
    where = office()
    package = archive_case(actor=where.archivist, case_id=withdrawn(where).pk)
    for name, body in contents(package).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(body)
    found = bagit.Bag(str(tmp_path))
    assert found.is_valid()
    assert found.info["External-Identifier"] == package.archival_number
    assert package.manifest_hash == bag.sha256((tmp_path / bag.TAG_MANIFEST).read_bytes())


def test_the_records_let_the_case_be_read_and_reckoned_again() -> None:
    where = office()
    case = delivered(where)
    before = list(AuditEntry.objects.filter(request_id=case.pk).order_by("seq").values_list("mac", flat=True))
    package = archive_case(actor=where.archivist, case_id=case.pk)
    assert [entry["mac"] for entry in record(package, "records/audit")] == before
    clock = record(package, "records/clock")
    policies = Policies.from_json(record(package, "records/case")["policies"])
    again_derived = derive(parse_history(clock["history"]), load_calendar(), policies).as_json()
    assert json.loads(json.dumps(again_derived, default=str)) == clock["derivation"]
    approvals = record(package, "records/handling")["submissions"][0]["approvals"]
    assert [approval["step"] for approval in approvals] == ["secrecy_review", "legal_review", "head_sign"]
    assert [letter["kind"] for letter in record(package, "records/letters")] == ["receipt", "reply_provided"]
    everything = b"".join(contents(package).values()).decode(errors="ignore")
    assert case.applicants.get().identity_number not in everything


def test_the_same_case_on_the_same_day_gives_the_same_bytes() -> None:
    where = office()
    case = withdrawn(where)
    first, second = (prepare(actor=where.archivist, case_id=case.pk).package for _ in range(2))
    assert first == second


def test_archiving_is_recorded_with_the_hash_of_the_manifest() -> None:
    where = office()
    case = withdrawn(where)
    package = archive_case(actor=where.archivist, case_id=case.pk)
    entry = AuditEntry.objects.filter(request_id=case.pk).latest("seq")
    assert (entry.action, entry.data["manifest_hash"]) == ("archived", package.manifest_hash)
    assert package.made_by == where.archivist.user


def test_a_dispute_lengthens_the_keeping() -> None:
    where = office()
    case = withdrawn(where)
    documents.add_document(
        actor=where.desk,
        case_id=case.pk,
        upload=Upload("决定书.pdf", PDF),
        kind=DocumentKind.ORDER,
        title="行政复议决定书",
    )
    package = archive_case(actor=where.archivist, case_id=case.pk)
    assert (package.retention, package.archival_number) == ("30年", "0101-WS·2026-D30-QX-0001")
    assert "dispute" in pieces(package)


def test_the_schedule_of_the_agency_counts() -> None:
    where = office()
    where.agency.settings = {"archive": {"ordinary": "D30", "unit": "BGS", "category": "XXGK"}}
    where.agency.save()
    package = archive_case(actor=where.archivist, case_id=withdrawn(where).pk)
    assert package.archival_number == "0101-XXGK·2026-D30-BGS-0001"


def test_pieces_are_numbered_without_gaps() -> None:
    where = office()
    first, second = withdrawn(where), withdrawn(where)
    made = prepare(actor=where.archivist, case_id=first.pk)
    taken = archive_case(actor=where.archivist, case_id=second.pk)
    late = archive_case(actor=where.archivist, case_id=first.pk, prepared=made)
    assert taken.archival_number.endswith("-0001")
    assert late.archival_number.endswith("-0002"), "made again under the number that is free"
    assert NumberCounter.objects.get(kind__startswith="archive:").last == 2


def test_somebody_always_faster_ends_in_a_refusal_that_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where = office()
    case = withdrawn(where)
    monkeypatch.setattr(numbers, "upcoming", lambda *_: 7)
    with refusal("piece_taken"):
        archive_case(actor=where.archivist, case_id=case.pk)
    assert again(case).state == RequestState.WITHDRAWN
    assert not NumberCounter.objects.filter(kind__startswith="archive:").exists()
    assert not ArchivePackage.objects.exists()


def test_what_happens_between_making_and_keeping_makes_the_package_stale() -> None:
    where = office()
    case = withdrawn(where)
    made = prepare(actor=where.archivist, case_id=case.pk)
    documents.add_document(
        actor=where.desk,
        case_id=case.pk,
        upload=Upload("补充.pdf", PDF),
        kind=DocumentKind.OTHER,
        title="补充材料",
    )
    with refusal("stale_form"):
        archive_case(actor=where.archivist, case_id=case.pk, prepared=made)
    assert again(case).state == RequestState.WITHDRAWN


def test_who_may_not_archive_and_when() -> None:
    where, elsewhere = office(), other_office()
    case, open_case = withdrawn(where), case_in_handling(where)
    refusals = [
        # name, actor, case, seen version, code
        ("another agency", elsewhere.archivist, case, None, "unknown_case"),
        ("a legal reviewer", where.legal, case, None, "role_missing"),
        ("an open case", where.archivist, open_case, None, "wrong_state"),
        ("a stale form", where.archivist, case, case.version - 1, "stale_form"),
    ]
    found = {}
    for name, actor, subject, seen, _ in refusals:
        with pytest.raises(ApplicationError) as caught:
            archive_case(actor=actor, case_id=subject.pk, seen_version=seen)
        found[name] = caught.value.code
    assert found == {row[0]: row[4] for row in refusals}
    archive_case(actor=where.archivist, case_id=case.pk)
    with refusal("wrong_state"):
        archive_case(actor=where.archivist, case_id=case.pk)
    assert ArchivePackage.objects.count() == 1


def test_a_file_does_not_close_over_a_letter_that_is_still_being_made() -> None:
    where = office()
    case = counter_case(where)
    deliver_outbox()
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk)
    with refusal("letter_not_made"):
        archive_case(actor=where.archivist, case_id=case.pk)
    deliver_outbox()
    assert archive_case(actor=where.archivist, case_id=case.pk)


def test_a_damaged_file_is_named_and_nothing_is_archived() -> None:
    where = office()
    case = withdrawn(where)
    damaged = case.documents.get(kind=DocumentKind.APPLICATION)
    with Path(default_storage.path(damaged.file.name)).open("ab") as stored:
        stored.write(b"!")
    with pytest.raises(ApplicationError, match=damaged.title) as caught:
        archive_case(actor=where.archivist, case_id=case.pk)
    assert caught.value.code == "file_damaged"
    assert again(case).state == RequestState.WITHDRAWN


def test_an_agency_without_a_fonds_number_is_told_so() -> None:
    where = office()
    case = withdrawn(where)
    where.agency.fonds_code = ""
    where.agency.save()
    with refusal("archive_number_part"):
        archive_case(actor=where.archivist, case_id=case.pk)


def test_two_agencies_under_one_fonds_number_do_not_share_a_file_number() -> None:
    where, elsewhere = office(), other_office()
    elsewhere.agency.settings = {"archive": {"unit": where.agency.number_prefix}}
    elsewhere.agency.save()
    archive_case(actor=where.archivist, case_id=withdrawn(where).pk)
    with refusal("archival_number_taken"):
        archive_case(actor=elsewhere.archivist, case_id=withdrawn(elsewhere).pk)


def test_nothing_is_made_under_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    where = office()
    case = withdrawn(where)
    made = prepare(actor=where.archivist, case_id=case.pk)
    monkeypatch.setattr(dossier, "prepare", lambda **_: pytest.fail("prepared again"))
    assert archive_case(actor=where.archivist, case_id=case.pk, prepared=made).manifest_hash == (
        made.package.manifest_hash
    )
