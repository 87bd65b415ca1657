"""`manage.py recalculate_deadlines [--dry-run]`: every open date derived anew, after a reading or an
event was mended."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from requests_app.actors import System
from requests_app.management.moved_table import moved_table
from requests_app.services.recalculation import recalculate


class Command(BaseCommand):
    """Lists each case whose stored date is not the derived one, and stores the derived one."""

    help = "由登记的事实重新计算每件在办申请的期限，列出并保存变更；重复运行没有变化。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只列出，不保存。")
        parser.add_argument("--why", default="重新计算期限", help="原因，写入办理记录和期限变更告知书。")

    def handle(self, *args: Any, **options: Any) -> None:
        """A table of the cases, then their number."""
        write = not options["dry_run"]
        moved = recalculate(actor=System("重新计算期限"), why=options["why"], write=write)
        for line in moved_table(moved) if moved else ():
            self.stdout.write(line)
        words = "已经保存" if write else "没有保存"
        self.stdout.write(f"期限有变更的 {len(moved)} 件，{words}。")
