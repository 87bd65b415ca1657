"""A citation of the law is typed in `requests_app/rules/` and nowhere else: there it is checked against the statute."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULES = ROOT / "requests_app" / "rules"
CITATION = re.compile(r"(条例|复议法|诉讼法|国家秘密法|保密法)》?第[一二三四五六七八九十百\d]+条")


def typed_citations(source: str) -> Iterator[str]:
    """Citations in the string literals of a module; what a docstring explains is not said to anybody."""
    tree = ast.parse(source)
    explained = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield from (found.group() for found in CITATION.finditer(node.value))


def test_the_search_finds_what_is_typed_and_leaves_what_is_explained() -> None:
    assert list(typed_citations('"""条例第十七条"""\nbasis = "条例第十七条第二款"')) == ["条例第十七条"]
    assert list(typed_citations('f"{name}（《行政复议法》第二十三条）"')) == ["复议法》第二十三条"]


def test_no_service_and_no_screen_types_a_citation() -> None:
    typed = {}
    for package in ("requests_app", "workflows"):
        for path in sorted((ROOT / package).rglob("*.py")):
            found = [] if RULES in path.parents else list(typed_citations(path.read_text(encoding="utf-8")))
            if found:
                typed[str(path.relative_to(ROOT))] = found
    assert typed == {}
