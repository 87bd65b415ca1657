"""A reply on its way through the screens: drafted, submitted, approved, issued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from requests_app.actors import Member
from requests_app.models import DisclosureRequest, Submission
from tests.people import Office, again
from tests.web.desk import Desk, fields_of
from tests.workflows.walk import Walk

PUBLIC = {
    "item1-outcome": "already_public",
    "item1-way": "在清溪市人民政府门户网站公开",
    "item1-route": "网址为https://www.example.gov.cn/zwgk/0043.html",
}
"""A complete answer: already public."""


@dataclass
class ReplyWalk:
    """One case with its addresses."""

    office: Office
    case: DisclosureRequest

    @classmethod
    def begin(cls, office: Office, **changes: Any) -> ReplyWalk:
        walk = Walk.begin(office, **changes)
        walk.accept()
        return cls(office, walk.case)

    @property
    def reply(self) -> str:
        return reverse("desk:reply", args=[self.case.pk])

    @property
    def issue(self) -> str:
        return reverse("desk:issue", args=[self.case.pk])

    @property
    def submission(self) -> Submission:
        return self.case.submissions.order_by("round").last()

    @property
    def approval(self) -> str:
        return reverse("desk:submission", args=[self.submission.pk])

    @property
    def state(self) -> str:
        return again(self.case).state

    def write(self, action: str = "save", **changes: Any) -> HttpResponse:
        """The handler opens the page, chooses the outcome, presses 更新字段, fills in, and presses `action`."""
        desk = Desk.of(self.office.handler)
        outcomes = {key: value for key, value in changes.items() if key.endswith("-outcome")}
        page = (
            desk.send(self.reply, "refresh", "reply-form", **outcomes) if outcomes else desk.see(self.reply)
        )
        data = fields_of(page, "reply-form") | changes | {"action": action}
        return desk.client.post(self.reply, data)

    def submit(self, **changes: Any) -> HttpResponse:
        return self.write("submit", **(PUBLIC | changes))

    def decide(self, member: Member, action: str, **changes: Any) -> HttpResponse:
        return Desk.of(member).send(self.approval, action, **changes)

    def approve(self) -> None:
        """Submitted and agreed to by everybody of the track."""
        self.submit()
        self.decide(self.office.legal, "approve")
        self.decide(self.office.head, "approve")
