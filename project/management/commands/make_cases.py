"""`manage.py make_cases N`: invented cases in bulk, for measuring; never among real ones unless that is asked for."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from project.made_cases import Wanted, make, refuse_real_cases, told
from requests_app import dates
from requests_app.errors import ApplicationError

OPEN_PART = 0.02
MOST_AGENCIES = 5000


class Command(BaseCommand):
    help = "批量生成样例案件，用于性能测试：直接写库，不经办理，不发通知；不生成文书。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, of how many agencies, how many of them open."""
        parser.add_argument("cases", type=int, help="案件数")
        parser.add_argument("--agencies", type=int, default=12, help="机关数（默认 12）")
        parser.add_argument("--all-open", action="store_true", help="全部为在办案件（默认 2%% 在办）")
        parser.add_argument("--years", type=int, default=10, help="已办结案件分布的年数（默认 10）")
        parser.add_argument("--seed", type=int, default=1, help="随机数种子：相同的种子和日期生成相同的案件")
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="以哪一天为今天（默认今天）"
        )
        parser.add_argument(
            "--beside-real-cases", action="store_true", help="数据库中已有真实案件时，仍然在其中生成"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, make, tell."""
        wanted = self._wanted(options)
        if not options["beside_real_cases"]:
            try:
                refuse_real_cases()
            except ApplicationError as refusal:
                raise CommandError(refusal.message) from refusal
        began = time.monotonic()
        for done in make(wanted):
            if options["verbosity"] > 1:
                self.stdout.write(f"  {done} 件")
        took = time.monotonic() - began
        self.stdout.write(f"已生成 {wanted.cases} 件，用时 {took:.1f} 秒。现有：{told(wanted.agencies)}。")

    def _wanted(self, options: dict[str, Any]) -> Wanted:
        cases, agencies, years = options["cases"], options["agencies"], options["years"]
        if cases < 1:
            raise CommandError("案件数至少为 1。")
        if not 1 <= agencies <= MOST_AGENCIES:
            raise CommandError(f"机关数须在 1 至 {MOST_AGENCIES} 之间。")
        if not 1 <= years <= 15:
            raise CommandError("年数须在 1 至 15 之间。")
        open_ = cases if options["all_open"] else round(cases * OPEN_PART)
        return Wanted(cases, agencies, open_, years, options["seed"], options["today"] or dates.today())
