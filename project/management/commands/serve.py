"""`manage.py serve`: web server, background worker and timer as one process tree."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from project.serving import serve


def add_address_arguments(parser: ArgumentParser) -> None:
    """`--host` and `--port`, with HOST and PORT of the environment as their defaults."""
    port = os.environ.get("PORT", "")
    if port and not port.isdigit():
        raise CommandError(f"环境变量 PORT 不是端口号：{port}")
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="监听地址，默认只限本机")
    parser.add_argument(
        "--port", type=int, default=int(port) if port else None, help="端口；不指定则用 8000 起第一个空闲的"
    )


class Command(BaseCommand):
    help = "启动网页服务、后台任务和定时器；Ctrl-C 或 SIGTERM 全部停止。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_address_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until stopped; exit status 1 when a program would not stay up."""
        sys.exit(serve(options["host"], options["port"], self._say))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
