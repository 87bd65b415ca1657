"""合并答复: several requests of the same applicant are answered in one letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import HttpResponse

from requests_app.models import DisclosureRequest
from requests_app.pictures import date_words
from requests_app.rules.joining import CAN_BE_JOINED, joint_due
from requests_app.selectors.joining import Candidate, answered_together, candidates, lead_of
from requests_app.services.joining import is_theirs
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.joining import JoinForm, UnjoinForm
from workflows.desk.joint_panel import day_of


@dataclass(frozen=True)
class JoinRow:
    """One candidate: its items, its own day, the day of the joint letter, the tick or why there is none."""

    case: DisclosureRequest
    texts: list[str]
    due: str
    then: str
    tick: BoundField | None
    why: str


def not_to_offer(view: CaseView) -> set[str]:
    """Which of the two acts would be refused now: no button for it."""
    case = view.case
    if case.state not in CAN_BE_JOINED:
        return {"join", "unjoin"}
    passed = set()
    joined = case.joined_to is not None or case.joined.exists()
    if not joined or not is_theirs(view.actor, lead_of(case), case):
        passed.add("unjoin")
    if case.joined_to is not None or not is_theirs(view.actor, case) or not candidates(view.actor, case):
        passed.add("join")
    return passed


class Join(ActView):
    """合并答复: choose among the open requests of the same applicants."""

    verb, title, button = "join", "合并答复", "确认合并"
    template_name = "desk/join.html"
    form_class = JoinForm

    def form_arguments(self) -> dict[str, Any]:
        """Who else asks the same person's other questions."""
        return {"candidates": candidates(self.actor, self.case)}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The ticked requests."""
        assert isinstance(form, JoinForm)
        return {"request_ids": form.request_ids()}

    def form_page(self, form: forms.Form, status: int = 200) -> HttpResponse:
        """The page: every candidate with its days, and what stands in the way of some."""
        assert isinstance(form, JoinForm)
        self.table = [self._row(candidate, tick) for candidate, tick in form.rows()]
        return super().form_page(form, status)

    def explain(self) -> dict[str, Any]:
        """What it does, before it is done."""
        now = joint_due(one.due_on for one in answered_together(self.case))
        return {"now": date_words.full_weekday(now) if now else "未定", "table": self.table}

    def _row(self, candidate: Candidate, tick: BoundField | None) -> JoinRow:
        other = candidate.case
        then = joint_due(one.due_on for one in (*answered_together(self.case), other))
        words = date_words.month_day_weekday(then) if then else "未定"
        texts = [item.text for item in other.items.all()]
        return JoinRow(other, texts, day_of(other), words, tick, candidate.why)

    def act(self, form: forms.Form) -> Any:
        """Join, and name the numbers."""
        taken = super().act(form)
        self.done = f"{'、'.join(str(one.number) for one in taken)} 已与本件合并答复，请在本件中起草。"
        return taken


class Unjoin(ActView):
    """退出合并答复."""

    verb, title, button = "unjoin", "退出合并答复", "确认退出"
    done = "本件不再合并答复，请单独起草、送审。"
    form_class = UnjoinForm

    def explain(self) -> dict[str, Any]:
        """What becomes of the letter."""
        return {
            "lead": "本件退出合并，单独答复；已经为本件起草的内容随本件保留。其余各件继续合并答复，"
            "只余一件的，也单独答复。"
        }
