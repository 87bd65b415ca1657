"""The steps of a case: as a list for `components/steps.html`, and as a flow picture with the present step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.pictures.svg import Svg, number, path, picture, rect, text

BOX_WIDTH, BOX_HEIGHT, GAP = 140.0, 40.0, 36.0
TOP = 4.0
_WORDS = {"done": "已完成", "now": "现在", "next": "未开始"}
_TEXT_CLASS = {"done": "tx-brand tb t14", "now": "tx-now t14", "next": "t2 t14"}


@dataclass(frozen=True)
class Step:
    """One step: its name, its state (done, now, next) and what to say about it."""

    name: str
    state: str
    note: str = ""

    @property
    def state_words(self) -> str:
        """The state in Chinese, for those who do not see the colour."""
        return _WORDS[self.state]


def steps(names: Sequence[str], current: int, notes: Sequence[str] = ()) -> tuple[Step, ...]:
    """Steps in order, `current` (from 0) being the present one; `len(names)` when all are done.

    `notes` may be shorter than `names`. Raises ValueError for a step that does not exist.
    """
    if not 0 <= current <= len(names):
        raise ValueError(f"there is no step {current} among {len(names)}")
    said = [*notes, *[""] * (len(names) - len(notes))]
    return tuple(
        Step(name, "done" if i < current else "now" if i == current else "next", said[i])
        for i, name in enumerate(names)
    )


def flow_picture(flow: Sequence[Step], ident: str = "flow", title: str = "办理流程") -> Svg:
    """Boxes and arrows, the present step filled, the steps to come dashed; notes stand below the boxes."""
    if not flow:
        raise ValueError("a flow needs at least one step")
    drawn: list[str] = []
    for index, step in enumerate(flow):
        x = 2 + index * (BOX_WIDTH + GAP)
        middle = x + BOX_WIDTH / 2
        drawn.append(rect(x, TOP, BOX_WIDTH, BOX_HEIGHT, f"fl-box fl-{step.state}", rx=6))
        name = f"✓ {step.name}" if step.state == "done" else step.name
        drawn.append(text(middle, TOP + 25, name, _TEXT_CLASS[step.state], "middle"))
        if step.note:
            drawn.append(text(middle, TOP + 60, step.note, "t2", "middle"))
        if index:
            start = x - GAP + 6
            drawn.append(path(f"M{number(start)} 24h{number(GAP - 12)}m-7 -5 7 5 -7 5", "fl-arrow"))
    width = len(flow) * (BOX_WIDTH + GAP) - GAP + 4
    height = TOP + BOX_HEIGHT + (28 if any(step.note for step in flow) else 4)
    said = "，".join(f"{step.name}{step.state_words}" for step in flow) + "。"
    return picture(ident, width, height, title, said, "chart only-wide", "\n".join(drawn))
