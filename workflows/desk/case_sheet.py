"""打印办理单: the sheet of a case on paper. It reads only and shows contacts masked, so it goes by address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from letters.case_sheet import case_sheet
from requests_app import dates
from workflows.desk.case_view import CaseView
from workflows.desk.pages import pdf_response


class CaseSheet(CaseView):
    """The PDF, made for this answer."""

    tab = "desk:record"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The file. Raises `InvalidInput` while receipt is not confirmed: there is no clock to print yet."""
        pdf = case_sheet(self.actor, self.case, dates.today())
        return pdf_response(pdf, f"办理单 {self.case.number}.pdf")
