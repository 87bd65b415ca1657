"""Acts on a case that need no page of their own: accept, reassign, withdraw, void."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from requests_app.pictures import date_words
from requests_app.selectors.corrections import was_asked
from workflows.desk.case_view import ActView
from workflows.desk.forms.case import HandlerForm, ReassignForm, VoidForm, WithdrawForm


class Accept(ActView):
    """审核受理: clear and complete, so a handler takes it."""

    verb, title, button = "review", "审核受理", "受理并分派"
    done = "已受理，承办人可以开始办理。"
    form_class = HandlerForm

    def form_arguments(self) -> dict[str, Any]:
        """The handlers of this agency; the person's own name where the person is one."""
        return {"actor": self.actor, "initial": {"handler": str(self.user.pk)}}

    def explain(self) -> dict[str, Any]:
        """What is being decided, and until when a correction could still be asked."""
        until = self.case.correction_notice_due_on
        possible = until is not None and not was_asked(self.case)
        last = f"需要补正的，最迟 {date_words.full_weekday(until)}告知申请人。" if until and possible else ""
        return {
            "lead": f"受理表示：申请内容明确，材料齐全，不需要补正。{last}",
            "quoted": [item.text for item in self.case.items.all()],
            **self._instead(),
        }

    def _instead(self) -> dict[str, str]:
        """The way out for an application that is not clear: asking for its correction."""
        if was_asked(self.case) or not self.may("ask_correction"):
            return {}
        return {
            "other_url": reverse("desk:correction", args=[self.case.pk]),
            "other_label": "需要补正：告知补正",
        }


class Reassign(ActView):
    """改派: another handler takes over."""

    verb, title, button = "reassign", "改派", "改派"
    done = "已改派。"
    form_class = ReassignForm

    def form_arguments(self) -> dict[str, Any]:
        """The handlers of this agency."""
        return {"actor": self.actor}

    def explain(self) -> dict[str, Any]:
        """That the clock does not care."""
        return {"lead": "内部改派不影响答复期限。"}


class Withdraw(ActView):
    """登记撤回: the applicant's signed paper ends the case."""

    verb, title, button = "withdraw", "登记撤回", "确认撤回"
    danger = True
    done = "已登记撤回，撤回告知将自动制作。"
    form_class = WithdrawForm

    def explain(self) -> dict[str, Any]:
        """What it does, before it is done."""
        return {
            "lead": "撤回后本件停止计时、不再答复，正在进行的审批、延期和说明理由同时终止。撤回不能恢复。"
        }


class Void(ActView):
    """作废: entered by mistake or twice."""

    verb, title, button = "void", "作废", "确认作废"
    danger = True
    done = "已作废，编号保留。"
    form_class = VoidForm

    def explain(self) -> dict[str, Any]:
        """What it is for, and what it is not for."""
        return {
            "lead": "作废只用于登记错误或者重复录入。编号保留、不再使用，本件不计入任何统计。"
            "不符合要求的申请不能作废，须依法答复。"
        }
