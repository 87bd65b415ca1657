"""The applicant's correction: the items as they are to read, further papers, words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from requests_app.models import DisclosureRequest
from requests_app.portal.answers import LONGEST_ITEM
from requests_app.portal.fields import ManyFilesField
from requests_app.portal.forms import FILE_LIMITS
from requests_app.services.documents import ACCEPT_ATTRIBUTE

Answers = dict[str, Any]


def from_post(case: DisclosureRequest, data: QueryDict) -> Answers:
    """What was sent; nothing is judged here, so nothing is lost."""
    texts = {str(item.ordinal): data.get(f"text_{item.ordinal}", item.text) for item in case.items.all()}
    return {"texts": texts, "note": data.get("note", ""), "late_reason": data.get("late_reason", "")}


def _long(label: str, longest: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea,
        error_messages={"max_length": f"最多 {longest} 个字，更多的内容请写在附件里。"},
    )


class CorrectionForm(forms.Form):
    """Bound to the kept answers once something was sent. `files`: how many papers are kept with them."""

    note = _long("补正说明", 1000, "补充说明便于查找的线索；只交身份证明等材料的，在这里写明")
    late_reason = _long("没有在期限内补正的理由", 500)
    papers = ManyFilesField(label="补正材料", required=False, help_text=FILE_LIMITS)

    def __init__(
        self, case: DisclosureRequest, answers: Answers, *, bound: bool, late: bool, files: int = 0
    ) -> None:
        self.items = list(case.items.all())
        kept: Mapping[str, str] = answers.get("texts", {})
        values = {f"text_{one.ordinal}": kept.get(str(one.ordinal), one.text) for one in self.items}
        values |= {name: answers.get(name, "") for name in ("note", "late_reason")}
        super().__init__(data=values if bound else None, initial=values)
        self.files_kept = files
        for item in self.items:
            self.fields[f"text_{item.ordinal}"] = _long(f"第 {item.ordinal} 项", LONGEST_ITEM)
        self.fields["papers"].widget.attrs["accept"] = ACCEPT_ATTRIBUTE
        if not late:
            del self.fields["late_reason"]

    @property
    def item_fields(self) -> list[forms.BoundField]:
        """The fields of the items, in order."""
        return [self[f"text_{item.ordinal}"] for item in self.items]

    def clean(self) -> dict[str, Any]:
        """No item may be blank, and something must have been corrected."""
        cleaned: dict[str, Any] = super().clean() or {}
        changed = bool(self.files_kept or (cleaned.get("note") or "").strip())
        for item in self.items:
            name = f"text_{item.ordinal}"
            text = (cleaned.get(name) or "").strip()
            if name in cleaned and not text:
                self.add_error(name, "请写明所需的信息，不能为空。")
            changed = changed or text != item.text
        if not changed:
            self.add_error(None, "还没有补正的内容：请修改申请内容、上传材料，或者填写补正说明。")
        return cleaned

    def changes(self) -> list[tuple[int, str, str]]:
        """Ordinal, text before and after, of every item that a valid form changes."""
        rows = [
            (one.ordinal, one.text, self.cleaned_data[f"text_{one.ordinal}"].strip()) for one in self.items
        ]
        return [row for row in rows if row[1] != row[2]]
