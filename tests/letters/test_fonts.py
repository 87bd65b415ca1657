"""Fonts of the letters: the project's own list, what cannot be printed, and what the checks say is missing."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from letters import checks, fonts


def test_fontconfig_is_the_projects_own() -> None:
    path = fonts.configure_fontconfig()
    assert path.is_absolute()
    assert os.environ["FONTCONFIG_FILE"] == str(path)
    text = path.read_text(encoding="utf-8")
    assert f"<dir>{fonts.font_dir()}</dir>" in text
    assert "<dir>/usr/share/fonts</dir>" not in text, "only the folders of the listed fonts"


@pytest.fixture
def empty_font_dir(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    settings.FONT_DIR = tmp_path / "fonts & more"
    monkeypatch.setattr(fonts, "DEBIAN_FONTS", tmp_path / "none")
    monkeypatch.setenv("FONTCONFIG_FILE", os.environ["FONTCONFIG_FILE"])
    fonts._installed.cache_clear()
    yield tmp_path / "fonts & more"
    fonts._installed.cache_clear()


def test_a_missing_folder_is_made_and_its_name_escaped(empty_font_dir: Path) -> None:
    path = fonts.configure_fontconfig()
    assert path.parent == empty_font_dir
    assert "fonts &amp; more" in path.read_text(encoding="utf-8")


def test_missing_fonts_are_named_with_the_mend(empty_font_dir: Path) -> None:
    messages = {message.id: message for message in reversed(checks.check_letter_tools(None))}
    assert "FandolFang-Regular.otf" in messages["letters.W002"].msg
    hints = {message.hint for message in checks.check_letter_tools(None) if message.id == "letters.W002"}
    assert hints == {
        "scripts/install-fonts",
        "apt-get install fonts-noto-cjk",
        "apt-get install fonts-lxgw-wenkai",
    }


def test_without_fonts_every_character_is_missing(empty_font_dir: Path) -> None:
    assert fonts.missing_glyphs("国 家") == ["国", "家"]


def test_a_licensed_font_comes_first(empty_font_dir: Path) -> None:
    empty_font_dir.mkdir()
    (empty_font_dir / "simfang.ttf").write_bytes(b"")
    located = fonts.locate(fonts.BODY_STACK[0])
    assert located is not None
    assert located.name == "simfang.ttf"


def test_a_missing_subsetter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SUBSETTER", "libnowhere.so.0")
    messages = checks.check_letter_tools(None)
    assert [(message.id, message.hint) for message in messages] == [
        ("letters.W001", "apt-get install libharfbuzz-subset0")
    ]


def test_the_checks_are_registered_and_this_machine_passes() -> None:
    assert run_checks(tags=["letters"]) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("王喆、堃、䶮、㛃\n 2026年", []),
        ("𬱖", []),
        ("\ue000甲\ue000", ["\ue000"]),
        ("甲\u200b乙", []),
        ("甲\x07", ["\x07"]),
        ("甲\u202e乙", ["\u202e"]),
        ("", []),
    ],
)
def test_missing_glyphs(text: str, missing: list[str]) -> None:
    assert fonts.missing_glyphs(text) == missing


def test_stylesheet_and_font_list_agree() -> None:
    css = (fonts.settings.BASE_DIR / "templates" / "letters" / "letter.css").read_text(encoding="utf-8")
    body = ", ".join(f'"{face.family}"' for face in fonts.BODY_STACK)
    title = ", ".join(f'"{face.family}"' for face in fonts.TITLE_STACK)
    assert f"font-family: {body};" in css
    assert f"font-family: {title};" in css
