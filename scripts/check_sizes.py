"""Files under 400 lines, Python functions under 50, without a list of exceptions.

Used by `make check` and by tests/architecture/test_sizes.py. Exit 1 names every place that is too long.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 400
FUNCTION_LINES = 50
SUFFIXES = {".py", ".html", ".css", ".js", ".sh", ""}
# Not written by us: installed, generated, or copied from elsewhere.
FOREIGN_FOLDERS = {"var", "node_modules", "migrations", "vendor", "__pycache__", "test-results"}


def source_files(root: Path) -> Iterator[Path]:
    """Every file of ours that has source lines, in a stable order."""
    for path in sorted(root.iterdir()):
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name != ".ci"
            if not hidden and path.name not in FOREIGN_FOLDERS:
                yield from source_files(path)
        elif path.suffix in SUFFIXES and not path.name.startswith(".") and path.name != "LICENSE":
            yield path


def long_functions(source: str) -> Iterator[tuple[int, str, int]]:
    """(line, name, length) of every function of 50 lines or more; decorators, blanks, comments count."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            length = (node.end_lineno or node.lineno) - first + 1
            if length >= FUNCTION_LINES:
                yield node.lineno, node.name, length


def faults_in(name: str, source: str) -> Iterator[str]:
    """One sentence for each limit that this source breaks."""
    lines = len(source.splitlines())
    if lines >= FILE_LINES:
        yield f"{name}: {lines} lines; a file stays under {FILE_LINES}"
    if name.endswith(".py"):
        for line, function, length in long_functions(source):
            yield f"{name}:{line}: {function} has {length} lines; a function stays under {FUNCTION_LINES}"


def faults(root: Path = ROOT) -> list[str]:
    """All faults below `root`."""
    return [
        fault
        for path in source_files(root)
        for fault in faults_in(str(path.relative_to(root)), path.read_text(encoding="utf-8"))
    ]


if __name__ == "__main__":
    found = faults()
    for fault in found:
        sys.stdout.write(fault + "\n")
    sys.exit(1 if found else 0)
