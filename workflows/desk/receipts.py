"""登记回执: the receipt to hand over, the only place of the desk where the query code is seen; a lost code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from letters.issue import receipt_with_code
from requests_app.errors import AccessRefused
from requests_app.models import DisclosureRequest, Letter, LetterState
from requests_app.pictures import date_words
from requests_app.selectors.letters import letters_of
from requests_app.selectors.people import applicants_of
from requests_app.services.query_code import IdentityCheck
from workflows.desk import query_codes
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.pages import pdf_response


class _ReceiptView(CaseView):
    """A page of the receipt of one case."""

    tab = "desk:case"

    @property
    def letter(self) -> Letter | None:
        """The issued receipt; None until the background work has made it."""
        return letters_of(self.actor, self.case).filter(kind="receipt", state=LetterState.MADE).first()


class Receipt(_ReceiptView):
    """登记回执: number, due date and, for a few minutes after a code was given out, the query code."""

    template_name = "desk/receipt.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The receipt to print. An application that is not registered has none."""
        case: DisclosureRequest = self.case
        if case.number is None:
            return redirect("desk:case", case.pk)
        code = query_codes.kept(request, case.pk)
        due = date_words.full(case.due_on) if case.due_on else ""
        return self.case_page(
            query_code=code,
            pdf_url=reverse("desk:receipt_pdf", args=[case.pk]) if code and self.letter else "",
            keydates=[
                ("受理编号", case.number, ""),
                ("答复到期日", f"{due}{'（暂定）' if case.provisional else ''}", ""),
            ],
            codes=[("查询码", code, "code")],
            items=[item.text for item in case.items.all()],
            applicants=[applicant.name for applicant in applicants_of(self.actor, case)],
        )


class ReceiptPdf(_ReceiptView):
    """The receipt with the query code as a PDF, made for this answer and stored nowhere."""

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The file, while this session may still show the code. Raises `AccessRefused` afterwards."""
        code, letter = query_codes.kept(request, self.case.pk), self.letter
        if code is None or letter is None:
            raise AccessRefused(
                "code_not_shown", "查询码不再显示，不能打印含查询码的回执。申请人遗失的，请重新发放查询码。"
            )
        return pdf_response(receipt_with_code(letter, code), f"登记回执（含查询码）{letter.number}.pdf")


class ReissueForm(forms.Form):
    """How the person was recognised."""

    check = forms.ChoiceField(
        label="核验身份的方式",
        choices=[(check.value, check.label) for check in IdentityCheck],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择核验身份的方式。"},
    )

    def clean_check(self) -> IdentityCheck:
        """As the service takes it."""
        return IdentityCheck(self.cleaned_data["check"])


class ReissueCode(ActView):
    """重新发放查询码: the old code stops, the new one is shown on the receipt page for ten minutes."""

    verb, title, button = "reissue_code", "重新发放查询码", "重新发放"
    done = "已重新发放，原查询码失效。"
    form_class = ReissueForm

    def explain(self) -> dict[str, Any]:
        """What it needs and what it does."""
        return {
            "lead": "申请人遗失查询码的，核验身份后重新发放。原查询码立即失效；"
            "新查询码只显示十分钟，请打印回执当面交给申请人。本次办理记入办理记录。"
        }

    def act(self, form: forms.Form) -> str:
        """Issue a new code, and keep it for the receipt page."""
        code: str = super().act(form)
        query_codes.keep(self.request, self.case.pk, code)
        return code

    def after(self, result: Any) -> str:
        """To the receipt."""
        return reverse("desk:receipt", args=[self.case.pk])
