"""拆分: several items that should be answered apart become requests of their own."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.pictures import date_words
from requests_app.selectors.splits import origin_and_parts
from workflows.desk.base import address
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.splitting import SplitForm
from workflows.desk.next_page import Action


def split_links(view: CaseView) -> list[Action]:
    """The requests that were one application with this one, for its overview."""
    found = origin_and_parts(view.actor, view.case)
    origin = view.case.split_from_id
    return [
        Action(address("desk:case", one.pk), f"{'拆分自' if one.pk == origin else '已拆分出'} {one.number}")
        for one in found
    ]


class Split(ActView):
    """拆分申请."""

    verb, title, button = "split", "拆分申请", "确认拆分"
    form_class = SplitForm

    def form_arguments(self) -> dict[str, Any]:
        """The items as they are."""
        return {"case": self.case}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """Which item goes where, and how the applicant was told."""
        assert isinstance(form, SplitForm)
        return {"part_of": form.part_of(), "told": form.cleaned_data["told"]}

    def explain(self) -> dict[str, Any]:
        """What it does, before it is done."""
        due = date_words.full_weekday(self.case.due_on) if self.case.due_on else "未定"
        return {
            "lead": f"留下的事项沿用本件编号；拆出的每一件另有编号和登记回执，收到日期、补正和延期不变，"
            f"答复期限同为 {due}，申请人用同一个查询码查询。申请材料各存一份；拆出事项已经起草的答复须重新起草。"
            "统计时每一件分别计算，计算申请数量、频次时只算一件。拆分不能恢复。"
        }

    def act(self, form: forms.Form) -> Any:
        """Split, and name the new numbers."""
        made = super().act(form)
        self.done = f"已拆分出 {'、'.join(str(part.number) for part in made)}。"
        return made
