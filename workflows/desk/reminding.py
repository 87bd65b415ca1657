"""提醒: what this person is reminded of, and the mark that it was read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from requests_app import dates
from requests_app.selectors.notices import reminders
from requests_app.services.warnings import mark_read
from requests_app.typed_numbers import whole_number
from workflows.desk.base import DeskView


class Reminders(DeskView):
    """The list; a POST marks one, or all that were on the screen, as read."""

    section = "desk:reminders"
    template_name = "desk/reminders.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The most urgent first."""
        rows = reminders(self.actor)
        late = sum(row.remaining < 0 for row in rows)
        return self.page(rows=rows, late=late, today=dates.today())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read. A number that is nobody's, or somebody else's, changes nothing."""
        numbers = [whole_number(text) for text in request.POST.getlist("notice")]
        read = mark_read(actor=self.actor, notice_ids=[number for number in numbers if number is not None])
        if read:
            messages.success(request, f"{read} 项提醒已标记为已读。案件的期限不因此改变。")
        return redirect("desk:reminders")
