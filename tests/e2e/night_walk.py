"""`python -m tests.e2e.night_walk MOMENT`: an application and its day at the desk, at a frozen moment.

A process of its own, so that the machine's time zone (`TZ`) is what the test sets. Prints, as JSON, the words of the
pages and of the receipt on paper.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime

import django
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_test_environment


def walk() -> dict[str, str]:
    """Apply online, open the receipt and its PDF, look into the inbox and the record."""
    from django.test import Client

    from tests import people
    from tests.letters.pages import full_text
    from tests.web.portal_visitor import PERSON, Visitor, words

    office = people.office()
    visitor = Visitor().begin()
    visitor.press("check", PERSON)
    receipt = visitor.send()
    link = re.search(r'href="(/status/documents/\d+/)"', receipt.content.decode())
    assert link is not None
    paper = b"".join(visitor.client.get(link[1]))
    desk = Client()
    desk.force_login(office.desk.user)
    return {
        "receipt": words(receipt),
        "paper": full_text(paper),
        "inbox": words(desk.get("/desk/")),
        "register": desk.get("/desk/register/").content.decode(),
        "record": words(desk.get("/desk/cases/1/record/")),
    }


if __name__ == "__main__":
    django.setup()
    # The tables as the models say: what the migrations make of them is checked elsewhere.
    settings.MIGRATION_MODULES = dict.fromkeys((app.label for app in apps.get_app_configs()), None)
    setup_test_environment()
    call_command("migrate", run_syncdb=True, verbosity=0)
    with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=False):
        sys.stdout.write(json.dumps(walk()))
