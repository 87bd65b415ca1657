"""`manage.py case_events NUMBER`: one case as input of `explain_deadline`; revoked events are left out."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from requests_app import dates
from requests_app.models import DisclosureRequest
from requests_app.selectors.clock import case_history


class Command(BaseCommand):
    """Prints JSON (contracts.md 2): facts of the clock only, nothing about persons.

    `today` goes with it: without it an open consultation and the remaining days cannot be what the screen shows.
    """

    help = "以 explain_deadline 的输入格式打印一件申请的计时事件。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help="受理编号")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 for an unknown number. A number is given at registration, so there is a clock."""
        case = DisclosureRequest.objects.filter(number=options["number"]).first()
        if case is None:
            raise CommandError(f"没有编号为 {options['number']} 的申请。")
        self.stdout.write(json.dumps(case_history(case, dates.today()), ensure_ascii=False))
