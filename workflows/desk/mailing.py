"""信封、邮件详情单: printed where a letter is posted. By POST only, because the record keeps who saw an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from letters.catalogue import letter_kind
from letters.mailing import MAIL_PAPERS, mail_paper
from requests_app.errors import AccessRefused
from requests_app.services.mailing import MailAddress
from workflows.desk.base import seen_version
from workflows.desk.case_view import CaseView
from workflows.desk.pages import pdf_response
from workflows.perform import perform


class MailPaper(CaseView):
    """One envelope or label as a PDF, made for this answer."""

    tab = "desk:delivery"

    def get(self, request: HttpRequest, case_id: int, letter_id: int, kind: str) -> HttpResponse:
        """A reload by address goes back to the letters."""
        return redirect("desk:delivery", case_id)

    def post(self, request: HttpRequest, case_id: int, letter_id: int, kind: str) -> HttpResponse:
        """The file. Raises `InvalidInput` where no address is known, `AccessRefused` for who posts nothing."""
        if kind not in MAIL_PAPERS:
            raise AccessRefused("unknown_paper", "没有这种单据。")
        name, agency = letter_kind(kind).name, self.case.agency
        assert agency is not None
        address: MailAddress = perform(
            self.user,
            self.case,
            "address_letter",
            seen_version=seen_version(request),
            letter_id=letter_id,
            paper=name,
        )
        return pdf_response(mail_paper(kind, address, agency), f"{name} {address.letter.number}.pdf")
