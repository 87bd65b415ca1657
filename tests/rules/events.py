"""Short words for the events of a history, so that a scenario fits on a line."""

from typing import Any

Event = dict[str, Any]
R = "2026-03-02"
"""A Monday. Working days after it: 3/11 is the 7th, 3/30 the 20th, 4/14 the 30th, 4/28 the 40th (4/6 rests)."""


def notice(on: str, reply_by: str | None = None) -> Event:
    return {"type": "correction_notice", "on": on, "reply_by": reply_by}


def corrected(on: str) -> Event:
    return {"type": "correction_received", "on": on}


def consulted(
    sent: str,
    served: str | None = None,
    answered: str | None = None,
    kind: str = "third_party",
    closed: str | None = None,
) -> Event:
    dates = {"sent": sent, "served": served, "answered": answered, "closed": closed}
    return {"type": "consultation", "kind": kind, **dates}


def extended(days: int, notified: str, approved: str | None = None) -> Event:
    return {"type": "extension", "working_days": days, "approved": approved or notified, "notified": notified}


def delayed(until: str, notified: str) -> Event:
    return {"type": "delayed_reply", "until": until, "notified": notified}


def fee(on: str, served: str | None = None) -> Event:
    return {"type": "fee_notice", "on": on, "served": served}


def paid(on: str) -> Event:
    return {"type": "fee_paid", "on": on}


def ordered(received: str, days: int) -> Event:
    return {"type": "ordered", "received": received, "working_days": days}


def replied(on: str, way: str = "post") -> Event:
    return {"type": "replied", "way": way, "on": on}


def withdrawn(on: str) -> Event:
    return {"type": "withdrawn", "on": on}


def transferred(on: str) -> Event:
    return {"type": "transferred", "on": on}


def reasons(on: str) -> Event:
    return {"type": "reasons_requested", "on": on}


def moved(to: str, on: str) -> Event:
    return {"type": "receipt_date_corrected", "to": to, "on": on}


def history(*events: Event, received: str = R, **more: Any) -> Event:
    return {"received": received, "channel": "post", "events": list(events), **more}
