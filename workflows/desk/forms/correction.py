"""Forms of the correction: what to ask, what came, giving the application up, calling the notice off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField

from requests_app.models import Correction, DeliveryWay, DisclosureRequest
from requests_app.rules.correction import PARTS, Point
from requests_app.services.correction import Received
from workflows.desk.forms.fields import DayField, ScanField, long_text, needed_words

DESCRIPTION = "description"
WHOLE = 0
"""In place of an item's ordinal: what concerns the application as a whole."""


class AskCorrectionForm(forms.Form):
    """For each item, and for the application as a whole, what is unclear and what is to be supplied.

    Rows that are left empty ask for nothing.
    """

    guidance = forms.CharField(
        label="指导和释明",
        required=False,
        max_length=1000,
        widget=long_text(3),
        help_text="帮助申请人补正的说明，例如本机关有哪些相关文件；写入补正告知书",
    )
    reply_by = DayField(label="补正期限", help_text="最后一天，给申请人留出合理的时间")

    def __init__(self, *args: Any, case: DisclosureRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(case.items.all())
        for ordinal in (*(item.ordinal for item in self.items), WHOLE):
            self._add_row(ordinal)
        self.order_fields([*(name for name in self.fields if "_" in name and name != "reply_by"), "guidance"])

    def _add_row(self, ordinal: int) -> None:
        keys = list(PARTS) if ordinal != WHOLE else [key for key in PARTS if key != DESCRIPTION]
        if ordinal == WHOLE:
            self.fields[f"part_{ordinal}"] = forms.ChoiceField(
                label="缺少或者不明确的部分", choices=[(key, PARTS[key].label) for key in keys]
            )
        self.fields[f"unclear_{ordinal}"] = forms.CharField(
            label="哪里不明确", required=False, max_length=1000, widget=long_text(2)
        )
        self.fields[f"needed_{ordinal}"] = forms.CharField(
            label="应当怎样补正", required=False, max_length=1000, widget=long_text(2)
        )

    def rows(self) -> list[tuple[str, list[BoundField]]]:
        """Heading and fields of each item and of the application as a whole."""
        found = [(f"第{item.ordinal}项　{item.text}", self._fields(item.ordinal)) for item in self.items]
        return [*found, ("身份证明、联系方式、形式要求", self._fields(WHOLE))]

    def _fields(self, ordinal: int) -> list[BoundField]:
        names = [f"part_{ordinal}", f"unclear_{ordinal}", f"needed_{ordinal}"]
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """A row is filled in whole or not at all; one at least."""
        data: dict[str, Any] = super().clean() or {}
        for ordinal in (*(item.ordinal for item in self.items), WHOLE):
            unclear, needed = data.get(f"unclear_{ordinal}"), data.get(f"needed_{ordinal}")
            if unclear and not needed:
                self.add_error(f"needed_{ordinal}", "请写明应当怎样补正。")
            if needed and not unclear:
                self.add_error(f"unclear_{ordinal}", "请写明哪里不明确。")
        return data

    def points(self) -> list[Point]:
        """What the valid form asks for."""
        data, found = self.cleaned_data, []
        for ordinal in (*(item.ordinal for item in self.items), WHOLE):
            if data.get(f"unclear_{ordinal}"):
                part = data.get(f"part_{ordinal}") or DESCRIPTION
                place = ordinal if ordinal != WHOLE else None
                found.append(Point(part, data[f"unclear_{ordinal}"], data[f"needed_{ordinal}"], place))
        return found


class ReceiveCorrectionForm(forms.Form):
    """The corrected application as it came on paper or was told at the counter."""

    received_on = DayField(label="收到补正日期", help_text="当面提交之日、邮件签收之日或者与申请人确认之日")
    scan = ScanField(label="补正材料", required=False, help_text="补正材料的扫描件")
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        widget=long_text(2),
        help_text="口头补正、由工作人员代填的，在这里写明",
    )
    late_reason = forms.CharField(
        label="逾期补正的理由", required=False, max_length=1000, widget=long_text(2)
    )

    def __init__(self, *args: Any, case: DisclosureRequest, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(case.items.all())
        for item in self.items:
            self.fields[f"text_{item.ordinal}"] = forms.CharField(
                label=f"第{item.ordinal}项，补正后的内容",
                required=False,
                initial=item.text,
                widget=long_text(3),
                help_text="按补正材料填写；没有改动的保持原样",
            )
        self.order_fields([f"text_{item.ordinal}" for item in self.items])
        if not late:
            del self.fields["late_reason"]

    def as_received(self) -> Received:
        """The valid form as the service takes it."""
        data = self.cleaned_data
        return Received(
            received_on=data["received_on"],
            texts={item.ordinal: data[f"text_{item.ordinal}"] for item in self.items},
            files=[data["scan"]] if data.get("scan") else [],
            note=data["note"],
            late_reason=data.get("late_reason", ""),
        )


class LapseForm(forms.Form):
    """How the absence of a good reason was established, and how the letter goes out."""

    considered = needed_words(
        "是否有正当理由",
        "请写明是否了解到申请人有不补正的正当理由。",
        longest=1000,
        help_text="写明联系申请人的时间、方式和了解到的情况；随卷保存，不写入告知书",
    )
    delivery = forms.ChoiceField(label="送达方式", error_messages={"required": "请选择送达方式。"})

    def __init__(self, *args: Any, case: DisclosureRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        online = case.accepts_online_service
        ways = [way for way in DeliveryWay.choices if online or way[0] != DeliveryWay.ONLINE]
        self.fields["delivery"].choices = [("", "请选择"), *ways]  # type: ignore[attr-defined]


class CallOffForm(forms.Form):
    """Why the notice is given up before it reached the applicant."""

    reason = needed_words("撤销原因", "请写明撤销的原因。", rows=2, longest=500)


def points_of(correction: Correction) -> list[tuple[str, str, str]]:
    """What was asked, as rows: the part, what is unclear, what is to be supplied."""
    return [
        (
            f"第{point.item.ordinal}项" if point.item else point.get_part_display(),
            point.unclear,
            point.needed,
        )
        for point in correction.points.all()
    ]
