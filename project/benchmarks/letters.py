"""`bench letters`: a whole reply (seal, QR code, tags, PDF/A-3a, its content embedded), made by a worker that is warm.

Every letter is another one: each time other signs stand in its body, so that of its fonts only those of letterhead and
headings are the same as before, as in an office. "Naive" is WeasyPrint as its manual begins: fonts and style sheet read
anew for each, and none of our repairs but those of the line. The floor is what nobody can leave out: each line of
the text shaped, each font cut down to its signs, both packed; the letter is laid out already, and nothing is drawn,
tagged, checked or written. Times are those of the processor.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from random import Random

from letters.context import LetterContext, parse_context
from letters.examples import example
from letters.render import laid_out, prepare, render_pdf
from letters.seal import demo_seal
from letters.yardsticks import naive_pdf, shape_subset_deflate
from project.benchmarks.measure import Row, at_least, at_most, exactly, quickest

KIND = "reply_partial"
VERIFY = "https://www.example.gov.cn/verify/7KQM-4XTP-9CJA"
_ROWS, _CELLS = range(0xB0, 0xD7), range(0xA1, 0xFF)
_SIGNS = [bytes((row, cell)).decode("gb2312") for row in _ROWS for cell in _CELLS]
"""The 3,666 everyday signs (GB 2312, level 1, without its last row)."""
_ADDED = 24


def run(repeat: int = 9) -> list[Row]:
    """All rows."""
    contexts = different_letters()
    seal = demo_seal(next(contexts).agency.name)

    def whole(context: LetterContext) -> bytes:
        return render_pdf(KIND, context, seal=seal, json_attachment=_data(context)).pdf

    def alone(context: LetterContext) -> bytes:
        return naive_pdf(prepare(KIND, context, seal), _data(context))

    began = time.process_time()
    whole(next(contexts))
    first = time.process_time() - began
    documents = (laid_out(prepare(KIND, context, seal)) for context in different_letters(seed=2))
    laid = [next(documents) for _ in range(repeat)]
    ours, naive, floor = quickest(
        lambda: whole(next(contexts)),
        lambda: alone(next(contexts)),
        partial(lambda waiting: shape_subset_deflate(next(waiting)), iter(laid)),
        repeat=repeat,
        clock=time.process_time,
    )
    what = f"a reply of {len(laid[0].pages)} pages"
    context = next(contexts)
    return [
        at_least(what, ours * 1e3, "ms", "naive WeasyPrint", naive * 1e3, 4),
        at_most(what, ours * 1e3, "ms", "shape, subset and deflate of its text", floor * 1e3, 10),
        exactly(
            "letters that come out otherwise a second time", whole(context) != whole(context), "letters", 0
        ),
        Row("the first letter of a worker", round(first * 1e3), "ms", "", None, "", None),
    ]


def _data(context: LetterContext) -> bytes:
    return context.canonical_json().encode()


def different_letters(seed: int = 1) -> Iterator[LetterContext]:
    """Replies of one kind and agency, each with other signs in what was asked for and in the name."""
    chance = Random(seed)  # noqa: S311  (nothing secret is drawn)
    while True:
        signs = "".join(chance.sample(_SIGNS, _ADDED))
        data = example(KIND) | {"verification": VERIFY}
        data["applicant"] = {"kind": "natural_person", "name": signs[:3]}
        data["items"][0]["text"] += f"（{signs}）"
        yield parse_context(KIND, data)
