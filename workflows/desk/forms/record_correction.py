"""The forms of a record correction (Art. 41)."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app import dates
from requests_app.actors import Member
from requests_app.models import DocumentKind
from requests_app.models.applicant import ApplicantKind, IdentityKind
from requests_app.models.delivery import DeliveryWay
from requests_app.rules import identity
from requests_app.rules.record_correction import RecordCorrectionResult
from requests_app.selectors.people import handlers_of
from requests_app.services.record_correction import Asked, Handed, Proposal
from workflows.desk.forms.fields import DayField, ScanField, long_text
from workflows.desk.forms.registration import DESK_CHANNELS

SCANS = {
    "scan_application": DocumentKind.APPLICATION,
    "scan_identity": DocumentKind.IDENTITY_PROOF,
    "scan_evidence": DocumentKind.EVIDENCE,
}
WAYS = [(way.value, way.label) for way in DeliveryWay if way is not DeliveryWay.ONLINE]


class TakeInForm(forms.Form):
    """Who asks, which record, what is wrong, what proves it; what is missing the rules say."""

    channel = forms.ChoiceField(label="渠道", choices=DESK_CHANNELS)
    received_on = DayField(label="收到日期")
    kind = forms.ChoiceField(label="类型", choices=ApplicantKind.choices)
    name = forms.CharField(label="姓名或名称", max_length=120, required=False)
    identity_kind = forms.ChoiceField(label="证件", choices=IdentityKind.choices)
    identity_number = forms.CharField(label="证件号码", max_length=40, required=False)
    phone = forms.CharField(label="电话", max_length=40, required=False)
    address = forms.CharField(label="地址", max_length=200, required=False)
    about_self = forms.BooleanField(
        label="已核对：该记录与申请人自身相关", required=False, help_text="与他人有关的记录，由其本人提出"
    )
    record = forms.CharField(
        label="要求更正的记录",
        max_length=500,
        required=False,
        widget=long_text(2),
        help_text="名称、文号、形成时间，本机关在哪里提供的",
    )
    wrong = forms.CharField(
        label="不准确之处",
        max_length=1000,
        required=False,
        widget=long_text(3),
        help_text="照申请人原话：哪一处不准确，应当是什么",
    )
    evidence = forms.CharField(
        label="证据",
        max_length=1000,
        required=False,
        widget=long_text(2),
        help_text="用什么材料证明记录不准确",
    )
    scan_application = ScanField(label="申请书", required=False)
    scan_identity = ScanField(label="身份证明", required=False)
    scan_evidence = ScanField(label="证据材料", required=False)

    def clean(self) -> dict[str, Any]:
        """Numbers with a check digit are checked against typing mistakes."""
        found: dict[str, Any] = super().clean() or {}
        number, kind = found.get("identity_number", ""), found.get("identity_kind")
        problem = None
        if number and kind == IdentityKind.ID_CARD:
            problem = identity.id_number_problem(number, dates.today())
        elif number and kind == IdentityKind.CREDIT_CODE:
            problem = identity.credit_code_problem(number)
        if problem:
            self.add_error("identity_number", problem)
        return found

    def asked(self) -> Asked:
        """The valid form as the service takes it."""
        data = dict(self.cleaned_data)
        scans = {name: data.pop(name) for name in SCANS}
        return Asked(**data, files=[(SCANS[name], scan) for name, scan in scans.items() if scan])


class BeginForm(forms.Form):
    """Who looks into it."""

    handler = forms.ChoiceField(label="承办人", error_messages={"required": "请选择承办人。"})

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(user.pk): user for user in handlers_of(member)}
        names = [(key, user.name) for key, user in self._people.items()]
        self.fields["handler"].choices = [("", "请选择"), *names]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """For the service."""
        return {"handler": self._people[self.cleaned_data["handler"]]}


class ProposalForm(forms.Form):
    """The result, and what its letter must say."""

    result = forms.ChoiceField(
        label="处理结果",
        choices=[(result.value, result.label) for result in RecordCorrectionResult],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择处理结果。"},
    )
    finding = forms.CharField(
        label="审核情况和理由",
        max_length=1000,
        required=False,
        widget=long_text(3),
        help_text="接在“经审核，”之后，写入告知书",
    )
    corrected_to = forms.CharField(
        label="更正后的记录",
        max_length=1000,
        required=False,
        widget=long_text(2),
        help_text="予以更正的填写",
    )
    done_on = DayField(label="更正或者转送日期", required=False, help_text="办好以后再告知申请人")
    right_agency = forms.CharField(
        label="有权更正的机关",
        max_length=120,
        required=False,
        help_text="转送、告知向其他机关提出的填写",
    )
    right_contact = forms.CharField(
        label="该机关的联系方式", max_length=200, required=False, help_text="知道的填写"
    )

    def arguments(self) -> dict[str, Any]:
        """For the service."""
        data = dict(self.cleaned_data)
        return {"proposal": Proposal(RecordCorrectionResult(data.pop("result")), **data)}


class ReturnForm(forms.Form):
    """Why it goes back."""

    reason = forms.CharField(label="退回原因", max_length=1000, required=False, widget=long_text(2))

    def arguments(self) -> dict[str, Any]:
        """For the service."""
        return dict(self.cleaned_data)


class HandedForm(forms.Form):
    """How the letter reached the person."""

    way = forms.ChoiceField(label="送达方式", choices=WAYS)
    on = DayField(label="送达日期")
    recipient = forms.CharField(label="签收人", max_length=60, error_messages={"required": "请填写签收人。"})
    proof = ScanField(label="送达凭证", error_messages={"required": "请附送达凭证。"})

    def arguments(self) -> dict[str, Any]:
        """For the service."""
        return {"handed": Handed(**self.cleaned_data)}


class NoForm(forms.Form):
    """An act that needs nothing but the decision."""

    def arguments(self) -> dict[str, Any]:
        """Nothing."""
        return {}
