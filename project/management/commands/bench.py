"""`manage.py bench NAME`: measured against yardsticks of the same run; JSON of contracts.md 6, or a table."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from project.benchmarks import calendar, letters, own_place, sweep
from project.benchmarks.measure import Row, as_json, as_table, machine

BENCHMARKS: dict[str, Callable[..., list[Row]]] = {
    "calendar": calendar.run,
    "letters": letters.run,
    "sweep": sweep.run,
}
APART = frozenset({"sweep"})
"""These write: they get a database and a folder of their own, in a process of their own."""
SIZED = frozenset({"sweep"})
"""These can be asked for another number of cases."""


class Command(BaseCommand):
    help = "性能测试：每一项都与同一次运行的参照比较；有未达到的目标时退出码为 1。"
    # Nothing of what is examined there is measured here.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which benchmark, and how it is told."""
        parser.add_argument("name", choices=sorted(BENCHMARKS), help="测试的名称")
        parser.add_argument("--table", action="store_true", help="输出表格，而不是 JSON")
        parser.add_argument("--cases", type=int, help="案件数（sweep；默认 100000）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it and tell; exit 1 if a goal is not met."""
        name, cases = options["name"], options["cases"]
        if cases is not None and (name not in SIZED or cases < 1):
            raise CommandError("--cases 只用于 sweep，且至少为 1。")
        if name in APART and not own_place.is_own():
            sized = [] if cases is None else ["--cases", str(cases)]
            sys.exit(own_place.run_apart([name, *sized, *(["--table"] if options["table"] else [])]))
        try:
            rows = self._run(name, cases)
        except ModuleNotFoundError as missing:
            self.stderr.write(f"缺少测试所用的软件包 {missing.name}，请先运行 make setup-tests。")
            sys.exit(2)
        if options["table"]:
            self.stdout.write(f"{name}  {machine()}\n{as_table(rows)}")
        else:
            self.stdout.write(json.dumps(as_json(name, rows), ensure_ascii=False, indent=1))
        if any(row.met is False for row in rows):
            sys.exit(1)

    def _run(self, name: str, cases: int | None) -> list[Row]:
        if name in APART:
            call_command("migrate", interactive=False, verbosity=0)
        return BENCHMARKS[name]() if cases is None else BENCHMARKS[name](cases)
