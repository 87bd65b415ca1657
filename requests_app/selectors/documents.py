"""Which files an actor may open."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet

from requests_app.actors import OFFICERS, Actor, Applicant, Member, Role
from requests_app.errors import AccessRefused
from requests_app.models import DisclosureRequest, Document, DocumentKind, RecordCorrectionFile
from requests_app.selectors.cases import visible_cases

PERSONAL = frozenset(
    {
        DocumentKind.APPLICATION,
        DocumentKind.IDENTITY_PROOF,
        DocumentKind.ENVELOPE,
        DocumentKind.RECEIPT_PROOF,
        DocumentKind.WITHDRAWAL,
        DocumentKind.PAYMENT_PROOF,
        DocumentKind.REASONS,
        DocumentKind.ARCHIVE_PACKAGE,
    }
)
"""Who the applicant is, in the applicant's own hand, and the package that holds all of it."""

READERS_OF_PERSONAL = OFFICERS | {Role.ARCHIVIST}
"""They write to the applicant or keep the file; who approves or supervises needs none of it."""

TRACED = frozenset({DocumentKind.IDENTITY_PROOF, DocumentKind.ARCHIVE_PACKAGE})
"""Opening one is an act of its own that leaves a trace (`services.people.open_traced`)."""


class DamagedFile(Exception):
    """The stored bytes are no longer those that were stored."""


def documents_of(actor: Actor, case: DisclosureRequest) -> QuerySet[Document]:
    """The files of a case that the actor may open: an applicant only what was meant for the applicant, of the
    staff only officers and archivists what is `PERSONAL`."""
    return _openable(actor).filter(request=case).select_related("created_by")


def may_open(actor: Actor, document: Document) -> bool:
    """Whether a link to this file is worth showing."""
    return _openable(actor).filter(pk=document.pk).exists()


def _openable(actor: Actor) -> QuerySet[Document]:
    found = Document.objects.filter(request__in=visible_cases(actor))
    if isinstance(actor, Applicant):
        return found.filter(visible_to_applicant=True)
    if isinstance(actor, Member) and actor.role not in READERS_OF_PERSONAL:
        found = found.exclude(kind__in=PERSONAL)
        # Letters name the applicant, whom a dispatcher need not know.
        return found.exclude(kind=DocumentKind.LETTER) if actor.role is Role.DISPATCHER else found
    return found


def get_document(actor: Actor, document_id: int) -> Document:
    """One file, as `documents_of`. Raises `AccessRefused`, alike for a foreign, a closed, and a missing one."""
    document = _openable(actor).filter(pk=document_id).select_related("request").first()
    if document is None:
        raise AccessRefused("unknown_document", "没有这份文件，或者您无权查看。")
    return document


def read_content(document: Document | RecordCorrectionFile) -> bytes:
    """The bytes of a file, checked against the hash taken when it was stored. Raises `DamagedFile`."""
    with document.file.open("rb") as stored:
        content: bytes = stored.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DamagedFile(f"document {document.pk} does not match its hash")
    return content
