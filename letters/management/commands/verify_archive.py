"""`manage.py verify_archive PATH`: prove that an archive package is what was archived."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from letters.archive_check import verify_package
from letters.bag import BrokenPackage


class Command(BaseCommand):
    help = (
        "核对归档数据包：完整时退出码为 0；有改动、缺失、重新制作或者没有归档记录时退出码为 1，并指出第一处。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Options as in the command's help."""
        parser.add_argument(
            "path",
            metavar="PATH",
            type=Path,
            help="数据包的 zip 文件、解开后的文件夹，或者放着其中之一的文件夹",
        )
        parser.add_argument(
            "--signature-only",
            action="store_true",
            help="只核对文件和签名，不与数据库中的归档记录比较（在没有该数据库的地方使用）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 with a summary, or 1 with the first break."""
        try:
            found = verify_package(options["path"], signature_only=options["signature_only"])
        except BrokenPackage as broken:
            raise CommandError(
                f"数据包未通过核对：[{broken.code}] {broken.message}", returncode=1
            ) from broken
        against = "与数据库中的归档记录一致" if found.against_database else "没有与数据库比较"
        self.stdout.write(
            f"数据包完整：档号 {found.archival_number}，{found.files}个文件，{found.octets}字节，签名有效，{against}。"
        )
