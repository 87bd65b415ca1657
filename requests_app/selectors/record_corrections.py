"""Record corrections (Art. 41) as the people of their agency may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, QuerySet, When

from requests_app.actors import OFFICERS, Actor, Member, Role
from requests_app.crypto.masking import mask_address, mask_id_number, mask_phone
from requests_app.errors import AccessRefused
from requests_app.models import DocumentKind, RecordCorrection, RecordCorrectionFile
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.record_correction import RecordCorrectionState
from requests_app.selectors.documents import READERS_OF_PERSONAL

READERS: frozenset[Role] = OFFICERS | {Role.OFFICE_HEAD, Role.ARCHIVIST}
PERSONAL = frozenset({DocumentKind.APPLICATION, DocumentKind.IDENTITY_PROOF})
UNKNOWN = "没有这件更正申请，或者您无权查看。"


@dataclass(frozen=True)
class Contacts:
    """Identity and contacts; masked unless asked for in full by who writes to the person."""

    identity: str
    phone: str
    address: str


def chain_of(correction_id: int) -> str:
    """The name of its chain in the record."""
    return f"record_correction:{correction_id}"


def record_corrections(actor: Actor) -> QuerySet[RecordCorrection]:
    """Those of the actor's agency, what waits for somebody first; none for who has nothing to do with them."""
    found = RecordCorrection.objects.select_related("agency", "handler", "approved_by")
    if not isinstance(actor, Member) or actor.role not in READERS:
        return found.none()
    last = Case(When(state=RecordCorrectionState.ARCHIVED, then=1), default=0)
    return found.filter(agency=actor.agency).order_by(last, "-pk")


def get_record_correction(actor: Actor, correction_id: int) -> RecordCorrection:
    """One of them. Raises `AccessRefused`, alike for a foreign and a missing one."""
    found = record_corrections(actor).filter(pk=correction_id).first()
    if found is None:
        raise AccessRefused("unknown_record_correction", UNKNOWN)
    return found


def contacts_of(actor: Member, correction: RecordCorrection, *, full: bool = False) -> Contacts:
    """Who asks and where the answer goes; `full` is granted to officers only, and leaves its trace with the service."""
    if full and actor.role in OFFICERS:
        return Contacts(correction.identity_number, correction.phone, correction.address)
    return Contacts(
        mask_id_number(correction.identity_number),
        mask_phone(correction.phone),
        mask_address(correction.address),
    )


def files_of(actor: Member, correction: RecordCorrection) -> QuerySet[RecordCorrectionFile]:
    """The files that the actor may open; papers that say who the person is are for officers and the archivist."""
    found = RecordCorrectionFile.objects.filter(correction=correction, correction__agency=actor.agency)
    return found if actor.role in READERS_OF_PERSONAL else found.exclude(kind__in=PERSONAL)


def get_file(actor: Member, correction: RecordCorrection, file_id: int) -> RecordCorrectionFile:
    """One file, as `files_of`. Raises `AccessRefused`, alike for a closed and a missing one."""
    found = files_of(actor, correction).filter(pk=file_id).first()
    if found is None:
        raise AccessRefused("unknown_document", "没有这份文件，或者您无权查看。")
    return found


def lines_of(actor: Member, correction: RecordCorrection) -> list[AuditEntry]:
    """Its record, the newest first."""
    visible = record_corrections(actor).filter(pk=correction.pk).exists()
    chain = chain_of(correction.pk)
    return list(AuditEntry.objects.filter(chain=chain).order_by("-seq")) if visible else []
