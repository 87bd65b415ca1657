"""What an agency's new letters look like: their seal, the format of its replies."""

from __future__ import annotations

from requests_app.models import Agency, AgencySeal

REPLY_FORMAT = "reply_format"
"""Where an agency's settings keep the format of its replies."""

REPLY_FORMATS = {"letter": "信函格式", "document": "通用公文格式（红头文件）"}
"""GB/T 9704-2012, 10.1 and 7."""


def reply_format(agency: Agency | None) -> str:
    """The format of its replies (GB/T 9704-2012): `letter` (信函格式) unless it chose another."""
    chosen = agency.settings.get(REPLY_FORMAT) if agency is not None else None
    return chosen if chosen in REPLY_FORMATS else "letter"


def current_seal(agency: Agency) -> AgencySeal | None:
    """The newest picture of the agency's seal; None where it gave none."""
    return AgencySeal.objects.filter(agency=agency).order_by("pk").last()
