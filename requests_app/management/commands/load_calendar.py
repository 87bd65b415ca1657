"""`manage.py load_calendar FILE`: a new holiday notice comes into force."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from requests_app import dates
from requests_app.actors import System
from requests_app.errors import InvalidInput
from requests_app.management.moved_table import moved_table
from requests_app.rules.calendar_file import read_calendar_file, unlisted_statutory_days
from requests_app.selectors.calendars import MovedDate, moved_by
from requests_app.services.calendars import load_year

ACTOR = System("载入工作日历")


class Command(BaseCommand):
    """Loads the whole file or nothing of it; exit 1 with a sentence that names each bad line."""

    help = "载入一年的工作日历（CSV：date,kind,name,source,source_date），代替该年原有的版本；原有版本保留。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="只列出到期日将变更的申请，不载入。")

    def handle(self, *args: Any, **options: Any) -> None:
        """See contracts.md 6 for the file."""
        path: Path = options["file"]
        try:
            year = read_calendar_file(path.read_bytes())
        except OSError as error:
            raise CommandError(f"不能读取文件 {path}：{error.strerror}。") from None
        except InvalidInput as refusal:
            raise CommandError(f"{path}：{refusal.message}") from None
        if year.year < dates.today().year:
            self.stderr.write(f"请核对：{year.year} 年已经过去。只重新计算仍在办理的申请，已办结的不变。")
        for day, name in unlisted_statutory_days(year).items():
            self.stderr.write(f"请核对：文件没有列出法定节日 {day}（{name}）。")
        if options["dry_run"]:
            self._list(moved_by(ACTOR, year))
            self.stdout.write("以上是载入的影响，没有载入任何内容。")
            return
        loaded = load_year(actor=ACTOR, year=year)
        if loaded.version is None:
            self.stdout.write(f"{year.year} 年工作日历与现行版本相同，没有变化。")
            return
        self.stdout.write(
            f"已载入 {year.year} 年工作日历：放假 {len(year.holidays)} 天，调休上班 {len(year.workdays)} 天，"
            f"来源：{year.source}。"
        )
        self._list(loaded.moved)

    def _list(self, moved: list[MovedDate]) -> None:
        for line in moved_table(moved) if moved else ():
            self.stdout.write(line)
        changed = sum(one.moves for one in moved)
        self.stdout.write(f"到期日变更 {changed} 件，由暂定变为确定而日期不变 {len(moved) - changed} 件。")
