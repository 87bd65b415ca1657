"""通用公文格式 as GB/T 9704-2012 (7) wants it, measured on the finished PDF in millimetres."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from letters.catalogue import CATALOGUE
from letters.context import parse_context
from letters.examples import example
from letters.kinds import Format
from letters.render import Rendered, render_html, render_pdf
from requests_app.errors import InvalidInput
from tests.letters.pages import MM_PER_POINT, lines, red_bands

PITCH = 225 / 22
TOP, BOTTOM = 37, 37 + 225
"""Edges of the text block."""


def document(kind: str = "reply_secret", reason: str = "", **changes: Any) -> Rendered:
    data = example(kind) | {"format": "document"} | changes
    if reason:
        data["items"][0]["reason"] = reason
    return render_pdf(kind, parse_context(kind, data))


@pytest.fixture(scope="module")
def long_letter() -> Rendered:
    return document(reason="国" * 900)


def lowest_ink(letter: Rendered, page: int, above: float) -> float:
    """Lower edge of the last black ink above this height, in mm."""
    with pypdfium2.PdfDocument(letter.pdf) as opened:
        image = opened[page].render(scale=300 / 72).to_pil().convert("L")
    per_pixel = MM_PER_POINT * 72 / 300
    for row in range(round(above / per_pixel) - 1, 0, -1):
        if image.crop((0, row, image.width, row + 1)).getextrema()[0] < 60:
            return (row + 1) * per_pixel
    raise AssertionError("no ink")


@pytest.mark.parametrize(
    "letterhead", ["清溪市水务局", "清溪市自然资源和规划局", "清溪市东湖区住房和城乡建设局"]
)
def test_red_name_number_and_line_in_millimetres(letterhead: str) -> None:
    agency = example("reply_secret")["agency"] | {"letterhead": letterhead}
    letter = document(agency=agency)
    mark, line = red_bands(letter.pdf)
    assert mark.top - TOP == pytest.approx(35, abs=0.3), "from the upper edge of the text block"
    assert (mark.left + mark.right) / 2 == pytest.approx(106, abs=1.5)
    assert (line.left, line.right) == (pytest.approx(28, abs=0.3), pytest.approx(184, abs=0.3))
    assert 0.35 <= line.bottom - line.top <= 0.6
    found = {row[1]: row for row in lines(letter.pdf, 0)}
    assert f"{letterhead}文件" in found
    number = found["清自然资公开复〔2026〕187号"]
    assert (number[2] + number[3]) / 2 == pytest.approx(106, abs=0.6), "centred"
    assert line.top - lowest_ink(letter, 0, line.top - 0.5) == pytest.approx(4, abs=0.3)
    # Two empty lines between name and number, and between red line and title, and the white of their own line.
    assert number[0] - 5.64 - mark.bottom == pytest.approx(2 * PITCH + 2.5, abs=0.6)
    title = found["政府信息公开申请答复书"]
    assert title[0] - 7.76 - line.bottom == pytest.approx(2 * PITCH + 2.5, abs=1)


def test_a_name_that_says_document_already_says_it_once() -> None:
    agency = example("reply_secret")["agency"] | {"letterhead": "清溪市水务局文件"}
    context = parse_context(
        "reply_secret", example("reply_secret") | {"format": "document", "agency": agency}
    )
    assert ">清溪市水务局文件<" in render_html("reply_secret", context)


def test_every_page_has_its_number_and_the_grid(long_letter: Rendered) -> None:
    for page in range(long_letter.pages):
        foot = [row for row in lines(long_letter.pdf, page) if row[0] > 265]
        assert [row[1] for row in foot] == [f"—{page + 1}—"]
        assert (foot[0][2] > 150) is (page % 2 == 0), "odd right, even left"
    body = [row for row in lines(long_letter.pdf, 1) if row[0] < BOTTOM + 1]
    assert len(body) == 22
    assert all(abs(below[0] - above[0] - PITCH) < 0.03 for above, below in pairwise(body[1:]))


@pytest.mark.parametrize("length", [40, 160, 300, 380, 400, 420, 470])
def test_the_colophon_ends_the_last_page(length: int) -> None:
    letter = document(reason="国" * length)
    last = lines(letter.pdf, letter.pages - 1)
    issued = next(row for row in last if row[1] == "2026年10月26日印发")
    assert lowest_ink(letter, letter.pages - 1, 266) == pytest.approx(BOTTOM, abs=0.3)
    assert BOTTOM - 9 < issued[0] < BOTTOM
    assert issued[3] == pytest.approx(184 - 14 * MM_PER_POINT, abs=0.6), "one character in"
    assert all("印发" not in row[1] for page in range(letter.pages - 1) for row in lines(letter.pdf, page))


def test_which_letters_may_be_documents() -> None:
    may = {kind for kind, row in CATALOGUE.items() if Format.DOCUMENT in row.formats}
    assert may == {kind for kind, row in CATALOGUE.items() if row.is_reply}
    with pytest.raises(InvalidInput) as refusal:
        parse_context("receipt", example("receipt") | {"format": "document"})
    assert refusal.value.fields.keys() == {"format"}


def test_the_format_travels_with_the_context_and_a_letter_says_nothing_of_it() -> None:
    context = parse_context("reply_secret", example("reply_secret") | {"format": "document"})
    assert parse_context("reply_secret", context.to_json()) == context
    assert "format" not in parse_context("reply_secret", example("reply_secret")).to_json()
