"""Early warning (预警): who hears of a date, how many working days before it, and every working day after it.

The Regulation sets the dates (Art. 31–33) and wants rules of work that keep them (Art. 45); how early an office is
warned is its own choice: `Tiers`, from the agency's settings. Officers are warned by the stricter reading of the due
date, and by the standard one once that has passed; whoever stands above them by the standard one alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum

from requests_app.errors import InvalidInput
from requests_app.rules.delivery import pickup_is_over
from requests_app.rules.next_act import LegalAct
from requests_app.rules.states import CLOCK_STOPPED, RequestState
from requests_app.rules.working_days import WorkingCalendar

SETTINGS_KEY = "warnings"
EARLIEST = 20
"""Working days: nothing is warned of earlier than a whole period before its day."""
CLAIM_HOLDS = 2
"""Working days after the day on which a colleague took a task (认领): then it is everybody's again. A rule of work
(Art. 45), not a period of the law."""
LONGEST_WAIT = 2
"""Working days after which an undecided step of an approval is brought before the head of the office. As above."""
CONSERVATIVE = "conservative"
"""The date of the stricter reading, beside the legal acts."""
POST_PICKUP = "post_pickup"
"""A reply that was to be collected and was not: it must be posted."""
ORDER = "supervision"
"""A demand of the supervisor (督办) that waits for its answer."""


class Level(StrEnum):
    """Who is told, one after another."""

    OFFICER = "officer"
    HEAD = "head"
    SUPERVISOR = "supervisor"


PRESSING = frozenset(
    {
        LegalAct.TELL_CORRECTION,
        LegalAct.TELL_FEE,
        LegalAct.REPLY,
        LegalAct.DELIVER,
        LegalAct.ANSWER_REMEDY,
    }
)
"""Acts that the agency owes by their day: whoever stands above hears of them as the tiers say."""
_OF_THE_DESK = frozenset({LegalAct.REGISTER, LegalAct.CORRECTION_NOTICE})
"""First steps: their head hears of them once their day has passed, nobody above."""
_FROM_THE_DAY_AFTER = frozenset({LegalAct.REGISTER})
"""Its day is the day of arrival itself (Art. 31): the alarm starts on the day after."""


@dataclass(frozen=True)
class Tiers:
    """What an agency may choose for itself.

    days: working days before the date at which somebody is told, 0 on the day itself; every working day after it is
    a tier of its own. head_from, supervisor_from: from which tier on the head of the office and then the supervisor
    hear of it (-1: the first working day after). quiet_from, quiet_until: no mail between these hours of the night.
    """

    days: tuple[int, ...] = (7, 3, 1, 0)
    head_from: int = 1
    supervisor_from: int = -1
    quiet_from: time = time(18, 0)
    quiet_until: time = time(8, 30)

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> Tiers:
        """From an agency's settings, `{"warnings": {…}}`, hours as "18:00"; what is not set has its shipped value.

        Raises `ValueError` for a name that does not exist or a value that makes no sense.
        """
        chosen = settings.get(SETTINGS_KEY) or {}
        if not isinstance(chosen, dict) or not set(chosen) <= {field.name for field in fields(cls)}:
            raise ValueError(f"unknown warning settings: {chosen!r}")
        values = dict(chosen)
        if "days" in values:
            values["days"] = _tiers(values["days"])
        for name in ("quiet_from", "quiet_until"):
            if name in values:
                values[name] = time.fromisoformat(str(values[name]))
        tiers = cls(**values)
        for name in ("head_from", "supervisor_from"):
            number = getattr(tiers, name)
            if type(number) is not int or not -EARLIEST <= number <= EARLIEST:
                raise ValueError(f"{name}: {number!r}")
        if tiers.supervisor_from > tiers.head_from:
            raise ValueError("the supervisor would hear of it before the head of the office")
        return tiers

    def as_json(self) -> dict[str, object]:
        """As an agency's settings keep it."""
        hours = {name: getattr(self, name).isoformat("minutes") for name in ("quiet_from", "quiet_until")}
        return {
            "days": list(self.days),
            "head_from": self.head_from,
            "supervisor_from": self.supervisor_from,
            **hours,
        }

    def tier_of(self, remaining: int) -> int | None:
        """The tier that is reached with so many working days left (negative: late); None while it is too early."""
        if remaining < 0:
            return remaining
        return min((tier for tier in self.days if tier >= remaining), default=None)


def check_tiers(tiers: Tiers) -> None:
    """Whether an office may be warned so. Raises `InvalidInput` with its fields."""
    wrong = {}
    if not tiers.days or not all(0 <= day <= EARLIEST for day in tiers.days):
        wrong["days"] = f"请填写 0 至 {EARLIEST} 之间的整数，用逗号分开，例如 7,3,1,0。"
    for name in ("head_from", "supervisor_from"):
        if not -EARLIEST <= getattr(tiers, name) <= EARLIEST:
            wrong[name] = f"请填写 -{EARLIEST} 至 {EARLIEST} 之间的整数，-1 为到期后的第一个工作日。"
    if not wrong and tiers.supervisor_from > tiers.head_from:
        wrong["supervisor_from"] = "主管部门不能早于工作机构负责人得到提醒。"
    if wrong:
        raise InvalidInput("tiers_wrong", "".join(wrong.values()), fields=wrong)


def _tiers(value: object) -> tuple[int, ...]:
    days = value if isinstance(value, list | tuple) else ()
    if not days or not all(type(day) is int and 0 <= day <= EARLIEST for day in days):
        raise ValueError(f"days: {value!r}")
    return tuple(sorted(set(days), reverse=True))


