"""The repository tests itself: nothing of one machine, nothing unfinished, no page that breaks the CSP."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.views import defaults

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
TEXT_SUFFIXES = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".txt",
    ".json",
    ".lock",
    ".po",
    ".svg",
    ".csv",
    "",
}


def repository_files() -> list[Path]:
    """What is, or is about to be, in the repository; without git, every file outside `.venv` and `var`."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        foreign = {".venv", "var", ".git"}
        paths = [path for path in ROOT.rglob("*") if not foreign & set(path.relative_to(ROOT).parts)]
    return [
        path
        for path in paths
        if path.is_file() and path.suffix in TEXT_SUFFIXES and "vendor" not in path.parts
    ]


def lines_matching(pattern: re.Pattern[str], files: list[Path]) -> Iterator[str]:
    for path in files:
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"


RULES = [
    # name, what must not occur, an example that proves the pattern, a neighbour that is allowed
    (
        "folders of one machine",
        r"(?<![\w.}])/(?:work|root|home|Users)/",
        "see /home/clerk/main",
        "/requests/work/",
    ),
    ("folders beside the repository", r"\.\./shared\b", ".." + "/shared/law.md", "../templates"),
    (
        "unfinished work without its issue",
        r"(?:#|//|/\*|<!--|\{%\s*comment).*\b(?:TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))",
        "# TODO: later",
        "# TODO(#12): later",
    ),
    (
        "hosts of package registries",
        r"files\.pythonhosted|pypi\.org|registry\.npmjs",
        "https://pypi.org/x",
        "PyPI",
    ),
    (
        "links to a development machine",
        r"https?://(?:10\.|192\.168\.)",
        "http://10.0.0.1/",
        "http://127.0.0.1/",
    ),
]


@pytest.mark.parametrize(("name", "pattern", "bad", "good"), RULES, ids=[row[0] for row in RULES])
def test_the_repository_is_free_of(name: str, pattern: str, bad: str, good: str) -> None:
    compiled = re.compile(pattern)
    assert compiled.search(bad)
    assert not compiled.search(good)
    assert list(lines_matching(compiled, repository_files())) == []


PAGE_RULES = [
    ("style attributes", r"\sstyle\s*=", '<p style="x">', "<p class='style'>"),
    ("style elements", r"<style\b", "<style>", "<span>"),
    (
        "inline scripts",
        r"<script\b(?![^>]*\bsrc=)",
        "<script>x()</script>",
        '<script src="a.js" defer></script>',
    ),
    ("event attributes", r"<[^>]*\son[a-z]+\s*=\s*[\"']", '<a onclick="x()">', '<a data-on="x">'),
    ("script addresses", r"javascript:", 'href="javascript:x"', 'href="/x"'),
    (
        "places outside our own",
        r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
        'src="https://x.cn/a"',
        'href="/a"',
    ),
]


@pytest.mark.parametrize(("name", "pattern", "bad", "good"), PAGE_RULES, ids=[row[0] for row in PAGE_RULES])
def test_pages_hold_the_content_security_policy_without(name: str, pattern: str, bad: str, good: str) -> None:
    compiled = re.compile(pattern, re.IGNORECASE)
    assert compiled.search(bad)
    assert not compiled.search(good)
    # Letters become PDF, and a browser sees them through the same policy: they are held to it like pages.
    assert list(lines_matching(compiled, sorted(TEMPLATES.rglob("*.html")))) == []


def naming_sources() -> dict[Path, str]:
    """All Python and template text, in which a used template is named by another file."""
    packages = [ROOT / name for name in ("project", "workflows", "letters", "requests_app")]
    sources = [path for package in packages for path in package.rglob("*.py")]
    return {path: path.read_text(encoding="utf-8") for path in [*sources, *TEMPLATES.rglob("*.html")]}


def is_used(name: str, text: str) -> bool:
    """True if the template is named in full, or by a computed name such as `letters/clauses/{key}.html`."""
    if re.search(rf"[\"']{re.escape(name)}[\"']", text):
        return True
    folder = name.rpartition("/")[0]
    return (
        bool(folder)
        and re.search(rf"[\"']{re.escape(folder)}/[\w-]*\{{[^}}]+\}}\.html[\"']", text) is not None
    )


def is_called_by_django(name: str) -> bool:
    """Error pages, and templates that take the place of an installed app's own."""
    error_pages = {value for key, value in vars(defaults).items() if key.endswith("_TEMPLATE_NAME")} | {
        "403_csrf.html"
    }
    shadowed = [Path(app.path) / "templates" / name for app in apps.get_app_configs()]
    return name in error_pages or any(path.exists() for path in shadowed)


def test_every_template_is_used() -> None:
    sources = naming_sources()
    unused = []
    for template in sorted(TEMPLATES.rglob("*.html")):
        name = str(template.relative_to(TEMPLATES))
        others = "\n".join(text for path, text in sources.items() if path != template)
        if not is_used(name, others) and not is_called_by_django(name):
            unused.append(name)
    assert unused == []


def test_a_template_that_nobody_names_is_found() -> None:
    text = """render(request, "desk/inbox.html") and f"letters/clauses/{key}.html" """
    assert is_used("desk/inbox.html", text)
    assert is_used("letters/clauses/secret.html", text)
    assert not is_used("desk/lost.html", text)
    assert not is_used("letters/lost.html", text)
