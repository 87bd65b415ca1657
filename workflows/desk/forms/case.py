"""Forms of the acts on a case: accept, reassign, withdraw, void, upload, search."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.actors import Member
from requests_app.models import DisclosureRequest, DocumentKind, Unit, User
from requests_app.selectors.people import handlers_of
from requests_app.services.search_record import NewSearch
from workflows.desk.forms.fields import DayField, ScanField, long_text, needed_words

CHOOSE = [("", "请选择")]
UPLOADED_KINDS = [
    DocumentKind.APPLICATION,
    DocumentKind.IDENTITY_PROOF,
    DocumentKind.ENVELOPE,
    DocumentKind.RECEIPT_PROOF,
    DocumentKind.EVIDENCE,
    DocumentKind.OTHER,
]
"""What the desk adds by hand; letters, proofs of service and packages come with their own acts."""


class HandlerForm(forms.Form):
    """Who handles the case, and in which unit."""

    handler = forms.ChoiceField(label="承办人", error_messages={"required": "请选择承办人。"})
    unit = forms.ChoiceField(label="承办处室", required=False)

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(user.pk): user for user in handlers_of(actor)}
        self._units = {str(unit.pk): unit for unit in actor.agency.units.all()}
        self.fields["handler"].choices = CHOOSE + [(pk, user.name) for pk, user in self._people.items()]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "不指定"), *((pk, u.name) for pk, u in self._units.items())]  # type: ignore[attr-defined]

    def clean_handler(self) -> User:
        """The person."""
        return self._people[self.cleaned_data["handler"]]

    def clean_unit(self) -> Unit | None:
        """The unit, if one was chosen."""
        return self._units.get(self.cleaned_data["unit"])


class ReassignForm(HandlerForm):
    """Another handler, and why."""

    reason = needed_words("改派原因", "请写明改派的原因。", rows=2)


class WithdrawForm(forms.Form):
    """The applicant's own signature ends the case."""

    signed_paper = ScanField(label="申请人签名的撤回申请书", help_text="PDF 或者图片，不超过 20 MB")
    received_on = DayField(label="收到撤回申请书的日期", required=False, help_text="不填为今天")
    reason = forms.CharField(label="说明", required=False, widget=long_text(2))


class VoidForm(forms.Form):
    """Why the entry was a mistake."""

    reason = needed_words("作废原因", "请写明作废的原因。", rows=2)


class UploadForm(forms.Form):
    """One more file of the case."""

    kind = forms.ChoiceField(label="种类", choices=[(kind.value, kind.label) for kind in UPLOADED_KINDS])
    title = forms.CharField(label="题名", required=False, max_length=200, help_text="不填时用文件名")
    upload = ScanField(label="文件", help_text="PDF、图片、DOCX、XLSX，不超过 20 MB")

    def clean_kind(self) -> DocumentKind:
        """The kind as the services take it."""
        return DocumentKind(self.cleaned_data["kind"])


class SearchForm(forms.Form):
    """One search for one item (检索记录)."""

    ordinal = forms.TypedChoiceField(label="申请事项", coerce=int)
    searched_on = DayField(label="检索日期")
    searcher = forms.CharField(label="检索人", max_length=60)
    units = forms.CharField(label="检索的处室", max_length=200)
    systems = forms.CharField(
        label="检索的系统和数据库",
        widget=long_text(2),
        help_text="逐一写明名称，例如：公文系统、业务审批系统",
    )
    paper_files = forms.CharField(label="检索的纸质档案", required=False, widget=long_text(2))
    keywords = forms.CharField(label="检索词", max_length=300, help_text="申请人的原词和同义词，用逗号分开")
    period = forms.CharField(label="检索的时间范围", max_length=120, help_text="例如：2024年1月至2026年6月")
    found = forms.TypedChoiceField(
        label="是否检索到所申请信息",
        choices=[("no", "没有检索到"), ("yes", "检索到")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    result = forms.CharField(label="检索结果", widget=long_text(3))
    duty_to_make = forms.CharField(
        label="本机关是否有制作、保存的职责", widget=long_text(2), help_text="写明依据和结论"
    )

    def __init__(self, *args: Any, case: DisclosureRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(item.ordinal, f"第{item.ordinal}项　{item.text[:40]}") for item in case.items.all()]
        self.fields["ordinal"].choices = choices  # type: ignore[attr-defined]

    def as_search(self) -> NewSearch:
        """The search as the service takes it."""
        return NewSearch(**{name: value for name, value in self.cleaned_data.items() if name != "ordinal"})
