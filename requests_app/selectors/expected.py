"""The dates an application will have once it is registered."""

from __future__ import annotations

from datetime import date

from requests_app import dates
from requests_app.calendars import load_calendar
from requests_app.rules.clock import Derivation, derive, parse_history
from requests_app.rules.policies import Policies


def expected_dates(channel: str, received_on: date) -> Derivation:
    """What would follow from a receipt on this day. Raises `ImpossibleHistory` for a day in the future."""
    history = {
        "received": received_on.isoformat(),
        "channel": channel,
        "events": [],
        "today": dates.today().isoformat(),
    }
    return derive(parse_history(history), load_calendar(), Policies())
