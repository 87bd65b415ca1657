"""Small real files of every accepted type."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pikepdf
from PIL import Image

DOCX_PARTS: Mapping[str, bytes] = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
XLSX_PARTS: Mapping[str, bytes] = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    """A white picture."""
    buffer = io.BytesIO()
    Image.new("L", size, 255).save(buffer, kind)
    return buffer.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pdf(pages: int = 1) -> bytes:
    """A file of empty pages."""
    document, buffer = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.save(buffer)
    return buffer.getvalue()
