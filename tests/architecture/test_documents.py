"""What the documents point at is there: links, files and folders, commands of `manage.py` and `make`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
TREES = ("requests_app", "letters", "workflows", "project", "templates", "tests", "docs", "scripts", "static")
LARGEST_PICTURE = 200 * 1024
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")
_CODE = re.compile(r"`([^`\n]+)`")


def missing_links(document: Path) -> Iterator[str]:
    """Relative links of a document that lead nowhere."""
    for target in _LINK.findall(document.read_text(encoding="utf-8")):
        if not (document.parent / target).exists():
            yield target


def missing_paths(text: str) -> Iterator[str]:
    """Files and folders in code type that are not there; `*` stands for any name, `…` names no single file."""
    for name in _CODE.findall(text):
        if re.fullmatch(rf"(?:{'|'.join(TREES)})/[\w./*-]*", name) and not any(ROOT.glob(name.rstrip("/"))):
            yield name


def unknown_commands(text: str) -> Iterator[str]:
    """Commands of `manage.py` and targets of `make` that do not exist."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in re.findall(r"`(?:\.venv/bin/python )?manage\.py (\w+)", text):
        if name not in get_commands():
            yield f"manage.py {name}"
    for name in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE):
        if name not in targets:
            yield f"make {name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=[str(path.relative_to(ROOT)) for path in DOCUMENTS])
def test_what_a_document_points_at_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert list(missing_links(document)) == []
    assert list(missing_paths(text)) == []
    assert list(unknown_commands(text)) == []


def test_pictures_are_small_and_shown() -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = sorted((ROOT / "docs" / "screens").glob("*"))
    assert [path.name for path in pictures if f"(docs/screens/{path.name})" not in shown] == []
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []


def test_what_is_not_there_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[a](gone.md) [b](https://example.org/x) [c](page.md#part) [d](#part)", encoding="utf-8")
    assert list(missing_links(page)) == ["gone.md"]
    assert list(missing_paths("`letters/gone.py` `letters/render.py` `letters/checks_*.py` `x/y`")) == [
        "letters/gone.py"
    ]
    assert list(unknown_commands("`manage.py serve`, `manage.py fly`, `make demo`, `make tea`")) == [
        "manage.py fly",
        "make tea",
    ]
