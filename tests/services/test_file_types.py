"""Whether a file is what its name says; a hostile or broken one is refused in words, never with a server error."""

from __future__ import annotations

import random
import struct
import zlib

import pytest

from requests_app import file_types
from requests_app.errors import InvalidInput
from requests_app.file_types import Upload, check_upload
from tests.uploads import DOCX_PARTS, XLSX_PARTS, pdf, picture, zipped

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACCEPTED = [
    # name, content, media type, pages
    ("a.pdf", pdf(2), "application/pdf", 2),
    ("a.png", picture(), "image/png", 1),
    ("a.JPG", picture("JPEG"), "image/jpeg", 1),
    ("a.docx", zipped(DOCX_PARTS), DOCX, None),
    ("a.xlsx", zipped(XLSX_PARTS), XLSX, None),
]


@pytest.mark.parametrize(
    ("name", "content", "media_type", "pages"), ACCEPTED, ids=[row[0] for row in ACCEPTED]
)
def test_a_real_file_is_accepted(name: str, content: bytes, media_type: str, pages: int | None) -> None:
    assert check_upload(Upload(name, content)) == (media_type, pages)


def bomb() -> bytes:
    """An office file that says of itself that it unpacks to more than is allowed."""
    content = bytearray(zipped({**DOCX_PARTS, "word/media/image1.png": bytes(1000)}))
    last = content.rfind(b"PK\x01\x02")
    struct.pack_into("<L", content, last + 24, file_types.MAX_UNPACKED)
    return bytes(content)


def wide_picture() -> bytes:
    """A picture whose header claims more pixels than any scan has."""
    content = bytearray(picture())
    struct.pack_into(">LL", content, 16, 20_000, 20_000)
    struct.pack_into(">L", content, 29, zlib.crc32(content[12:29]))
    return bytes(content)


def many_parts() -> bytes:
    extra = {f"word/{n}.xml": b"" for n in range(file_types.MAX_PARTS)}
    return zipped({**DOCX_PARTS, **extra})


REFUSED = [
    # what, name, content, code
    ("any zip is no document", "a.docx", zipped({"setup.exe": b"MZ"}), "file_type"),
    ("a workbook is no document", "a.docx", zipped(XLSX_PARTS), "file_type"),
    ("a zip without a directory", "a.xlsx", b"PK\x03\x04" + bytes(60), "file_damaged"),
    ("a zip that is cut off", "a.xlsx", zipped(XLSX_PARTS)[:-30], "file_damaged"),
    ("unpacks to too much", "a.docx", bomb(), "file_too_large"),
    ("too many parts", "a.docx", many_parts(), "file_damaged"),
    ("markup behind a picture's first bytes", "a.png", b"\x89PNG\r\n\x1a\n<script>", "file_damaged"),
    ("a picture named as another kind", "a.png", picture("JPEG"), "file_type"),
    ("a picture of too many pixels", "a.png", wide_picture(), "picture_too_large"),
    ("a photograph without a picture", "a.jpg", b"\xff\xd8\xff" + bytes(30), "file_damaged"),
    ("a PDF without pages", "a.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n", "file_damaged"),
]


@pytest.mark.parametrize(("what", "name", "content", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_another_file_is_refused(what: str, name: str, content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_upload(Upload(name, content))
    assert refused.value.code == code
    assert name in refused.value.message


def test_a_picture_over_our_own_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_types, "MAX_PIXELS", 63)
    with pytest.raises(InvalidInput, match="像素"):
        check_upload(Upload("a.png", picture()))


GOOD = [(name, content) for name, content, _, _ in ACCEPTED]


@pytest.mark.parametrize(("name", "content"), GOOD, ids=[row[0] for row in GOOD])
def test_a_mutated_file_is_accepted_or_refused_and_never_breaks_anything(name: str, content: bytes) -> None:
    chance = random.Random(1)
    outcomes = set()
    for _ in range(200):
        mutated = bytearray(content)
        for _ in range(chance.randint(1, 30)):
            mutated[chance.randrange(5, len(mutated))] = chance.randrange(256)
        try:
            check_upload(Upload(name, bytes(mutated)))
            outcomes.add("accepted")
        except InvalidInput as refusal:
            outcomes.add(refusal.code)
    assert "file_damaged" in outcomes
