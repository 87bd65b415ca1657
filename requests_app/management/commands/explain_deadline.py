"""`manage.py explain_deadline`: the history of one case as JSON in, every date and every day explained as
JSON out.
"""

import json
import sys
from io import TextIOWrapper
from typing import Any, TextIO

from django.core.management.base import BaseCommand

from requests_app.calendars import load_calendar
from requests_app.errors import ImpossibleHistory
from requests_app.rules.clock import derive, parse_history

EXIT_IMPOSSIBLE = 2


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


class Command(BaseCommand):
    """Reads stdin, writes stdout. Exit 0, or 2 with one line on stderr for a history that cannot have
    happened.
    """

    help = "Explain the reply date of one case: JSON on stdin, JSON on stdout. No database is needed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """See contract 2 for input and output."""
        _write_utf8(sys.stdout)
        _write_utf8(sys.stderr)
        try:
            answer = derive(parse_history(_read_json()), load_calendar()).as_json()
        except ImpossibleHistory as refusal:
            self.stdout.write(json.dumps({"error": refusal.as_json()}, ensure_ascii=False))
            self.stderr.write(" ".join(refusal.message.split()))
            sys.exit(EXIT_IMPOSSIBLE)
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _write_utf8(stream: TextIO) -> None:
    # The answer is Chinese whatever the terminal is set to; half a surrogate pair in the input must not stop it.
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _read_json() -> object:
    # Bytes, so that the answer does not depend on the locale of the terminal; a BOM is what Windows editors
    # leave.
    try:
        return json.loads(sys.stdin.buffer.read().decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        message = "输入不是有效的JSON（UTF-8编码）。"
        raise ImpossibleHistory("malformed_json", message) from None
