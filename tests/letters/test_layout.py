"""The page as GB/T 9704-2012 wants it, measured on the finished PDF: millimetres, characters, lines."""

from itertools import pairwise
from typing import Any

import pytest

from letters.catalogue import CATALOGUE
from letters.context import parse_context
from letters.examples import example
from letters.render import Rendered, render_pdf
from letters.seal import demo_seal
from tests.letters.pages import lines, page_size, page_text, red_bands

PITCH = 225 / 22


def _letter(reason: str = "", kind: str = "reply_secret", **changes: Any) -> Rendered:
    data = example(kind) | changes
    if reason:
        data["items"][0]["reason"] = reason
    return render_pdf(kind, parse_context(kind, data))


@pytest.fixture(scope="module")
def long_letter() -> Rendered:
    return _letter("国" * 1500)


def _body(letter: Rendered, page: int) -> list[tuple[float, str, float, float]]:
    return [line for line in lines(letter.pdf, page) if line[0] < 263]


def test_twenty_two_lines_of_twenty_eight_characters(long_letter: Rendered) -> None:
    body = _body(long_letter, 1)
    assert [len(line[1]) for line in body] == [28] * 22
    assert all(abs(line[2] - 28) < 0.2 and abs(line[3] - 184) < 0.3 for line in body)
    assert all(abs(below[0] - above[0] - PITCH) < 0.03 for above, below in pairwise(body))


def test_characters_of_other_fonts_and_latin_do_not_raise_the_line() -> None:
    letter = _letter("国家喆堃䶮㛃2026年ABC项“测”试，" * 100)
    body = _body(letter, 1)
    assert len(body) == 22
    # Loose boxes of other fonts have other depths; a 仿宋 character marks the true baseline.
    starts = [line[0] for line in body if line[1][0] in "试项家年"]
    assert len(starts) > 8
    for start in starts:
        assert abs((start - starts[0]) / PITCH - round((start - starts[0]) / PITCH)) < 0.06


def test_lines_are_justified_to_the_right_edge() -> None:
    # A comma may not begin a line, so some lines have 27 characters: they are spread over the full 156 mm.
    letter = _letter(("国" * 9 + "，") * 60)
    body = [
        line for page in range(letter.pages) for line in _body(letter, page) if set(line[1]) == {"国", "，"}
    ]
    assert {27, 28} <= {len(line[1]) for line in body}
    assert all(183 < line[3] < 185 for line in body[:-1])


def test_no_line_begins_with_a_closing_mark() -> None:
    letter = _letter("该成果，由有权机关；依照法定程序（确定）为“国家秘密”。" * 40)
    for page in range(letter.pages):
        assert not any(line[1][0] in "，。；：、）》”" for line in _body(letter, page))
        assert not any(line[1][-1] in "（《“" for line in _body(letter, page))


@pytest.mark.parametrize(
    "letterhead",
    [
        "清溪市水务局",
        "清溪市自然资源和规划局",
        "清溪市东湖区住房和城乡建设局",
        "清溪市东湖经济技术开发区管理委员会综合行政执法局",
    ],
)
def test_letterhead_and_double_lines_in_millimetres(letterhead: str) -> None:
    agency = example("reply_secret")["agency"] | {"letterhead": letterhead}
    mark, thick, thin, foot_thin, foot_thick = red_bands(_letter(agency=agency).pdf)
    assert mark.top == pytest.approx(30, abs=0.2)
    assert thick.top - mark.bottom == pytest.approx(4, abs=0.2)
    assert mark.left >= 21
    assert mark.right <= 191
    assert (mark.left + mark.right) / 2 == pytest.approx(105.9, abs=1)
    for line in (thick, thin, foot_thin, foot_thick):
        assert (line.left, line.right) == (pytest.approx(21, abs=0.6), pytest.approx(191, abs=0.6))
    assert thick.bottom - thick.top > thin.bottom - thin.top
    assert foot_thick.bottom - foot_thick.top > foot_thin.bottom - foot_thin.top
    assert 297 - foot_thick.bottom == pytest.approx(20, abs=0.2)


