"""记录更正 (Art. 41): the list, taking one in, and one of them with what can be done with it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.generic.base import View

from letters import record_corrections as letters
from letters.preview import draft_of, page_count, page_png
from requests_app import dates
from requests_app.actors import OFFICERS, Member, Role, choose_member, memberships_of
from requests_app.errors import AccessRefused, ApplicationError
from requests_app.models import DocumentKind, RecordCorrection, RecordCorrectionFile
from requests_app.rules.record_correction import RECORD_CORRECTION, RecordCorrectionState
from requests_app.selectors.documents import read_content
from requests_app.selectors.record_corrections import (
    READERS,
    contacts_of,
    files_of,
    get_record_correction,
    lines_of,
    record_corrections,
)
from requests_app.services import record_correction
from requests_app.services.record_correction import DECIDES, FILES, HANDLES, TAKES_IN
from workflows.desk.base import DeskView, put_refusal, seen_version, status_of
from workflows.desk.forms.record_correction import (
    BeginForm,
    HandedForm,
    NoForm,
    ProposalForm,
    ReturnForm,
    TakeInForm,
)
from workflows.desk.once import new_token, once
from workflows.desk.pages import pdf_response, png_response, preview_of

A_PAGE = 50
READING = (Role.DESK_OFFICER, Role.HANDLER, Role.OFFICE_HEAD, Role.ARCHIVIST)


@dataclass(frozen=True)
class Offer:
    """One act of the page: its form, who does it, what does it, what is said then."""

    key: str
    title: str
    form_class: type[forms.Form]
    roles: tuple[Role, ...]
    service: Callable[..., RecordCorrection]
    done: str
    hint: str = ""


OFFERS: Mapping[str, Offer] = {
    offer.key: offer
    for offer in (
        Offer("begin", "分派承办", BeginForm, HANDLES, record_correction.begin, "已分派。"),
        Offer("draft", "起草处理意见", ProposalForm, HANDLES, letters.draft, "已起草，等待负责人批准。"),
        Offer(
            "approve",
            "批准",
            NoForm,
            DECIDES,
            record_correction.approve,
            "已批准，可以出具告知书。",
            "批准的是左侧处理意见和告知书的全文；以后再改，须重新批准。",
        ),
        Offer("send_back", "退回", ReturnForm, DECIDES, record_correction.send_back, "已退回。"),
        Offer(
            "answer",
            "出具告知书",
            NoForm,
            HANDLES,
            letters.answer,
            "已出具，正在制作 PDF。",
            "取文号并定稿，出具以后不能修改。",
        ),
        Offer("tell", "登记送达", HandedForm, HANDLES, record_correction.tell, "已登记送达。"),
        Offer("archive", "归档", NoForm, FILES, record_correction.archive, "已归档。"),
    )
}


class _Page(DeskView):
    """A page for those who have to do with record corrections."""

    section = "desk:record_corrections"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AccessRefused` for everybody else."""
        self.member = choose_member(self.user, self.actor.agency.pk, READING)

    @property
    def may_take_in(self) -> bool:
        """Whether the person registers for this agency."""
        return bool(self.seat.roles & frozenset(TAKES_IN))


class RecordCorrections(_Page):
    """The list, what waits for somebody first."""

    template_name = "desk/record_corrections.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of it."""
        found = Paginator(record_corrections(self.member), A_PAGE).get_page(request.GET.get("page"))
        return self.page(rows=found, may_take_in=self.may_take_in, basis=RECORD_CORRECTION.cite())


