"""How the stories are told: who does what on which working day, through the same doors as everybody.

A story is a generator. It yields the day on which it goes on; the teller runs all stories side by side in the
order of their days, so that numbers are given in the order in which they would have been.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from project.demo_data.agencies import Desk
from project.demo_data.papers import paper
from project.demo_data.time_travel import travel_to
from requests_app import dates, notifications
from requests_app.actors import Member
from requests_app.models import DisclosureRequest, Letter, User
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.roles import Role
from requests_app.rules.working_days import WorkingCalendar
from requests_app.services import registration
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.delivery import Posting, Service
from requests_app.services.documents import Upload
from requests_app.services.registration import NewRequest
from workflows import engine
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.perform import perform

Story = Iterator[date]
_OPENING, _ONE_ACT = time(9, 5), timedelta(minutes=4)


@dataclass(frozen=True)
class Days:
    """The working days the stories count in. `today` is the day on which the demonstration is looked at."""

    calendar: WorkingCalendar
    today: date

    def ago(self, n: int) -> date:
        """The n-th working day before today; on a rest day, before the next working day."""
        return self.calendar.day(self.calendar.index(self.calendar.next_working_day(self.today)) - n)


def day_of_demonstration(calendar: WorkingCalendar, today: date) -> date:
    """Today; once today's year is not loaded, the last working day of the last loaded year, so that what the
    demonstration shows never rests on a projection alone."""
    year = today.year
    while not calendar.is_loaded(year):
        year -= 1
    return today if year == today.year else calendar.day(calendar.index(date(year, 12, 31)))


def tell(stories: Sequence[Story]) -> None:
    """Run every story to its end, day by day, and deliver what each act promised."""
    order = itertools.count()
    queue = [(next(story), next(order), story) for story in stories]
    heapq.heapify(queue)
    clock = _Clock(timezone.now())
    while queue:
        day, _, story = heapq.heappop(queue)
        with travel_to(clock.moment_on(day)):
            following = next(story, None)
            _deliver_promises()
        if following is not None:
            heapq.heappush(queue, (following, next(order), story))


class _Clock:
    """Time stamps: each act a few minutes after the one before, never later than now."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._last = datetime.min.replace(tzinfo=dates.CHINA)

    def moment_on(self, day: date) -> datetime:
        opening = datetime.combine(day, _OPENING, tzinfo=dates.CHINA)
        self._last = max(opening, self._last + _ONE_ACT)
        return min(self._last, self._now) if day == dates.legal_date(self._now) else self._last


def _deliver_promises() -> None:
    """Letters are made at once. A promise that fails would be tried again later; here it is a defect."""
    left = 1
    while left:
        delivered = notifications.deliver_due(50, "demo")
        if delivered.failed:
            raise RuntimeError("a letter of the demonstration could not be made; see the log")
        left = delivered.left


@dataclass
class Case:
    """One request of the demonstration and the people who work on it."""

    desk: Desk
    pk: int = 0

    @property
    def row(self) -> DisclosureRequest:
        """As it is stored now."""
        return DisclosureRequest.objects.select_related("agency").get(pk=self.pk)

    def do(self, who: Role | str, verb: str, **arguments: Any) -> Any:
        """One act through the door, by the person of a role or by a login."""
        return perform(self.user(who), self.row, verb, **arguments)

    def user(self, who: Role | str) -> User:
        """The person of a role, or with a login."""
        return self.desk.by_role[who] if isinstance(who, Role) else self.desk.users[who]

    def arrive(self, new: NewRequest) -> None:
        """The application is taken in; registered too, if its day of receipt is known."""
        officer = Member(self.user(Role.DESK_OFFICER), self.desk.agency, Role.DESK_OFFICER)
        if new.received_on is None:
            self.pk = registration.take_in(actor=officer, agency=self.desk.agency, new=new).pk
        elif new.channel == "web":
            submitted = replace(new, submitted_at=timezone.now())
            self.pk = registration.submit_online(agency=self.desk.agency, new=submitted).case.pk
        else:
            self.pk = registration.register_at_desk(actor=officer, agency=self.desk.agency, new=new).case.pk

    def accept(self, unit: str, handler: Role | str = Role.HANDLER) -> None:
        """Reviewed, and given to a handler."""
        self.do(Role.DESK_OFFICER, "review", handler=self.user(handler), unit=self.desk.units[unit])

    def copy(self, handler: Role | str, title: str, *lines: str) -> int:
        """A copy that will be given to the applicant; its id."""
        upload = Upload(f"{title}.pdf", paper(title, *lines))
        document = self.do(handler, "add_released_copy", upload=upload, title=title)
        return int(document.pk)

    def draft(
        self,
        handler: Role | str,
        *items: ItemDecision,
        delivery: str = "post",
        attachments: Sequence[int] = (),
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        """The reply as the handler writes it; `reasons` answer checks that want one."""
        reply = ReplyDraft(items, delivery, attachments, reasons or {})
        self.do(handler, "save_draft", draft=reply)

    def decide(self, role: Role, verb: str = "approve", **arguments: Any) -> None:
        """The next step of the approval: agree (with an opinion), or return (with a reason)."""
        task = engine.open_task(self.row, ReplyApprovalFlow.decide)
        submission = self.row.submissions.order_by("round").last()
        assert task is not None
        assert submission is not None
        perform(self.user(role), task, verb, content_hash=submission.content_hash, **arguments)

    def letter(self, **fields: Any) -> Letter:
        """The letter that was made last."""
        return self.row.letters.filter(**fields).latest("pk")

    def post(self, who: Role | str, letter: Letter, tracking: str) -> None:
        """Handed to the post today."""
        posting = Posting(dates.today(), tracking, POSTAL_ENTERPRISE)
        self.do(who, "post", letter_id=letter.pk, posting=posting)

    def serve(self, who: Role | str, letter: Letter, way: str, recipient: str) -> None:
        """It reached its addressee today."""
        proof = paper("送达回证", f"文书：{letter.number}", f"签收人：{recipient}", f"日期：{dates.today()}")
        service = Service(way, dates.today(), recipient, proof=Upload("送达回证.pdf", proof))
        self.do(who, "confirm_delivery", letter_id=letter.pk, service=service)


Scene = Callable[[Days, Desk], Story]
