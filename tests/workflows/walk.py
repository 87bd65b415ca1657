"""Walking a request through the office: each step by its person, through the door, and checked."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from letters.examples import ITEMS
from requests_app import dates, notifications
from requests_app.models import DisclosureRequest, Letter, OutboxMessage
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.delivery import Posting, Service
from requests_app.services.documents import Upload
from tests.people import Office, again, counter_case
from tests.services.stages import PDF, made
from workflows import engine
from workflows.consistency import check_flows
from workflows.models import FlowTask
from workflows.perform import perform

PROOF = Upload("回证.pdf", PDF)
INTERNAL_FACTS = {
    "secret": {
        "separation_considered": "坐标成果整体为国家秘密，不能区分处理",
        "classified_level": "秘密",
        "classified_on": "2024-05-06",
        "classified_by": "某某省自然资源厅",
        "classified_term": "10年",
    }
}


def example_reply(outcome: str, note: str = "", attachments: Sequence[int] = ()) -> ReplyDraft:
    """A reply that stands every check, the example of its kind."""
    answer = deepcopy(ITEMS[outcome])
    decision = ItemDecision(
        ordinal=1,
        outcome=outcome,
        citations=answer["citations"],
        reason=answer["reason"] + note,
        facts={**answer["facts"], **INTERNAL_FACTS.get(outcome, {})},
    )
    return ReplyDraft(items=[decision], delivery="post", attachments=attachments)


@dataclass
class Walk:
    """One request on its way. After every act the flows must agree with the states."""

    office: Office
    case: DisclosureRequest
    queries: int = 0

    @classmethod
    def begin(cls, office: Office, **changes: Any) -> Walk:
        return cls(office, counter_case(office, **changes))

    def do(self, role: Role, verb: str, subject: Any = None, **arguments: Any) -> Any:
        """One act by the person of that role; on the case as it is now unless a task is given."""
        user = self.office.member(role).user
        subject = subject or again(self.case)
        with CaptureQueriesContext(connection) as asked:
            result = perform(user, subject, verb, **arguments)
        self.queries += len(asked)
        self.case = again(self.case)
        assert check_flows() == []
        return result

    @property
    def open(self) -> list[str]:
        """Nodes of the open tasks; a step of a track with its key."""
        return [
            f"{task.flow_task.name}:{task.data['step']}" if "step" in task.data else task.flow_task.name
            for task in engine.open_tasks(self.case)
        ]

    def task(self, node: str) -> FlowTask:
        return next(task for task in engine.open_tasks(self.case) if task.flow_task.name == node)

    def accept(self) -> None:
        self.do(Role.DESK_OFFICER, "review", handler=self.office.handler.user)

    def draft(self, outcome: str = "already_public", note: str = "") -> None:
        """A reply that stands every check, the example of its kind."""
        attachments: list[int] = []
        if OUTCOMES[outcome].releases_content:
            copy = self.do(Role.HANDLER, "add_released_copy", upload=PROOF, title="许可证复印件")
            attachments = [copy.pk]
        self.do(Role.HANDLER, "save_draft", draft=example_reply(outcome, note, attachments))

    def submit(self, outcome: str = "already_public") -> None:
        self.accept()
        self.draft(outcome)
        self.do(Role.HANDLER, "submit")

    def agree(self, role: Role) -> Any:
        return self.do(role, "approve", self.task("decide"), content_hash=self.content_hash)

    @property
    def content_hash(self) -> str:
        return str(self.case.submissions.order_by("round").last().content_hash)

    def approve(self) -> None:
        self.submit()
        self.agree(Role.LEGAL_REVIEWER)
        self.agree(Role.OFFICE_HEAD)

    def issue(self) -> Letter:
        self.approve()
        letter = made(self.do(Role.DESK_OFFICER, "issue"))
        self.case = again(self.case)
        return letter

    def deliver(self) -> Letter:
        letter = self.issue()
        self.hand_over(letter)
        return letter

    def hand_over(self, letter: Letter) -> None:
        self.do(
            Role.DESK_OFFICER,
            "confirm_delivery",
            letter_id=letter.pk,
            service=Service(way="hand", served_on=dates.today(), recipient="王契", proof=PROOF),
        )

    def deliver_outbox(self) -> None:
        """What the background worker does: every promised letter is issued and made."""
        while notifications.deliver_due(50, "test").done:
            pass
        assert not OutboxMessage.objects.filter(done_at__isnull=True).exists()
        self.case = again(self.case)

    def post(self, letter: Letter) -> None:
        posting = Posting(sent_on=dates.today(), tracking_number="EA123456789CN", carrier=POSTAL_ENTERPRISE)
        self.do(Role.DESK_OFFICER, "post", letter_id=letter.pk, posting=posting)
