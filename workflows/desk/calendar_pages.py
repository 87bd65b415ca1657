"""工作日历: the years in force; for the keeper a new notice, with every case that it moves, before it is confirmed."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from requests_app import dates
from requests_app.actors import Member, choose_member
from requests_app.calendars import calendar_with, load_calendar, year_in_force
from requests_app.errors import ApplicationError, InvalidInput
from requests_app.pictures import date_words
from requests_app.rules.calendar_change import changed_days, notice_missing, same_days
from requests_app.rules.calendar_file import read_calendar_file, unlisted_statutory_days
from requests_app.rules.working_days import CalendarYear
from requests_app.selectors.calendars import (
    SEES_THE_CALENDAR,
    KnownDates,
    MovedDate,
    calendar_versions,
    keeps_the_calendar,
    moved_by,
    newest_version,
    require_keeper,
)
from requests_app.services.calendars import load_year
from requests_app.typed_numbers import whole_number
from workflows.desk.base import DeskView, put_refusal, status_of

MAX_FILE = 200_000
"""Bytes of a calendar file: a year has 366 lines."""


class CalendarFileForm(forms.Form):
    """The file of one year, as it was made from the State Council's notice."""

    file = forms.FileField(
        label="放假安排文件",
        help_text="CSV，列为 date,kind,name,source,source_date；kind 填 holiday（放假）或者 workday（调休上班）",
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> bytes:
        """Its bytes."""
        found = self.cleaned_data["file"]
        if found.size > MAX_FILE:
            raise forms.ValidationError("文件太大，不是一年的放假安排。")
        content: bytes = found.read()
        return content


class Calendars(DeskView):
    """The page. Heads and administrators read it; the keeper loads."""

    section = "desk:calendars"
    template_name = "desk/calendars.html"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AccessRefused` for roles that have nothing to do with it."""
        self.member = choose_member(self.user, self.actor.agency.pk, SEES_THE_CALENDAR)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Every version, and the form for the keeper."""
        return self._show(CalendarFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """First the effect of the file, nothing written; with `confirmed` it comes into force."""
        require_keeper(self.member)
        if "confirmed" in request.POST:
            return self._confirm(request)
        form = CalendarFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            return self._preview(form, form.cleaned_data["file"])
        except ApplicationError as refusal:
            put_refusal(form, refusal)
            return self._show(form, status_of(refusal))

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        form = CalendarFileForm()
        content = _unpacked(request.POST.get("content", ""))
        try:
            year = read_calendar_file(content)
            loaded = load_year(
                actor=self.member, year=year, seen=whole_number(request.POST.get("seen", "")) or 0
            )
        except ApplicationError as refusal:
            messages.error(request, refusal.message)
            return self._preview(form, content) if content else self._show(form, status_of(refusal))
        changed = sum(one.moves for one in loaded.moved)
        messages.success(
            request,
            f"{year.year} 年工作日历已经生效：{changed} 件到期日变更，"
            f"{len(loaded.moved) - changed} 件由暂定变为确定。变更的已列入承办人的待办。",
        )
        return redirect("desk:calendars")

    def _preview(self, form: forms.Form, content: bytes) -> HttpResponse:
        year = read_calendar_file(content)
        present = year_in_force(year.year)
        moved = moved_by(self.member, year)
        return self._show(
            form,
            year=year,
            content=base64.b64encode(content).decode(),
            seen=newest_version(self.member),
            unchanged=present is not None and same_days(present, year),
            remarks=_remarks(year, self.member),
            changed=[day.words for day in changed_days(load_calendar(), calendar_with(year), year.year)],
            replaces=present is not None,
            rows=[_row(one) for one in moved],
            moving=sum(one.moves for one in moved),
        )

    def _show(self, form: forms.Form, status: int = 200, **preview: Any) -> HttpResponse:
        versions = list(calendar_versions(self.member))
        newest: dict[int, int] = {}
        for version in versions:
            newest.setdefault(version.year, version.pk)
        return self.page(
            status=status,
            form=form,
            has_errors=status != 200,
            may_load=keeps_the_calendar(self.member),
            versions=[(version, newest[version.year] == version.pk) for version in versions],
            missing=notice_missing(load_calendar(), dates.today()),
            **preview,
        )


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput("calendar_file", "表单不完整，请重新选择文件。") from None


def _remarks(year: CalendarYear, member: Member) -> list[str]:
    """What the person should look at again before confirming."""
    found = [
        f"文件没有列出法定节日 {date_words.full(day)}（{name}）。"
        for day, name in unlisted_statutory_days(year).items()
    ]
    if year.year < dates.today().year:
        found.append(f"{year.year} 年已经过去：只重新计算仍在办理的申请，已办结的不变。")
    earlier = calendar_versions(member).filter(
        year=year.year, source=year.source, source_date=year.source_date
    )
    if earlier.exists():
        found.append("以前载入过同一来源的版本，请核对文件是不是最新的。")
    return found


def _row(one: MovedDate) -> dict[str, str]:
    """One case of the list: no applicant, only what the keeper must weigh."""
    case = one.case
    return {
        "number": case.number or f"待登记 {case.pk}",
        "agency": case.agency.name if case.agency else "",
        "handler": case.handler.name if case.handler else "未分派",
        "before": _date(one.before),
        "after": _date(one.after),
        "why": "；".join(day.words for day in one.days) if one.moves else "日期不变，不再是暂定",
        "moves": "1" if one.moves else "",
    }


def _date(known: KnownDates) -> str:
    return (
        f"{date_words.full_weekday(known.shown)}{'（暂定）' if known.provisional else ''}"
        if known.shown
        else "无"
    )
