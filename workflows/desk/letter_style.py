"""文书样式: seal, letterhead, number letters, contact lines of an agency's letters, looked at before they are saved."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from letters.style_preview import check_printable, preview_style
from requests_app.actors import Member, choose_member
from requests_app.errors import ApplicationError
from requests_app.file_types import Upload
from requests_app.rules.roles import Role
from requests_app.seal_pictures import LARGEST, MAX_BYTES, SMALLEST
from requests_app.seen import seen_mark
from requests_app.selectors.seals import REPLY_FORMATS, current_seal, reply_format
from requests_app.services.letter_style import (
    LABELS,
    OPTIONAL,
    LetterStyle,
    dress_letters,
    style_of,
    style_shown,
)
from workflows.desk.base import DeskView, put_refusal, status_of
from workflows.desk.pages import inline_pdf_response

_HELP = {
    "letterhead": "信头的红字：机关全称或者规范化简称",
    "letter_mark": "文号开头的字，例如“清自然资”，文号即为 清自然资公开复〔2026〕12号；年度中间更改的，序号接着编",
    "number_prefix": "例如 QX，受理编号即为 2026-QX-00187",
    "address": "印在公开指南、信封和答复书中",
    "phone": "印在署名下方，供申请人询问",
}
_SEAL_HELP = (
    f"背景透明的正方形 PNG 图片，边长 {SMALLEST} 至 {LARGEST} 像素，不超过 {MAX_BYTES // 1024 // 1024} MB，"
    "印出来直径 42 毫米。不选择文件的，保留现在的印章"
)


class LetterStyleForm(forms.Form):
    """What can be changed. What a value must be is decided by `services.letter_style`."""

    seal = forms.FileField(
        label="印章图片",
        required=False,
        help_text=_SEAL_HELP,
        widget=forms.FileInput(attrs={"accept": ".png,image/png"}),
        error_messages={"empty": "文件是空的，请重新选择。"},
    )

    reply_format = forms.ChoiceField(
        label="答复书的格式",
        choices=list(REPLY_FORMATS.items()),
        widget=forms.RadioSelect,
        help_text="其他文书一律用信函格式。通用公文格式的信头自动加“文件”二字，末页有版记",
        error_messages={"required": "请选择答复书的格式。", "invalid_choice": "没有这一格式，请重新选择。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=name not in OPTIONAL,
                help_text=_HELP.get(name, ""),
                error_messages={"required": f"请填写{label}。"},
            )

    @property
    def style(self) -> LetterStyle:
        """What was typed."""
        return LetterStyle(**{name: self.cleaned_data[name] for name in LABELS})

    @property
    def picture(self) -> Upload | None:
        """The seal that was chosen; None where the present one stays."""
        file = self.cleaned_data["seal"]
        if not file:
            return None
        file.seek(0)
        return Upload(file.name, file.read())


class LetterStylePage(DeskView):
    """The page of the agency's administrator."""

    section = "desk:settings"
    template_name = "desk/letter_style.html"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AccessRefused` for everybody else."""
        self.member = choose_member(self.user, self.actor.agency.pk, (Role.AGENCY_ADMIN,))

    def get(self, request: HttpRequest) -> HttpResponse:
        """As it is now."""
        agency = self.member.agency
        now = {**asdict(style_of(agency)), "reply_format": reply_format(agency)}
        return self._show(LetterStyleForm(initial=now))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show a page in the new dress, or save it; or say what is wrong."""
        form = LetterStyleForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            if request.POST.get("action") == "preview":
                wanted = form.cleaned_data["reply_format"]
                pdf = preview_style(self.member.agency, form.style, form.picture, wanted)
                return inline_pdf_response(pdf, "文书样式.pdf")
            style = check_printable(self.member.agency, form.style)
            dress_letters(
                actor=self.member,
                style=style,
                seal=form.picture,
                format_of_replies=form.cleaned_data["reply_format"],
                seen=request.POST.get("seen", ""),
            )
        except ApplicationError as refusal:
            put_refusal(form, refusal)
            return self._show(form, status_of(refusal))
        messages.success(request, "文书样式已经保存，从下一份出具的文书起适用。")
        return redirect("desk:letter_style")

    def _show(self, form: LetterStyleForm, status: int = 200) -> HttpResponse:
        seal = current_seal(self.member.agency)
        picture = base64.b64encode(bytes(seal.picture)).decode() if seal is not None else ""
        return self.page(
            status=status,
            form=form,
            seal=seal,
            # A form that is shown again stays one on what was seen then.
            seen=form.data["seen"] if "seen" in form.data else seen_mark(style_shown(self.member.agency)),
            seal_url=f"data:image/png;base64,{picture}" if picture else "",
            has_errors=status != 200,
        )
