"""The glossary speaks of what is there: every name is in the code, every provision is in its statute."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from requests_app.rules.legal_basis import LegalBasis, NoSuchProvision
from requests_app.rules.numerals import parse_chinese_numeral
from requests_app.rules.statute_structure import INSTRUMENTS

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
PACKAGES = ("requests_app", "letters", "workflows", "project")
HEADER = "| Term | Name in the code | Provision | Meaning |"
BY_SHORT_TITLE = {instrument.short_title: key for key, instrument in INSTRUMENTS.items()}
_NUMERAL = "[一二三四五六七八九十百]+"
_PROVISION = re.compile(
    rf"(?P<title>.+?)(?:第(?P<article>{_NUMERAL})条(?:第(?P<paragraph>{_NUMERAL})款)?(?:第（(?P<item>{_NUMERAL})）项)?)?"
)


def rows(text: str) -> list[list[str]]:
    """The cells of every row of every table, without headers and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line != HEADER and not line.startswith("|---")
    ]


def names_in(node: ast.AST, owner: str = "") -> Iterator[str]:
    """Every name that code defines, with its class before it; and every word that is a key of a table."""
    for child in ast.iter_child_nodes(node):
        inside = owner
        if isinstance(child, ast.ClassDef):
            inside = f"{owner}{child.name}."
            yield f"{owner}{child.name}"
        elif isinstance(child, ast.FunctionDef):
            yield from (child.name, f"{owner}{child.name}")
            inside = ""
        elif isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            yield from (child.id, f"{owner}{child.id}")
        elif isinstance(child, ast.Constant) and isinstance(child.value, str) and child.value.isidentifier():
            yield child.value
        yield from names_in(child, inside)


@pytest.fixture(scope="module")
def code() -> set[str]:
    """All names of the four packages."""
    found: set[str] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                found.update(names_in(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def basis_of(written: str) -> LegalBasis:
    """A provision as the glossary writes it. Raises `NoSuchProvision`."""
    match = _PROVISION.fullmatch(written)
    assert match is not None, written
    article, paragraph, item = (
        parse_chinese_numeral(part) if part else None for part in match.group("article", "paragraph", "item")
    )
    return LegalBasis(BY_SHORT_TITLE.get(match["title"], match["title"]), article, paragraph, item)


def test_every_row_has_four_cells_and_no_term_stands_twice() -> None:
    table = rows(GLOSSARY.read_text(encoding="utf-8"))
    assert len(table) >= 70
    assert [row for row in table if len(row) != 4 or not row[0]] == []
    terms = [row[0] for row in table]
    assert sorted(term for term in set(terms) if terms.count(term) > 1) == []


def test_every_name_is_in_the_code(code: set[str]) -> None:
    table = rows(GLOSSARY.read_text(encoding="utf-8"))
    assert [row[0] for row in table if not re.fullmatch(r"`[\w.]+`", row[1])] == []
    named = [name for row in table for cell in row[1:] for name in re.findall(r"`([^`]+)`", cell)]
    assert [name for name in named if name not in code] == []


def test_every_provision_exists_and_is_written_as_screens_write_it() -> None:
    for term, _, provision, _ in rows(GLOSSARY.read_text(encoding="utf-8")):
        if provision != "–":
            assert basis_of(provision).short() == provision, term


def test_what_is_not_there_would_be_found(code: set[str]) -> None:
    assert {"Role", "Role.HANDLER", "HANDLER", "already_public"} <= code
    assert not {"Role.CLERK", "RequestState.HANDLER", "case_worker"} & code
    for wrong in ("条例第三十六条第（八）项", "条例第十四条第一款", "行政复议法第九十九条", "公开法第一条"):
        with pytest.raises(NoSuchProvision):
            basis_of(wrong)
