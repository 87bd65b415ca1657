"""Which files are accepted, and whether one really is what its name says. Only its outline is read, never its
content, and of an outline no more than a bounded part."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath

import pikepdf
from PIL import Image, UnidentifiedImageError

from requests_app.errors import InvalidInput

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 80_000_000
"""An A3 sheet scanned at 600 dpi has 70 million."""
MAX_PARTS, MAX_OUTLINE = 5_000, 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024

_OFFICE = b"PK\x03\x04"
_TYPES: dict[str, tuple[bytes, str]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".docx": (_OFFICE, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (_OFFICE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG"}
_MAIN_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
ACCEPTED = "PDF、PNG、JPG、DOCX、XLSX"
ACCEPT_ATTRIBUTE = ",".join(_TYPES)


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: its name and its bytes."""

    name: str
    content: bytes


def check_upload(upload: Upload) -> tuple[str, int | None]:
    """The media type and the number of pages (None where it has none).

    Raises `InvalidInput`: empty, over the limit, of another type than its name says, encrypted or damaged, a
    picture or an office file that would unpack to more than anybody needs.
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
        raise _another_type(upload)
    if suffix == ".pdf":
        return media_type, _pages(upload)
    if media_type in _PICTURES:
        _check_picture(upload, _PICTURES[media_type])
        return media_type, 1
    _check_office_file(upload, _MAIN_PARTS[suffix])
    return media_type, None


def _another_type(upload: Upload) -> InvalidInput:
    return InvalidInput("file_type", f"文件“{upload.name}”的内容与它的类型不符，请核对后重新上传。")


def _damaged(upload: Upload) -> InvalidInput:
    return InvalidInput("file_damaged", f"文件“{upload.name}”已损坏，无法打开，请重新上传。")


def _pages(upload: Upload) -> int:
    try:
        with pikepdf.open(io.BytesIO(upload.content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PasswordError:
        raise InvalidInput("file_encrypted", f"文件“{upload.name}”设有密码，请解除密码后上传。") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError):
        # Whatever the C++ library underneath throws comes as some RuntimeError.
        raise _damaged(upload) from None


def _check_picture(upload: Upload, kind: str) -> None:
    too_large = InvalidInput(
        "picture_too_large",
        f"图片“{upload.name}”超过 {MAX_PIXELS // 10_000} 万像素，请降低扫描分辨率后上传。",
    )
    try:
        with Image.open(io.BytesIO(upload.content), formats=[kind]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise too_large
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error, zlib.error):
        raise _damaged(upload) from None


def _check_office_file(upload: Upload, main_part: str) -> None:
    """An office file is a zip with known parts; its directory says how much it would unpack to."""
    if not _has_small_outline(upload.content):
        raise _damaged(upload)
    try:
        with zipfile.ZipFile(io.BytesIO(upload.content)) as parts:
            entries = parts.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error):
        raise _damaged(upload) from None
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", main_part} <= names:
        raise _another_type(upload)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        text = f"文件“{upload.name}”解压后超过 {MAX_UNPACKED // 1024 // 1024} MB，请分成几个文件。"
        raise InvalidInput("file_too_large", text)


def _has_small_outline(content: bytes) -> bool:
    """Whether the zip's own directory is there and small enough to be read; the 64-bit form is never needed."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) - end < 22 or content[max(end - 20, 0) : end].startswith(b"PK\x06\x07"):
        return False
    entries, size = struct.unpack_from("<HL", content, end + 10)
    return bool(entries <= MAX_PARTS and size <= MAX_OUTLINE)
