"""Every module says what it holds; every public function and class of the law, the reads, the writes and the
letters says what it means."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("requests_app", "letters", "workflows", "project")
ROOMS = (
    "requests_app/rules",
    "requests_app/models",
    "requests_app/selectors",
    "requests_app/services",
    "requests_app/audit",
    "requests_app/crypto",
    "requests_app/notifications",
    "letters",
    "workflows",
)
# Their meaning is their framework's: the options of a model or form, and the one command of its module.
NAMED_BY_DJANGO = {"Meta", "Command"}


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Public functions and classes at the top of a module that say nothing."""
    named = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    for node in named:
        if not node.name.startswith("_") and node.name not in NAMED_BY_DJANGO and not ast.get_docstring(node):
            yield node.name


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """(path, code) of every module that has code and is written by hand."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if tree.body and "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), tree


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_holds(package: str) -> None:
    assert [path for path, tree in modules(package) if not ast.get_docstring(tree)] == []


def test_every_public_name_says_what_it_means() -> None:
    assert [f"{path}: {name}" for path, tree in modules(*ROOMS) for name in undocumented(tree)] == []


def test_what_says_nothing_is_found() -> None:
    source = 'def f(): ...\ndef _g(): ...\nclass A:\n    "An A."\nclass Meta: ...\nclass B: ...\n'
    assert list(undocumented(ast.parse(source))) == ["f", "B"]
