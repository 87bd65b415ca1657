"""The forms of registration: how it came in, who asks, what is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from requests_app import dates
from requests_app.models import DocumentKind
from requests_app.models.applicant import ApplicantKind, IdentityKind, OrganisationKind
from requests_app.models.request import Form, Way
from requests_app.rules import identity
from requests_app.rules.receipt import CHANNELS, Channel
from requests_app.services.documents import Upload
from requests_app.services.registration import NewApplicant, NewRequest
from workflows.desk.forms.fields import DayField, ScanField, long_text

DESK_CHANNELS = [(channel.value, channel.label) for channel in Channel if channel is not Channel.WEB]
APPLICANT_TYPES = [
    (ApplicantKind.NATURAL_PERSON.value, "公民"),
    *((kind.value, kind.label) for kind in OrganisationKind),
]
SCANS = {
    "scan_application": DocumentKind.APPLICATION,
    "scan_identity": DocumentKind.IDENTITY_PROOF,
    "scan_envelope": DocumentKind.ENVELOPE,
    "scan_receipt_proof": DocumentKind.RECEIPT_PROOF,
}
MOST = 20
"""Items or applicants on one screen; the law sets no limit, more can be registered as a scanned list."""


class ReceiptForm(forms.Form):
    """How the application came in, the form and way wanted, and the scanned papers."""

    channel = forms.ChoiceField(
        label="渠道", choices=DESK_CHANNELS, widget=forms.RadioSelect, initial="counter"
    )
    arrived_on = DayField(label="到达日期", help_text="当面、口头为提出之日，邮寄为签收之日")
    confirmed_on = DayField(
        label="确认日期",
        required=False,
        help_text="平信、传真、电子邮件：与申请人确认之日。未确认的先收下，以后再登记",
    )
    mail_number = forms.CharField(label="邮件单号", required=False, max_length=40, help_text="邮寄的填写")
    receipt_proof = forms.CharField(
        label="收到日期的凭据",
        required=False,
        help_text="平信、传真、电子邮件必填，例如：16:20 致电申请人本人确认",
    )
    form = forms.ChoiceField(label="提供方式", choices=Form.choices, initial=Form.PAPER)
    way = forms.ChoiceField(label="获取方式", choices=Way.choices, initial=Way.POST)
    accepts_other_form = forms.BooleanField(label="可以接受其他方式", required=False)
    accepts_online_service = forms.BooleanField(label="同意网上送达答复", required=False)
    help_needed = forms.CharField(
        label="需要的帮助", required=False, max_length=200, help_text="例如：书写有困难，由工作人员代填"
    )
    purpose = forms.CharField(label="用途", required=False, help_text="申请人自愿填写，不得要求")
    note = forms.CharField(label="备注", required=False)
    scan_application = ScanField(label="申请书", required=False)
    scan_identity = ScanField(label="身份证明", required=False)
    scan_envelope = ScanField(label="信封", required=False)
    scan_receipt_proof = ScanField(label="收件凭据", required=False)

    @property
    def is_confirmed_channel(self) -> bool:
        """Whether the day of receipt is that of a confirmation with the applicant (Art. 31)."""
        return CHANNELS[Channel(self.cleaned_data["channel"])].confirmed

    def scans(self) -> list[tuple[DocumentKind, Upload]]:
        """The scans that were chosen."""
        return [
            (kind, self.cleaned_data[name]) for name, kind in SCANS.items() if self.cleaned_data.get(name)
        ]


class ApplicantForm(forms.Form):
    """One applicant; `type` is the citizen or the kind of organisation."""

    type = forms.ChoiceField(label="类型", choices=APPLICANT_TYPES)
    name = forms.CharField(
        label="姓名或名称", max_length=120, error_messages={"required": "请填写姓名或者名称。"}
    )
    identity_kind = forms.ChoiceField(label="证件", choices=IdentityKind.choices)
    identity_number = forms.CharField(label="证件号码", required=False, max_length=40)
    phone = forms.CharField(label="电话", required=False, max_length=40)
    address = forms.CharField(label="地址", required=False, max_length=200)
    postcode = forms.CharField(label="邮编", required=False, max_length=10)
    email = forms.EmailField(label="邮箱", required=False)
    workplace = forms.CharField(label="工作单位", required=False, max_length=120)
    legal_representative = forms.CharField(label="法定代表人", required=False, max_length=60)
    contact_person = forms.CharField(label="联系人", required=False, max_length=60)
    agent_name = forms.CharField(label="代理人", required=False, max_length=60)
    agent_identity_number = forms.CharField(label="代理人证件号码", required=False, max_length=40)

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

    def as_applicant(self) -> NewApplicant:
        """The applicant as the service takes it."""
        data = dict(self.cleaned_data)
        type_ = data.pop("type")
        person = type_ == ApplicantKind.NATURAL_PERSON
        kind = ApplicantKind.NATURAL_PERSON if person else ApplicantKind.ORGANISATION
        return NewApplicant(kind=kind.value, organisation_kind="" if person else type_, **data)


class ItemForm(forms.Form):
    """One item of information, in the applicant's own words."""

    text = forms.CharField(
        label="所需信息",
        widget=long_text(2),
        error_messages={"required": "请写明所需信息的名称、文号或者其他特征。"},
    )


class _Rows(BaseFormSet):  # type: ignore[type-arg]
    """At least one row; `add_one` shows one more with everything that was entered."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Every row is asked for: an empty one is a mistake, not a spare."""
        return {**super().get_form_kwargs(index), "empty_permitted": False, "use_required_attribute": False}


ApplicantForms = formset_factory(
    ApplicantForm, formset=_Rows, extra=0, min_num=1, max_num=MOST, absolute_max=MOST, validate_min=True
)
ItemForms = formset_factory(
    ItemForm, formset=_Rows, extra=0, min_num=1, max_num=MOST, absolute_max=MOST, validate_min=True
)


class ConfirmReceiptForm(forms.Form):
    """The day a letter, fax or e-mail was confirmed with its sender, and what shows it."""

    received_on = DayField(label="确认日期", help_text="与申请人确认之日，即收到申请之日")
    receipt_proof = forms.CharField(
        label="收到日期的凭据", required=False, help_text="例如：通话时间、接听人、确认内容"
    )

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receipt_proof"].required = CHANNELS[Channel(channel)].desk_proof


def as_new_request(receipt: ReceiptForm, applicants: Any, items: Any) -> NewRequest:
    """The application as entered, from three valid forms. `received_on` is None while it must be confirmed."""
    data = receipt.cleaned_data
    received = data["confirmed_on"] if receipt.is_confirmed_channel else data["arrived_on"]
    plain = ("channel", "arrived_on", "mail_number", "receipt_proof", "form", "way", "accepts_other_form")
    more = ("accepts_online_service", "help_needed", "purpose", "note")
    return NewRequest(
        items=[form.cleaned_data["text"] for form in items.forms],
        applicants=[form.as_applicant() for form in applicants.forms],
        received_on=received,
        files=receipt.scans(),
        **{name: data[name] for name in (*plain, *more)},
    )
