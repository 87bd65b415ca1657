"""Moved dates as a table on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from requests_app.selectors.calendars import KnownDates, MovedDate

HEADER = "受理编号	机关	承办人	原到期日	现到期日	变化"


def moved_table(moved: Iterable[MovedDate]) -> Iterator[str]:
    """A line for each case, fields parted by tabs so that a spreadsheet takes them."""
    yield HEADER
    for one in moved:
        case = one.case
        yield "	".join(
            (
                case.number or f"待登记 {case.pk}",
                case.agency.name if case.agency else "",
                case.handler.name if case.handler else "未分派",
                date_of(one.before),
                date_of(one.after),
                reason_of(one),
            )
        )


def date_of(known: KnownDates) -> str:
    """The date with its mark."""
    return f"{known.shown or '无'}{'（暂定）' if known.provisional else ''}"


def reason_of(one: MovedDate) -> str:
    """The days that moved it, or that it only became final."""
    if one.moves:
        return "；".join(day.words for day in one.days) or "重新计算"
    return "不再是暂定" if one.settles else "成为暂定"
