"""Legal dates are dates in China, whatever the clock of the machine is set to (Art. 31; contracts: Asia/Shanghai)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

CHINA = ZoneInfo("Asia/Shanghai")


def legal_date(moment: datetime) -> date:
    """The Chinese calendar date of an aware moment.

    Raises `ValueError` for a naive moment: its legal date is unknown.
    """
    if timezone.is_naive(moment):
        raise ValueError("a moment without a time zone has no legal date")
    return moment.astimezone(CHINA).date()


def today() -> date:
    """The legal date of now."""
    return legal_date(timezone.now())