def test_number_title_and_addressee_stand_on_their_lines() -> None:
    found = {line[1]: line for line in lines(_letter().pdf, 0)}
    number, title = found["清自然资公开复〔2026〕187号"], found["政府信息公开申请答复书"]
    addressee = found["王喆："]
    assert number[3] == pytest.approx(184, abs=0.6), "at the right edge of the text block"
    assert (title[2] + title[3]) / 2 == pytest.approx(106, abs=0.5), "centred"
    # Title on line 5, one empty line, addressee on line 7, at the left edge.
    assert (addressee[0] - 37) / PITCH == pytest.approx(6.75, abs=0.15)
    assert addressee[2] == pytest.approx(28, abs=0.3)


def test_first_page_without_number_then_odd_right_even_left(long_letter: Rendered) -> None:
    assert long_letter.pages == 4
    foot = [next((line for line in lines(long_letter.pdf, page) if line[0] > 265), None) for page in range(4)]
    assert foot[0] is None
    assert foot[1] is not None and foot[1][1] == "—2—" and foot[1][2] < 60
    assert foot[2] is not None and foot[2][1] == "—3—" and foot[2][2] > 150


@pytest.mark.parametrize("length", range(20, 700, 28))
def test_the_signature_never_stands_alone(length: int) -> None:
    letter = _letter("国" * length)
    last = _body(letter, letter.pages - 1)
    words = [line[1] for line in last]
    assert "清溪市自然资源和规划局" in words[-3]
    assert words[-2] == "2026年10月26日"
    assert len(words) >= 3 + 2, "two lines of text with the signature"


def _short(letter: Rendered, page: int) -> float:
    """Lines between the last line of the page and its foot, in the pitch of this letter."""
    starts = [line[0] for line in _body(letter, page)]
    pitch = min(below - above for above, below in pairwise(starts) if below - above > 5)
    return (37 + 225 - 3 - starts[-1]) / pitch


@pytest.mark.parametrize("length", [*range(20, 380, 84), *range(400, 520, 14)])
def test_no_page_but_the_last_is_more_than_three_lines_short(length: int) -> None:
    """The signature takes two lines of text along; where that leaves too much, the line pitch is adapted."""
    letter = _letter("国" * length)
    assert all(_short(letter, page) < 3.8 for page in range(letter.pages - 1))


@pytest.mark.parametrize("length", [*range(8, 48, 20), *range(48, 160, 14)])
def test_nor_is_one_of_a_notice_that_just_does_not_fit(length: int) -> None:
    data = example("extension_notice")
    data["facts"]["reason"] = "国" * length
    letter = render_pdf("extension_notice", parse_context("extension_notice", data))
    assert all(_short(letter, page) < 3.8 for page in range(letter.pages - 1))
    last = [line[1] for line in _body(letter, letter.pages - 1)]
    assert len(last) >= 3 + 2, "two lines of text with the signature"


@pytest.mark.parametrize("number", [1, 2, 9, 14, 15, 16, 17, 18, 22, 40])
def test_a_long_list_of_annexes_leaves_no_page_empty_and_no_signature_alone(number: int) -> None:
    data = example("reply_provided")
    data["attachments"] = [{**data["attachments"][0], "name": f"附图之{n}"} for n in range(1, number + 1)]
    letter = render_pdf("reply_provided", parse_context("reply_provided", data))
    assert all(_short(letter, page) < 3.8 for page in range(letter.pages - 1))
    last = [line[1] for line in _body(letter, letter.pages - 1)]
    assert len(last) >= 3 + 2
    assert f"附图之{number}" in "".join(last)


def test_seal_is_centred_over_signature_and_date() -> None:
    data = example("withdrawal_notice")
    context = parse_context("withdrawal_notice", data)
    letter = render_pdf("withdrawal_notice", context, seal=demo_seal(context.agency.name))
    found = {line[1]: line for line in lines(letter.pdf, 0)}
    name, date, last = found["清溪市自然资源和规划局"], found["2026年10月16日"], found["特此告知。"]
    seal = [band for band in red_bands(letter.pdf) if 150 < band.top < 260]
    top, bottom = seal[0].top, seal[-1].bottom
    left, right = min(band.left for band in seal), max(band.right for band in seal)
    assert right - left == pytest.approx(42, abs=1)
    assert (left + right) / 2 == pytest.approx((date[2] + date[3]) / 2, abs=1)
    assert top < name[0] < date[0] < bottom
    assert (name[0] + date[0]) / 2 > (top + bottom) / 2, "name and date a little below the centre"
    assert 0 < top - last[0] < PITCH, "within one line of the text"
    assert 184 - date[3] == pytest.approx(4 * 156 / 28, abs=1), "four characters in from the right"
    assert (name[2] + name[3]) / 2 == pytest.approx((date[2] + date[3]) / 2, abs=1)


