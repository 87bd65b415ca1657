"""告知期限变更: the applicant knows another date; the new one is told by letter, or it is noted why not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from requests_app.errors import InvalidInput
from requests_app.models import DateChange
from requests_app.pictures import date_words
from requests_app.selectors.calendars import live_date_change
from workflows.desk.base import seen_version
from workflows.desk.case_view import ActView
from workflows.desk.forms.fields import long_text
from workflows.perform import perform


class TellDateForm(forms.Form):
    """Why nobody need be told; empty for the notice."""

    reason = forms.CharField(
        label="不另行告知的理由",
        required=False,
        widget=long_text(2),
        help_text="不出具告知书的须填写，例如：已经随延期答复告知书一并告知",
    )


def change_words(change: DateChange, *, provisional: bool) -> str:
    """到期日由 … 变为 …."""
    before, after = date_words.full_weekday(change.old_due), date_words.full_weekday(change.new_due)
    old_mark, new_mark = "（暂定）" if change.was_provisional else "", "（暂定）" if provisional else ""
    return f"到期日由 {before}{old_mark}变为 {after}{new_mark}。"


class TellDate(ActView):
    """Two buttons: the notice, or no notice with its reason."""

    template_name = "desk/date_change.html"
    verb, title = "tell_date_change", "告知期限变更"
    form_class = TellDateForm

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the case and what moved."""
        super().prepare(*args, **kwargs)
        self.change = live_date_change(self.actor, self.case)

    def explain(self) -> dict[str, Any]:
        """What moved, and why."""
        change = live_date_change(self.actor, self.case)
        words = change_words(change, provisional=self.case.provisional) if change else ""
        return {"change": change, "change_words": words}

    def act(self, form: forms.Form) -> Any:
        """Have the notice made, or note why there is none."""
        version, decision = seen_version(self.request), self.request.POST.get("decision")
        if decision not in ("tell", "waive") or self.change is None:
            raise InvalidInput("no_decision", "请选择“出具告知书”或者“不另行告知”。")
        if decision == "tell":
            self.done = "期限变更告知书正在制作，制作完成后请登记送达。"
            return perform(
                self.user, self.case, "tell_date_change", seen_version=version, change_id=self.change.pk
            )
        self.done = "已记录：期限变更不另行告知。"
        reason = form.cleaned_data["reason"]
        return perform(
            self.user,
            self.case,
            "waive_date_change",
            seen_version=version,
            change_id=self.change.pk,
            reason=reason,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; who comes too late reads that it is done."""
        if self.change is None:
            return self.form_page(TellDateForm())
        return super().get(request, *args, **kwargs)
