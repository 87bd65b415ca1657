"""The one way by which a file becomes part of a case."""

from __future__ import annotations

import hashlib
import io
import uuid
from dataclasses import dataclass
from pathlib import PurePath

import pikepdf
from django.core.files.base import ContentFile

from requests_app.actors import OFFICERS, Actor, Role
from requests_app.errors import InvalidInput
from requests_app.models import DisclosureRequest, Document, DocumentKind
from requests_app.services.act import By, act
from requests_app.services.journal import note

MAX_BYTES = 20 * 1024 * 1024

_OFFICE = b"PK\x03\x04"
_TYPES: dict[str, tuple[bytes, str]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".docx": (_OFFICE, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (_OFFICE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
PACKAGE_TYPE = "application/zip"
ACCEPTED = "PDF、PNG、JPG、DOCX、XLSX"
ACCEPT_ATTRIBUTE = ",".join(_TYPES)


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: its name and its bytes."""

    name: str
    content: bytes


def check_upload(upload: Upload) -> tuple[str, int | None]:
    """The media type and the number of pages (None where it has none).

    Raises `InvalidInput`: empty, over the limit, of another type than its name says, encrypted or damaged.
    """
    suffix = PurePath(upload.name).suffix.lower()
    if not upload.content:
        raise InvalidInput("file_empty", f"文件“{upload.name}”是空的，请重新选择。")
    if len(upload.content) > MAX_BYTES:
        raise InvalidInput(
            "file_too_large",
            f"文件“{upload.name}”超过 {MAX_BYTES // 1024 // 1024} MB，请压缩或者分成几个文件。",
        )
    if suffix not in _TYPES:
        raise InvalidInput("file_type", f"不能接收文件“{upload.name}”。可以上传 {ACCEPTED} 文件。")
    magic, media_type = _TYPES[suffix]
    if not upload.content.startswith(magic):
        raise InvalidInput("file_type", f"文件“{upload.name}”的内容与它的类型不符，请核对后重新上传。")
    return media_type, _pages(upload) if suffix == ".pdf" else (
        1 if media_type.startswith("image/") else None
    )


def _pages(upload: Upload) -> int:
    try:
        with pikepdf.open(io.BytesIO(upload.content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PasswordError:
        raise InvalidInput("file_encrypted", f"文件“{upload.name}”设有密码，请解除密码后上传。") from None
    except pikepdf.PdfError:
        raise InvalidInput("file_damaged", f"文件“{upload.name}”已损坏，无法打开，请重新上传。") from None


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
    caller writes the journal line."""
    media_type, pages = (PACKAGE_TYPE, None) if kind == DocumentKind.ARCHIVE_PACKAGE else check_upload(upload)
    document = Document(
        request=case,
        kind=kind,
        title=title or PurePath(upload.name).stem,
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
    document.save()
    return document


@act(
    "上传材料",
    by=By(roles=OFFICERS | {Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_HEAD, Role.ARCHIVIST}),
)
def add_document(
    *, actor: Actor, case: DisclosureRequest, upload: Upload, kind: DocumentKind, title: str
) -> Document:
    """Add a file to the case. Raises `InvalidInput` (see `check_upload`)."""
    document = store(case, actor, upload, kind=kind, title=title)
    note(
        case,
        actor,
        "document_added",
        f"上传{document.get_kind_display()}“{document.title}”",
        document=document.pk,
        sha256=document.sha256,
    )
    return document
