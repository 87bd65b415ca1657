"""The readings of the law that an agency has chosen; frozen with every case that it registers."""

from __future__ import annotations

from requests_app.errors import InvalidInput
from requests_app.models import Agency
from requests_app.rules.policies import Policies

KEY = "policies"
"""Where an agency's settings keep them, by the names of `READINGS`."""

_UNREADABLE = (InvalidInput, AttributeError, TypeError)


def chosen_by(agency: Agency | None) -> Policies:
    """What the agency has chosen, the rest as proposed. Raises `InvalidInput` for a setting that is no choice."""
    return Policies.from_json(agency.settings.get(KEY, {})) if agency is not None else Policies()


def readable_choice(agency: Agency) -> Policies:
    """What the agency has chosen, or what is proposed where its setting cannot be read: for the page that mends it."""
    try:
        return chosen_by(agency)
    except _UNREADABLE:
        return Policies()


def wrong_choices() -> list[tuple[Agency, str]]:
    """The agencies whose stored choice would be refused, each with the reason."""
    found = []
    for agency in Agency.objects.order_by("pk"):
        try:
            chosen_by(agency)
        except _UNREADABLE as problem:
            found.append((agency, str(problem)))
    return found
