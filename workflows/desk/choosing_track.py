"""审批流程: which level a reply will take and why, another one chosen, and the minutes of a joint consultation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from requests_app import dates
from requests_app.rules.track_rules import Level
from requests_app.selectors.joining import answered_items
from requests_app.selectors.tracks import emergencies, newest_choice
from requests_app.services.track_choice import Minutes
from workflows.desk.base import DeskView
from workflows.desk.case_view import ActView
from workflows.desk.forms.fields import DayField, ScanField, long_text
from workflows.tracks import STEPS, choose_track, propose

MEANINGS = {
    Level.ROUTINE: "由工作机构负责人审签",
    Level.ABUSE: "滥用申请权、信访、重复申请的答复，由机关负责人签发",
    Level.SENSITIVE: "敏感事项（含媒体关注的），由机关负责人签发",
    Level.JOINT: "召集有关机关、处室、法律顾问、复议机构会商，留存纪要，由机关负责人签发",
    Level.EMERGENCY: "省去会商和机关负责人签发，不省法制审核、保密审查；只能由工作机构负责人或者签发人决定，写明理由",
}


class TrackForm(forms.Form):
    """The level and, for a lower one, why."""

    level = forms.TypedChoiceField(
        label="审批流程",
        coerce=Level,
        widget=forms.RadioSelect,
        choices=[(level.value, f"{level.label}：{MEANINGS[level]}") for level in STEPS],
        error_messages={"required": "请选择审批流程。"},
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        widget=long_text(2),
        help_text="低于系统建议的，或者采用紧急审批的，必须写明",
    )


class ChooseTrack(ActView):
    """选择审批流程."""

    verb, title, button = "choose_track", "审批流程", "选择"
    done = "审批流程已经选定，下次送审时适用。"
    form_class = TrackForm

    def form_arguments(self) -> dict[str, Any]:
        """The level in force now."""
        return {"initial": {"level": choose_track(self.case, self._outcomes()).key}}

    def explain(self) -> dict[str, Any]:
        """What the rules propose and why, the steps that follow, and an earlier choice."""
        proposal = propose(self.case, self._outcomes())
        track = choose_track(self.case, self._outcomes())
        because = f"（{'；'.join(proposal.because)}）" if proposal.because else ""
        lead = f"系统建议：{proposal.level.label}{because}。"
        lead += f"现在适用：{'→'.join(step.label for step in track.steps)}。"
        choice = newest_choice(self.case)
        if choice is not None:
            lent = f"（代{choice.acting_for.name}）" if choice.acting_for else ""
            lead += f"{choice.made_by.name}{lent}选择过“{choice.get_level_display()}”。"
        return {"lead": lead}

    def _outcomes(self) -> list[str]:
        return [item.outcome for _, item in answered_items(self.case)]


class MinutesForm(forms.Form):
    """What a joint consultation came to."""

    held_on = DayField(label="会商日期")
    participants = forms.CharField(
        label="参加单位和人员",
        widget=long_text(3),
        help_text="有关机关、处室，法律顾问，复议机构",
        error_messages={"required": "请填写参加单位和人员。"},
    )
    opinions = forms.CharField(
        label="各方意见", widget=long_text(4), error_messages={"required": "请填写各方意见。"}
    )
    conclusion = forms.CharField(
        label="会商结论", widget=long_text(2), error_messages={"required": "请填写会商结论。"}
    )
    paper = ScanField(label="会商纪要", error_messages={"required": "请上传会商纪要。"})


class RecordJoint(ActView):
    """登记联合会商."""

    verb, title, button = "record_joint", "登记联合会商", "保存"
    done = "联合会商已经登记，可以审批。"
    form_class = MinutesForm

    def form_arguments(self) -> dict[str, Any]:
        """Today to begin with."""
        return {"initial": {"held_on": dates.today()}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The minutes."""
        return {"minutes": Minutes(**form.cleaned_data)}

    def after(self, result: Any) -> str:
        """Back to the round."""
        return reverse("desk:submission", args=[result.submission_id])


class Emergencies(DeskView):
    """紧急审批: every round that took the emergency path, for who watches over it."""

    template_name = "desk/emergencies.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list of the own agency; a supervisor's holds the agencies below."""
        return self.page(rows=list(emergencies(self.actor)))
