"""From context to PDF: faithful text, nothing fetched, nothing injected, the same bytes twice, PDF/A-3a."""

import hashlib
import io
import re

import pikepdf
import pytest
from PIL import Image

from letters import render
from letters.catalogue import CATALOGUE
from letters.context import LetterContext, parse_context
from letters.examples import example
from letters.render import MissingField, check_glyphs, letter_text, preview_png, render_html, render_pdf
from letters.seal import demo_seal
from requests_app.errors import InvalidInput
from tests.letters.pages import full_text, page_text

RARE_NAME = "喆堃䶮㛃"


def _context(kind: str = "reply_provided", **changes: object) -> LetterContext:
    return parse_context(kind, example(kind) | changes)


@pytest.mark.parametrize("kind", CATALOGUE)
def test_the_pdf_says_what_the_html_says(kind: str) -> None:
    rendered = render_pdf(kind, _context(kind))
    shown = full_text(rendered.pdf)
    for line in letter_text(rendered.html).split("\n"):
        # Page breaks and page numbers may stand inside a line of text; sentences are looked for in halves.
        words = "".join(line.split())
        assert words[:8] in shown
        assert words[-8:] in shown


def test_rare_characters_of_names_come_out_whole() -> None:
    context = _context(applicant={"kind": "natural_person", "name": RARE_NAME})
    assert f"{RARE_NAME}：" in page_text(render_pdf("reply_provided", context).pdf, 0)


def test_the_words_of_five_pages_are_those_of_the_context() -> None:
    """Every character, in order, rare ones in name and text too; nothing but page numbers is added."""
    data = example("reply_mixed") | {"applicant": {"kind": "natural_person", "name": RARE_NAME}}
    for number, item in enumerate(data["items"]):
        item["reason"] = (
            f"{RARE_NAME}申请的第{number}项，" + "公开会影响今后人员坦率发表意见，结论已经公开；" * 18
        )
    rendered = render_pdf("reply_mixed", parse_context("reply_mixed", data))
    assert rendered.pages >= 5
    printed = re.sub(r"—\d+—", "", full_text(rendered.pdf))
    assert printed == "".join(letter_text(rendered.html).split())
    assert all("".join(item["reason"].split()).rstrip("；") in printed for item in data["items"])


@pytest.mark.parametrize(
    ("text", "named"),
    [("王\U0001f600", "U+1F600"), ("王\ue000", "U+E000"), ("王\u0007", "U+0007"), ("王ꙮ", "“ꙮ”")],
)
def test_a_character_without_glyph_in_our_own_words_is_refused_by_name(text: str, named: str) -> None:
    context = _context(agency={**example("reply_provided")["agency"], "phone": text})
    with pytest.raises(InvalidInput) as refusal:
        render_pdf("reply_provided", context)
    assert refusal.value.code == "missing_glyph"
    assert named in refusal.value.message
    assert "王" not in refusal.value.message


def test_all_characters_of_all_letters_have_glyphs() -> None:
    for kind in CATALOGUE:
        check_glyphs(letter_text(render_html(kind, _context(kind))))


INJECTIONS = [
    "<script>alert(1)</script>",
    "<img src='https://example.org/x.png'>",
    "<link rel=stylesheet href=file:///etc/passwd>",
    "</p></body><h1>另一个标题</h1>",
    "{{ letter.number }}{% include 'x' %}",
    "&lt;b&gt;“引号”&amp;'",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_applicant_text_is_text(text: str) -> None:
    data = example("reply_provided")
    data["items"][0]["text"] = text
    data["applicant"]["name"] = text
    rendered = render_pdf("reply_provided", parse_context("reply_provided", data))
    assert "<script" not in rendered.html
    assert "<link" not in rendered.html
    assert "<img" not in rendered.html
    assert rendered.html.count("<h1>") == 1
    assert "".join(text.split()) in full_text(rendered.pdf)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "https://example.org/", "letter:other", "data:text/plain,x"]
)
def test_the_fetcher_gives_nothing_but_the_pictures_of_the_letter(url: str) -> None:
    fetcher = render._ClosedFetcher({"letter:seal": (b"png", "image/png")})
    assert fetcher.fetch("letter:seal").read() == b"png"
    with pytest.raises(ValueError, match="may not fetch"):
        fetcher.fetch(url)


def test_a_template_naming_an_unknown_field_fails() -> None:
    template = render._engine().from_string("{{ letter.nonsense }}")
    with pytest.raises(MissingField, match=r"letter\.nonsense"):
        template.render(render.Context({"letter": _context()}))


