"""The 13 statutory days of years whose holiday notice is not known yet, to 2030.

Source: 《全国年节及纪念日放假办法》 as in force from 2025 (1 January; lunar New Year's Eve to the third
day; Qingming; 1 and 2 May; Dragon Boat; Mid-Autumn; 1 to 3 October). The lunar dates are reckoned, not
announced, so a date that leans on them is provisional. Days moved for a longer break (调休) are never
guessed.
"""

from collections.abc import Mapping
from datetime import date, timedelta

PROJECTION_SOURCE = "推算：《全国年节及纪念日放假办法》规定的放假日期（该年度放假安排通知尚未载入）"

FIXED_DAYS = (
    (1, 1, "元旦"),
    (5, 1, "劳动节"),
    (5, 2, "劳动节"),
    (10, 1, "国庆节"),
    (10, 2, "国庆节"),
    (10, 3, "国庆节"),
)

# Year: first day of the lunar year, Qingming, Dragon Boat, Mid-Autumn, each as (month, day).
LUNAR_DAYS: Mapping[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
}


def projected_holidays(year: int) -> dict[date, str]:
    """Rest days of `year` with their names as far as they can be known without a notice.

    For a year outside `LUNAR_DAYS` only the days with a fixed date are known. Two feasts on one day share it.
    """
    days = {date(year, month, day): name for month, day, name in FIXED_DAYS}
    if year not in LUNAR_DAYS:
        return days
    new_year, qingming, dragon_boat, mid_autumn = (date(year, *pair) for pair in LUNAR_DAYS[year])
    moving = {new_year + timedelta(days=offset): "春节" for offset in (-1, 0, 1, 2)}
    moving |= {qingming: "清明节", dragon_boat: "端午节", mid_autumn: "中秋节"}
    for day, name in moving.items():
        days[day] = f"{days[day]}、{name}" if day in days else name
    return days
