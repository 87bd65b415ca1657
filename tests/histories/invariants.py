"""What must hold after every act of every history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from requests_app.calendars import load_calendar
from requests_app.models import LetterState
from requests_app.rules.states import OPEN, RequestState
from requests_app.selectors.clock import case_history, derivation_of
from tests.histories.world import World
from tests.rules import naive_clock
from workflows.consistency import check_flows

Facts = Mapping[int, tuple[str, dict[str, Any]]]
DATES = ("on", "sent", "served", "answered", "closed", "notified", "received")
LETTER_FACTS = ("letter", "consultation")


@dataclass
class Watch:
    """Looks at a world after each step and remembers what it saw before."""

    world: World
    facts: Facts = field(default_factory=dict)
    due: date | None = None
    counted: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> None:
        """Every invariant."""
        facts = self.world.facts()
        self._stored_dates_follow_from_the_events()
        self._no_reply_without_approval(facts)
        self._no_date_moves_earlier(facts)
        assert check_flows() == []
        for pk in facts.keys() - self.counted:
            self.world.coverage.events[facts[pk][0]] += 1
        self.counted |= facts.keys()
        self.world.coverage.states[self.world.case.state] += 1
        self.facts, self.world.may_be_earlier = facts, False

    def _stored_dates_follow_from_the_events(self) -> None:
        """By the clock itself, and by counting days: an error in the one is not in the other."""
        case, today = self.world.case, self.world.today
        # What is closed keeps the dates under which it was closed, whatever calendar is loaded afterwards.
        if case.received_on is None or (self.world.notices and RequestState(case.state) not in OPEN):
            return
        counted = naive_clock.reckon(case_history(case, today), load_calendar().is_working_day)
        stored = {
            "first": case.first_due_on,
            "due": case.due_on,
            "conservative": case.conservative_due_on,
            "correction_notice_due": case.correction_notice_due_on,
            "waiting_for": case.waiting_for or None,
            "until": case.waiting_until,
        }
        assert stored == {key: counted[key] for key in stored}
        derived = derivation_of(case, today)
        assert derived is not None
        assert (derived.standard.due, derived.paused_days, derived.remaining, derived.in_time) == (
            counted["due"], counted["paused_days"], counted["remaining"], counted["in_time"],
        )  # fmt: skip

    def _no_reply_without_approval(self, facts: Facts) -> None:
        """Every reply that was issued says exactly what each step of its track agreed to, each by somebody else than
        the writer."""
        for letter in self.world.case.letters.filter(submission__isnull=False).select_related("submission"):
            submission = letter.submission
            assert letter.content_hash == submission.content_hash
            agreed = submission.approvals.filter(verdict="approve", content_hash=letter.content_hash)
            assert set(agreed.values_list("step", flat=True)) >= {step["key"] for step in submission.steps}
            assert submission.submitted_by_id not in set(agreed.values_list("user", flat=True))
        replied = [kind for kind, _ in facts.values() if kind == "replied"]
        assert (
            not replied
            or self.world.case.letters.filter(
                submission__isnull=False, state__in=(LetterState.MADE, LetterState.WITHDRAWN)
            ).exists()
        )

    def _no_date_moves_earlier(self, facts: Facts) -> None:
        """Except by a calendar notice, a corrected receipt date, a revoked event, or a fact recorded after its day. An
        order begins a period of its own: what went before is no measure for it."""
        due, new = self.world.case.due_on, [row for pk, row in facts.items() if pk not in self.facts]
        gone = [row for pk, row in self.facts.items() if pk not in facts]
        if any(kind == "ordered" for kind, _ in new):
            self.due = due
            return
        if due is None:
            # A calendar that comes while there is no due date moves the one that is to come.
            self.due = None if self.world.may_be_earlier else self.due
            return
        lawful = (
            self.world.may_be_earlier
            or any(kind == "receipt_date_corrected" for kind, _ in new)
            or _revoked(gone, new)
            or _recorded_late(gone, new, self.world.today)
        )
        assert self.due is None or due >= self.due or lawful, f"{self.due} → {due}"
        self.due = due


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two events tell of the same consultation."""
    return one.get("consultation") is not None and one.get("consultation") == other.get("consultation")


def _revoked(gone: Iterable[tuple[str, dict[str, Any]]], new: Iterable[tuple[str, dict[str, Any]]]) -> bool:
    """An event was taken back, and nothing was put in its place."""
    return any(not any(_same(data, other) for _, other in new) for _, data in gone)


def _recorded_late(
    gone: Iterable[tuple[str, dict[str, Any]]], new: Iterable[tuple[str, dict[str, Any]]], today: date
) -> bool:
    """A day before today that nothing on record had told of."""
    before = [data for _, data in gone]
    for _, data in new:
        known = next((old for old in before if _same(old, data)), {})
        days = {data.get(key) for key in DATES if data.get(key) and data.get(key) != known.get(key)}
        if any(day < today.isoformat() for day in days):
            return True
    return False
