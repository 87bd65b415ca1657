"""`manage.py flow_versions`: which open requests hang on which flow, and what the retirement of one would strand."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows.versions import FLOWS, open_work


class Command(BaseCommand):
    help = (
        "列出每个流程版本上未办结的待办。流程改动须另立新版（…V2），旧版在待办清空以前不能删除；"
        "--retire 名称：列出删除该版本会搁置的申请，有的退出码为 1。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Options as in the command's help."""
        parser.add_argument("--retire", metavar="FLOW", help="拟删除的流程，例如 RequestFlow")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0, or 1 where the flow to be retired still has open tasks."""
        wanted = options["retire"]
        if wanted and wanted not in FLOWS:
            raise CommandError(f"没有名为“{wanted}”的流程。现有：{'、'.join(FLOWS)}。")
        work = open_work()
        for name in FLOWS if not wanted else [wanted]:
            nodes = Counter(task.node for task in work if task.flow == name)
            said = "、".join(f"{node} {count} 项" for node, count in sorted(nodes.items())) or "没有待办"
            self.stdout.write(f"{name}（{FLOWS[name]}）：{said}")
        lost = [task for task in work if task.flow not in FLOWS]
        for task in lost:
            self.stdout.write(f"流程已不存在：{task.flow}，环节 {task.node}，申请 {task.case}")
        stranded = [task for task in work if task.flow == wanted]
        for task in stranded:
            self.stdout.write(f"  删除 {wanted} 将搁置：{task.case}，环节 {task.node}")
        if stranded:
            raise CommandError(f"{wanted} 上还有 {len(stranded)} 项待办，不能删除。", returncode=1)
        if lost:
            raise CommandError(f"{len(lost)} 项待办的流程已不存在，请恢复该版本。", returncode=1)
