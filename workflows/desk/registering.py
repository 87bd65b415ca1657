"""登记: an application that came to the desk is taken in, registered, and its receipt handed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from requests_app import dates
from requests_app.actors import Member, choose_member
from requests_app.errors import ApplicationError, InvalidInput
from requests_app.models import Agency
from requests_app.pictures import date_words
from requests_app.rules import on_the_spot
from requests_app.rules.receipt import CHANNELS, Channel
from requests_app.selectors.cases import get_case
from requests_app.selectors.contact_notes import confirmation_words
from requests_app.selectors.expected import expected_dates
from requests_app.selectors.transfers import came_from
from requests_app.services import registration
from requests_app.services.registration import DESK, Registered
from requests_app.typed_numbers import whole_number
from workflows.desk import earlier, query_codes
from workflows.desk.base import DeskView, put_refusal, status_of, words_of
from workflows.desk.case_view import ActView
from workflows.desk.forms.registration import (
    ApplicantForms,
    ConfirmReceiptForm,
    ItemForms,
    ReceiptForm,
    as_new_request,
)
from workflows.desk.forms.spot import SpotForm
from workflows.desk.once import new_token, once
from workflows.perform import perform

LOOK_FIRST = "申请人以前申请过相同信息，见右栏。看过以后再按一次“登记”：重复申请也要登记，由答复书处理。"
ROWS = {"items": "item", "applicants": "applicant"}


class LookFirst(InvalidInput):
    """The same applicant asked for the same before, and that was not on the screen yet: nothing is refused."""


class Register(DeskView):
    """窗口登记: one screen for everything, usable without a mouse and without JavaScript."""

    section = "desk:register"
    template_name = "desk/register.html"
    member: Member
    spot: SpotForm

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Only the desk officers, who register, get here. Raises `AccessRefused`."""
        self.member = choose_member(self.user, self.actor.agency.pk, DESK)
        self.spot = SpotForm(self.request.POST or None, actor=self.member)

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form, received today."""
        initial = {"arrived_on": dates.today()}
        return self._show(
            ReceiptForm(initial=initial), ApplicantForms(prefix="applicants"), ItemForms(prefix="items")
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register, or show one row more or less, or say what is missing with everything kept."""
        data = request.POST
        if any(f"{what}_{row}" in data for what in ("add", "remove") for row in ROWS.values()):
            return self._show(*_with_rows_changed(data))
        receipt = ReceiptForm(data, request.FILES)
        applicants, items = ApplicantForms(data, prefix="applicants"), ItemForms(data, prefix="items")
        if not all([receipt.is_valid(), self.spot.is_valid(), applicants.is_valid(), items.is_valid()]):
            return self._show(receipt, applicants, items, 422)
        try:
            pk = once(request, data.get("once", ""), lambda: self._register(receipt, applicants, items))
        except LookFirst as first:
            return self._show(receipt, applicants, items, look_first=first.message)
        except ApplicationError as refusal:
            _spread(refusal, receipt, applicants, items)
            return self._show(receipt, applicants, items, status_of(refusal))
        return self._registered(pk)

    def _register(self, receipt: ReceiptForm, applicants: Any, items: Any) -> int:
        if earlier.unseen(earlier.as_entered(self.member, self.request.POST), self.request.POST):
            raise LookFirst("look_first", LOOK_FIRST)
        new = as_new_request(receipt, applicants, items)
        agency, handler = self.actor.agency, self.spot.cleaned_data["spot_handler"]
        if handler is not None:
            on_the_spot.check(channel=new.channel, received_on=new.received_on, today=dates.today())
        if new.received_on is None:
            return registration.take_in(actor=self.member, agency=agency, new=new).pk
        with transaction.atomic():
            done = registration.register_at_desk(actor=self.member, agency=agency, new=new)
            if handler is not None:
                perform(self.user, done.case, "accept_on_the_spot", handler=handler)
        query_codes.keep(self.request, done.case.pk, done.query_code)
        return done.case.pk

    def _registered(self, pk: int) -> HttpResponse:
        case = get_case(self.member, pk)
        if case.number is None:
            messages.success(self.request, "已收下，列为“待登记”。与申请人确认后，请在本页登记。")
            return redirect("desk:case", pk)
        if "next" in self.request.POST:
            url = reverse("desk:receipt", args=[pk])
            words = '上一件已登记，<a href="{}">打开回执和查询码</a>，请交给申请人。'
            messages.success(self.request, format_html(words, url))
            return redirect("desk:register")
        if case.on_the_spot and case.handler_id == self.user.pk:
            words = '已登记，拟当场答复。<a href="{}">打开回执和查询码</a>，请先交给申请人。'
            messages.success(self.request, format_html(words, reverse("desk:receipt", args=[pk])))
            return redirect("desk:reply", pk)
        return redirect("desk:receipt", pk)

    def _show(
        self,
        receipt: ReceiptForm,
        applicants: Any,
        items: Any,
        status: int = 200,
        look_first: str = "",
    ) -> HttpResponse:
        files_lost = (status != 200 or bool(look_first)) and bool(self.request.FILES)
        return self.page(
            status=status,
            form=receipt,
            spot=self.spot,
            applicants=applicants,
            items=items,
            has_errors=status != 200,
            files_lost=files_lost,
            look_first=look_first,
            token=self.request.POST.get("once") or new_token(),
            rules=[(rule.label, rule.receipt_day, rule.proof) for rule in CHANNELS.values()],
            **preview_context(self.request.POST or {}, self.actor.agency),
            **earlier.hint(earlier.as_entered(self.member, self.request.POST)),
        )


