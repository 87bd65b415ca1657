"""The dress of an agency's letters: which picture can be a seal, which words a letterhead, and what is recorded."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image, ImageDraw

from requests_app.errors import AccessRefused, InvalidInput
from requests_app.file_types import Upload
from requests_app.models import AgencySeal, AuditEntry, Letter
from requests_app.rules.roles import Role
from requests_app.seal_pictures import KEPT, check_seal
from requests_app.selectors.seals import current_seal
from requests_app.services.letter_style import checked_style, dress_letters, style_of
from tests.people import Office, office, other_office, registered


def ring(width: int = 400, height: int = 400, mode: str = "RGBA", paint: bool = True) -> Image.Image:
    """A red ring on nothing."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    if paint:
        ImageDraw.Draw(picture).ellipse((9, 9, width - 9, height - 9), outline=(214, 20, 32, 255), width=16)
    return picture.convert(mode)


def png(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def on_white() -> Image.Image:
    white = Image.new("RGBA", (400, 400), "white")
    white.alpha_composite(ring())
    return white


SEALS: list[tuple[str, Callable[[], tuple[str, bytes]], str | None]] = [
    # name, file name and content, code of the refusal
    ("a ring on nothing", lambda: ("印章.png", png(ring())), None),
    ("capitals", lambda: ("SEAL.PNG", png(ring())), None),
    ("with a palette", lambda: ("a.png", png(ring(mode="P"), transparency=0)), None),
    ("a little off square", lambda: ("a.png", png(ring(400, 405))), None),
    ("a jpeg", lambda: ("a.jpg", png(ring(mode="RGB"), "JPEG")), "seal_type"),
    ("a jpeg that calls itself png", lambda: ("a.png", png(ring(mode="RGB"), "JPEG")), "file_type"),
    ("empty", lambda: ("a.png", b""), "file_empty"),
    ("damaged", lambda: ("a.png", png(ring())[:200]), "file_damaged"),
    ("too many bytes", lambda: ("a.png", b"\x89PNG" + b"x" * (2 * 1024 * 1024)), "seal_too_large"),
    ("too small", lambda: ("a.png", png(ring(200, 200))), "seal_size"),
    ("too large", lambda: ("a.png", png(ring(3200, 3200))), "seal_size"),
    ("not square", lambda: ("a.png", png(ring(400, 600))), "seal_not_square"),
    ("on white", lambda: ("a.png", png(on_white())), "seal_not_transparent"),
    ("without transparency", lambda: ("a.png", png(ring(mode="RGB"))), "seal_not_transparent"),
    ("nothing on it", lambda: ("a.png", png(ring(paint=False))), "seal_empty"),
]


@pytest.mark.parametrize(("name", "file", "code"), SEALS, ids=[row[0] for row in SEALS])
def test_which_picture_can_be_a_seal(
    name: str, file: Callable[[], tuple[str, bytes]], code: str | None
) -> None:
    upload = Upload(*file())
    if code is None:
        kept = Image.open(io.BytesIO(check_seal(upload)))
        assert (kept.format, kept.mode, kept.width == kept.height <= KEPT) == ("PNG", "RGBA", True)
        return
    with pytest.raises(InvalidInput) as refusal:
        check_seal(upload)
    assert (refusal.value.code, list(refusal.value.fields)) == (code, ["seal"])


def test_nothing_but_the_picture_is_kept() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "somebody")
    kept = check_seal(Upload("a.png", png(ring(1500, 1500), pnginfo=told)))
    assert b"somebody" not in kept
    assert Image.open(io.BytesIO(kept)).size == (KEPT, KEPT)


@pytest.fixture
def here(db: None) -> Office:
    return office()


