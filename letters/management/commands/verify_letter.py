"""`manage.py verify_letter FILE`: is this letter whole, who signed it and when; without database and network."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import x509
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from letters.examined import Examined, Verdict
from letters.signature_check import examine, load_roots
from letters.signing import ROOTS
from requests_app.dates import CHINA
from requests_app.selectors.verification import paper_by_hash
from requests_app.verification_codes import printed_code


class Command(BaseCommand):
    help = (
        "核对文书的电子签名，不需要数据库和网络：有效时退出码为 0；有改动、没有签名、签名人不明等退出码为 1，"
        "并指出第一处。没有签名的文件与数据库中的文书比对。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options as in the command's help."""
        parser.add_argument("file", metavar="FILE", type=Path, help="文书的 PDF 文件")
        parser.add_argument(
            "--ca",
            metavar="FILE",
            type=Path,
            help="可信证书（PEM 或 DER，可以有多个）；默认为 SIGNING_DIR 中的 ca.pem",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 with what the letter is, or 1 with the first break."""
        content = _read(options["file"])
        found = examine(content, _roots(options["ca"]), timezone.now())
        digest = hashlib.sha256(content).hexdigest()
        if found.verdict is Verdict.NOT_SIGNED:
            self._compare_database(digest)
            return
        if found.verdict is not Verdict.VALID:
            raise _broken(found.verdict, found.words + _who(found))
        self.stdout.write(f"文书有效：{found.words}")
        for label, value in (*_facts(found), ("校验值（SHA-256）", digest)):
            self.stdout.write(f"  {label}：{value}")
        code = f"，核验码 {printed_code(found.code)}" if found.code else ""
        self.stdout.write(f"没有查询证书是否被吊销，也没有查询文书是否已经收回（请在网上核验{code}）。")

    def _compare_database(self, digest: str) -> None:
        """What is not signed proves nothing by itself: only the hash that was kept can tell."""
        try:
            paper = paper_by_hash(digest)
        except DatabaseError:
            raise _broken(
                Verdict.NOT_SIGNED, "文件没有电子签名，数据库也不能使用，无法与保存的文书比对。"
            ) from None
        if paper is None:
            words = "文件没有电子签名，数据库中也没有相同的文书：不是本系统出具的，或者有改动。"
            raise _broken(Verdict.NOT_SIGNED, words)
        if paper.withdrawn:
            raise CommandError(
                f"文书未通过核对：[withdrawn] {paper.number} 已经收回，不再有效。", returncode=1
            )
        self.stdout.write(f"文书没有电子签名，但与数据库中保存的 {paper.number} 逐字节一致。")
        self.stdout.write(f"  发文机关：{paper.agency}")
        self.stdout.write(f"  校验值（SHA-256）：{digest}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            f"文书未通过核对：[cannot_read] 不能读取 {path}（{error.strerror}）。", returncode=1
        ) from error


def _roots(given: Path | None) -> list[x509.Certificate]:
    """The trusted certificates; none where nobody named any and the installation has none."""
    path = given or settings.SIGNING_DIR / ROOTS
    if given is None and not path.is_file():
        return []
    try:
        return load_roots(path)
    except (OSError, ValueError) as error:
        raise CommandError(
            f"文书未通过核对：[cannot_read] 可信证书文件 {path} 不能读取。", returncode=1
        ) from error


def _broken(verdict: Verdict, words: str) -> CommandError:
    return CommandError(f"文书未通过核对：[{verdict.value}] {words}", returncode=1)


def _who(found: Examined) -> str:
    return f"（证书名称：{found.signer}，颁发者：{found.issuer}）" if found.signer else ""


def _facts(found: Examined) -> tuple[tuple[str, str], ...]:
    at = f"{datetime.fromisoformat(found.at).astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    proof = f"时间戳：{found.timestamped_by}" if found.timestamped_by else "签名人自报，没有时间戳"
    return (
        ("签名人", f"{found.signer}（颁发者 {found.issuer}，证书序列号 {found.serial}）"),
        ("签名时间", f"{at}（{proof}）"),
        ("发文机关", found.agency),
        ("文号", found.number),
        ("成文日期", found.issued_on),
    )
