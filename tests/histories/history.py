"""One history: the cases in it, the day it is, and how an act is done, refused, and checked afterwards."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import Any, Self

from requests_app import dates
from requests_app.calendars import load_calendar
from requests_app.errors import ApplicationError
from requests_app.models import DisclosureRequest, Letter, LetterState, OutboxMessage
from requests_app.models.audit_entry import AuditEntry
from requests_app.notifications.handlers import handler_of
from requests_app.rules.roles import Role
from requests_app.rules.states import FINAL, OPEN, RequestState
from tests.histories import checks
from tests.histories.checks import Known
from tests.histories.record import Record
from tests.histories.stage import Stage
from tests.people import Office
from workflows.perform import perform
from workflows.sweep import sweep

S = RequestState
MOVES_NO_DATE = ("letters.receipt", "letters.intake_receipt", "letters.withdrawal", "letters.consultation_notice",
                 "letters.third_party_notice", "notices.digest")  # fmt: skip
"""Papers that nothing waits for: made in a history of a diligent worker only."""


class Refused:
    """What an act gives back when it was refused."""

    def __init__(self, refusal: ApplicationError) -> None:
        self.code = refusal.code

    def __bool__(self) -> bool:
        return False


class History:
    """The cases of one history and what was known of them after the last step."""

    def __init__(self, stage: Stage, record: Record) -> None:
        self.stage, self.record = stage, record
        # Whether the worker makes the papers too that nothing waits for.
        self.diligent = False
        # Whether the last thing that happened was the sweep, which compares flows and states itself.
        self.swept = False
        self.luck = Random(0)
        # While the cases are driven to their end: no detours.
        self.surely = False
        self.known: dict[int, Known] = {}
        self.states: dict[int, S] = {}
        self.agencies: dict[int, int | None] = {}
        self.replies: set[int] = set()
        self.log: list[str] = []
        self.silent = self.notices = 0

    def copy(self) -> Self:
        """The same history, to be gone on with in another way."""
        other = copy.copy(self)
        other.known, other.replies = copy.deepcopy(self.known), set(self.replies)
        other.log = list(self.log)
        other.states, other.agencies = dict(self.states), dict(self.agencies)
        return other

    # The day

    @property
    def today(self) -> date:
        return dates.today()

    def set_day(self, day: date) -> None:
        self.stage.set_day(day)

    def working_day(self, after: int, since: date | None = None) -> date:
        """The n-th working day after today, or after `since`."""
        return load_calendar().nth_working_day(since or self.today, after)

    def lately(self, first: date) -> date:
        """Mostly today; sometimes an earlier day, not before `first`, recorded only now."""
        back = self.luck.choice((0, 0, 0, 1, 2, 5))
        day = max(min(first, self.today), self.today - timedelta(days=back))
        if day < self.today:
            self.record.events["recorded_late"] += 1
        return day

    def leap_beyond(self, day: date | None) -> bool:
        """It is the day after that day, or the next one where that is past; False without a day."""
        return day is not None and self.days_pass(max(1, (day - self.today).days + 1))

    def days_pass(self, days: int) -> bool:
        """The machine was off in between: one sweep, on the last of these days."""
        year = self.today.year
        self.set_day(self.today + timedelta(days=days))
        self.record.events["year_ended"] += year != self.today.year
        swept = self.happens("days_passed", lambda: sweep(self.today), self.having(*OPEN, outside=True))
        self.swept = True
        assert swept.mismatches == (), "task and state: " + "; ".join(map(str, swept.mismatches))
        silent = AuditEntry.objects.filter(action="consultation_silent").count()
        self.record.events["silent"] += silent - self.silent
        self.silent = silent
        return True

    # The cases

    def case(self, *states: S, outside: bool = False) -> DisclosureRequest:
        """Some case in one of these states, as it is stored."""
        return self.get(self.luck.choice(self.having(*states, outside=outside)))

    def having(self, *states: S, outside: bool = False) -> list[int]:
        """Keys of the cases in these states; `outside`: those of the other agency too."""
        home = self.stage.bureau.agency.pk
        return [
            key
            for key, state in self.states.items()
            if state in states and (outside or self.agencies[key] == home)
        ]

    def get(self, key: int) -> DisclosureRequest:
        return DisclosureRequest.objects.select_related("agency", "handler").get(pk=key)

    def office(self, key: int) -> Office:
        return self.stage.office_of(self.agencies[key])

    def living(self) -> list[int]:
        """Cases that have not come to an end. Withdrawn before it had a number, nothing is archived."""
        return [key for key, state in self.states.items() if not self._over(key, state)]

    def _over(self, key: int, state: S) -> bool:
        if state is S.WITHDRAWN:
            return not DisclosureRequest.objects.filter(pk=key, number__isnull=False).exists()
        return state in FINAL

    # Acts

    def does(self, event: str, role: Role, key: int, verb: str, /, **arguments: Any) -> Any:
        """A person in this role does it through the door."""
        user = arguments.pop("user", None) or self.office(key).member(role).user
        subject, excuse = DisclosureRequest(pk=key), arguments.pop("excuse", "")
        return self.happens(event, lambda: perform(user, subject, verb, **arguments), [key], excuse)

    def happens(
        self, event: str, act: Callable[[], Any], keys: Iterable[int] | None = None, excuse: str = ""
    ) -> Any:
        """Do it: it succeeds, or is refused with a sentence and leaves nothing behind. Then everything is checked."""
        keys = list(self.known) if keys is None else keys
        self.swept = False
        try:
            result = act()
        except ApplicationError as refusal:
            self.say(f"{event}: {refusal.code} {refusal.message}")
            assert refusal.code and refusal.message.endswith(("。", "）", "？")), refusal.message
            self.record.refusals[refusal.code] += 1
            # The one exception: an approval whose content changed is void although the issue is refused.
            self.look(keys, untouched=refusal.code != "content_changed")
            return Refused(refusal)
        self.say(event)
        self.happened(event)
        self.look(keys, excuse=excuse)
        return True if result is None else result

    def say(self, what: str) -> None:
        """A line of the log, which is shown when something fails."""
        self.log.append(f"{self.today} {what}")

    def happened(self, event: str) -> None:
        """Count it."""
        self.record.events[event] += 1
        if not load_calendar().is_working_day(self.today):
            self.record.events["on_a_rest_day"] += 1

    def look(self, keys: Iterable[int], *, excuse: str = "", untouched: bool = False) -> None:
        """Read the cases again and hold against them what must always hold."""
        for case in checks.read(keys):
            known = self.known.setdefault(case.pk, Known())
            if untouched:
                assert case.version == known.version, "a refusal leaves nothing behind"
            known.version = case.version
            self.states[case.pk], self.agencies[case.pk] = S(case.state), case.agency_id
            if checks.check_no_earlier(case, known, excuse):
                self.record.events["event_revoked"] += 1
            # A notice of the State Council leaves alone what is answered and delivered.
            if case.state in OPEN or not self.notices:
                checks.check_stored_dates(case, known)

    def check_replies(self) -> None:
        """Every reply there is was approved; each is looked at once, when it has come to be."""
        for letter in Letter.objects.filter(submission__isnull=False).exclude(pk__in=self.replies):
            checks.check_reply(letter)
            self.replies.add(letter.pk)

    # The worker

    def worker(self) -> None:
        """The worker delivers what was promised; what it may not make any more it leaves undone."""
        delivered = False
        while waiting := list(OutboxMessage.objects.filter(done_at__isnull=True, attempts=0).order_by("pk")):
            delivered = True
            for message in waiting:
                done = not self.diligent and message.topic in MOVES_NO_DATE
                if not done:
                    done = self._delivered(message)
                if done:
                    OutboxMessage.objects.filter(pk=message.pk).update(done_at=message.created_at)
                else:
                    OutboxMessage.objects.filter(pk=message.pk).update(attempts=1)
        if delivered:
            self.swept = False
            self.look(self.having(*set(S) - FINAL, outside=True))

    def _delivered(self, message: OutboxMessage) -> bool:
        if message.topic == "letters.make":
            # The paper itself is made elsewhere.
            numbered = Letter.objects.filter(pk=message.payload["letter"], state=LetterState.NUMBERED)
            numbered.update(state=LetterState.MADE)
            return True
        try:
            handler_of(message.topic)(message.payload)
        except ApplicationError as refusal:
            self.say(f"{message.topic}: {refusal.code} {refusal.message}")
            self.record.refusals[refusal.code] += 1
            return False
        return True