def test_a_long_agency_name_stays_inside_the_text_block() -> None:
    name = "清溪市东湖经济技术开发区管理委员会综合行政执法局"
    agency = example("reply_secret")["agency"] | {"name": name, "letterhead": name}
    letter = _letter(agency=agency)
    signed = [line for line in lines(letter.pdf, letter.pages - 1) if line[1] == name]
    assert signed[-1][3] < 184.5


@pytest.mark.parametrize(
    "kind", [kind for kind, row in CATALOGUE.items() if row.template in {"form", "list"}]
)
def test_internal_papers_carry_no_letterhead_and_fit_the_block(kind: str) -> None:
    letter = render_pdf(kind, parse_context(kind, example(kind)))
    assert letter.pages == 1
    assert CATALOGUE[kind].title in page_text(letter.pdf, 0)
    assert all(line[2] > 27.5 and line[3] < 185 for line in lines(letter.pdf, 0))
    with pytest.raises(IndexError):
        red_bands(letter.pdf)


def test_a_long_index_repeats_its_heading() -> None:
    data = example("file_index")
    data["facts"]["entries"] *= 12
    letter = render_pdf("file_index", parse_context("file_index", data))
    assert letter.pages > 1
    assert all("序号责任者" in page_text(letter.pdf, page) for page in range(letter.pages))


def test_the_application_of_an_organisation_says_who_stands_for_it() -> None:
    data = example("application_form")
    data["facts"]["persons"] = [
        {
            "name": "清溪市某某环境保护促进会",
            "identity": "统一社会信用代码 91**********0011",
            "kind": "社会公益组织",
            "representative": "康某",
            "contact_person": "孟某",
        }
    ]
    letter = render_pdf("application_form", parse_context("application_form", data))
    assert letter.pages == 1
    text = page_text(letter.pdf, 0)
    assert all(words in text for words in ("社会公益组织", "法定代表人康某", "孟某"))


@pytest.mark.parametrize(("kind", "size"), [("envelope", (230, 120)), ("waybill", (100, 150))])
def test_mail_papers_have_their_size_and_stay_inside(kind: str, size: tuple[int, int]) -> None:
    """Also with the longest address an office is likely to write."""
    data = example(kind)
    data["facts"]["address"] = (
        "清溪市东湖区经济技术开发区创业大道一千二百三十四号国际会展中心北区写字楼A座二十三层2301室"
    )
    letter = render_pdf(kind, parse_context(kind, data))
    assert letter.pages == 1
    assert page_size(letter.pdf) == size
    assert all(line[2] > 4 and line[3] < size[0] - 4 for line in lines(letter.pdf, 0))


def test_a_long_register_repeats_its_heading_across_the_sheet() -> None:
    data = example("register_page")
    data["facts"]["rows"] *= 15
    letter = render_pdf("register_page", parse_context("register_page", data))
    assert letter.pages > 1
    assert page_size(letter.pdf) == (297, 210)
    assert all(
        "序号受理编号" in page_text(letter.pdf, page).replace("\n", "") for page in range(letter.pages)
    )
    assert "共30件" in page_text(letter.pdf, 0)


def test_the_sheet_of_a_case_goes_on_over_pages_without_a_letterhead() -> None:
    data = example("case_sheet")
    data["facts"]["record"] *= 20
    letter = render_pdf("case_sheet", parse_context("case_sheet", data))
    assert letter.pages > 2
    assert all(
        "对期限的影响" in page_text(letter.pdf, page).replace("\n", "") for page in range(2, letter.pages - 1)
    )
    assert all(line[2] > 27 and line[3] < 185 for line in lines(letter.pdf, 0))
