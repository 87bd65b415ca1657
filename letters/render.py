"""From a context to HTML and PDF/A-3a: the one door to WeasyPrint.

Fonts, the closed fetcher, the PDF options and the check for missing glyphs live here, so that a letter can be
made in one way only. Two renders of the same context give the same bytes.
"""

import hashlib
import io
import re
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist

from letters import fonts
from letters.context import LetterContext
from letters.kinds import Addressee
from letters.wording import letter_view
from requests_app.errors import InvalidInput

FONTCONFIG = fonts.configure_fontconfig()  # before WeasyPrint, which reads it at import

import pypdfium2  # noqa: E402
import segno  # noqa: E402
import weasyprint  # noqa: E402
from weasyprint.css import ColorProfile  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcherResponse  # noqa: E402

from letters import justification, lean_pdf  # noqa: E402
from letters.page_fill import LAYOUTS, MOST_SHORT, Layout, boxes, has_class, lines_short, room_below  # noqa: E402
from letters.sheet_clock import KIND as SHEET  # noqa: E402
from letters.sheet_clock import strip_svg  # noqa: E402
from letters.signing import SealPlace  # noqa: E402

justification.install()
lean_pdf.install()

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLESHEET = TEMPLATES / "letters" / "letter.css"
DRAFT_STYLE = '@page { @top-right { content: "草　稿"; } } @page :first { @top-right { content: "草　稿"; } }'
COLOPHON = "colophon"
SEAL_URL, QR_URL, STRIP_URL = "letter:seal", "letter:qr", "letter:strip"
POINTS_PER_INCH = 72
POINTS_PER_PX = 72 / 96
# WeasyPrint keeps its font map and parsed style in shared objects that are not made for two threads at once.
_lock = threading.Lock()


class MissingField(Exception):
    """A template names a field that the context does not have. A defect of the template, never of the data."""


class _Refusing(str):
    """Django asks this text for the value of an unknown variable; it answers with an error."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise MissingField(f"letter template names an unknown field: {name}")


@dataclass(frozen=True)
class Rendered:
    """A finished letter: the HTML it came from, the PDF, its hash and its number of pages; where its seal stands, if
    that was left free."""

    html: str
    pdf: bytes
    sha256: str
    pages: int
    seal_place: SealPlace | None = None


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(
        dirs=[str(TEMPLATES)],
        autoescape=True,
        string_if_invalid=_Refusing("%s"),
        libraries={"letter_text": "letters.templatetags.letter_text"},
        builtins=["letters.templatetags.letter_text"],
    )


@lru_cache(maxsize=1)
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


class _ClosedFetcher(weasyprint.URLFetcher):
    """Hands out the seal, the QR code and the clock strip of this letter and nothing else: no file, no network."""

    def __init__(self, pictures: dict[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=("letter",))
        self._pictures = pictures

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The picture of that name; ValueError for every other address."""
        if url not in self._pictures:
            raise ValueError(f"a letter may not fetch {url!r}")
        body, mime = self._pictures[url]
        return URLFetcherResponse(url, body, {"Content-Type": mime})


