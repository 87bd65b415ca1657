"""Forms of consultations: asking, the opinion as it came in, the decision, the end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from requests_app.models import Consultation, DisclosureRequest
from requests_app.rules.consultation import RULES, Decision, Inquiry, Opinion, decisions_after
from requests_app.services.consultation import NewInquiry
from workflows.desk.forms.fields import DayField, ScanField, long_text

_INFORMATION = "写明是哪一份信息、哪一部分。这段话原样写入发给对方的文书，不要写申请人和受理编号"


class AskForm(forms.Form):
    """Whom to ask about what; the fields that the kind does not need are left out."""

    unit = forms.ChoiceField(label="协办处室", error_messages={"required": "请选择协办处室。"})
    name = forms.CharField(
        label="对象名称", max_length=120, error_messages={"required": "请填写征求意见的对象。"}
    )
    is_person = forms.BooleanField(label="对象是自然人", required=False)
    contact = forms.CharField(label="联系人和电话", required=False, max_length=200)
    address = forms.CharField(label="联系地址", required=False, max_length=200, help_text="邮寄文书的地址")
    ordinals = forms.TypedMultipleChoiceField(
        label="涉及的申请事项", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    information = forms.CharField(
        label="涉及的政府信息",
        widget=long_text(3),
        help_text=_INFORMATION,
        error_messages={"required": "请写明涉及的政府信息。"},
    )
    why = forms.CharField(
        label="公开可能损害其合法权益的理由",
        widget=long_text(3),
        help_text="例如：含有贵单位投标时声明的商业秘密",
        error_messages={"required": "请写明公开为何可能损害其合法权益。"},
    )
    question = forms.CharField(
        label="请对方答复的问题",
        widget=long_text(3),
        error_messages={"required": "请写明请对方答复的问题。"},
    )
    asked_for = DayField(label="请对方答复的日期", error_messages={"required": "请填写请对方答复的日期。"})
    again = forms.CharField(
        label="再次征求意见的原因",
        required=False,
        widget=long_text(2),
        help_text="已经征求过同一对象意见的须写明；这段话写入办理记录，不要写出申请人和对方的名称",
    )
    leads = forms.BooleanField(
        label="该信息由本机关牵头制作",
        required=False,
        help_text="只有牵头机关可以征求共同制作机关的意见",
    )

    def __init__(self, *args: Any, case: DisclosureRequest, kind: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        third, inside = kind is Inquiry.THIRD_PARTY, kind is Inquiry.ASSISTANCE
        needless = {"question"} if third else {"why", "is_person"}
        needless |= {"name", "contact", "address"} if inside else {"unit"}
        needless |= set() if kind is Inquiry.CO_MAKER else {"leads"}
        needless |= {"asked_for"} if RULES[kind].answer_within is not None else set()
        asked_before = RULES[kind].pauses and case.consultations.filter(kind=kind).exists()
        needless |= set() if asked_before else {"again"}
        items = list(case.items.all())
        needless |= {"ordinals"} if len(items) < 2 else set()
        for name in needless:
            del self.fields[name]
        if inside:
            units = case.agency.units.all() if case.agency else []
            self._units = {str(unit.pk): unit for unit in units}
            self.fields["unit"].choices = [  # type: ignore[attr-defined]
                ("", "请选择"),
                *((pk, unit.name) for pk, unit in self._units.items()),
            ]
        if "ordinals" in self.fields:
            self.fields["ordinals"].choices = [  # type: ignore[attr-defined]
                (item.ordinal, f"第{item.ordinal}项　{item.text[:40]}") for item in items
            ]

    def as_inquiry(self) -> NewInquiry:
        """As the service takes it."""
        data = dict(self.cleaned_data)
        unit = self._units.get(data.pop("unit")) if "unit" in data else None
        if unit is not None:
            data |= {"unit": unit, "name": unit.name}
        return NewInquiry(kind=self.kind, **data)


class AnswerForm(forms.Form):
    """The opinion as it came in on paper."""

    opinion = forms.ChoiceField(
        label="意见",
        choices=[(one.value, one.label) for one in (Opinion.AGREES, Opinion.OBJECTS)],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择对方的意见。"},
    )
    answered_on = DayField(label="收到意见的日期")
    reasons = forms.CharField(
        label="对方说明的理由", required=False, widget=long_text(4), help_text="照对方的原文录入或者摘要"
    )
    paper = ScanField(
        label="答复的扫描件",
        required=False,
        help_text="答复单、复函，PDF 或者图片；没有纸件的，在上面记明对方如何提出、说了什么",
    )

    def __init__(self, *args: Any, asked: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked.inquiry is Inquiry.ASSISTANCE:
            del self.fields["opinion"]
            self.fields["reasons"].label, self.fields["reasons"].required = "协办处室的答复", True

    def as_answer(self) -> dict[str, Any]:
        """The arguments of the service."""
        said, paper = self.cleaned_data.get("opinion"), self.cleaned_data["paper"]
        day: date = self.cleaned_data["answered_on"]
        return {
            "opinion": Opinion(said) if said else None,
            "reasons": self.cleaned_data["reasons"],
            "answered_on": day,
            "uploads": [paper] if paper else [],
        }


class WeighForm(forms.Form):
    """What the agency decides, and why."""

    decision = forms.ChoiceField(
        label="决定", widget=forms.RadioSelect, error_messages={"required": "请选择决定。"}
    )
    reason = forms.CharField(
        label="审查和决定的理由",
        widget=long_text(5),
        error_messages={"required": "请写明决定的理由。"},
        help_text="写明对对方理由的审查和本机关的判断。决定公开的，这段话写入发给第三方的告知书，不要写申请人",
    )

    def __init__(self, *args: Any, asked: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in decisions_after(asked.inquiry)]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]

    def as_decision(self) -> dict[str, Any]:
        """The arguments of the service."""
        return {
            "decision": Decision(self.cleaned_data["decision"]),
            "reason": self.cleaned_data["reason"],
        }


class EndForm(forms.Form):
    """Why nobody needs to be asked any more."""

    reason = forms.CharField(
        label="终止的原因", widget=long_text(2), error_messages={"required": "请写明终止的原因。"}
    )


class SilenceForm(forms.Form):
    """Nothing to fill in: the dates say it."""
