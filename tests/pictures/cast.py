"""A small cast of days for the pictures: plain values, as a derivation would deliver them."""

from __future__ import annotations

from datetime import date, timedelta

from requests_app.pictures.day_cells import DayCell

NATIONAL_DAY = [date(2026, 10, d) for d in range(1, 8)]
WORKING_SATURDAY = date(2026, 10, 10)
PAUSE_FROM, PAUSE_TO = date(2026, 10, 8), date(2026, 10, 14)
TODAY = date(2026, 10, 16)


def paused_case() -> list[DayCell]:
    """Received on 28 September 2026, paused six working days for a third party, due on 9 November."""
    received, due = date(2026, 9, 28), date(2026, 11, 9)
    days = [DayCell(received, "receipt", None, "网上提交，收到当天不计", "条例第三十一条第（三）项")]
    day, n = received, 0
    while day < due:
        day += timedelta(days=1)
        if day in NATIONAL_DAY:
            days.append(DayCell(day, "rest", None, "国庆节放假", "放假通知"))
        elif day.weekday() >= 5 and day != WORKING_SATURDAY:
            days.append(DayCell(day, "rest", None, "周末休息", "放假通知"))
        elif PAUSE_FROM <= day <= PAUSE_TO:
            days.append(DayCell(day, "paused", None, "征求第三方意见：10月8日送达", "条例第三十三条第三款"))
        else:
            n += 1
            klass = "due" if day == due else "counted"
            days.append(DayCell(day, klass, n, f"第 {n} 个工作日", "条例第三十三条第二款"))
    return days


def run_of(klass: str, first: date, length: int, because: str = "") -> list[DayCell]:
    """`length` neighbouring days of one class, numbered where the class counts."""
    numbered = klass in ("counted", "before_restart", "provisional")
    return [
        DayCell(first + timedelta(days=i), klass, i + 1 if numbered else None, because) for i in range(length)
    ]
