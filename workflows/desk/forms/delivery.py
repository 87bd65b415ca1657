"""Forms of delivery: posted, reached its addressee, came back."""

from __future__ import annotations

from django import forms

from requests_app.models import DeliveryWay
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.services.delivery import Posting, Service
from workflows.desk.forms.fields import DayField, ScanField, long_text

WAYS = [way for way in DeliveryWay.choices if way[0] != DeliveryWay.ONLINE]
"""What the desk records by hand; online service is made and recorded by the system."""
CARRIERS = [(POSTAL_ENTERPRISE, "邮政企业（挂号信、EMS）"), ("other", "其他快递公司")]


class PostForm(forms.Form):
    """The letter was handed to the post."""

    sent_on = DayField(label="交邮日期", help_text="邮寄答复以交邮当日为答复日期")
    carrier = forms.ChoiceField(
        label="寄递单位", choices=CARRIERS, initial=POSTAL_ENTERPRISE, widget=forms.RadioSelect
    )
    tracking_number = forms.CharField(
        label="邮件单号", max_length=40, error_messages={"required": "请填写邮件单号。"}
    )

    def as_posting(self) -> Posting:
        """As the service takes it."""
        return Posting(**self.cleaned_data)


class ConfirmForm(forms.Form):
    """The letter reached its addressee, and what shows it."""

    way = forms.ChoiceField(label="送达方式", choices=WAYS)
    served_on = DayField(label="送达日期", help_text="签收之日；邮寄的，为邮政记录的签收日期")
    recipient = forms.CharField(label="签收人", max_length=60, error_messages={"required": "请填写签收人。"})
    relation = forms.CharField(label="与受送达人关系", max_length=40, help_text="本人、代理人、收发室等")
    place = forms.CharField(label="送达地点", required=False, max_length=200)
    witness = forms.CharField(
        label="见证人", required=False, max_length=60, help_text="拒绝签收、留置送达时填写"
    )
    proof = ScanField(
        label="送达凭证",
        error_messages={"required": "请上传送达回证、签收记录或者邮政查询记录。"},
        help_text="送达回证、签收记录或者邮政查询记录，PDF 或者图片",
    )
    note = forms.CharField(label="备注", required=False, widget=long_text(2))

    def as_service(self) -> Service:
        """As the service takes it."""
        return Service(**self.cleaned_data)


class FailureForm(forms.Form):
    """Why the posted letter came back."""

    reason = forms.CharField(
        label="未送达的原因", widget=long_text(2), error_messages={"required": "请写明未送达的原因。"}
    )
