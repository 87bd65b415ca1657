"""Record corrections (Art. 41) in tests, brought to a stage through the real services."""

from __future__ import annotations

from datetime import date
from typing import Any

from letters import record_corrections as letters
from requests_app import dates, notifications
from requests_app.models import DocumentKind, RecordCorrection
from requests_app.rules.record_correction import RecordCorrectionResult
from requests_app.services import record_correction as service
from requests_app.services.documents import Upload
from requests_app.services.record_correction import Asked, Handed, Proposal
from tests.people import Office
from tests.uploads import pdf

IDENTITY = "11010519491231002X"
PROOFS = (
    (DocumentKind.IDENTITY_PROOF, Upload("身份证明.pdf", pdf())),
    (DocumentKind.EVIDENCE, Upload("权属证书.pdf", pdf())),
)


def asked(**changes: Any) -> Asked:
    """A complete demand at the counter today."""
    fields: dict[str, Any] = {
        "channel": "counter",
        "received_on": dates.today(),
        "kind": "natural_person",
        "name": "何某某",
        "identity_kind": "id_card",
        "identity_number": IDENTITY,
        "phone": "13800000142",
        "record": "杏林街片区房屋调查登记表（第112号）",
        "wrong": "坐落误记为2单元，应为3单元",
        "evidence": "不动产权属证书",
        "about_self": True,
        "files": PROOFS,
    }
    return Asked(**(fields | changes))


def proposal(result: RecordCorrectionResult = RecordCorrectionResult.CORRECTED, **changes: Any) -> Proposal:
    """A result with everything its letter must say."""
    fields: dict[str, Any] = {
        "finding": "原登记表系录入错误",
        "corrected_to": "坐落为杏林街12号3单元502室",
        "done_on": dates.today(),
        "right_agency": "清溪市住房和城乡建设局",
        "right_contact": "0999-5550202",
    }
    return Proposal(result, **(fields | changes))


def taken_in(where: Office, **changes: Any) -> RecordCorrection:
    """Received."""
    return service.take_in(actor=where.desk, asked=asked(**changes))


def begun(where: Office) -> RecordCorrection:
    """In handling."""
    found = taken_in(where)
    return service.begin(actor=where.desk, correction_id=found.pk, seen_version=0, handler=where.handler.user)


def drafted(where: Office, what: Proposal | None = None) -> RecordCorrection:
    """Waiting for the head."""
    found = begun(where)
    return letters.draft(
        actor=where.handler, correction_id=found.pk, seen_version=1, proposal=what or proposal()
    )


def answered(where: Office, what: Proposal | None = None) -> RecordCorrection:
    """Approved, issued, its PDF made."""
    found = drafted(where, what)
    service.approve(actor=where.head, correction_id=found.pk, seen_version=2)
    letters.answer(actor=where.handler, correction_id=found.pk, seen_version=3)
    notifications.deliver_due(50, "test")
    return RecordCorrection.objects.get(pk=found.pk)


def handed(on: date | None = None) -> Handed:
    """Given by hand, signed for."""
    return Handed("hand", on or dates.today(), "何某某", Upload("送达回证.pdf", pdf()))
