"""The facts of one case as values: what arrived when, and what was done. Read from JSON by
`history_reader`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from requests_app.rules.clock_bases import Regime


class ConsultationKind(StrEnum):
    """Who is asked: a third party (Art. 32), an agency that made it too (Art. 34), another agency (Art.
    11).
    """

    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    OTHER_AGENCY = "other_agency"


@dataclass(frozen=True)
class Event:
    """Something that happened. `day` is the day from which it takes effect; `dates` all days it names as
    past.
    """

    day: date

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day that must lie between receipt and today."""
        return (self.day,)


@dataclass(frozen=True)
class CorrectionNotice(Event):
    """补正告知 of Art. 30; `reply_by` the last day it sets, if any."""

    reply_by: date | None = None


@dataclass(frozen=True)
class CorrectionReceived(Event):
    """The corrected application came in."""


@dataclass(frozen=True)
class Consultation(Event):
    """A written request for opinion, sent on `day`; open while neither `answered` nor `closed`."""

    kind: ConsultationKind = ConsultationKind.THIRD_PARTY
    served: date | None = None
    answered: date | None = None
    closed: date | None = None

    @property
    def dates(self) -> tuple[date, ...]:
        """Sending, service, answer and closing, as far as they happened."""
        return tuple(day for day in (self.day, self.served, self.answered, self.closed) if day)

    @cached_property
    def has_fixed_end(self) -> bool:
        """Whether the law ends it: a third party or co-maker that was served. Another agency may stay silent."""
        return self.served is not None and self.kind is not ConsultationKind.OTHER_AGENCY

    @cached_property
    def ended(self) -> date | None:
        """Day of the answer or of the closing, the earlier; None while open."""
        return min((day for day in (self.answered, self.closed) if day), default=None)


@dataclass(frozen=True)
class Extension(Event):
    """延长 of Art. 33: takes effect (`day`) once it is both approved and told to the applicant."""

    working_days: int = 0
    approved: date = date.min
    notified: date = date.min

    @property
    def dates(self) -> tuple[date, ...]:
        """Approval and notice."""
        return (self.approved, self.notified)


@dataclass(frozen=True)
class ReasonsRequested(Event):
    """The applicant was asked for reasons (Art. 35)."""


@dataclass(frozen=True)
class DelayedReply(Event):
    """延迟答复 of Art. 35, told to the applicant on `day`, until a date set by the agency."""

    until: date = date.max


@dataclass(frozen=True)
class FeeNotice(Event):
    """收费通知; `served` when the applicant received it."""

    served: date | None = None

    @property
    def dates(self) -> tuple[date, ...]:
        """Notice, and its service if it happened."""
        return (self.day, self.served) if self.served else (self.day,)


@dataclass(frozen=True)
class FeePaid(Event):
    """The information processing fee was paid."""


@dataclass(frozen=True)
class ReceiptDateCorrected(Event):
    """The recorded day of receipt was wrong: `to` is the right one."""

    to: date = date.min


@dataclass(frozen=True)
class Ordered(Event):
    """A reconsideration decision or judgment received on `day` orders a (new) reply in so many working
    days.
    """

    working_days: int = 0


@dataclass(frozen=True)
class Replied(Event):
    """The reply; `day` is the day that counts for its way: signing, posting, arrival."""

    way: str = ""


@dataclass(frozen=True)
class Withdrawn(Event):
    """The applicant withdrew."""


@dataclass(frozen=True)
class Transferred(Event):
    """Passed on before a number was given."""


_TWO = 2
# Acts of one day, in the order in which they take effect.
_WITHIN_A_DAY: tuple[type[Event], ...] = (
    ReceiptDateCorrected,
    Ordered,
    CorrectionNotice,
    CorrectionReceived,
    FeeNotice,
    FeePaid,
    Extension,
    DelayedReply,
    ReasonsRequested,
    Consultation,
    Replied,
    Withdrawn,
    Transferred,
)


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events as they take effect. A case has mostly one, or none: nothing is sorted then."""
    listed = tuple(events)
    return listed if len(listed) < _TWO else tuple(sorted(listed, key=chronological))


def chronological(event: Event) -> tuple[date, int, str]:
    """Sort key: by day, within a day by effect, and total, so that the order of a list never matters."""
    # Not `repr`, in which the 10th of a month comes before its 9th. What never happened (None) comes last.
    told = "|".join(str(getattr(event, name)) for name in event.__dataclass_fields__)
    return event.day, _WITHIN_A_DAY.index(type(event)), told


@dataclass(frozen=True)
class History:
    """All facts of one case. `received` is the day in force, after any `ReceiptDateCorrected`.

    `events` is chronological. `acts` are the events that move the clock, `consultations` those that pause it.
    `ends` are the reply, withdrawal and transfer that count, `stopped` the day of the first of them, `left` that of
    the withdrawal or transfer.
    `today` None: nobody asks about a particular day.
    """

    received: date
    channel: str
    regime: Regime
    events: tuple[Event, ...] = ()
    submitted: date | None = None
    today: date | None = None
    acts: tuple[Event, ...] = field(init=False)
    consultations: tuple[Consultation, ...] = field(init=False)
    ends: tuple[Event, ...] = field(init=False)
    stopped: date | None = field(init=False)
    left: date | None = field(init=False)

    def __post_init__(self) -> None:
        events = in_order(self.events)
        quiet = (Consultation, ReasonsRequested, ReceiptDateCorrected, Replied, Withdrawn, Transferred)
        object.__setattr__(self, "events", events)
        object.__setattr__(self, "acts", tuple(e for e in events if not isinstance(e, quiet)))
        object.__setattr__(self, "consultations", tuple(e for e in events if isinstance(e, Consultation)))
        ends = _ends(events)
        object.__setattr__(self, "ends", ends)
        object.__setattr__(self, "stopped", min((end.day for end in ends), default=None))
        left = (end.day for end in ends if not isinstance(end, Replied))
        object.__setattr__(self, "left", min(left, default=None))

    @property
    def last_day(self) -> date:
        """Last day on which anything is known to have happened."""
        return max((day for event in self.events for day in event.dates), default=self.received)


def _ends(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The reply, withdrawal or transfer that stopped the clock after the last order, the first of each."""
    ends: dict[type[Event], Event] = {}
    for event in events:
        if isinstance(event, Ordered):
            ends.clear()
        elif isinstance(event, Replied | Withdrawn | Transferred):
            ends.setdefault(type(event), event)
    return tuple(ends.values())
