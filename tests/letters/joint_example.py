"""One letter for two requests of the same applicant: the example of a joint reply (合并答复)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from letters.examples import ITEMS, example

FIRST, SECOND = "2026-QX-00018", "2026-QX-00021"


def joint_example() -> dict[str, Any]:
    """A context: an answered item of the first request, two of the second, a step of each on the way."""
    context = example("reply_mixed")
    whose = ((FIRST, "already_public"), (SECOND, "process"), (SECOND, "not_existing"))
    context["items"] = [{**deepcopy(ITEMS[outcome]), "request": number} for number, outcome in whose]
    context["attachments"] = []
    context["history"] = [
        {
            "type": "consultation",
            "kind": "other_agency",
            "sent": "2026-10-12",
            "answered": "2026-10-16",
            "request": FIRST,
        },
        {
            "type": "extension",
            "working_days": 10,
            "notified": "2026-10-20",
            "new_due": "2026-11-20",
            "request": SECOND,
        },
    ]
    context["facts"] = {
        "registration_number": FIRST,
        "joined": [
            {"number": FIRST, "received_on": "2026-10-08", "channel": "post"},
            {"number": SECOND, "received_on": "2026-10-12", "channel": "web"},
        ],
    }
    return context
