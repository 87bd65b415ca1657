"""沟通记录: what was said to whom, and the help that was given, as evidence for the file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from requests_app import dates
from requests_app.rules.contact import HELP, ContactKind, ContactWay, Counterpart
from requests_app.selectors.contact_notes import lacks_help, notes_of
from requests_app.services.contact_note import NewNote
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.fields import DayField, ScanField, long_text


class NoteForm(forms.Form):
    """One talk."""

    kind = forms.TypedChoiceField(
        label="事由", choices=[(one.value, one.label) for one in ContactKind], coerce=ContactKind
    )
    counterpart = forms.TypedChoiceField(
        label="对方", choices=[(one.value, one.label) for one in Counterpart], coerce=Counterpart
    )
    person = forms.CharField(
        label="与谁联系",
        max_length=120,
        help_text="姓名，以及身份或者单位",
        error_messages={"required": "请写明与谁联系：姓名，以及身份或者单位。"},
    )
    way = forms.TypedChoiceField(
        label="方式", choices=[(one.value, one.label) for one in ContactWay], coerce=ContactWay
    )
    on = DayField(label="日期")
    at = forms.TimeField(
        label="时间",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "时间不存在，请按 16:20 的样子填写。"},
    )
    said = forms.CharField(
        label="内容",
        max_length=4000,
        widget=long_text(4),
        help_text="说了什么；提供协助的，写明做了什么",
        error_messages={"required": "请写明说了什么、做了什么。"},
    )
    agreed = forms.CharField(label="商定的事项", required=False, max_length=2000, widget=long_text(2))
    file = ScanField(label="附件", required=False, help_text="录音以外的材料：邮件打印件、签字的笔录")

    def as_note(self) -> NewNote:
        """The valid form as the service takes it."""
        return NewNote(**self.cleaned_data)


class Notes(ActView):
    """登记沟通记录, beside those that were kept before."""

    tab = "desk:record"
    template_name = "desk/notes.html"
    verb, title, button = "note_contact", "登记沟通记录", "保存记录"
    done = "沟通记录已保存，随件归档。"
    form_class = NoteForm

    def form_arguments(self) -> dict[str, Any]:
        """Today, the applicant by telephone; help first where it is still owed."""
        applicant = self.case.applicants.first()
        kind = ContactKind.HELP if lacks_help(self.case) else ContactKind.GUIDANCE
        person = applicant.name if applicant else ""
        return {"initial": {"kind": kind, "on": dates.today(), "person": person}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The talk."""
        assert isinstance(form, NoteForm)
        return {"talk": form.as_note()}

    def explain(self) -> dict[str, Any]:
        """Earlier notes, and the help that is needed."""
        return {"notes": notes_of(self.actor, self.case), **help_panel(self)}

    def after(self, result: Any) -> str:
        """Stay here: it is the list."""
        return reverse("desk:notes", args=[self.case.pk])


def help_panel(view: CaseView) -> dict[str, Any]:
    """What pages say of the help an applicant needs (template `desk/help_needed.html`)."""
    case = view.case
    if not case.help_needed:
        return {}
    return {
        "help_needed": case.help_needed,
        "help_open": lacks_help(case),
        "help_basis": HELP.cite(),
        "may_note": view.may("note_contact"),
    }
