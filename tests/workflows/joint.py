"""Two requests of one person that are answered in one letter, walked through the office together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from requests_app.models import Letter
from requests_app.rules.roles import Role
from requests_app.services.decision import ReplyDraft
from tests.people import Office, again, registered
from tests.services.stages import made
from tests.workflows.walk import Walk, example_reply

FIRST, SECOND = "东湖片区控规", "清溪市统计年鉴（2025年）"


def in_handling(bureau: Office, *texts: str, **changes: Any) -> Walk:
    """A request of 王契, given to 王强."""
    walk = Walk(bureau, registered(bureau, *texts, **changes).case)
    walk.accept()
    return walk


@dataclass
class Pair:
    """The one that carries the letter, and the one that is joined to it."""

    lead: Walk
    other: Walk
    clock: Any = None

    def on(self, month: int, day: int) -> None:
        """It is this day of 2026."""
        self.clock.move_to(datetime(2026, month, day, 2, 0, tzinfo=UTC))

    @property
    def walks(self) -> tuple[Walk, Walk]:
        return self.lead, self.other

    def do(self, role: Role, verb: str, subject: Any = None, **arguments: Any) -> Any:
        """An act on the one that carries the letter."""
        result = self.lead.do(role, verb, subject, **arguments)
        self.other.case = again(self.other.case)
        return result

    def join(self) -> None:
        self.do(Role.HANDLER, "join", request_ids=[self.other.case.pk])

    def draft(self, *outcomes: str, delivery: str = "post") -> None:
        """Every item of both answered by the example of its kind."""
        answers = [replace(example_reply(key).items[0], ordinal=n) for n, key in enumerate(outcomes, start=1)]
        self.do(Role.HANDLER, "save_draft", draft=ReplyDraft(answers, delivery))

    def submit(self) -> None:
        self.draft("already_public", "publication")
        self.do(Role.HANDLER, "submit")

    def approve(self) -> None:
        self.submit()
        for role in (Role.LEGAL_REVIEWER, Role.OFFICE_HEAD):
            self.do(role, "approve", self.lead.task("decide"), content_hash=self.lead.content_hash)

    def issue(self, **lateness: str) -> Letter:
        self.approve()
        letter = made(self.do(Role.DESK_OFFICER, "issue", **lateness))
        self.reread()
        return letter

    def deliver(self) -> Letter:
        letter = self.issue()
        self.lead.hand_over(letter)
        self.reread()
        return letter

    def reread(self) -> None:
        for walk in self.walks:
            walk.case = again(walk.case)

    @property
    def states(self) -> tuple[str, str]:
        return self.lead.case.state, self.other.case.state

    @property
    def open(self) -> tuple[list[str], list[str]]:
        """Nodes of the open tasks of each."""
        return self.lead.open, self.other.open
