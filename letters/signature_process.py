"""Looking at a stranger's file in a process of its own: what a file makes of its readers must not reach the server.

`python -m letters.signature_process ROOTS NOW` reads a PDF from standard input and prints `Examined` as JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from letters.examined import Examined, Verdict

SECONDS = 15
MEMORY = 2 * 1024**3
"""Bytes of address space; a letter needs a tenth of it."""
ROOT = Path(__file__).resolve().parent.parent
GIVEN_UP = "文件过于复杂，无法读取，不能核对其中的电子签名。"


def examine_apart(pdf: bytes, roots: Path, now: datetime) -> Examined:
    """As `examine`, with the trusted certificates of the file `roots`, within bounds of time and memory."""
    command = [sys.executable, "-m", __name__, str(roots), now.isoformat()]
    environment = {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(  # noqa: S603  (our own program; the file goes in as data)
            command,
            input=pdf,
            capture_output=True,
            timeout=2 * SECONDS,
            cwd=ROOT,
            env=environment,
            check=True,
        )
        return Examined.from_json(json.loads(ran.stdout))
    except (subprocess.SubprocessError, ValueError):
        return Examined(Verdict.DAMAGED, GIVEN_UP)


def main() -> None:
    """The child: bounds first, then the file."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from letters.signature_check import examine, load_roots  # heavy, and only the child reads files

    path, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    roots = load_roots(path) if path.is_file() else []
    found = examine(sys.stdin.buffer.read(), roots, now)
    print(json.dumps(found.as_json(), ensure_ascii=False))  # noqa: T201  (the answer to the parent)


if __name__ == "__main__":
    main()
