"""Letters are made with less work than WeasyPrint's own, and are the same letters."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from letters import lean_pdf
from letters.context import parse_context
from letters.examples import example
from letters.render import Rendered, render_pdf
from letters.seal import demo_seal

KIND = "reply_partial"


def made(kind: str = KIND, name: str = "") -> Rendered:
    data = example(kind)
    if name:
        data["applicant"] = {"kind": "natural_person", "name": name}
    context = parse_context(kind, data)
    return render_pdf(kind, context, seal=demo_seal(context.agency.name), json_attachment=b"{}")


def content(pdf: bytes) -> list[tuple[str, bytes]]:
    """Every object of a file in order; of a stream its description and what it says once it is unpacked. How long it
    is when packed, and so where each object lies, is the one thing that may differ."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Type") in ("/XRef", "/ObjStm"):
                continue
            if isinstance(thing, pikepdf.Stream):
                names = sorted(name for name in thing.stream_dict if name != "/Length")
                found.append((str([(name, _said(thing[name])) for name in names]), thing.read_bytes()))
            else:
                found.append((_said(thing, whole=True), b""))
    return found


def _said(value: Any, whole: bool = False) -> str:
    if isinstance(value, pikepdf.Object):
        return value.unparse(resolved=whole).decode("latin-1")
    return str(value)


@pytest.mark.parametrize("kind", [KIND, "receipt", "extension_notice"])
def test_the_letter_is_the_one_that_weasyprint_makes(kind: str) -> None:
    with lean_pdf.left_out():
        own = made(kind)
    ours = made(kind)
    assert content(ours.pdf) == content(own.pdf)
    assert len(ours.pdf) < 1.03 * len(own.pdf)


def test_what_is_used_again_belongs_to_its_own_letter() -> None:
    first, other, again = made(), made(name="喆堃"), made()
    assert first.pdf == again.pdf
    assert first.pdf != other.pdf
    with lean_pdf.left_out():
        assert content(other.pdf) == content(made(name="喆堃").pdf)


def test_each_stream_is_packed_once_and_no_font_file_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    made()
    packed: list[int] = []
    pack = lean_pdf._compressed

    def counted(stream: Any) -> bytes:
        packed.append(id(stream))
        return pack(stream)

    def refuse(face: object) -> bytes:
        raise AssertionError("a whole font was read")

    monkeypatch.setattr(lean_pdf, "_compressed", counted)
    monkeypatch.setattr(lean_pdf, "_whole_face", refuse)
    made()
    assert len(packed) == len(set(packed))


def test_no_more_than_the_last_few_are_kept() -> None:
    kept = lean_pdf._Kept(2)
    asked: list[str] = []
    for key in "abacb":
        kept.get(key, lambda key=key: asked.append(key))
    assert asked == ["a", "b", "c", "b"]


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lean_pdf.pydyf, "VERSION", "0.14")
    with pytest.raises(RuntimeError, match=r"0\.14"):
        lean_pdf.install()
