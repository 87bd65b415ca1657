"""Signs of what remains, and the steps of a case."""

from __future__ import annotations

import pytest

from requests_app.pictures.icons import icon
from requests_app.pictures.signs import ICONS, remaining_sign
from requests_app.pictures.steps import flow_picture, steps


@pytest.mark.parametrize(
    ("remaining", "paused", "unassigned", "kind", "words"),
    [
        (-2, False, False, "over", "超期 2 日"),
        (-2, True, False, "over", "超期 2 日"),
        (0, False, False, "today", "今天"),
        (1, False, False, "soon", "剩 1 日"),
        (3, False, False, "soon", "剩 3 日"),
        (4, False, False, "calm", "剩 4 日"),
        (9, True, False, "pause", "暂停"),
        (None, True, False, "pause", "暂停"),
        (None, False, False, "stopped", "无期限"),
        (5, False, True, "new", "未接收"),
    ],
)
def test_remaining(remaining: int | None, paused: bool, unassigned: bool, kind: str, words: str) -> None:
    found = remaining_sign(remaining, paused=paused, unassigned=unassigned)
    assert (found.kind, found.words) == (kind, words)


@pytest.mark.parametrize("kind", ICONS)
def test_every_sign_has_a_shape(kind: str) -> None:
    assert icon(ICONS[kind]).startswith("<svg")


@pytest.mark.parametrize(
    ("current", "states"),
    [(0, ["now", "next", "next"]), (1, ["done", "now", "next"]), (3, ["done", "done", "done"])],
)
def test_steps_around_the_present_one(current: int, states: list[str]) -> None:
    made = steps(["登记", "审核", "办理"], current, ["今天"])
    assert [step.state for step in made] == states
    assert [step.note for step in made] == ["今天", "", ""]


@pytest.mark.parametrize("current", [-1, 4])
def test_there_is_no_step_beyond_the_last(current: int) -> None:
    with pytest.raises(ValueError, match="no step"):
        steps(["登记", "审核", "办理"], current)


def test_a_flow_without_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        flow_picture([])
