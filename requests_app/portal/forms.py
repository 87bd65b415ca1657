"""The applicant's forms. What an application must contain is asked of the rule (Art. 29), not stated here."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from requests_app import dates
from requests_app.errors import InvalidInput
from requests_app.models import Agency, ApplicantKind, Form, IdentityKind, OrganisationKind, Way
from requests_app.portal.answers import LONGEST_ITEM, Answers, as_form_data
from requests_app.portal.fields import ManyFilesField
from requests_app.rules.identity import credit_code_problem, id_number_problem, phone_problem
from requests_app.rules.receipt import check_application
from requests_app.selectors.agencies import intake_platforms, named_agency, public_agencies
from requests_app.services.documents import ACCEPT_ATTRIBUTE, ACCEPTED, MAX_BYTES
from requests_app.services.online_application import MOST_FILES
from requests_app.services.registration import NewApplicant

FILE_LIMITS = f"{ACCEPTED} 文件，每个不超过 {MAX_BYTES // 1024 // 1024} MB，全部附件最多 {MOST_FILES} 个"
PERSON_IDENTITIES = (
    IdentityKind.ID_CARD,
    IdentityKind.PASSPORT,
    IdentityKind.TRAVEL_PERMIT,
    IdentityKind.OTHER,
)
ORGANISATION_IDENTITIES = (IdentityKind.CREDIT_CODE, IdentityKind.OTHER)
KNOWN = "known"
"""The applicant knows the agency; otherwise the answer is the code of the platform that is to find it."""
HELP = ("阅读有困难", "有视听障碍", "需要口头沟通")


def _kinds(kinds: Sequence[IdentityKind]) -> list[tuple[str, str]]:
    return [("", "请选择"), *((kind.value, kind.label) for kind in kinds)]


def _text(label: str, longest: int = 120, help_text: str = "", input_type: str = "text") -> forms.CharField:
    sentence = f"最多 {longest} 个字，请缩短。"
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        help_text=help_text,
        widget=forms.TextInput(attrs={"type": input_type}),
        error_messages={"max_length": sentence},
    )


class ApplicationForm(forms.Form):
    """One application. Bound to the kept answers; `quiet` shows them without judging them yet.

    Every field is optional to Django: the compulsory parts are those of `check_application`.
    """

    addressed = forms.ChoiceField(label="由哪个机关办理", required=False, widget=forms.RadioSelect)
    agency_name = _text("行政机关名称", help_text="输入名称的一部分，从列表中选择")
    kind = forms.ChoiceField(
        choices=ApplicantKind.choices,
        widget=forms.HiddenInput,
        error_messages={"required": "请选择以什么身份申请。", "invalid_choice": "请选择以什么身份申请。"},
    )
    name = _text("姓名")
    identity_kind = forms.ChoiceField(label="证件名称", required=False)
    identity_number = _text("证件号码", 40)
    organisation_kind = forms.ChoiceField(
        label="组织类别", required=False, choices=[("", "请选择"), *OrganisationKind.choices]
    )
    legal_representative = _text("法定代表人", 60)
    contact_person = _text("联系人", 60)
    phone = _text("联系电话", 40, input_type="tel")
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        error_messages={"invalid": "电子邮箱的格式不对，应当像 name@example.cn 这样。"},
    )
    address = _text("联系地址", 200)
    postcode = _text("邮政编码", 10)
    workplace = _text("工作单位", 120)
    agent_name = _text("代理人姓名", 60, "委托他人代办的，填写代理人并上传授权委托书")
    agent_identity_number = _text("代理人身份证号码", 40)
    identity_files = ManyFilesField(label="身份证明", required=False, help_text=FILE_LIMITS)
    other_files = ManyFilesField(
        label="其他材料", required=False, help_text=f"授权委托书、便于查找的线索等。{FILE_LIMITS}"
    )
    purpose = _text("用途", 500, "不填不影响办理")
    # Not "form": a field of that name hides the property of every form element from scripts.
    wanted_form = forms.ChoiceField(
        label="提供方式", required=False, choices=Form.choices, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label="获取方式", required=False, choices=Way.choices, widget=forms.RadioSelect)
    accepts_other_form = forms.BooleanField(label="无法按以上方式提供时，可以接受其他方式", required=False)
    accepts_online_service = forms.BooleanField(
        label="同意在本网站的查询页面接收答复书等文书（网上送达）",
        required=False,
        help_text="不同意的，文书按照您选择的获取方式或者邮寄送达。",
    )
    help_needed = forms.MultipleChoiceField(
        label="需要的帮助",
        required=False,
        choices=[(word, word) for word in HELP],
        widget=forms.CheckboxSelectMultiple,
    )
    help_note = _text("其他需要的帮助", 100)
    # Hidden from people by the style sheet; only programs fill it in.
    website = forms.CharField(label="请不要填写这一栏", required=False)

    def __init__(self, answers: Answers, *, bound: bool = False, quiet: bool = False, files: int = 0) -> None:
        values = {**as_form_data(answers), "addressed": answers.get("addressed") or KNOWN}
        super().__init__(data=values if bound else None, initial=values)
        self.quiet = quiet
        self.identity_files_kept = files
        self.item_count = len(answers["items"])
        self.agency: Agency | None = None
        self._offer_platforms()
        for number in range(1, self.item_count + 1):
            self.fields[f"item_{number}"] = forms.CharField(
                label=f"第 {number} 项",
                required=False,
                max_length=LONGEST_ITEM,
                widget=forms.Textarea,
                error_messages={"max_length": f"每项最多 {LONGEST_ITEM} 个字，更多的内容请写在附件里。"},
            )
        self.is_person = values.get("kind") != ApplicantKind.ORGANISATION
        kinds = PERSON_IDENTITIES if self.is_person else ORGANISATION_IDENTITIES
        self.fields["identity_kind"].choices = _kinds(kinds)  # type: ignore[attr-defined]
        self.fields["name"].label = "姓名" if self.is_person else "名称"
        for name in ("identity_files", "other_files"):
            self.fields[name].widget.attrs["accept"] = ACCEPT_ATTRIBUTE

    def _offer_platforms(self) -> None:
        """The choice “不确定”, where a platform takes such applications in."""
        self.platforms = {platform.code: platform for platform in intake_platforms()}
        unsure = [
            (code, f"不确定由哪个机关办理，由{platform.office_name}统一受理后分送")
            for code, platform in self.platforms.items()
        ]
        self.fields["addressed"].choices = [(KNOWN, "向指定的行政机关申请"), *unsure]  # type: ignore[attr-defined]
        if not unsure:
            del self.fields["addressed"]

    @property
    def platform(self) -> Agency | None:
        """The platform that is to find the agency, where the applicant does not know it."""
        return self.platforms.get(self.cleaned_data.get("addressed", KNOWN))

    @property
    def recipient(self) -> Agency | None:
        """To whom it goes: the named agency, or the platform; None while neither is clear."""
        return self.platform or self.agency

    @property
    def item_fields(self) -> list[forms.BoundField]:
        """The fields of the items, in order."""
        return [self[f"item_{number}"] for number in range(1, self.item_count + 1)]

    def full_clean(self) -> None:
        """As usual; a `quiet` form only shows what was typed."""
        if self.quiet:
            self._errors = ErrorDict(renderer=self.renderer)
            self.cleaned_data = {}
            return
        super().full_clean()

    def clean_agency_name(self) -> str:
        text: str = self.cleaned_data["agency_name"].strip()
        if self.platform is not None:
            return text
        try:
            agency = named_agency(text, public_agencies())
        except InvalidInput as refusal:
            raise forms.ValidationError(refusal.message) from None
        if not agency.accepts_web:
            raise forms.ValidationError(
                f"{agency.name}没有开通网上申请，请当面或者邮寄提交：{agency.address}，{agency.office_name}。"
            )
        self.agency = agency
        return agency.name

    def clean_identity_number(self) -> str:
        number = unicodedata.normalize("NFKC", self.cleaned_data["identity_number"]).strip().upper()
        kind = self.cleaned_data.get("identity_kind")
        problem = None
        if number and kind == IdentityKind.ID_CARD:
            problem = id_number_problem(number, dates.today())
        elif number and kind == IdentityKind.CREDIT_CODE:
            problem = credit_code_problem(number)
        if problem:
            raise forms.ValidationError(problem)
        return number

    def clean_phone(self) -> str:
        phone = unicodedata.normalize("NFKC", self.cleaned_data["phone"]).strip()
        problem = phone_problem(phone) if phone else None
        if problem:
            raise forms.ValidationError(problem)
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            check_application(
                items=self.items,
                applicants=[{name: str(value) for name, value in self._identity().items()}],
                form=cleaned.get("wanted_form") or "",
                way=cleaned.get("way") or "",
            )
        except InvalidInput as refusal:
            for name, sentence in refusal.fields.items():
                self._complain(name, sentence)
        self._check_reachable(cleaned)
        if not self.is_person and not cleaned.get("identity_number") and not self.identity_files_kept:
            self._complain("identity_number", "请填写统一社会信用代码或者其他证件的号码，或者上传身份证明。")
        return cleaned

    @property
    def items(self) -> list[str]:
        """The items as cleaned; one that was refused for its length counts as filled in."""
        return [self.cleaned_data.get(field.name, "…") for field in self.item_fields]

    def applicant(self) -> NewApplicant:
        """The applicant as the registration takes it. Call it on a valid form."""
        fields = self._identity()
        if not self.is_person and not fields["organisation_kind"]:
            fields["organisation_kind"] = OrganisationKind.OTHER.value
        return NewApplicant(**fields)

    def help_words(self) -> str:
        """The help that was asked for, in one line."""
        words = [*self.cleaned_data["help_needed"], self.cleaned_data["help_note"].strip()]
        return "、".join(word for word in words if word)

    def _identity(self) -> dict[str, str]:
        foreign = (
            ("workplace",)
            if not self.is_person
            else (
                "organisation_kind",
                "legal_representative",
                "contact_person",
            )
        )
        names = (
            "kind",
            "name",
            "identity_kind",
            "identity_number",
            "organisation_kind",
            "phone",
            "email",
            "address",
            "postcode",
            "workplace",
            "legal_representative",
            "contact_person",
            "agent_name",
            "agent_identity_number",
        )
        # A refused value is on the screen with its own sentence: it must not be called missing as well.
        return {
            name: "" if name in foreign else str(self.cleaned_data.get(name, self.data.get(name, ""))).strip()
            for name in names
        }

    def _check_reachable(self, cleaned: dict[str, Any]) -> None:
        way, form = cleaned.get("way"), cleaned.get("wanted_form")
        if way == Way.POST and not cleaned.get("address"):
            self._complain("address", "选择邮寄的，请填写联系地址。")
        if Way.EMAIL in (way, form) and not cleaned.get("email"):
            self._complain("email", "选择电子邮件的，请填写电子邮箱。")
        if way == Way.FAX and not cleaned.get("phone"):
            self._complain("phone", "选择传真的，请填写能接收传真的电话号码。")

    def _complain(self, name: str, sentence: str) -> None:
        name = {"form": "wanted_form"}.get(name, name)
        if name == "items":
            empty = [f.name for f in self.item_fields if not self.cleaned_data.get(f.name, "…").strip()]
            more = "，不需要的请删除这一项" if self.item_count > 1 else ""
            for field in empty:
                self.add_error(field, f"{sentence.rstrip('。')}{more}。")
        elif name not in self.errors:
            self.add_error(name, sentence)


class StatusForm(forms.Form):
    """Number and query code. They are sent by POST only and never kept."""

    number = forms.CharField(
        label="受理编号",
        max_length=40,
        help_text="在回执上，例如 2026-QX-00187；还没有分办的，填写统一受理编号",
        error_messages={"required": "请填写受理编号。"},
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="16 位字母和数字，不分大小写，中间的连接号可以不填",
        error_messages={"required": "请填写查询码。"},
    )

    def clean_number(self) -> str:
        number: str = unicodedata.normalize("NFKC", self.cleaned_data["number"])
        return "".join(number.split()).upper()


class WithdrawForm(forms.Form):
    """The reason is the applicant's own affair."""

    reason = forms.CharField(
        label="撤回的理由",
        required=False,
        max_length=500,
        widget=forms.Textarea,
        error_messages={"max_length": "最多 500 个字，请缩短。"},
    )