class EarlierHint(Register):
    """The panel of earlier applications beside the form, made again when a name or text was changed. By POST: what
    is typed there must not stand in an address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """The panel alone; nothing is kept."""
        found = earlier.as_entered(self.member, request.POST)
        return render(request, "desk/earlier.html", earlier.hint(found))


class Preview(DeskView):
    """The dates beside the form, made again when the channel or the day was changed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The panel alone."""
        return render(request, "desk/register_preview.html", preview_context(request.GET, self.actor.agency))


def preview_context(data: Mapping[str, Any], agency: Agency) -> dict[str, Any]:
    """The dates that would follow from what is entered; a sentence where none can be told."""
    form = ReceiptForm({"channel": "counter", "arrived_on": dates.today().isoformat(), **_plain(data)})
    form.full_clean()
    entered = form.cleaned_data
    channel, arrived = entered.get("channel"), entered.get("arrived_on")
    if channel is None or arrived is None:
        return {"preview_words": "填写渠道和日期后，这里显示答复到期日。"}
    confirmed = CHANNELS[Channel(channel)].confirmed
    received = entered.get("confirmed_on") if confirmed else arrived
    if received is None:
        return {"preview_words": "尚未与申请人确认：先收下，列为“待登记”，确认之日起计算答复期限。"}
    try:
        return {"preview": expected_dates(channel, received, agency), "preview_received": received}
    except ApplicationError as refusal:
        return {"preview_words": words_of(refusal)}


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("channel", "arrived_on", "confirmed_on") if data.get(name)}


def _with_rows_changed(data: QueryDict) -> tuple[ReceiptForm, Any, Any]:
    """The same entries, not yet judged, with one row more or one row less."""
    receipt = ReceiptForm(initial={name: data.get(name, "") for name in ReceiptForm.base_fields})
    sets = []
    for prefix, formset in (("applicants", ApplicantForms), ("items", ItemForms)):
        names = formset.form.base_fields
        total = max(1, min(whole_number(data.get(f"{prefix}-TOTAL_FORMS", "")) or 1, formset.max_num))
        rows = [{name: data.get(f"{prefix}-{n}-{name}", "") for name in names} for n in range(total)]
        if f"add_{ROWS[prefix]}" in data and total < formset.max_num:
            rows.append({})
        removed = whole_number(data.get(f"remove_{ROWS[prefix]}", ""))
        if len(rows) > 1:
            rows = [row for n, row in enumerate(rows) if n != removed]
        sets.append(formset(initial=rows, prefix=prefix))
    return receipt, sets[0], sets[1]


def _spread(refusal: ApplicationError, receipt: ReceiptForm, applicants: Any, items: Any) -> None:
    """Put each sentence of a refusal at its field: the first applicant's fields have plain names."""
    named = dict(refusal.fields) if isinstance(refusal, InvalidInput) else {}
    if "items" in named:
        items.forms[0].add_error("text", named.pop("items"))
    for ordinal, form in enumerate(applicants.forms, start=1):
        prefix = "" if ordinal == 1 else f"applicant{ordinal}_"
        for name in [name for name in form.fields if prefix + name in named]:
            form.add_error(name, named.pop(prefix + name))
    if named or not isinstance(refusal, InvalidInput) or not refusal.fields:
        put_refusal(receipt, InvalidInput(refusal.code, refusal.message, refusal.basis, fields=named))


class RegisterReceived(ActView):
    """登记 of what was taken in before: the letter or fax is confirmed now."""

    verb, title, button = "register", "登记", "登记"
    form_class = ConfirmReceiptForm
    done = "已登记。"

    def form_arguments(self) -> dict[str, Any]:
        """Today, until told otherwise; the note of a call that confirmed it is the proof."""
        proof = self.case.receipt_proof or confirmation_words(self.actor, self.case)
        initial = {"received_on": dates.today(), "receipt_proof": proof}
        return {"channel": self.case.channel, "initial": initial}

    def explain(self) -> dict[str, Any]:
        """Which day the law means for this channel, and what must prove it."""
        rule, forwarded = CHANNELS[Channel(self.case.channel)], came_from(self.case)
        quoted = [item.text for item in self.case.items.all()]
        if forwarded is not None:
            sender = forwarded.request.agency
            lead = (
                "由其他机关转来"
                if sender is None
                else f"由{sender.name}于{date_words.full(forwarded.on)}转来"
            )
            return {
                "lead": f"{lead}：收到日期为本机关收到转送材料之日，须有签收记录为凭据。",
                "quoted": quoted,
            }
        return {
            "lead": f"{rule.label}申请的收到日期：{rule.receipt_day}（{rule.basis.cite()}）。凭据：{rule.proof}。",
            "quoted": quoted,
            "earlier": earlier.of_case(self),
        }

    def act(self, form: forms.Form) -> Registered:
        """Register, and keep the code for the receipt page."""
        done: Registered = super().act(form)
        query_codes.keep(self.request, done.case.pk, done.query_code)
        return done

    def after(self, result: Registered) -> str:
        """To the receipt."""
        return reverse("desk:receipt", args=[self.case.pk])
