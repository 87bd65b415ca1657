"""登记前转出: to whom, why, by which proof, and how the applicant was told."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.models import Agency, ToldWay
from requests_app.selectors.agencies import public_agencies
from requests_app.services.transfer import HandingOver
from workflows.desk.forms.fields import DayField, ScanField, needed_words


class TransferForm(forms.Form):
    """`within`: agencies of this system may be named; each is one whose full name was entered."""

    to_name = forms.CharField(
        label="接收的行政机关", max_length=120, error_messages={"required": "请写明接收的行政机关。"}
    )
    contact = forms.CharField(
        label="接收机关的联系方式",
        required=False,
        max_length=400,
        help_text="工作机构、电话、地址；从列表中选择机关的，可以不填",
    )
    on = DayField(label="转出日期")
    reason = needed_words("转出理由", "请写明为什么由该机关办理。", rows=2)
    proof = forms.CharField(
        label="转出凭据",
        required=False,
        max_length=400,
        help_text="交接单编号、邮件单号、签收人；在系统内转送的，可以不填",
    )
    proof_file = ScanField(label="凭据扫描件", required=False)
    told_way = forms.ChoiceField(label="告知申请人的方式", choices=ToldWay.choices)
    told_on = DayField(label="告知申请人的日期")

    def __init__(self, *args: Any, within: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within
        self.agencies = list(public_agencies()) if within else []
        self.fields["to_name"].help_text = (
            "在列表中的机关，材料在系统内转送，由该机关自行确认收到日期；不在列表中的，写全称"
            if within
            else "写全称。本平台分办范围内的机关，请直接分办"
        )

    def handing(self) -> HandingOver:
        """The valid form as the service takes it."""
        data = dict(self.cleaned_data)
        agency = self._agency(data["to_name"].strip())
        return HandingOver(agency=agency, **data)

    def _agency(self, name: str) -> Agency | None:
        return next((agency for agency in self.agencies if agency.name == name), None)
