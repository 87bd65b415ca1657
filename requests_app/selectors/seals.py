"""The seal that an agency's new letters bear."""

from __future__ import annotations

from requests_app.models import Agency, AgencySeal


def current_seal(agency: Agency) -> AgencySeal | None:
    """The newest picture of the agency's seal; None where it gave none."""
    return AgencySeal.objects.filter(agency=agency).order_by("pk").last()
