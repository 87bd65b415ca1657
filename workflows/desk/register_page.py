"""台账页: the requests of a span of days, to print and file."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse

from letters.register_page import register_page
from requests_app import dates
from requests_app.errors import InvalidInput
from requests_app.selectors.register import register_rows
from workflows.desk.base import DeskView, put_refusal
from workflows.desk.forms.fields import DayField
from workflows.desk.pages import pdf_response


class SpanForm(forms.Form):
    """From which day of receipt to which."""

    first = DayField(label="收到日期自")
    last = DayField(label="收到日期至")


class RegisterPage(DeskView):
    """Choose the days; the answer is the PDF. It reads only, so it goes by address."""

    section = "desk:register_page"
    template_name = "desk/register_page.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, or the file once both days are given."""
        today = dates.today()
        if not request.GET:
            initial = {"first": date(today.year, 1, 1), "last": today}
            return self.page(form=SpanForm(initial=initial))
        form = SpanForm(request.GET)
        if form.is_valid():
            first, last = form.cleaned_data["first"], form.cleaned_data["last"]
            try:
                rows = register_rows(self.actor, first, last)
                pdf = register_page(self.actor.agency, rows, first, last, today)
                return pdf_response(pdf, f"台账 {first.isoformat()}至{last.isoformat()}.pdf")
            except InvalidInput as refusal:
                put_refusal(form, refusal)
        return self.page(form=form, has_errors=True, status=422)
