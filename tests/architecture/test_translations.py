"""The translation check sees what the code says and what a catalogue leaves out."""

from pathlib import Path

import pytest

from scripts import check_translations

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SCENARIOS = [
    # name, catalogue, is it a translation?
    ("translated", 'msgid "首页"\nmsgstr "Home"\n', True),
    ("left empty", 'msgid "首页"\nmsgstr ""\n', False),
    ("guessed by a tool", '#, fuzzy\nmsgid "首页"\nmsgstr "Home"\n', False),
    ("no longer in use", '#~ msgid "首页"\n#~ msgstr "Home"\n', False),
    ("another sentence", 'msgid "首"\nmsgstr "Head"\n', False),
    ("another context", 'msgctxt "menu"\nmsgid "首页"\nmsgstr "Home"\n', False),
]


@pytest.mark.parametrize(("name", "catalogue", "translated"), SCENARIOS, ids=[row[0] for row in SCENARIOS])
def test_only_a_sure_translation_counts(name: str, catalogue: str, translated: bool, tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text(HEADER + catalogue, encoding="utf-8")
    faults = check_translations.faults(path, {'msgid "首页"'})
    assert (faults == []) is translated
    assert all("首页" in fault for fault in faults)


def test_what_pages_say_is_found(tmp_path: Path) -> None:
    assert 'msgid "跳到主要内容"' in check_translations.messages(check_translations.extract("en", tmp_path))


def test_every_shipped_language_is_complete() -> None:
    assert check_translations.main() == 0
