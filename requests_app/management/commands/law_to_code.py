"""`manage.py law_to_code`: write docs/law-to-code.md, or check it and every citation in the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app import law_to_code
from requests_app.rules.registry import RULES


class Command(BaseCommand):
    help = "由规则登记表生成 docs/law-to-code.md；--check 只核对，不写文件，有问题时退出码为 1。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        found = law_to_code.problems(root)
        if options["check"] and not law_to_code.is_current(root):
            found.append(f"{law_to_code.DOCUMENT} is out of date: run manage.py law_to_code")
        if found:
            raise CommandError("\n".join(found), returncode=1)
        if not options["check"]:
            (root / law_to_code.DOCUMENT).write_text(law_to_code.render(), encoding="utf-8")
        self.stdout.write(f"{law_to_code.DOCUMENT}: {len(RULES)} rules")
