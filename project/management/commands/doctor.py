"""`manage.py doctor`: what is missing or stale, one line each with the mend."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from project.diagnosis import Grade, examine


class Command(BaseCommand):
    help = "检查运行环境：缺什么、旧什么，每行一项并给出办法；有缺陷时退出码为 1。"
    # The checks are one of the examinations: a fault there must not hide the others.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings; exit 1 if there is a fault."""
        findings = list(examine(timezone.localdate()))
        for finding in findings:
            self.stdout.write(str(finding))
        if any(finding.grade is Grade.FAULT for finding in findings):
            sys.exit(1)
