"""`manage.py export_archive NUMBER DIR`: write the package of a case to disk, for handing over or checking."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app.actors import System
from requests_app.errors import AccessRefused
from requests_app.selectors.archive import find_package
from requests_app.selectors.documents import DamagedFile, read_content


class Command(BaseCommand):
    help = "把一件申请的归档数据包（zip）写到文件夹中，并显示它的路径。已有的文件不会被覆盖。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Options as in the command's help."""
        parser.add_argument("number", metavar="NUMBER", help="档号或者受理编号")
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 with the path on standard output, or 1 with one sentence."""
        try:
            package = find_package(System("导出归档数据包"), options["number"])
            content = read_content(package.document)
            folder: Path = options["folder"]
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{package.archival_number}.zip"
            with path.open("xb") as file:
                file.write(content)
        except AccessRefused as refusal:
            raise CommandError(refusal.message, returncode=1) from refusal
        except DamagedFile as damage:
            raise CommandError("保存的数据包与归档时的摘要不符，没有导出。", returncode=1) from damage
        except OSError as error:
            raise CommandError(f"不能写入 {error.filename}（{error.strerror}）。", returncode=1) from error
        self.stdout.write(str(path))
