"""The answers of an application as they were typed: plain JSON values, whatever state they are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from requests_app.models import ApplicantKind
from requests_app.typed_numbers import whole_number

MOST_ITEMS = 10
LONGEST_ITEM = 1000
"""Limits of the web form alone: who needs more adds a file or sends a letter."""

TEXTS = (
    "addressed",
    "agency_name",
    "name",
    "identity_kind",
    "identity_number",
    "organisation_kind",
    "legal_representative",
    "contact_person",
    "phone",
    "email",
    "address",
    "postcode",
    "workplace",
    "agent_name",
    "agent_identity_number",
    "purpose",
    "wanted_form",
    "way",
    "help_note",
)
TICKS = ("accepts_other_form", "accepts_online_service")
Answers = dict[str, Any]


def blank(agency_name: str = "") -> Answers:
    """The answers of a form nobody has filled in."""
    return {
        "kind": ApplicantKind.NATURAL_PERSON.value,
        "agency_name": agency_name,
        "items": [""],
        "accepts_other_form": False,
    }


def from_post(data: QueryDict) -> Answers:
    """What was sent; nothing is judged here, so nothing is lost."""
    items = min(max(whole_number(data.get("item_count", "")) or 1, 1), MOST_ITEMS)
    answers: Answers = {name: data.get(name, "") for name in TEXTS}
    answers |= {name: name in data for name in TICKS}
    answers["kind"] = data.get("kind", "")
    answers["help_needed"] = data.getlist("help_needed")
    answers["items"] = [data.get(f"item_{n}", "") for n in range(1, items + 1)]
    return answers


def change(answers: Answers, action: str) -> Answers:
    """The answers after a button that changes the form: `add`, `remove:2`, `kind:organisation`."""
    verb, _, what = action.partition(":")
    changed = dict(answers)
    items = list(answers["items"])
    if verb == "add" and len(items) < MOST_ITEMS:
        items.append("")
    elif verb == "remove" and len(items) > 1 and 1 <= (whole_number(what) or 0) <= len(items):
        del items[int(what) - 1]
    elif verb == "kind" and what in ApplicantKind.values:
        changed |= {"kind": what, "identity_kind": ""}
    changed["items"] = items
    return changed


def as_form_data(answers: Mapping[str, Any]) -> Answers:
    """The answers under the names of the form's fields, for binding it or for its initial values."""
    data = {name: value for name, value in answers.items() if name != "items"}
    data |= {f"item_{n}": text for n, text in enumerate(answers["items"], start=1)}
    return data
