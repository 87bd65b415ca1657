"""未接收: the queue of what arrived and waits to be taken up; its alarm starts on the day after arrival."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from requests_app import dates
from requests_app.actors import Member, choose_member
from requests_app.rules.roles import Role
from requests_app.selectors.intake import oldest_unrouted
from requests_app.selectors.transfers import transferred_out
from requests_app.selectors.untaken import WATCHERS, untaken
from workflows.desk.base import DeskView


class Untaken(DeskView):
    """The queue, for those who take up and for their head."""

    section = "desk:untaken"
    template_name = "desk/untaken.html"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AccessRefused` for everybody else."""
        self.member = choose_member(self.user, self.actor.agency.pk, reversed(WATCHERS))

    def get(self, request: HttpRequest) -> HttpResponse:
        """What should have been taken up before today first, then what came today."""
        rows = untaken(self.member)
        late, new = [row for row in rows if row.late], [row for row in rows if not row.late]
        groups = [("late", "已过到达当日", late), ("new", "今天到达", new)]
        return self.page(
            groups=[group for group in groups if group[2]],
            total=len(rows),
            late=len(late),
            today=dates.today(),
            unrouted=self._unrouted(),
            transferred=transferred_out(self.member),
        )

    def _unrouted(self) -> tuple[int, int] | None:
        """What waits for a dispatcher, in numbers, for the head of a platform's office; None where nothing does."""
        if self.member.role is not Role.OFFICE_HEAD:
            return None
        count, age = oldest_unrouted(self.member)
        return (count, age) if count else None