def test_a_letter_whose_clause_is_missing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    view = render.letter_view(_context("receipt")) | {"clause": "letters/clauses/nowhere.html"}
    monkeypatch.setattr(render, "letter_view", lambda context, law_on: view)
    with pytest.raises(MissingField, match="nowhere"):
        render_html("receipt", _context("receipt"))


def test_context_and_kind_belong_together() -> None:
    with pytest.raises(InvalidInput) as refusal:
        render_html("receipt", _context("reply_provided"))
    assert refusal.value.fields == {"kind": "receipt"}


def test_two_renders_give_the_same_bytes() -> None:
    # As in a worker that has only begun.
    render.colour_profile.cache_clear()
    context = _context("reply_mixed", verification="https://www.example.gov.cn/verify/7KQM")
    seal = demo_seal(context.agency.name)
    data = context.canonical_json().encode()
    first, second = (render_pdf("reply_mixed", context, seal=seal, json_attachment=data) for _ in range(2))
    assert first.pdf == second.pdf
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()


@pytest.mark.parametrize("kind", CATALOGUE)
def test_the_file_is_pdf_a_3a(kind: str) -> None:
    context = _context(kind, verification="https://www.example.gov.cn/verify/7KQM")
    rendered = render_pdf(
        kind, context, seal=demo_seal(context.agency.name), json_attachment=context.canonical_json().encode()
    )
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert root.StructTreeRoot.Type == "/StructTreeRoot"
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert str(root.Lang).startswith("zh")
        assert "/OpenAction" not in root
        assert "/AA" not in root
        assert not any("/JS" in item or item.get("/S") == "/JavaScript" for item in _dictionaries(pdf))
        pictures = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        assert not any(bool(item.get("/Interpolate", False)) for item in pictures)
        fonts = [item for item in _dictionaries(pdf) if item.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all(any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")) for font in fonts)
        assert len(pdf.pages) == rendered.pages
        assert list(pdf.attachments) == ["context.json"]
        assert pdf.attachments["context.json"].get_file().read_bytes() == context.canonical_json().encode()


def _dictionaries(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]


def test_every_picture_has_a_text_for_those_who_cannot_see_it() -> None:
    context = _context("receipt", verification="https://www.example.gov.cn/verify/7KQM")
    rendered = render_pdf("receipt", context, seal=demo_seal(context.agency.name))
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        figures = [item for item in _dictionaries(pdf) if item.get("/S") == "/Figure"]
        assert {str(figure.Alt) for figure in figures} == {"清溪市自然资源和规划局印章", "核验二维码"}


def test_the_seal_adds_no_text() -> None:
    context = _context()
    plain = render_pdf("reply_provided", context)
    sealed = render_pdf("reply_provided", context, seal=demo_seal(context.agency.name))
    assert full_text(sealed.pdf) == full_text(plain.pdf)
    assert sealed.sha256 != plain.sha256


def test_a_draft_is_marked_on_every_page_and_a_letter_on_none() -> None:
    context = _context("reply_mixed", number=None, issued_on=None)
    draft = render_pdf("reply_mixed", context, draft=True)
    assert all("草稿" in page_text(draft.pdf, page) for page in range(draft.pages))
    final = render_pdf("reply_mixed", _context("reply_mixed"))
    assert "草稿" not in full_text(final.pdf)


def test_a_draft_breaks_its_pages_like_the_letter() -> None:
    context = _context("reply_mixed")
    assert render_pdf("reply_mixed", context, draft=True).pages == render_pdf("reply_mixed", context).pages


def test_quotation_marks_leave_no_invisible_characters_in_the_text() -> None:
    shown = full_text(render_pdf("reply_not_existing", _context("reply_not_existing")).pdf)
    assert "\u200b" not in shown
    assert "以“东湖路”“征收补偿”“听证”为关键词" in shown


def test_preview_is_a_picture_of_the_page() -> None:
    rendered = render_pdf("reply_provided", _context())
    image = Image.open(io.BytesIO(preview_png(rendered.pdf, 1, dpi=96)))
    assert (image.format, image.size) == ("PNG", (794, 1123))
    assert preview_png(rendered.pdf, 1) != preview_png(rendered.pdf, 2)


@pytest.mark.parametrize("number", [0, -1, 3])
def test_preview_of_a_page_that_is_not_there(number: int) -> None:
    rendered = render_pdf("reply_provided", _context())
    with pytest.raises(InvalidInput) as refusal:
        preview_png(rendered.pdf, number)
    assert refusal.value.code == "no_such_page"
