"""What a finished page really shows: where glyphs and red ink are, in millimetres from the top left corner."""

from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops

MM_PER_POINT = 25.4 / 72
DPI = 300
MM_PER_PIXEL = 25.4 / DPI


@dataclass(frozen=True)
class Band:
    """A run of pixel rows that hold red ink: upper and lower edge, left and right end, in mm."""

    top: float
    bottom: float
    left: float
    right: float


def page_text(pdf: bytes, page: int) -> str:
    """The text of page `page` (from 0) without any white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(document[page].get_textpage().get_text_range().split())


def page_size(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first page in mm."""
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = document[0].get_size()
    return round(width * MM_PER_POINT), round(height * MM_PER_POINT)


def full_text(pdf: bytes) -> str:
    """The text of all pages without white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
    return "".join(page_text(pdf, page) for page in range(count))


def lines(pdf: bytes, page: int) -> list[tuple[float, str, float, float]]:
    """Lines of a page from top to bottom: baseline in mm, text, left and right edge of their ink boxes in mm."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    height = sheet.get_height()
    text = sheet.get_textpage()
    found: list[list[tuple[float, float, float, str]]] = []
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if not char.strip():
            continue
        left, bottom, right, _ = text.get_charbox(index, loose=True)
        baseline = (height - bottom) * MM_PER_POINT
        if not found or abs(found[-1][-1][0] - baseline) > 4:
            found.append([])
        found[-1].append((baseline, left * MM_PER_POINT, right * MM_PER_POINT, char))
    rows = [
        (row[0][0], "".join(each[3] for each in row), min(e[1] for e in row), max(e[2] for e in row))
        for row in found
    ]
    return sorted(rows)


def red_bands(pdf: bytes, page: int = 0) -> list[Band]:
    """Everything red on a page, from top to bottom."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=DPI / 72).to_pil().convert("RGB")
    red, green, blue = image.split()
    mask = ImageChops.darker(red.point(lambda v: 255 * (v > 180)), green.point(lambda v: 255 * (v < 120)))
    mask = ImageChops.darker(mask, blue.point(lambda v: 255 * (v < 120)))
    # One column whose pixels are lit where the row holds any red.
    column = mask.resize((1, mask.height), Image.Resampling.BOX, reducing_gap=None)
    rows = [
        y
        for y in range(mask.height)
        if column.getpixel((0, y)) or mask.crop((0, y, mask.width, y + 1)).getbbox()
    ]
    bands = []
    start = previous = rows[0]
    for y in [*rows[1:], rows[-1] + 2]:
        if y > previous + 1:
            box = mask.crop((0, start, mask.width, previous + 1)).getbbox()
            assert box is not None
            edges = (start, previous + 1, box[0], box[2])
            bands.append(Band(*(round(edge * MM_PER_PIXEL, 2) for edge in edges)))
            start = y
        previous = y
    return bands
