"""`manage.py demo`: from an empty clone to a running demonstration; a second start changes nothing there."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from project import demo_authority, demo_keys
from project.checks import own_keys
from project.management.commands.serve import add_address_arguments
from project.serving import serve


class Command(BaseCommand):
    help = "演示：建库、载入日历和演示数据，然后启动；无需任何设置。"
    # The checks belong to `doctor` and `serve`: here the keys are only about to be made.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_address_arguments(parser)
        parser.add_argument("--no-serve", action="store_true", help="只准备数据，不启动")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then serve until stopped."""
        if own_keys():
            self._start_again_with_keys()
        call_command("migrate", interactive=False, verbosity=0)
        from project.demo_data import load  # after `migrate`: it may read tables when imported
        from project.demo_data.agencies import BUREAUS

        bureaus = [(bureau.code, bureau.name) for bureau in BUREAUS]
        demo_authority.prepare(
            settings.SIGNING_DIR, bureaus, timezone.now(), passphrase=settings.SIGNING_PASSPHRASE
        )

        lines = ["演示账号（岗位　用户名　口令）："]
        lines += [f"  {role}　{username}　{password}" for role, username, password in load()]
        if options["no_serve"]:
            for line in lines:
                self._say(line)
            return
        sys.exit(serve(options["host"], options["port"], self._say, after=lines))

    def _start_again_with_keys(self) -> None:
        """Make this clone's keys and run the same command anew, because settings are read once."""
        path = settings.VAR_DIR / "demo.env"
        if not demo_keys.write_once(path):
            raise CommandError(f"{path} 已存在，但其中的密钥没有生效。请检查 .env 和环境变量中的密钥设置。")
        self.stdout.flush()
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  (the same program, the same arguments)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
