"""Which files an actor may open."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet

from requests_app.actors import Actor, Applicant
from requests_app.errors import AccessRefused
from requests_app.models import DisclosureRequest, Document
from requests_app.selectors.cases import visible_cases


class DamagedFile(Exception):
    """The stored bytes are no longer those that were stored."""


def documents_of(actor: Actor, case: DisclosureRequest) -> QuerySet[Document]:
    """The files of a case that the actor may open: an applicant only what was meant for the applicant."""
    found = Document.objects.filter(request=case, request__in=visible_cases(actor)).select_related(
        "created_by"
    )
    return found.filter(visible_to_applicant=True) if isinstance(actor, Applicant) else found


def get_document(actor: Actor, document_id: int) -> Document:
    """One file. Raises `AccessRefused`, alike for a foreign and a missing one."""
    found = Document.objects.filter(pk=document_id, request__in=visible_cases(actor))
    if isinstance(actor, Applicant):
        found = found.filter(visible_to_applicant=True)
    document = found.select_related("request").first()
    if document is None:
        raise AccessRefused("unknown_document", "没有这份文件，或者您无权查看。")
    return document


def read_content(document: Document) -> bytes:
    """The bytes of a file, checked against the hash taken when it was stored. Raises `DamagedFile`."""
    with document.file.open("rb") as stored:
        content: bytes = stored.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DamagedFile(f"document {document.pk} does not match its hash")
    return content
