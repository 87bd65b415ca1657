"""The two repairs of WeasyPrint's line layout, and the pin they stand on."""

from importlib.metadata import version

import pytest
import weasyprint  # noqa: TID251
from weasyprint.layout import inline  # noqa: TID251

from letters import justification, render
from letters.context import parse_context
from letters.examples import example
from tests.letters.pages import lines


def test_written_for_the_version_that_is_installed() -> None:
    assert version("weasyprint") == justification.PINNED_VERSION


def test_any_other_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(RuntimeError, match=r"70\.0.*71\.0"):
        justification.install()


def test_the_renderer_uses_both_repairs() -> None:
    assert render.justification is justification
    assert inline.justify_line is justification.justify_line
    assert inline.split_text_box is justification.split_text_box


@pytest.mark.parametrize("char", "国、。“”…—（ ")
def test_space_may_be_added_beside_chinese(char: str) -> None:
    assert justification.is_stretchable(char)


@pytest.mark.parametrize("char", "aZ09-./\u200b")
def test_words_and_numbers_stay_whole(char: str) -> None:
    assert not justification.is_stretchable(char)


def test_stretchable_ranges_are_in_bytes() -> None:
    assert list(justification._stretchable_bytes("国20年A")) == [(0, 3), (5, 8)]
    assert list(justification._stretchable_bytes("ABC")) == []


def test_mixed_lines_reach_the_edge_and_numbers_keep_their_width() -> None:
    data = example("reply_secret")
    data["items"][0]["reason"] = "第2026号文件和ABCDEFG系统，" * 40
    rendered = render.render_pdf("reply_secret", parse_context("reply_secret", data))
    body = [line for line in lines(rendered.pdf, 1) if "ABC" in line[1] or "2026号" in line[1]]
    assert len(body) > 5
    assert all(182 < line[3] < 185 for line in body[:-2])
