"""登记前转出: the application belongs to another agency, and has no number yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from requests_app import dates
from requests_app.models import ToldWay, Transfer
from requests_app.pictures import date_words
from workflows.desk.case_view import ActView
from workflows.desk.dispatching import DispatcherAct
from workflows.desk.forms.transfer import TransferForm


def transfer_facts(transfer: Transfer) -> list[tuple[str, str]]:
    """A transfer in words: the note that stays in the file."""
    told = f"{date_words.full(transfer.told_on)}，{transfer.get_told_way_display()}"
    return [
        ("接收机关", transfer.to_name),
        ("联系方式", transfer.contact),
        ("转出日期", date_words.full(transfer.on)),
        ("理由", transfer.reason),
        ("凭据", transfer.proof),
        ("告知申请人", told),
        ("经办", transfer.by.name),
    ]


class TransferCase(ActView):
    """Of an agency's desk: paper that arrived at the wrong house."""

    template_name = "desk/transfer.html"
    verb, title, button = "transfer_before_registration", "登记前转出", "确认转出"
    danger = True
    done = "已转出。本件由接收机关登记、答复，本机关不计。"
    form_class = TransferForm

    def form_arguments(self) -> dict[str, Any]:
        """Today, unless told otherwise."""
        today = dates.today()
        return {"within": True, "initial": {"on": today, "told_on": today}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """What is written down."""
        assert isinstance(form, TransferForm)
        return {"handing": form.handing()}

    def explain(self) -> dict[str, Any]:
        """When this is right, and when it is not."""
        return {
            "lead": "只有尚未登记、没有受理编号的申请可以转出；转出后由接收机关登记，只由接收机关统计。"
            "已经登记的，不能转出，应当答复申请人不属于本机关负责公开，并告知负责机关的名称和联系方式。",
            "quoted": [item.text for item in self.case.items.all()],
            "back": reverse("desk:case", args=[self.case.pk]),
        }


class TransferUnrouted(DispatcherAct):
    """Of a platform's dispatcher: the right agency is none of those that the platform serves."""

    template_name = "desk/transfer_unrouted.html"
    verb, title, button = "transfer_before_registration", "转送其他机关", "确认转出"
    lead = "负责公开的机关不在本平台分办范围内的，才能转出；答复期限自该机关收到申请之日起计算。"
    done = "已转出。申请人在查询页面可以看到接收机关和联系方式。"
    form_class = TransferForm

    def form_arguments(self) -> dict[str, Any]:
        """The applicant is told on the status page unless otherwise."""
        today = dates.today()
        return {
            "within": False,
            "initial": {"on": today, "told_on": today, "told_way": ToldWay.STATUS_PAGE},
        }

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """What is written down."""
        assert isinstance(form, TransferForm)
        return {"handing": form.handing()}