STYLES = [
    # name, what is typed, the fields that are refused
    ("as it is", {}, set()),
    ("spaces around", {"letterhead": "  清溪市规划局 "}, set()),
    ("no letterhead", {"letterhead": " "}, {"letterhead"}),
    ("no telephone, no address", {"phone": "", "address": ""}, {"phone", "address"}),
    ("no hours", {"office_hours": "", "postcode": ""}, set()),
    ("brackets in the mark", {"letter_mark": "清资（办）"}, {"letter_mark"}),
    ("digits in the mark", {"letter_mark": "清资2"}, {"letter_mark"}),
    ("small letters in the prefix", {"number_prefix": "qx"}, {"number_prefix"}),
    ("the prefix of another agency", {"number_prefix": "QJ"}, {"number_prefix"}),
    ("the mark of another agency", {"letter_mark": "清住建公开"}, {"letter_mark"}),
    ("the same mark, written without 公开", {"letter_mark": "清住建"}, {"letter_mark"}),
    ("the beginning of another mark", {"letter_mark": "清住"}, set()),
    ("too long", {"postcode": "0" * 11}, {"postcode"}),
]


@pytest.mark.parametrize(("name", "typed", "refused"), STYLES, ids=[row[0] for row in STYLES])
def test_what_can_be_typed(here: Office, name: str, typed: dict[str, str], refused: set[str]) -> None:
    other_office()
    wanted = replace(style_of(here.agency), **typed)
    if not refused:
        assert checked_style(here.agency, wanted).letterhead == wanted.letterhead.strip()
        return
    with pytest.raises(InvalidInput) as refusal:
        checked_style(here.agency, wanted)
    assert set(refusal.value.fields) == refused


def test_a_change_is_recorded_with_before_and_after(here: Office) -> None:
    admin = here.member(Role.AGENCY_ADMIN)
    wanted = replace(style_of(here.agency), letterhead="清溪市规划局", phone="0999-5550999")
    dress_letters(actor=admin, style=wanted, seal=Upload("a.png", png(ring())))
    here.agency.refresh_from_db()
    assert style_of(here.agency) == wanted
    entry = AuditEntry.objects.get(action="letters_dressed")
    assert entry.message == "更改文书样式：发文机关标志、联系电话、印章"
    seal = current_seal(here.agency)
    assert (entry.data["after"]["letterhead"], entry.data["seal"]) == (
        "清溪市规划局",
        {"sha256": seal.sha256},
    )
    assert seal.created_by == admin.user
    dress_letters(actor=admin, style=wanted, seal=Upload("b.png", png(ring())))
    assert (AgencySeal.objects.count(), AuditEntry.objects.filter(action="letters_dressed").count()) == (1, 1)


def test_nothing_is_changed_when_the_seal_is_refused(here: Office) -> None:
    before = style_of(here.agency)
    with pytest.raises(InvalidInput):
        dress_letters(
            actor=here.member(Role.AGENCY_ADMIN),
            style=replace(before, letterhead="别的信头"),
            seal=Upload("a.png", png(on_white())),
        )
    here.agency.refresh_from_db()
    assert (style_of(here.agency), AgencySeal.objects.exists()) == (before, False)


def test_only_the_administrator(here: Office) -> None:
    for role in set(Role) & set(here.members) - {Role.AGENCY_ADMIN}:
        with pytest.raises(AccessRefused):
            dress_letters(actor=here.member(role), style=style_of(here.agency))


def test_what_another_agency_gave_up_is_not_taken_over(here: Office) -> None:
    other = other_office()
    before = style_of(other.agency)
    case = registered(other)
    Letter.objects.create(
        request=case.case,
        agency=other.agency,
        kind="reply_provided",
        number="清住建公开复〔2026〕1号",
        issued_on=date(2026, 3, 3),
        context={},
        verification_code="2" * 16,
    )
    theirs = other.member(Role.AGENCY_ADMIN)
    dress_letters(actor=theirs, style=replace(before, number_prefix="QH", letter_mark="清建"))
    assert case.case.number.split("-")[1] == "QJ"
    own = style_of(here.agency)
    with pytest.raises(InvalidInput, match="曾经使用") as refusal:
        dress_letters(
            actor=here.member(Role.AGENCY_ADMIN), style=replace(own, number_prefix="QJ", letter_mark="清住建")
        )
    assert set(refusal.value.fields) == {"number_prefix", "letter_mark"}
    assert style_of(dress_letters(actor=theirs, style=before)) == before, "its own come back to it"
    assert registered(other).case.number.endswith("-00002")
