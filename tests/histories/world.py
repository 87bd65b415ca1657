"""One request in an office through time: who acts, what is promised and delivered, what day it is, what was seen."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar
from unittest import mock

from django.db import transaction
from hypothesis import strategies as st

from letters import issue
from letters.render import Rendered
from requests_app import calendars, dates, notifications
from requests_app.errors import ApplicationError
from requests_app.models import (
    ClockEvent,
    DeliveryState,
    DisclosureRequest,
    Letter,
    LetterState,
    OutboxMessage,
    User,
)
from requests_app.rules.roles import Role
from requests_app.selectors.corrections import is_awaited
from requests_app.services.documents import Upload
from tests.people import Office, again, counter_case, join
from tests.services.stages import PDF
from workflows import engine
from workflows.models import FlowTask
from workflows.perform import perform
from workflows.sweep import sweep

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]
PROOF = Upload("回证.pdf", PDF)
OFFICERS = (Role.DESK_OFFICER, Role.HANDLER)


@dataclass
class Coverage:
    """What a run of many histories has met: events recorded, acts done, refusals, states passed."""

    histories: int = 0
    events: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)


@dataclass
class World:
    """The case in hand. `may_be_earlier`: the act under way may lawfully bring a date forward; `notices`: how many
    calendars were loaded."""

    office: Office
    traveller: Any
    draw: Draw[Any]
    coverage: Coverage
    case: DisclosureRequest = field(init=False)
    handlers: list[User] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    may_be_earlier: bool = False
    notices: int = 0
    stock: set[str] = field(default_factory=set)

    def begin(self, first: date) -> None:
        """A counter application received on that day."""
        self.move_to(first)
        second = join(self.office.agency, Role.HANDLER, "secondhandler", "冯远")
        self.handlers = [self.office.handler.user, second.user]
        online = self.draw(st.booleans())
        self.case = counter_case(self.office, accepts_online_service=online)
        self.settle()

    @property
    def today(self) -> date:
        return dates.today()

    def move_to(self, day: date) -> None:
        self.traveller.move_to(f"{day.isoformat()}T10:00+08:00")

    def days_pass(self, days: int) -> None:
        """Time goes by, and the sweep does what each turn of the day asks."""
        self.move_to(self.today + timedelta(days=days))
        assert sweep(self.today).mismatches == ()
        self.settle()

    def settle(self) -> None:
        """What the background worker does: every promised letter is issued and made."""
        while (run := notifications.deliver_due(50, "histories")).done:
            assert run.failed == 0, list(
                OutboxMessage.objects.exclude(last_error="").values("topic", "last_error")
            )
        assert run.failed == 0, list(
            OutboxMessage.objects.exclude(last_error="").values("topic", "last_error")
        )
        self.case = again(self.case)

    def do(self, role: Role, verb: str, subject: Any = None, **arguments: Any) -> Any:
        """One act through the door, by the person of that role; its promises are kept at once. The handler is the
        one who has the case."""
        handling = role is Role.HANDLER and self.case.handler is not None
        user = self.case.handler if handling else self.office.member(role).user
        result = perform(user, subject or self.case, verb, **arguments)
        self.settle()
        return result

    def officer(self) -> Role:
        return self.draw(st.sampled_from(OFFICERS))

    def task(self, node: str, key: str = "") -> FlowTask | None:
        """The open task of this node; with `key`, the one whose data has it."""
        fitting = (task for task in engine.open_tasks(self.case) if task.flow_task.name == node)
        return next((task for task in fitting if not key or key in task.data), None)

    def past(self, days: int = 3) -> date:
        """Today, or one of the days before it, not before receipt: things are recorded late."""
        earliest = max(self.case.received_on or self.today, self.today - timedelta(days=days))
        return self.draw(st.dates(earliest, self.today))

    def take_stock(self) -> None:
        """What lies about, read once before an act is chosen: letters unsent or in the post, who is asked, what is
        asked of the head."""
        sent = {letter.deliveries.filter(state=DeliveryState.SENT).exists() for letter in self.letters()}
        self.stock = {f"letter {'sent' if one else 'unsent'}" for one in sent}
        self.stock |= {f"asked {state}" for state in self.case.consultations.values_list("state", flat=True)}
        self.stock |= {f"asked {kind}" for kind in self.case.consultations.values_list("kind", flat=True)}
        self.stock |= {f"extension {state}" for state in self.case.extensions.values_list("state", flat=True)}
        self.stock |= {
            f"reasons {state}" for state in self.case.reasons_requests.values_list("state", flat=True)
        }
        if is_awaited(self.case):
            self.stock.add("correction awaited")

    def letters(self) -> list[Letter]:
        """Letters that are made and can still be delivered, newest first."""
        made = self.case.letters.filter(state=LetterState.MADE)
        return [
            letter for letter in made.order_by("-pk") if not letter.deliveries.filter(state="served").exists()
        ]

    def facts(self) -> dict[int, tuple[str, dict[str, Any]]]:
        """The clock events in force."""
        found = ClockEvent.objects.filter(request=self.case, revoked_at__isnull=True)
        return {event.pk: (event.type, dict(event.data)) for event in found}

    def attempt(self, name: str, act: Callable[[World], Any]) -> bool:
        """Try an act. A refusal must leave everything as it was; any other failure is one of the product."""
        before = (self.case.version, self.case.state, self.facts())
        self.told.append(f"{self.today} {name} …")
        try:
            with transaction.atomic():
                act(self)
        except ApplicationError as refusal:
            self.case = again(self.case)
            assert (
                self.case.version,
                self.case.state,
                self.facts(),
            ) == before or refusal.code == "content_changed"
            self.coverage.refusals[refusal.code] += 1
            self.told[-1] = f"{self.today} {name}: refused ({refusal.code})"
            return False
        self.case = again(self.case)
        self.coverage.acts[name] += 1
        self.told[-1] = f"{self.today} {name} → {self.case.state}, due {self.case.due_on}"
        return True


@contextmanager
def nothing_rendered() -> Iterator[None]:
    """The one seam: letters are composed, checked and frozen as always, but their page is a blank one."""

    def blank(kind: str, context: Any, **_: Any) -> Rendered:
        return Rendered("", PDF, hashlib.sha256(PDF).hexdigest(), 1)

    quiet = logging.getLogger("workflows.sweep")
    level = quiet.level
    quiet.setLevel(logging.CRITICAL)
    with (
        mock.patch("letters.render.render_pdf", blank),
        mock.patch("letters.dossier_papers.render_pdf", blank),
        mock.patch.object(issue, "_seal", lambda context: b""),
    ):
        try:
            yield
        finally:
            quiet.setLevel(level)
            calendars.forget()
