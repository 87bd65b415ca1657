"""Certificates that the tests trust, those of a stranger, and letters signed with them; made anew each time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from letters.context import LetterContext, parse_context
from letters.examples import example
from letters.pades import PadesSigner
from letters.render import Rendered, render_pdf
from letters.seal import demo_seal
from letters.signing import SigningOrder
from project.demo_authority import prepare

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ADDRESS = "https://www.example.gov.cn/verify/?code=7KQM3XRT9WHC5EFG"
CODE = "QX0101"
OTHER = ("QX0202", "清溪市住房和城乡建设局")


def letter(kind: str = "withdrawal_notice") -> LetterContext:
    """The example as it is issued: with its code."""
    return parse_context(kind, example(kind) | {"verification": ADDRESS})


def keys_in(folder: Path, passphrase: str = "") -> Path:
    """A folder with an authority, keys for the agency of the examples and another one, and a local time stamp."""
    prepare(folder, [(CODE, letter().agency.name), OTHER], NOW, passphrase)
    return folder


@lru_cache(maxsize=4)
def to_sign(kind: str = "withdrawal_notice") -> Rendered:
    """The rendered example with a free place for its seal."""
    context = letter(kind)
    return render_pdf(kind, context, json_attachment=context.canonical_json().encode(), to_sign=True)


def signed(
    folder: Path, kind: str = "withdrawal_notice", code: str = CODE, moment: datetime = NOW, tsa: str = ""
) -> bytes:
    """The example signed with the key of `code` in `folder`, by the signer that is shipped."""
    rendered, context = to_sign(kind), letter(kind)
    order = SigningOrder(
        code, context.agency.name, moment, demo_seal(context.agency.name), rendered.seal_place
    )
    return PadesSigner(folder, tsa_url=tsa).sign(rendered.pdf, order).pdf
