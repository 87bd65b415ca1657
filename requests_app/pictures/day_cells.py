"""The days of a derivation as a reader sees them: how each looks, which belong together, and why.

`clock_strip` and `week_calendar` draw them, the table "为什么是这一天" lists them; all three ask here, so
that picture and table cannot contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol

from requests_app.pictures.date_words import in_words, month_day, month_day_weekday, span
from requests_app.rules.statute_structure import INSTRUMENTS


class DayFacts(Protocol):
    """What a picture needs to know of a day; `rules.clock.Day` has it, and so has `DayCell`."""

    @property
    def date(self) -> date: ...
    @property
    def klass(self) -> str: ...
    @property
    def n(self) -> int | None: ...
    @property
    def because(self) -> str: ...
    @property
    def basis(self) -> object: ...


@dataclass(frozen=True)
class DayCell:
    """One day between receipt and due date: its class, its number among the working days (or None), why."""

    date: date
    klass: str
    n: int | None = None
    because: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Look:
    """How a cell is drawn: class of the box, hatching ("rest", "pause", ""), sign and its class, legend."""

    box: str
    hatch: str
    mark: str
    mark_class: str
    words: str


RECEIPT = Look("ck-receipt", "", "收", "on-ink tb", "收到当天，不计")
COUNTED = Look("ck-counted", "", "", "on-dark tb", "已用工作日")
FUTURE = Look("ck-future", "", "", "tx-brand", "剩余工作日")
PAUSED = Look("ck-paused", "pause", "停", "tx-pause", "暂停，不计")
REST = Look("ck-rest", "rest", "", "t2", "休息日，不计")
WAITING = Look("ck-waiting", "", "等", "tx-pause", "等待，没有到期日")
BEFORE_RESTART = Look("ck-before", "", "–", "t2", "重新起算前，不再计算")
RESTART = Look("ck-receipt", "", "起", "on-ink tb", "重新起算之日，不计")
DUE = Look("ck-due", "", "", "tx-brand tb", "答复到期日")
AFTER_DUE = Look("ck-after", "", "超", "tx-danger tb", "超过期限")
PROVISIONAL = Look("ck-provisional", "", "", "tx-brand", "暂定（年历未公布）")
LEGEND_ORDER = (
    RECEIPT,
    RESTART,
    COUNTED,
    FUTURE,
    PAUSED,
    REST,
    WAITING,
    BEFORE_RESTART,
    DUE,
    AFTER_DUE,
    PROVISIONAL,
)
COUNTING = (COUNTED, FUTURE, PROVISIONAL)
_FIXED = {
    "receipt": RECEIPT,
    "restart": RESTART,
    "paused": PAUSED,
    "rest": REST,
    "waiting": WAITING,
    "before_restart": BEFORE_RESTART,
    "due": DUE,
    "after_due": AFTER_DUE,
    "provisional": PROVISIONAL,
}
_NATURE = {
    RECEIPT: "收到日",
    RESTART: "重新起算",
    COUNTED: "计入",
    FUTURE: "待计",
    REST: "不计",
    WAITING: "等待",
    BEFORE_RESTART: "不再计算",
    DUE: "到期日",
    AFTER_DUE: "超期",
    PROVISIONAL: "暂定",
}


def with_restarts(days: Sequence[DayFacts]) -> list[DayFacts]:
    """The same days, where a second day of receipt is called what it is: the period begins anew there."""
    return [
        DayCell(day.date, "restart", day.n, day.because, str(day.basis))
        if index and day.klass == "receipt"
        else day
        for index, day in enumerate(days)
    ]


def look(day: DayFacts, today: date | None) -> Look:
    """The look of one day; working days up to and including `today` are used, later ones remain."""
    if day.klass == "counted":
        return FUTURE if today is not None and day.date > today else COUNTED
    if day.klass == "provisional" and day.n is None:
        return REST
    return _FIXED[day.klass]


def mark(day: DayFacts, today: date | None) -> str:
    """The sign printed in the cell: the number of the working day, or a word of one character."""
    found = look(day, today)
    return found.mark or ("" if day.n is None or found is REST else str(day.n))


@dataclass(frozen=True)
class WhyRow:
    """Neighbouring days that stand in the account for one reason.

    `nature` in a word, `count` the number of working days reached (text), `paused` how many working days the
    row takes out of the count (0 when it takes none).
    """

    dates: str
    nature: str
    count: str
    because: str
    basis: str
    paused: int = 0


def runs(days: Sequence[DayFacts], today: date | None) -> list[list[DayFacts]]:
    """`days` cut where look, reason or basis change; a plain weekend stays with the stretch it interrupts."""
    cut: list[list[DayFacts]] = []
    for _, group in groupby(days, key=lambda d: _stretch(d, today)):
        run = list(group)
        joins = cut and (_is_weekend(run, today) or _stretch(cut[-1][0], today) == _stretch(run[0], today))
        if joins and look(cut[-1][0], today) not in (RECEIPT, RESTART):
            cut[-1].extend(run)
        else:
            cut.append(run)
    return cut


def _stretch(day: DayFacts, today: date | None) -> tuple[str, ...]:
    found = look(day, today)
    if found is REST:
        return (found.words,)
    routine = found in COUNTING
    return (found.words, "" if routine else day.because, str(day.basis))


def _is_weekend(run: Sequence[DayFacts], today: date | None) -> bool:
    return all(d.date.weekday() >= 5 and look(d, today) is REST for d in run)


def spoken_for(run: Sequence[DayFacts], today: date | None) -> DayFacts:
    """The day whose reason names the whole run: never a weekend where there is another."""
    named = [d for d in run if look(d, today) is not REST] or [d for d in run if d.date.weekday() < 5]
    return (named or list(run))[0]


def why_rows(days: Sequence[DayFacts], today: date | None) -> tuple[WhyRow, ...]:
    """The table behind the picture, shortest form: one row for each stretch of days with one reason."""
    rows: list[WhyRow] = []
    reached = 0
    for run in runs(days, today):
        numbers = [d.n for d in run if d.n is not None and look(d, today) is not REST]
        first = numbers[0] if numbers else reached
        reached = numbers[-1] if numbers else reached
        rows.append(_row(run, today, str(reached) if first == reached else f"{first}–{reached}"))
    return tuple(rows)


def _row(run: Sequence[DayFacts], today: date | None, count: str) -> WhyRow:
    kind = spoken_for(run, today)
    found = look(kind, today)
    alike = [d for d in run if look(d, today) is found]
    because = _counting_reasons(alike) if found in COUNTING else _reasons(alike)
    if len(alike) < len(run):
        because.append(f"其间 {len(run) - len(alike)} 个休息日不计")
    nature = f"暂停 {len(alike)} 日" if found is PAUSED else _NATURE[found]
    dates = span(run[0].date, run[-1].date)
    paused = len(alike) if found is PAUSED else 0
    return WhyRow(dates, nature, count, in_words("；".join(because)), short_basis(kind.basis), paused)


def _reasons(alike: Sequence[DayFacts]) -> list[str]:
    """Each reason once; within a holiday the weekend has no reason of its own."""
    named = [d for d in alike if d.klass != "rest" or d.date.weekday() < 5] or alike
    return list(dict.fromkeys(d.because for d in named if d.because))


def _counting_reasons(alike: Sequence[DayFacts]) -> list[str]:
    """ "第3个工作日", "第4个工作日；当日发出通知" → "2 个工作日", "10月16日当日发出通知"."""
    remarks = [re.sub(r"^第 ?\d+ ?个工作日", "", day.because).lstrip("；，") for day in alike]
    counted = f"{len(alike)} 个工作日"
    if len(set(remarks)) == 1:
        return [counted + (remarks[0] if remarks[0].startswith("（") else f"；{remarks[0]}").rstrip("；")]
    return [counted, *(month_day(day.date) + said for day, said in zip(alike, remarks, strict=True) if said)]


def short_basis(basis: object) -> str:
    """The citation with the short titles that screens use: 条例第三十三条第二款."""
    text = str(basis)
    for instrument in sorted(INSTRUMENTS.values(), key=lambda found: -len(found.full_name)):
        text = text.replace(instrument.full_name, instrument.short_title)
    return text


def day_rows(days: Sequence[DayFacts], today: date | None) -> tuple[WhyRow, ...]:
    """The long form of the table: every single day."""
    return tuple(
        WhyRow(
            span(d.date, d.date),
            "暂停" if look(d, today) is PAUSED else _NATURE[look(d, today)],
            "" if d.n is None else str(d.n),
            in_words(d.because),
            short_basis(d.basis),
            int(look(d, today) is PAUSED),
        )
        for d in days
    )


def first_clause(reason: str) -> str:
    """The words before the first comma or bracket: what fits under a bracket of the strip."""
    return re.split("[，。；：（,;:(]", reason, maxsplit=1)[0].strip()


def describe(days: Sequence[DayFacts], today: date | None) -> str:
    """The picture in sentences, for those who do not see it."""
    said = [
        f"{row.dates}{row.nature}" + (f"，{row.because}" if row.because else "")
        for row in why_rows(days, today)
    ]
    if today is not None:
        said.append(f"今天是{month_day_weekday(today)}")
    return "。".join(said) + "。"