class TakeIn(_Page):
    """登记更正申请."""

    template_name = "desk/record_correction_new.html"

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Only who registers gets here. Raises `AccessRefused`."""
        self.member = choose_member(self.user, self.actor.agency.pk, TAKES_IN)

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form, received today."""
        return self._show(TakeInForm(initial={"received_on": dates.today()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it in, or say what is missing with everything kept."""
        form = TakeInForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, 422)
        asked = form.asked()
        try:
            pk = once(
                request,
                request.POST.get("once", ""),
                lambda: record_correction.take_in(actor=self.member, asked=asked).pk,
            )
        except ApplicationError as refusal:
            put_refusal(form, refusal)
            return self._show(form, status_of(refusal))
        number = get_record_correction(self.member, pk).number
        messages.success(request, f"已登记，更正编号 {number}。")
        return redirect("desk:record_correction", pk)

    def _show(self, form: TakeInForm, status: int = 200) -> HttpResponse:
        return self.page(
            status=status,
            form=form,
            token=self.request.POST.get("once") or new_token(),
            files_lost=status != 200 and bool(self.request.FILES),
            has_errors=status != 200,
            basis=RECORD_CORRECTION.cite(),
        )


class _One(_Page):
    """A page of one record correction."""

    correction: RecordCorrection

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AccessRefused` (404) for one of another agency."""
        super().prepare(*args, **kwargs)
        self.correction = get_record_correction(self.member, kwargs["correction_id"])

    def pdf(self) -> bytes:
        """The letter: the stored file once it is made, before that the draft. Raises `AccessRefused` without one."""
        stored = self.correction.files.filter(kind=DocumentKind.LETTER).first()
        if stored is not None:
            return read_content(stored)
        context = letters.letter_of(self.correction)
        if context is None:
            raise AccessRefused("unknown_letter", "还没有起草告知书。")
        return draft_of(context).pdf


class One(_One):
    """The facts, the letter, the record, and the acts that are possible now."""

    template_name = "desk/record_correction.html"

    def get(self, request: HttpRequest, correction_id: int) -> HttpResponse:
        """The page with fresh forms."""
        return self._show()

    def post(self, request: HttpRequest, correction_id: int) -> HttpResponse:
        """Do the act whose button was pressed, or say why not with everything kept."""
        offer = OFFERS.get(request.POST.get("act", ""))
        if offer is None:
            raise AccessRefused("unknown_act", "没有这项操作。")
        form = self._form(offer, request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, offer, 422)
        try:
            offer.service(
                actor=choose_member(self.user, self.actor.agency.pk, offer.roles),
                correction_id=correction_id,
                seen_version=seen_version(request),
                **form.arguments(),
            )
        except ApplicationError as refusal:
            put_refusal(form, refusal)
            return self._show(form, offer, status_of(refusal))
        messages.success(request, offer.done)
        return redirect("desk:record_correction", correction_id)

    def _form(self, offer: Offer, *data: Any) -> Any:
        more: dict[str, Any] = {"prefix": offer.key}
        if offer.form_class is BeginForm:
            more["member"] = self.member
        if not data:
            more["initial"] = self._initial(offer)
        return offer.form_class(*data, **more)

    def _initial(self, offer: Offer) -> dict[str, Any]:
        found = self.correction
        if offer.key == "begin":
            return {"handler": str(self.user.pk)}
        if offer.key == "tell":
            return {"on": dates.today()}
        names = ("result", "finding", "corrected_to", "done_on", "right_agency", "right_contact")
        return {name: getattr(found, name) for name in names} if offer.key == "draft" else {}

    def _possible(self) -> list[Offer]:
        found = self.correction
        waits = found.drafted_on is not None and found.approved_on is None
        possible = {
            "begin": found.state == RecordCorrectionState.RECEIVED,
            "draft": found.state == RecordCorrectionState.IN_HANDLING,
            "approve": found.state == RecordCorrectionState.IN_HANDLING and waits,
            "send_back": found.state == RecordCorrectionState.IN_HANDLING and waits,
            "answer": found.state == RecordCorrectionState.IN_HANDLING and found.approved_on is not None,
            "tell": found.state == RecordCorrectionState.ANSWERED and found.told_on is None,
            "archive": found.state == RecordCorrectionState.ANSWERED and found.told_on is not None,
        }
        roles = self.seat.roles
        first = [key for key in ("answer", "approve", "send_back") if possible[key]]
        keys = [*first, *(key for key in OFFERS if possible[key] and key not in first)]
        return [OFFERS[key] for key in keys if roles & frozenset(OFFERS[key].roles)]

    def _show(
        self, form: forms.Form | None = None, tried: Offer | None = None, status: int = 200
    ) -> HttpResponse:
        self.correction = get_record_correction(self.member, self.correction.pk)
        offers = self._possible()
        if tried is not None and tried not in offers:
            offers = [tried, *offers]
        acts = [(offer, form if offer is tried else self._form(offer)) for offer in offers]
        full = self.request.method == "POST" and "reveal" in self.request.POST
        return self.page(
            status=status,
            correction=self.correction,
            state=RecordCorrectionState(self.correction.state).label,
            contacts=contacts_of(self.member, self.correction, full=full),
            revealed=full,
            may_reveal=bool(self.seat.roles & OFFICERS) and not full,
            files=files_of(self.member, self.correction),
            lines=lines_of(self.member, self.correction),
            acts=acts,
            form=form,
            has_errors=status != 200,
            basis=RECORD_CORRECTION.cite(),
            **(self._preview() if self.correction.context else {}),
        )

    def _preview(self) -> dict[str, Any]:
        pk = self.correction.pk
        return preview_of(
            self.request,
            page_count(self.pdf()),
            page_url=lambda page: reverse("desk:record_correction_page", args=[pk, page]),
            pdf_url=reverse("desk:record_correction_pdf", args=[pk]),
            words="告知书",
        )


class Reveal(One):
    """Identity and contacts in full, once, with a trace."""

    http_method_names = [name for name in View.http_method_names if name == "post"]

    def post(self, request: HttpRequest, correction_id: int) -> HttpResponse:
        """The page with them. Raises `AccessRefused` for who does not write to the person."""
        member = choose_member(self.user, self.actor.agency.pk, HANDLES)
        record_correction.reveal_contacts(actor=member, correction_id=correction_id)
        self.member = member
        return self._show()


class LetterPdf(_One):
    """The letter as a file, to be printed."""

    def get(self, request: HttpRequest, correction_id: int) -> HttpResponse:
        """The stored PDF, or the draft with its mark."""
        number = self.correction.letter_number or f"{self.correction.number}草稿"
        return pdf_response(self.pdf(), f"{number}.pdf")


class LetterPage(_One):
    """One page of the letter as a picture."""

    def get(self, request: HttpRequest, correction_id: int, page: int) -> HttpResponse:
        """The picture. Raises `InvalidInput` for a page that does not exist."""
        return png_response(page_png(self.pdf(), page))


class File(_One):
    """One file, as a download; who opens a paper that says who the person is is recorded."""

    def get(self, request: HttpRequest, correction_id: int, file_id: int) -> HttpResponse:
        """The bytes. Raises `AccessRefused` for one that is not open to the person, `DamagedFile`."""
        found: RecordCorrectionFile = record_correction.open_file(
            actor=self._reader(), correction_id=correction_id, file_id=file_id
        )
        suffix = PurePath(found.file.name or "").suffix
        response = HttpResponse(read_content(found), content_type=found.media_type)
        response.headers["Content-Disposition"] = (
            content_disposition_header(True, f"{found.title}{suffix}") or ""
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _reader(self) -> Member:
        """The capacity that may open most: an officer's before a head's."""
        mine = [m for m in memberships_of(self.user) if m.agency == self.actor.agency and m.role in READERS]
        return min(mine, key=lambda m: READING.index(m.role))