class _SameProfile(ColorProfile):
    """A colour profile that goes into the letter as it is: written out by its library it is another one the second
    time, and the first letter of a worker would differ from all later ones."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(io.BytesIO(data), name, "relative-colorimetric", (["r"], ["g"], ["b"]))
        self._data = data

    @property
    def content(self) -> bytes:
        """What is embedded."""
        return self._data


@lru_cache(maxsize=1)
def colour_profile() -> ColorProfile:
    """sRGB, the output intent of PDF/A, from the profile WeasyPrint brings along."""
    return _SameProfile((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes(), "sRGB2014.icc")


@lru_cache(maxsize=2 * len(LAYOUTS))
def _stylesheets(draft: bool, layout: Layout) -> tuple[weasyprint.CSS, ...]:
    fetcher = _ClosedFetcher({})
    texts = [STYLESHEET.read_text(encoding="utf-8"), *([DRAFT_STYLE] if draft else [])]
    texts += [layout.style] if layout.style else []
    return tuple(
        weasyprint.CSS(string=text, font_config=_font_configuration(), url_fetcher=fetcher) for text in texts
    )


def render_html(
    kind: str,
    context: LetterContext,
    *,
    sealed: bool = False,
    law_on: date | None = None,
    to_sign: bool = False,
) -> str:
    """The letter as HTML. Applicant text is escaped; a template naming an unknown field raises MissingField.

    `law_on`: the day whose law an undated letter follows. `to_sign`: the place of the seal is left free for a
    signature.
    """
    if context.kind != kind:
        raise InvalidInput(
            "wrong_kind", f"kind：内容属于“{context.kind}”，不是“{kind}”。", fields={"kind": kind}
        )
    view = letter_view(context, law_on)
    view.update(sealed=sealed, to_sign=to_sign, seal_url=SEAL_URL, qr_url=QR_URL, strip_url=STRIP_URL)
    template = f"letters/{view['kind'].template}.html"
    try:
        html: str = _engine().get_template(template).render(Context(view))
    except TemplateDoesNotExist as error:
        raise MissingField(f"no such letter template: {error}") from error
    # Papers of the file repeat what others wrote (titles of their files, notes): no character may keep a case from
    # its archive.
    return fonts.printable(html) if view["kind"].addressee is Addressee.INTERNAL else html


def letter_text(html: str) -> str:
    """The words of the letter, one block a line, without mark-up."""
    body = html.partition("<body")[2].partition(">")[2]
    lines = re.sub(r"</(?:p|h1|h2|h3|tr|div|header)>|<br>", "\n", re.sub(r"\s*\n\s*", "", body))
    cells = re.sub(r"</t[hd]>", " ", lines)
    plain = unescape(re.sub(r"<[^>]*>", "", cells))
    return "\n".join(line.strip() for line in plain.split("\n") if line.strip()) + "\n"


def breakable(html: str) -> str:
    """The HTML with a zero-width space where a line may break beside a Chinese quotation mark.

    Unicode's line breaking knows “ and ” as the marks of languages that write spaces around them and allows no
    break there; a Chinese line then comes out torn apart. The spaces are not drawn and not in the PDF's text.
    """
    opening = re.sub(r"(?<=[\u3000-\u9fff，。：；、）”])“", "\u200b“", html)
    return re.sub(r"”(?=[\u3400-\u9fff“（《])", "”\u200b", opening)


def check_glyphs(text: str) -> None:
    """Raises InvalidInput naming every character that the installed fonts cannot print."""
    missing = fonts.missing_glyphs(text)
    if missing:
        names = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing)
        raise InvalidInput(
            "missing_glyph", f"字体中没有下列字符，无法印制：{names}。请更换字符或者安装含有该字的字体。"
        )


def render_pdf(
    kind: str,
    context: LetterContext,
    *,
    seal: bytes | None = None,
    json_attachment: bytes | None = None,
    draft: bool = False,
    to_sign: bool = False,
) -> Rendered:
    """The letter as PDF/A-3a, tagged.

    `seal` is a PNG set over signature and date; `json_attachment` is embedded as context.json; `draft` marks
    every page 草稿. `to_sign` leaves the place of the seal free, which the signature will show there.
    Raises InvalidInput for a character that no font can print.
    """
    prepared = prepare(kind, context, seal, to_sign=to_sign)
    with _lock:
        document = laid_out(prepared, draft=draft)
        document.metadata.attachments = _attachments(context, json_attachment)
        identifier = hashlib.sha256(prepared.html.encode()).digest()[:16]
        # Any other word than "srgb": it would make WeasyPrint open its profile again and leave the file open.
        pdf: bytes = document.write_pdf(
            pdf_identifier=identifier, output_intent="as rendered", **_PDF_OPTIONS
        )
        place = _seal_place(document) if to_sign else None
        pages = len(document.pages)
    return Rendered(prepared.html, pdf, hashlib.sha256(pdf).hexdigest(), pages, place)


@dataclass(frozen=True)
class Prepared:
    """The HTML of a letter whose every character can be printed, and what hands out its pictures."""

    html: str
    fetcher: _ClosedFetcher

    @property
    def source(self) -> weasyprint.HTML:
        """The letter as WeasyPrint reads it."""
        return weasyprint.HTML(string=breakable(self.html), base_url="letter:", url_fetcher=self.fetcher)


def prepare(kind: str, context: LetterContext, seal: bytes | None, *, to_sign: bool = False) -> Prepared:
    """The first half of `render_pdf`. Raises as it does."""
    html = render_html(kind, context, sealed=seal is not None, to_sign=to_sign)
    check_glyphs(letter_text(html))
    pictures: dict[str, tuple[bytes, str]] = {}
    if seal is not None:
        pictures[SEAL_URL] = (seal, "image/png")
    if context.verification:
        pictures[QR_URL] = (_qr(context.verification), "image/png")
    if kind == SHEET and (strip := strip_svg(context.facts)):
        pictures[STRIP_URL] = (strip, "image/svg+xml")
    return Prepared(html, _ClosedFetcher(pictures))


def _seal_place(document: Any) -> SealPlace | None:
    """Where the place left free for the seal was laid out; None in papers that have none."""
    for number, page in enumerate(document.pages):
        for box in boxes(page._page_box):
            if has_class(box, "seal"):
                left, top = box.border_box_x(), box.border_box_y()
                right, bottom = left + box.width, top + box.height
                ends = (left, page.height - bottom, right, page.height - top)
                x0, y0, x1, y1 = (end * POINTS_PER_PX for end in ends)
                return SealPlace(number, (x0, y0, x1, y1))
    return None


def laid_out(prepared: Prepared, *, draft: bool = False) -> Any:
    """The letter on its pages, in the first layout under which no page but the last is left too early; where there is
    none, in the one that comes nearest. Papers without a signature of the agency keep the usual one."""
    source = prepared.source
    best, least, chosen = None, float("inf"), LAYOUTS[0]
    for layout in LAYOUTS:
        document = _lay_out(source, _stylesheets(draft, layout))
        short = lines_short(document, layout)
        if best is None or short < least:
            best, least, chosen = document, short, layout
        if least <= MOST_SHORT or not _is_letter(source):
            break
    room = room_below(best, COLOPHON)
    if not room:
        return best
    lower = weasyprint.CSS(string=f".{COLOPHON} {{ margin-top: {room}px }}", url_fetcher=_ClosedFetcher({}))
    return _lay_out(source, (*_stylesheets(draft, chosen), lower))


def _lay_out(source: weasyprint.HTML, style: tuple[weasyprint.CSS, ...]) -> Any:
    return source.render(
        font_config=_font_configuration(),
        stylesheets=list(style),
        color_profiles={"srgb": colour_profile()},
        output_intent="srgb",
        **_PDF_OPTIONS,
    )


def _is_letter(source: weasyprint.HTML) -> bool:
    return "letter" in source.etree_element.find("body").get("class", "").split()


_PDF_OPTIONS: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}


def _attachments(context: LetterContext, data: bytes | None) -> list[weasyprint.Attachment]:
    if data is None:
        return []
    # A fixed moment: the date of the letter, not of the rendering, so that the bytes stay the same.
    day = context.issued_on or context.law_day
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return [
        weasyprint.Attachment(
            file_obj=io.BytesIO(data),
            base_url="letter:",
            name="context.json",
            description="文书内容",
            created=moment,
            modified=moment,
            relationship="Source",
        )
    ]


def _qr(text: str) -> bytes:
    buffer = io.BytesIO()
    segno.make(text, error="m").save(buffer, kind="png", scale=4, border=0)
    return buffer.getvalue()


def preview_png(pdf: bytes, page: int, *, dpi: int = 96) -> bytes:
    """Page `page` (from 1) of a PDF as PNG. Raises InvalidInput when there is no such page."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()  # the seal of a signed letter is what its signature field shows
    try:
        if not 1 <= page <= len(document):
            raise InvalidInput(
                "no_such_page", f"文书共{len(document)}页，没有第{page}页。", fields={"page": str(page)}
            )
        image = document[page - 1].render(scale=dpi / POINTS_PER_INCH).to_pil()
    finally:
        document.close()
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