@dataclass(frozen=True)
class Standing:
    """What a case says of its dates. The names are those of `models.DisclosureRequest`; `to_collect`: its reply waits
    to be collected."""

    state: RequestState
    next_act: LegalAct
    next_act_on: date | None
    due_on: date | None
    conservative_due_on: date | None
    replied_on: date | None
    paused: bool
    to_collect: bool = False


@dataclass(frozen=True)
class Warned:
    """One date to warn of: the act (a `LegalAct`, or CONSERVATIVE), its day, the tier that is reached, the working
    days that are left (negative: late), and who hears of it."""

    act: str
    due_on: date
    tier: int
    remaining: int
    levels: tuple[Level, ...]


def dates_of(case: Standing) -> list[tuple[str, date]]:
    """The dates by which the agency itself must act; none while the applicant must, or while the clock stands."""
    found: list[tuple[str, date]] = []
    if case.paused:
        return found
    if case.next_act in PRESSING | _OF_THE_DESK and case.next_act_on is not None:
        found.append((case.next_act.value, case.next_act_on))
    stricter, due = case.conservative_due_on, case.due_on
    unanswered = case.replied_on is None and case.state not in CLOCK_STOPPED
    if unanswered and due is not None and case.next_act is LegalAct.CORRECTION_NOTICE:
        # The review has a day of its own; the reply is owed by the other one all the same.
        found.append((LegalAct.REPLY.value, due))
    if unanswered and due is not None and case.to_collect:
        found.append((POST_PICKUP, due))
    if unanswered and stricter is not None and due is not None and stricter < due:
        found.append((CONSERVATIVE, stricter))
    return found


def warnings_of(case: Standing, tiers: Tiers, calendar: WorkingCalendar, today: date) -> list[Warned]:
    """What is to be told about the case today; nothing on a day that is not worked."""
    if not calendar.is_working_day(today):
        return []
    found = []
    by_date = dates_of(case)
    cautioned = any(act == CONSERVATIVE and on >= today for act, on in by_date)
    for act, on in by_date:
        if act == CONSERVATIVE and on < today:
            continue
        remaining = calendar.working_days_between(today, on)
        if on < today:
            # Late since a rest day: no working day lies between, and it is late all the same.
            remaining = min(remaining, -1)
        tier = _tier(act, remaining, tiers)
        if tier is None or (act in _FROM_THE_DAY_AFTER and remaining >= 0):
            continue
        levels = _levels(act, remaining, tiers)
        if cautioned and act not in (CONSERVATIVE, POST_PICKUP) and on == case.due_on:
            levels = tuple(level for level in levels if level is not Level.OFFICER)
        if levels:
            found.append(Warned(act, on, tier, remaining, levels))
    return found


def _tier(act: str, remaining: int, tiers: Tiers) -> int | None:
    """Of a reply that must be posted each of the last days is a tier; afterwards it is late like any other."""
    if act == POST_PICKUP:
        return remaining if remaining >= 0 and pickup_is_over(remaining) else None
    return tiers.tier_of(remaining)


def _levels(act: str, remaining: int, tiers: Tiers) -> tuple[Level, ...]:
    if act in _OF_THE_DESK:
        return (Level.OFFICER, Level.HEAD) if remaining < 0 else (Level.OFFICER,)
    if act in (CONSERVATIVE, POST_PICKUP):
        return (Level.OFFICER,)
    levels = [Level.OFFICER]
    if remaining <= tiers.head_from:
        levels.append(Level.HEAD)
    if remaining <= tiers.supervisor_from:
        levels.append(Level.SUPERVISOR)
    return tuple(levels)


def horizon(agencies: Iterable[Tiers], calendar: WorkingCalendar, today: date) -> date:
    """The last day of which anybody is warned today."""
    furthest = max((max(tiers.days) for tiers in agencies), default=0)
    return calendar.nth_working_day(today, furthest) if furthest else today


def mail_at(now: datetime, tiers: Tiers, calendar: WorkingCalendar) -> datetime:
    """When a digest of today may be sent: now, or as soon as the quiet hours are over; on a working day only.

    `now` is a moment in Chinese time.
    """
    day = calendar.next_working_day(now.date())
    morning = datetime.combine(day, tiers.quiet_until, tzinfo=now.tzinfo)
    evening = datetime.combine(day, tiers.quiet_from, tzinfo=now.tzinfo)
    if tiers.quiet_from <= tiers.quiet_until:
        # Quiet within one day (say from 0:00 to 8:30), or never where both are the same.
        return morning if day != now.date() or evening <= now < morning else now
    if now >= evening:
        return datetime.combine(calendar.nth_working_day(now.date(), 1), tiers.quiet_until, tzinfo=now.tzinfo)
    return max(now, morning)


_OTHER_WORDS = {
    CONSERVATIVE: "较严计算的答复期限",
    ORDER: "答复督办",
    POST_PICKUP: "自取的答复书没有领取，须改为邮寄",
}


def words_of(act: str, remaining: int) -> str:
    """A warning in words, without a name: the act and how many working days are left."""
    what = _OTHER_WORDS.get(act) or LegalAct(act).label
    if remaining < 0:
        return f"{what}：已超过 {-remaining} 个工作日"
    if remaining == 0:
        return f"{what}：今天是最后一天"
    return f"{what}：还剩 {remaining} 个工作日"
