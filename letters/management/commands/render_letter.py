"""`render_letter`: letters without a database, for trying a template and for other programs."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from letters.catalogue import CATALOGUE, letter_kind
from letters.context import parse_context
from letters.examples import example
from letters.render import render_pdf
from letters.seal import demo_seal
from requests_app.errors import ApplicationError, InvalidInput

BAD_INPUT = 2


class Command(BaseCommand):
    """List the kinds, print an example context, or make a PDF out of a context."""

    help = "List letter kinds (--list), print an example context (--example KIND), or render a letter to PDF."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options as in the command's help."""
        parser.add_argument("--list", action="store_true", help="print the kinds of letters, one a line")
        parser.add_argument("--example", metavar="KIND", help="print a valid context of this kind")
        parser.add_argument("--kind", metavar="KIND")
        parser.add_argument("--context", metavar="FILE", help="JSON; - reads standard input")
        parser.add_argument(
            "--out", metavar="FILE", help="the PDF; with --example also a .json for the context"
        )
        parser.add_argument("--draft", action="store_true", help="mark every page 草稿")
        parser.add_argument("--demo-seal", action="store_true", help="set a demonstration seal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when done; 2 when the input is bad, with one line on stderr naming the field."""
        try:
            self._run(options)
        except ApplicationError as error:
            self.stderr.write(error.message)
            sys.exit(BAD_INPUT)

    def _run(self, options: dict[str, Any]) -> None:
        if options["list"]:
            for kind in CATALOGUE.values():
                self.stdout.write(f"{kind.key}\t{kind.name}")
        elif options["example"]:
            self._example(options)
        else:
            self._render(options)

    def _example(self, options: dict[str, Any]) -> None:
        """The context on standard output or in FILE; its letter where FILE is a PDF."""
        data, out = example(options["example"]), options["out"]
        text = json.dumps(data, ensure_ascii=False, indent=2)
        if not out:
            self.stdout.write(text)
        elif Path(out).suffix.lower() == ".pdf":
            self._make(options["example"], data, options)
        else:
            _write(Path(out), f"{text}\n".encode())
            self.stdout.write(out)

    def _render(self, options: dict[str, Any]) -> None:
        for name in ("kind", "context", "out"):
            if not options[name]:
                raise InvalidInput(
                    "missing_option", f"--{name}：缺少这一选项。", fields={name: "缺少这一选项。"}
                )
        letter_kind(options["kind"])
        self._make(options["kind"], _read_json(options["context"]), options)

    def _make(self, kind: str, data: Any, options: dict[str, Any]) -> None:
        context = parse_context(kind, data)
        seal = demo_seal(context.agency.name) if options["demo_seal"] else None
        letter = render_pdf(kind, context, seal=seal, draft=options["draft"])
        out = Path(options["out"])
        _write(out, letter.pdf)
        self.stdout.write(f"{out}\t{letter.pages}页\tsha256 {letter.sha256}")


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise InvalidInput("cannot_write", f"--out：不能写入 {out}（{error.strerror}）。") from error


def _read_json(name: str) -> Any:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return json.loads(text)
    except OSError as error:
        raise InvalidInput("cannot_read", f"--context：不能读取 {name}（{error.strerror}）。") from error
    except ValueError as error:
        raise InvalidInput("not_json", f"--context：{name} 不是有效的 JSON（{error}）。") from error
