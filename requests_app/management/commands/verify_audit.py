"""`manage.py verify_audit`: prove that no audit record was changed, cut or removed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app.audit import Finding, verify
from requests_app.models.audit_entry import AuditChain, AuditEntry, AuditHead


class Command(BaseCommand):
    help = "核对全部留痕：完整时退出码为 0；有改动、截断或缺失时退出码为 1，并指出第一处。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            metavar="DAY:MAC",
            action="append",
            default=[],
            help="在数据库之外保存的每日签名（如 2026-11-23:5f…），一并核对；可重复",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        findings = verify() + [finding for kept in options["head"] for finding in _compare_head(kept)]
        for finding in findings[1:]:
            self.stdout.write(_sentence(finding))
        if findings:
            raise CommandError(
                f"留痕不完整，共{len(findings)}处。第一处：{_sentence(findings[0])}", returncode=1
            )
        last = AuditHead.objects.order_by("-day").first()
        head = f"最后的每日签名：{last.day.isoformat()}:{last.mac}" if last else "尚无每日签名"
        entries, chains, heads = (model.objects.count() for model in (AuditEntry, AuditChain, AuditHead))
        self.stdout.write(f"留痕完整：{entries}条，{chains}链，{heads}个每日签名。{head}")


def _compare_head(kept: str) -> list[Finding]:
    """A finding when a head kept outside is not, or is no longer, the head in the database."""
    day, _, mac = kept.partition(":")
    for head in AuditHead.objects.all():
        if head.day.isoformat() == day and head.mac == mac:
            return []
    return [Finding("head_not_kept", f"数据库中没有所保存的{day}的每日签名：数据库可能被退回到更早的状态。")]


def _sentence(finding: Finding) -> str:
    place = f"{finding.chain}：" if finding.chain else ""
    return f"[{finding.code}] {place}{finding.message}"
