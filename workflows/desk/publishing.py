"""主动公开建议: what several applicants were given or an applicant suggests; the head decides (Art. 44)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from requests_app import dates
from requests_app.actors import Member, choose_member
from requests_app.models import ProposalState
from requests_app.rules.publication import REVIEW, SEVERAL_APPLICANTS, SUGGESTION
from requests_app.selectors.publication import READERS, get_proposal, proposals
from requests_app.services.publication import Decision
from workflows.desk.base import DeskView
from workflows.desk.case_view import ActView
from workflows.desk.forms.fields import DayField, long_text

LATEST = 50
"""Decided proposals on the list; all of them stand with their cases."""


class Proposals(DeskView):
    """The list, for officers and the head."""

    section = "desk:proposals"
    template_name = "desk/proposals.html"
    member: Member

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AccessRefused` for everybody else."""
        self.member = choose_member(self.user, self.actor.agency.pk, READERS)

    def get(self, request: HttpRequest) -> HttpResponse:
        """What waits first, then what was decided last."""
        found = proposals(self.member)
        waiting = list(found.filter(state=ProposalState.OPEN))
        decided = list(found.exclude(state=ProposalState.OPEN)[:LATEST])
        groups = [("open", "待决定", waiting), ("decided", "已决定", decided)]
        return self.page(
            groups=[group for group in groups if group[2]],
            total=len(waiting),
            basis=f"{SEVERAL_APPLICANTS.cite()}、{SUGGESTION.short()}",
        )


class DecideForm(forms.Form):
    """Published where and when, or not and why."""

    publish = forms.TypedChoiceField(
        label="决定",
        choices=[("yes", "已主动公开"), ("no", "不纳入主动公开")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择决定。"},
    )
    where = forms.CharField(
        label="公开的网址或者地点", required=False, max_length=500, help_text="主动公开的填写"
    )
    published_on = DayField(label="公开日期", required=False, help_text="主动公开的填写")
    reviewer = forms.CharField(
        label="公开以前由谁审查",
        required=False,
        max_length=60,
        help_text="主动公开的填写：公开审查、保密审查的审查人",
    )
    conclusion = forms.CharField(
        label="审查结论",
        required=False,
        max_length=1000,
        widget=long_text(2),
        help_text=f"主动公开的填写：是否属于可以公开的信息、是否涉及国家秘密（{REVIEW.short()}）",
    )
    reviewed_on = DayField(label="审查日期", required=False, help_text="主动公开的填写，不晚于公开日期")
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=1000,
        widget=long_text(3),
        help_text="不纳入的必填。建议的申请人看得到，不要写入第三方和其他申请人的情况",
    )

    def decision(self) -> Decision:
        """The valid form as the service takes it."""
        return Decision(**self.cleaned_data)


class Decide(ActView):
    """One proposal is decided."""

    verb, title, button = "decide_publication", "决定是否主动公开", "决定"
    done = "已记录决定。申请人提出的建议，答复已显示在其查询页面。"
    template_name = "desk/proposal.html"
    form_class = DecideForm

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """The case and its proposal."""
        super().prepare(*args, **kwargs)
        self.proposal = get_proposal(self.actor, self.case, kwargs["proposal_id"])

    def form_arguments(self) -> dict[str, Any]:
        """Published today, until told otherwise."""
        return {"initial": {"published_on": dates.today()}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The proposal and the decision."""
        assert isinstance(form, DecideForm)
        return {"proposal_id": self.proposal.pk, "decision": form.decision()}

    def explain(self) -> dict[str, Any]:
        """What is proposed, and on what it rests."""
        waits = self.proposal.state == ProposalState.OPEN
        return {"proposal": self.proposal, "may_decide": waits and self.may(self.verb)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The proposal; the form only for who decides, while it waits."""
        return self.form_page(DecideForm(**self.form_arguments()))

    def after(self, result: Any) -> str:
        """Back to the list."""
        return reverse("desk:proposals")
