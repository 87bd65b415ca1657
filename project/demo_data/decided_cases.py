"""Two decided cases of the 2008 Regulation, taken over as closed history: what the courts held can be counted again.

Source: Guiding Cases 26 and 101 of the Supreme People's Court; names of applicants as anonymised there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from project.demo_data.agencies import Person, join
from requests_app.actors import System
from requests_app.models import Agency
from requests_app.models.agency import IMPORTED_ONLY
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.services.importing import ImportedCase, import_case

FILE = Path(__file__).with_suffix(".json")
READER = Person(Role.ARCHIVIST, "shimin", "史敏")
UNKNOWN = "（仅供查阅历史案件）"


def import_decided_cases(actor: System) -> None:
    """Create the agencies, which accept no applications here, and their cases; one person may read them."""
    for entry in json.loads(FILE.read_text(encoding="utf-8")):
        agency = _agency(entry["agency"])
        join(agency, READER)
        import_case(actor=actor, agency=agency, record=_record(entry))


def _agency(facts: Mapping[str, str]) -> Agency:
    return Agency.objects.create(
        code=facts["code"],
        name=facts["name"],
        letterhead=facts["name"],
        kind=facts["kind"],
        legal_respondent=facts["name"],
        reconsideration_body=UNKNOWN,
        court=UNKNOWN,
        office_name=UNKNOWN,
        address=UNKNOWN,
        phone=UNKNOWN,
        number_prefix=facts["code"],
        letter_mark=UNKNOWN,
        settings={IMPORTED_ONLY: True},
        accepts_web=False,
    )


def _record(entry: Mapping[str, Any]) -> ImportedCase:
    return ImportedCase(
        number=entry["number"],
        channel=entry["channel"],
        received_on=date.fromisoformat(entry["received_on"]),
        regime=entry["regime"],
        state=RequestState.ARCHIVED,
        applicant_kind="natural_person",
        applicant_name=entry["applicant"],
        items=[(text, outcome) for text, outcome in entry["items"]],
        events=entry["events"],
        note=entry["note"],
    )
