"""Legal dates are dates in China, whatever the clock of the machine is set to (Art. 31; contracts: Asia/Shanghai)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

CHINA = ZoneInfo("Asia/Shanghai")
_set_day: ContextVar[date | None] = ContextVar("set_day", default=None)


def legal_date(moment: datetime) -> date:
    """The Chinese calendar date of an aware moment.

    Raises `ValueError` for a naive moment: its legal date is unknown.
    """
    if timezone.is_naive(moment):
        raise ValueError("a moment without a time zone has no legal date")
    return moment.astimezone(CHINA).date()


def today() -> date:
    """The legal date of now."""
    return _set_day.get() or legal_date(timezone.now())


def end_of(day: date) -> datetime:
    """The moment at which `day` is over in China: everything before it happened on that day or earlier."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=CHINA)


@contextmanager
def as_of(day: date) -> Iterator[None]:
    """Within the block `today()` is `day`, in this thread only.

    For the loader of the demonstration and for tests, and for nothing else: an office must not be able to date
    an act back. A test holds that nobody else uses it.
    """
    token = _set_day.set(day)
    try:
        yield
    finally:
        _set_day.reset(token)
