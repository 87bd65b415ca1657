"""The words of every letter, kept as text. A change of wording must be seen and meant.

After a wanted change: `UPDATE_GOLDEN_LETTERS=1 pytest tests/letters/test_golden.py`, then read the difference.
"""

import os
from pathlib import Path

import pytest

from letters.catalogue import CATALOGUE
from letters.context import parse_context
from letters.examples import example
from letters.render import letter_text, render_html
from tests.letters.joint_example import joint_example

GOLDEN = Path(__file__).parent / "golden"


JOINT = "reply_joint"
"""Not a kind of its own: the letter that answers several requests of one applicant together."""


@pytest.mark.parametrize("name", [*CATALOGUE, JOINT])
def test_the_words_are_the_golden_words(name: str) -> None:
    kind, context = ("reply_mixed", joint_example()) if name == JOINT else (name, example(name))
    text = letter_text(render_html(kind, parse_context(kind, context)))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN_LETTERS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_no_golden_text_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {*CATALOGUE, JOINT}
