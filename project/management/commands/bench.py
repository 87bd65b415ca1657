"""`manage.py bench NAME`: measured against yardsticks of the same run; JSON of contracts.md 6, or a table."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from project.benchmarks import calendar
from project.benchmarks.measure import as_json, as_table, machine

BENCHMARKS = {"calendar": calendar.run}


class Command(BaseCommand):
    help = "性能测试：每一项都与同一次运行的参照比较；有未达到的目标时退出码为 1。"
    # Nothing of what is examined there is measured here.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which benchmark, and how it is told."""
        parser.add_argument("name", choices=sorted(BENCHMARKS), help="测试的名称")
        parser.add_argument("--table", action="store_true", help="输出表格，而不是 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it and tell; exit 1 if a goal is not met."""
        try:
            rows = BENCHMARKS[options["name"]]()
        except ModuleNotFoundError as missing:
            self.stderr.write(f"缺少测试所用的软件包 {missing.name}，请先运行 make setup-tests。")
            sys.exit(2)
        if options["table"]:
            self.stdout.write(f"{options['name']}  {machine()}\n{as_table(rows)}")
        else:
            self.stdout.write(json.dumps(as_json(options["name"], rows), ensure_ascii=False, indent=1))
        if any(row.met is False for row in rows):
            sys.exit(1)
