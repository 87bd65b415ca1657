"""Every kind of letter is PDF/A-3a: not by its own word but by the judgement of veraPDF's engine."""

from __future__ import annotations

import pikepdf
import pytest

from letters.catalogue import CATALOGUE
from letters.context import parse_context
from letters.examples import example
from letters.kinds import Signer
from letters.render import render_pdf
from letters.seal import demo_seal
from tests.letters.keys import keys_in, signed, to_sign
from tests.letters.pdfa import verdicts

ADDRESS = "https://www.example.gov.cn/verify/7KQM"


def issued(kind: str) -> bytes:
    """The example as it leaves the house: seal, code and the words for machines."""
    context = parse_context(kind, example(kind) | {"verification": ADDRESS})
    seal = demo_seal(context.agency.name) if CATALOGUE[kind].signer is Signer.AGENCY else None
    words = context.canonical_json().encode()
    return render_pdf(kind, context, seal=seal, json_attachment=words).pdf


def draft(kind: str) -> bytes:
    return render_pdf(kind, parse_context(kind, example(kind)), draft=True).pdf


def quoted() -> bytes:
    """Marks that the first font of the stack has, at a place where a reader of the PDF does not find them."""
    data = example("reply_provided")
    data["items"][0]["text"] = "2019–2025年的预算，单价 ¥5、€5 以上的"
    return render_pdf("reply_provided", parse_context("reply_provided", data)).pdf


def red_head() -> bytes:
    data = example("reply_provided") | {"verification": ADDRESS, "format": "document"}
    context = parse_context("reply_provided", data)
    return render_pdf("reply_provided", context, seal=demo_seal(context.agency.name)).pdf


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the engine says of each file, asked once for all: starting it costs more than judging."""
    folder = tmp_path_factory.mktemp("pdfa")
    files = {kind: issued(kind) for kind in CATALOGUE} | {"draft": draft("reply_mixed"), "quoted": quoted()}
    stamping, plain = keys_in(folder / "stamping"), keys_in(folder / "plain")
    (plain / "tsa.p12").unlink()
    files |= {"red_head": red_head()}
    files |= {"to_sign": to_sign().pdf, "signed": signed(plain), "signed_and_stamped": signed(stamping)}
    for name, pdf in files.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    with pikepdf.open(folder / "receipt.pdf") as pdf:
        del pdf.Root.OutputIntents
        pdf.save(folder / "without_colours.pdf")
    return {file.stem: words for file, words in verdicts(sorted(folder.glob("*.pdf"))).items()}


@pytest.mark.parametrize(
    "kind", [*CATALOGUE, "draft", "red_head", "quoted", "to_sign", "signed", "signed_and_stamped"]
)
def test_the_engine_finds_nothing_against_it(judged: dict[str, str], kind: str) -> None:
    assert judged[kind] == ""


def test_the_engine_does_refuse(judged: dict[str, str]) -> None:
    assert "DeviceRGB" in judged["without_colours"]
