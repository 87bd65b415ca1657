"""The one way by which a file becomes part of a case."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import PurePath

from django.core.files.base import ContentFile

from requests_app.actors import OFFICERS, Actor, Role
from requests_app.errors import InvalidInput
from requests_app.file_types import ACCEPT_ATTRIBUTE, ACCEPTED, MAX_BYTES, Upload, check_upload
from requests_app.models import DisclosureRequest, Document, DocumentKind
from requests_app.plain_text import clean_line, cut
from requests_app.rules.states import CAN_TAKE_FILES
from requests_app.services.act import By, act
from requests_app.services.files import keep_if_committed
from requests_app.services.journal import note

__all__ = [
    "ACCEPTED",
    "ACCEPT_ATTRIBUTE",
    "MAX_BYTES",
    "PACKAGE_TYPE",
    "Upload",
    "add_document",
    "check_upload",
    "store",
]

PACKAGE_TYPE = "application/zip"
LONGEST_TITLE = Document._meta.get_field("title").max_length or 0


def store(
    case: DisclosureRequest,
    actor: Actor,
    upload: Upload,
    *,
    kind: DocumentKind,
    title: str,
    visible_to_applicant: bool = False,
) -> Document:
    """Store a file with its hash, checked unless we made it (an archive package). Call it inside an act; the
    caller writes the journal line, without the title: people write names and numbers into titles.

    Without a title it gets that of the file's name. Raises `InvalidInput` for a title that is too long, and as
    `check_upload`. The file is gone again when the transaction is rolled back.
    """
    title = _title(title, upload)
    media_type, pages = (PACKAGE_TYPE, None) if kind == DocumentKind.ARCHIVE_PACKAGE else check_upload(upload)
    document = Document(
        request=case,
        kind=kind,
        title=title,
        media_type=media_type,
        size=len(upload.content),
        pages=pages,
        sha256=hashlib.sha256(upload.content).hexdigest(),
        visible_to_applicant=visible_to_applicant,
        created_by_id=actor.user_id,
    )
    suffix = PurePath(upload.name).suffix.lower()
    # The stored name says nothing about the case: names of files end in logs and backups.
    document.file.save(f"{uuid.uuid4().hex}{suffix}", ContentFile(upload.content), save=False)
    keep_if_committed(str(document.file.name))
    document.save()
    return document


def _title(typed: str, upload: Upload) -> str:
    title = clean_line(typed)
    if len(title) > LONGEST_TITLE:
        text = f"题名最多 {LONGEST_TITLE} 个字，现有 {len(title)} 个字，请缩短。"
        raise InvalidInput("title_too_long", text, fields={"title": text})
    return title or cut(clean_line(PurePath(upload.name).stem), LONGEST_TITLE) or "未命名"


@act(
    "上传材料",
    by=By(roles=OFFICERS | {Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_HEAD, Role.ARCHIVIST}),
    states=CAN_TAKE_FILES,
)
def add_document(
    *, actor: Actor, case: DisclosureRequest, upload: Upload, kind: DocumentKind, title: str
) -> Document:
    """Add a file to the case. Raises `InvalidInput` (see `store`), `StateRefusal` for a voided or archived one."""
    document = store(case, actor, upload, kind=kind, title=title)
    note(
        case,
        actor,
        "document_added",
        f"上传{document.get_kind_display()}",
        document=document.pk,
        sha256=document.sha256,
    )
    return document
