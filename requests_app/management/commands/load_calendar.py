"""`manage.py load_calendar FILE`: a new holiday notice comes into force."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from requests_app.actors import System
from requests_app.errors import InvalidInput
from requests_app.rules.calendar_file import read_calendar_file, unlisted_statutory_days
from requests_app.services.calendars import load_year


class Command(BaseCommand):
    """Loads the whole file or nothing of it; exit 1 with a sentence that names the line."""

    help = "载入一年的工作日历（CSV：date,kind,name,source,source_date），代替该年原有的版本；原有版本保留。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """See contracts.md 6 for the file."""
        path: Path = options["file"]
        try:
            year = read_calendar_file(path.read_bytes())
        except OSError as error:
            raise CommandError(f"不能读取文件 {path}：{error.strerror}。") from None
        except InvalidInput as refusal:
            raise CommandError(f"{path}：{refusal.message}") from None
        load_year(actor=System("载入工作日历"), year=year)
        self.stdout.write(
            f"已载入 {year.year} 年工作日历：放假 {len(year.holidays)} 天，调休上班 {len(year.workdays)} 天，"
            f"来源：{year.source}。"
        )
        for day, name in unlisted_statutory_days(year).items():
            self.stderr.write(f"请核对：文件没有列出法定节日 {day}（{name}）。")
