"""A reply on its way through the screens: drafted, submitted, approved, issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from requests_app import dates
from requests_app.actors import Member
from requests_app.models import DisclosureRequest, Submission
from requests_app.rules.correction import Point
from requests_app.rules.reasons_request import Judgement
from requests_app.rules.roles import Role
from requests_app.services.correction import Received
from requests_app.services.delivery import Service
from requests_app.services.reasons import Given
from tests.people import Office, again
from tests.web.desk import Desk, fields_of
from tests.workflows.walk import PROOF, Walk

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

    def correct(self) -> None:
        """The applicant was asked to correct, did so, and the handler has the case again."""
        walk, day = Walk(self.office, again(self.case)), dates.today()
        points = [Point("description", "范围不明", "请写明材料的名称", 1)]
        walk.do(Role.HANDLER, "ask_correction", points=points, reply_by=day + timedelta(days=30))
        walk.deliver_outbox()
        service = Service(way="hand", served_on=day, recipient="王契", proof=PROOF)
        notice = walk.case.letters.get(kind="correction_notice")
        walk.do(Role.HANDLER, "confirm_delivery", letter_id=notice.pk, service=service)
        walk.do(Role.HANDLER, "receive_correction", received=Received(day, files=[PROOF]))
        walk.accept()

    def exceed(self) -> None:
        """Found clearly excessive; asked for reasons, the applicant gave some that are not reasonable."""
        walk, day = Walk(self.office, again(self.case)), dates.today()
        walk.do(Role.HANDLER, "find_excessive", why="一个月内就同一类档案提出多件申请")
        walk.do(Role.HANDLER, "ask_reasons", what="请说明原因", reply_by=day + timedelta(days=10))
        walk.deliver_outbox()
        service = Service(way="hand", served_on=day, recipient="王契", proof=PROOF)
        asked = walk.case.letters.get(kind="reasons_request")
        walk.do(Role.HANDLER, "confirm_delivery", letter_id=asked.pk, service=service)
        walk.do(Role.HANDLER, "receive_reasons", given=Given(day, "没有别的原因"))
        bad = "没有说明需要这些材料的具体情况"
        walk.do(Role.HANDLER, "judge_reasons", judgement=Judgement.UNREASONABLE, why=bad)

    def submit(self, **changes: Any) -> HttpResponse:
        return self.write("submit", **(PUBLIC | changes))

    def decide(self, member: Member, action: str, **changes: Any) -> HttpResponse:
        return Desk.of(member).send(self.approval, action, **changes)

    def approve(self) -> None:
        """Submitted and agreed to by everybody of the track."""
        self.submit()
        self.decide(self.office.legal, "approve")
        self.decide(self.office.head, "approve")
