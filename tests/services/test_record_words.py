"""What people write stands beside the record, never in it: the record can never be erased. The desk reads both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.models import DisclosureRequest, DocumentKind, Remark
from requests_app.models.audit_entry import AuditEntry
from requests_app.selectors.record import record_lines
from requests_app.services import approval, assignment, closing, delivery, documents, extension
from requests_app.services.documents import Upload
from tests import people, uploads
from tests.people import Office
from tests.services.stages import issued, submitted

pytestmark = pytest.mark.django_db
WORDS = "王契（13800000142）来电说明"


@pytest.fixture
def here() -> Office:
    return people.office()


def voided(here: Office) -> DisclosureRequest:
    case = people.counter_case(here)
    closing.void(actor=here.head, case_id=case.pk, reason=WORDS)
    return case


def reassigned(here: Office) -> DisclosureRequest:
    case = people.case_in_handling(here)
    assignment.reassign(actor=here.desk, case_id=case.pk, handler=here.handler.user, reason=WORDS)
    return case


def asked(here: Office) -> DisclosureRequest:
    case = people.case_in_handling(here)
    extension.ask(actor=here.handler, case_id=case.pk, working_days=5, reason=WORDS)
    return case


def not_granted(here: Office) -> DisclosureRequest:
    case = people.case_in_handling(here)
    wish = extension.ask(actor=here.handler, case_id=case.pk, working_days=5, reason="案卷较多")
    extension.refuse(actor=here.head, case_id=case.pk, extension_id=wish.pk, reason=WORDS)
    return case


def dropped(here: Office) -> DisclosureRequest:
    case = people.case_in_handling(here)
    wish = extension.ask(actor=here.handler, case_id=case.pk, working_days=5, reason="案卷较多")
    extension.drop(actor=here.desk, case_id=case.pk, extension_id=wish.pk, reason=WORDS)
    return case


def recalled(here: Office) -> DisclosureRequest:
    handed_in = submitted(here)
    approval.recall(
        actor=here.handler, case_id=handed_in.request_id, submission_id=handed_in.pk, reason=WORDS
    )
    return handed_in.request


def returned(here: Office) -> DisclosureRequest:
    handed_in = submitted(here)
    approval.return_reply(
        actor=here.legal,
        case_id=handed_in.request_id,
        submission_id=handed_in.pk,
        step="legal_review",
        content_hash=handed_in.content_hash,
        reason=WORDS,
    )
    return handed_in.request


def not_delivered(here: Office) -> DisclosureRequest:
    letter = issued(here)
    delivery.post_letter(
        actor=here.desk,
        case_id=letter.request_id,
        letter_id=letter.pk,
        posting=delivery.Posting(letter.issued_on, "XA00000000142", "邮政企业"),
    )
    delivery.record_failure(actor=here.desk, case_id=letter.request_id, letter_id=letter.pk, reason=WORDS)
    return letter.request


def uploaded(here: Office) -> DisclosureRequest:
    case = people.counter_case(here)
    scan = Upload("a.png", uploads.picture())
    documents.add_document(
        actor=here.desk, case_id=case.pk, upload=scan, kind=DocumentKind.OTHER, title=WORDS
    )
    return case


ACTS: list[tuple[str, Callable[[Office], DisclosureRequest], str]] = [
    # act, how it is done, the line the desk reads
    ("voided", voided, f"作废：{WORDS}"),
    ("reassigned", reassigned, f"改由王强承办：{WORDS}"),
    ("extension_asked", asked, f"申请延期 5 个工作日：{WORDS}"),
    ("extension_refused", not_granted, f"不批准延期：{WORDS}"),
    ("extension_dropped", dropped, f"延期终止：{WORDS}"),
    ("recalled", recalled, f"撤回送审：{WORDS}"),
    ("returned", returned, f"法制审核：退回：{WORDS}"),
    ("delivery_failed", not_delivered, f"未送达：{WORDS}"),
    ("document_added", uploaded, f"上传其他材料“{WORDS}”"),
]


@pytest.mark.parametrize(("act", "done", "line"), ACTS, ids=[row[0] for row in ACTS])
def test_the_words_are_read_beside_the_record_and_are_not_in_it(
    here: Office, act: str, done: Callable[[Office], DisclosureRequest], line: str
) -> None:
    case = done(here)
    assert [entry for entry in record_lines(here.desk, case) if entry.what.endswith(line)]
    written = str(list(AuditEntry.objects.values_list("action", "message", "data")))
    assert act in written
    assert "13800000142" not in written


def test_a_title_is_shown_to_who_may_open_the_file(here: Office) -> None:
    case = people.counter_case(here)
    scan = Upload("a.png", uploads.picture())
    documents.add_document(
        actor=here.desk, case_id=case.pk, upload=scan, kind=DocumentKind.IDENTITY_PROOF, title=WORDS
    )
    read = {member: [line.what for line in record_lines(member, case)] for member in (here.desk, here.legal)}
    assert f"上传身份证明“{WORDS}”" in read[here.desk]
    assert "上传身份证明" in read[here.legal]


def test_erased_words_leave_the_record_whole(here: Office) -> None:
    case = voided(here)
    Remark.objects.all().delete()
    assert record_lines(here.desk, case)[0].what == "作废"


def test_the_number_of_queries_does_not_grow_with_the_record(here: Office) -> None:
    case = people.case_in_handling(here)
    counted = []
    for _ in range(2):
        for _ in range(3):
            assignment.reassign(actor=here.desk, case_id=case.pk, handler=here.handler.user, reason=WORDS)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            record_lines(here.desk, case)
        counted.append(len(queries))
    assert counted[0] == counted[1]
