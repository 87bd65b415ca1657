"""台账页: the requests of a span of days, to print and file."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse

from letters.register_page import register_page
from requests_app import dates
from requests_app.errors import InvalidInput
from requests_app.selectors.register import READERS_OF_NAMES
from requests_app.services.register_print import print_register
from workflows.desk.base import DeskView, put_refusal
from workflows.desk.forms.fields import DayField
from workflows.desk.pages import pdf_response


class SpanForm(forms.Form):
    """From which day of receipt to which."""

    first = DayField(label="收到日期自")
    last = DayField(label="收到日期至")


class RegisterPage(DeskView):
    """Choose the days; the answer is the PDF. By POST only, because the record keeps who printed it."""

    section = "desk:register_page"
    template_name = "desk/register_page.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        today = dates.today()
        initial = {"first": date(today.year, 1, 1), "last": today}
        return self._show(SpanForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """The file, or what is wrong with the days."""
        form = SpanForm(request.POST)
        if form.is_valid():
            first, last = form.cleaned_data["first"], form.cleaned_data["last"]
            try:
                rows = print_register(actor=self.actor, first=first, last=last)
                pdf = register_page(self.actor.agency, rows, first, last, dates.today())
                return pdf_response(pdf, f"台账 {first.isoformat()}至{last.isoformat()}.pdf")
            except InvalidInput as refusal:
                put_refusal(form, refusal)
        return self._show(form, 422)

    def _show(self, form: SpanForm, status: int = 200) -> HttpResponse:
        names = self.actor.role in READERS_OF_NAMES
        return self.page(form=form, names=names, has_errors=status != 200, status=status)
