"""Every sentence of the interface has its translation in every language that is shipped beside Chinese.

Chinese is the source language, so it has no catalogue. A shipped language is a folder `locale/<language>`;
what is in the code and not (or only doubtfully) in its catalogue is a fault. Exit 1 names the sentences.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("project", "workflows", "letters", "requests_app", "templates")
CATALOGUE = Path("LC_MESSAGES") / "django.po"
SHOWN = 20


def run(*command: str, directory: Path) -> str:
    """Standard output of a command; its error ends the check."""
    return subprocess.run(  # noqa: S603  (the commands are written below)
        command, cwd=directory, check=True, capture_output=True, text=True
    ).stdout


def extract(language: str, directory: Path) -> Path:
    """The catalogue of what the code says today, made in `directory` so that the tree stays as it is."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, directory / package, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
        )
    (directory / "locale").mkdir()
    run(sys.executable, "-m", "django", "makemessages", "-l", language, "--no-location", directory=directory)
    return directory / "locale" / language / CATALOGUE


def messages(catalogue: Path, *filters: str) -> set[str]:
    """The msgids (with context and plural) of a catalogue, after msgattrib's filters."""
    text = run("msgattrib", "--no-wrap", "--sort-output", *filters, str(catalogue), directory=ROOT)
    entries = re.split(r"\n\s*\n", text)
    identities = set()
    for entry in entries:
        lines = [line for line in entry.splitlines() if line and not line.startswith("#")]
        identity = "\n".join(
            line for line in lines if line.startswith(("msgctxt ", "msgid ", "msgid_plural "))
        )
        if identity and identity != 'msgid ""':
            identities.add(identity)
    return identities


def faults(catalogue: Path, wanted: set[str]) -> list[str]:
    """One line for each wanted sentence that has no sure translation in `catalogue`."""
    have = messages(catalogue, "--translated", "--no-fuzzy", "--no-obsolete")
    return [f"{catalogue}: no translation of {identity}" for identity in sorted(wanted - have)]


def main() -> int:
    """Check every shipped language."""
    found: list[str] = []
    for catalogue in sorted(ROOT.glob(f"locale/*/{CATALOGUE}")):
        with tempfile.TemporaryDirectory() as folder:
            wanted = messages(extract(catalogue.parent.parent.name, Path(folder)))
        found += faults(catalogue, wanted)
    for line in found[:SHOWN]:
        sys.stdout.write(line + "\n")
    if len(found) > SHOWN:
        sys.stdout.write(f"… and {len(found) - SHOWN} more\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
