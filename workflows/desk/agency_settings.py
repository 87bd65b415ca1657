"""本机关设置: when the agency is warned, which replies its leader signs, how a fee is paid to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from letters.catalogue import has_letter
from requests_app.actors import Member, choose_member
from requests_app.errors import ApplicationError
from requests_app.models import Agency
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.rules.track_switches import Switches
from requests_app.rules.warnings import Tiers
from requests_app.seen import seen_mark
from requests_app.selectors.fees import ways_to_pay
from requests_app.services.agency_settings import KEYS, set_approval, set_warnings, set_ways_to_pay
from workflows.desk.base import DeskView, put_refusal, status_of
from workflows.desk.forms.fields import long_text

_WHOLE = {"required": "请填写整数。", "invalid": "请填写整数。"}
_HOUR = {"required": "请填写钟点，例如 18:00。", "invalid": "没有这个钟点，请按 18:00 的样子填写。"}


class WarningsForm(forms.Form):
    """When who is warned."""

    days = forms.CharField(
        label="到期以前几个工作日提醒承办人",
        max_length=80,
        help_text="用逗号分开，例如 7,3,1,0；0 为到期当日。到期以后每个工作日都提醒",
        error_messages={"required": "请至少填写一档，例如 7,3,1,0。"},
    )
    head_from = forms.IntegerField(
        label="从剩余几个工作日起提醒工作机构负责人",
        help_text="-1 为到期后的第一个工作日",
        error_messages=_WHOLE,
    )
    supervisor_from = forms.IntegerField(
        label="从剩余几个工作日起提醒主管部门", help_text="不早于工作机构负责人", error_messages=_WHOLE
    )
    quiet_from = forms.TimeField(label="每天几点以后不发邮件", error_messages=_HOUR)
    quiet_until = forms.TimeField(label="每天几点以前不发邮件", error_messages=_HOUR)

    def clean_days(self) -> tuple[int, ...]:
        """The tiers, the earliest first."""
        parts = self.cleaned_data["days"].replace("，", ",").replace("、", ",").split(",")
        try:
            return tuple(sorted({int(part) for part in parts if part.strip()}, reverse=True))
        except ValueError:
            raise forms.ValidationError("请填写整数，用逗号分开，例如 7,3,1,0。") from None

    def send(self, actor: Member, seen: str) -> None:
        """Set it."""
        set_warnings(actor=actor, tiers=Tiers(**self.cleaned_data), seen=seen)


class ApprovalForm(forms.Form):
    """Who signs what."""

    leader_signs_always = forms.BooleanField(label="答复一律由机关负责人签发", required=False)
    secrecy_review_always = forms.BooleanField(
        label="不提供信息的答复也经保密审查", required=False, help_text="提供信息的答复任何时候都须经保密审查"
    )
    sensitive_outcomes = forms.MultipleChoiceField(
        label="由机关负责人签发的答复情形",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(key, row.name) for key, row in OUTCOMES.items() if has_letter(key)],
        error_messages={"invalid_choice": "没有这一答复情形，请重新选择。"},
    )
    many_items = forms.IntegerField(label="申请事项达到多少项的，由机关负责人签发", error_messages=_WHOLE)
    reason = forms.CharField(
        label="更改的理由",
        required=False,
        help_text="减少由机关负责人签发或者经保密审查的答复的，须写明理由，记入本机关的记录",
    )

    def send(self, actor: Member, seen: str) -> None:
        """Set it."""
        values = {**self.cleaned_data, "sensitive_outcomes": tuple(self.cleaned_data["sensitive_outcomes"])}
        reason = values.pop("reason")
        set_approval(actor=actor, switches=Switches(**values), reason=reason, seen=seen)


class WaysForm(forms.Form):
    """How a fee is paid."""

    ways = forms.CharField(
        label="缴费办法",
        required=False,
        widget=long_text(4),
        help_text="一行一种，写入收费通知书和申请人的查询页面。没有填写的，不能通知缴费",
    )

    def send(self, actor: Member, seen: str) -> None:
        """Set it."""
        set_ways_to_pay(actor=actor, ways=self.cleaned_data["ways"].splitlines(), seen=seen)


PARTS: Mapping[str, tuple[str, str, type[forms.Form]]] = {
    "warnings": ("提醒", "从下一次提醒起适用，也适用于已经登记的申请；不改变任何法定期限。", WarningsForm),
    "approval": ("审批", "适用于今后送审的答复；已经送审的，按送审时的流程办完。", ApprovalForm),
    "ways": ("缴费办法", "适用于今后制作的收费通知书；已经制作的，不改变。", WaysForm),
}
"""The parts of the page: title, what the change applies to, form. Each is saved alone."""


def _readable(read: Callable[[dict[str, Any]], Any], agency: Agency, otherwise: Any) -> Any:
    """What is set, or the shipped value where the setting cannot be read: this page mends it."""
    try:
        return read(agency.settings)
    except (TypeError, ValueError):
        return otherwise


def _now(agency: Agency) -> dict[str, dict[str, Any]]:
    tiers = _readable(Tiers.of, agency, Tiers())
    switches = _readable(Switches.of, agency, Switches())
    hours = {name: getattr(tiers, name).isoformat("minutes") for name in ("quiet_from", "quiet_until")}
    return {
        "warnings": {**vars(tiers), "days": ",".join(map(str, tiers.days)), **hours},
        "approval": switches.as_json(),
        "ways": {"ways": "\n".join(ways_to_pay(agency))},
    }


class AgencySettings(DeskView):
    """The page of the agency's administrator."""

    section = "desk:settings"
    template_name = "desk/settings.html"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AccessRefused` for everybody else."""
        self.member = choose_member(self.user, self.actor.agency.pk, (Role.AGENCY_ADMIN,))

    def get(self, request: HttpRequest) -> HttpResponse:
        """As it is set now."""
        return self._show({})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save one part, or say what is wrong; the others stay as they are."""
        part = request.POST.get("part", "")
        if part not in PARTS:
            return self._show({}, 422)
        title, _, form_class = PARTS[part]
        form = form_class(request.POST)
        if not form.is_valid():
            return self._show({part: form}, 422)
        try:
            form.send(self.member, request.POST.get("seen", ""))  # type: ignore[attr-defined]
        except ApplicationError as refusal:
            put_refusal(form, refusal)
            return self._show({part: form}, status_of(refusal))
        messages.success(request, f"“{title}”的设置已经保存。")
        return redirect("desk:settings")

    def _show(self, sent: Mapping[str, forms.Form], status: int = 200) -> HttpResponse:
        agency = self.member.agency
        now = _now(agency)
        # What is shown again stays a form on what was seen then: only the page opened anew knows better.
        seen = {key: seen_mark(agency.settings.get(kept)) for key, kept in KEYS.items()} | {
            key: self.request.POST.get("seen", "") for key in sent
        }
        parts = [
            (key, title, effect, sent.get(key) or form_class(initial=now[key]), seen[key])
            for key, (title, effect, form_class) in PARTS.items()
        ]
        wrong = next(iter(sent.values()), None)
        return self.page(status=status, parts=parts, wrong=wrong, has_errors=status != 200)
