"""How much the applicant asks of this agency, and the finding that it is clearly excessive (Art. 35, 42)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from requests_app.models import ExcessFinding
from requests_app.pictures import date_words
from requests_app.rules.excess import BASES, BASIS, CAN_BE_FOUND, Span
from requests_app.rules.states import RequestState
from requests_app.selectors.excess import ApplicantCount, counts_of, draws_attention, finding_of, kept_counts
from requests_app.selectors.fees import charged_by
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.excess import FindExcessForm, RevokeExcessForm
from workflows.desk.reasoning import reasons_panel

FOUND = "已认定申请的数量、频次明显超过合理范围。"


def excess_panel(view: CaseView) -> dict[str, Any]:
    """What the overview says of the numbers: the finding, or that somebody should look; else nothing."""
    finding = finding_of(view.case)
    if finding is not None:
        day = date_words.full(finding.found_on)
        return {"excess_finding": finding, "excess_words": f"{day}{FOUND}"}
    if RequestState(view.case.state) not in CAN_BE_FOUND:
        return {}
    counted = counts_of(view.actor, view.case)
    if not draws_attention(view.case, counted):
        return {}
    words = "；".join(_in_short(one) for one in counted if one.rows)
    return {"excess_words": f"{words}。是否明显超过合理范围，由承办人判断。"}


def _in_short(counted: ApplicantCount) -> str:
    periods = (f"{row.count.span.period.label}申请 {row.count.applications} 件" for row in counted.rows)
    return f"{counted.name}{'，'.join(periods)}"


def span_words(span: Span) -> str:
    """近一个月（2026年10月29日至11月28日）."""
    return f"{span.period.label}（{date_words.full(span.first)}至{date_words.full(span.last)}）"


def _kept_words(finding: ExcessFinding) -> list[str]:
    """The numbers as they stood when it was found."""
    return [
        f"{name}　{span_words(count.span)}：{count.applications} 件，{count.items} 项，近似 {count.similar} 件"
        for name, count in kept_counts(finding)
    ]


class Counts(ActView):
    """申请的数量、频次: counted for everybody of the house; found excessive by an officer, never by itself."""

    template_name = "desk/excess.html"
    verb, title, button = "find_excessive", "申请的数量、频次", "认定明显超过合理范围"
    done = FOUND
    form_class = FindExcessForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The numbers, with the form for those who may find."""
        return self.form_page(FindExcessForm())

    def explain(self) -> dict[str, Any]:
        """The numbers of each applicant with the applications behind them, and the finding as it stands."""
        finding = finding_of(self.case)
        counted = counts_of(self.actor, self.case)
        asked = reasons_panel(self)
        return {
            "counted": [(one, [(span_words(row.count.span), row) for row in one.rows]) for one in counted],
            "attention": draws_attention(self.case, counted),
            "finding": finding,
            "kept": _kept_words(finding) if finding else [],
            "revoked": self.case.excess_findings.exclude(revoked_on=None).select_related("revoked_by"),
            "may_find": finding is None and self.may("find_excessive") and any(one.rows for one in counted),
            "may_charge": finding is not None and charged_by(self.case) is None and self.may("ask_fee"),
            "may_revoke": finding is not None and self.may("revoke_excess"),
            "may_ask_reasons": finding is not None and "reasons" not in asked and self.may("ask_reasons"),
            **asked,
            "basis": "、".join(basis.short() for basis in BASES),
        }

    def after(self, result: Any) -> str:
        """Stay with the numbers: what the finding allows stands there."""
        return reverse("desk:excess", args=[self.case.pk])


class Revoke(ActView):
    """撤销认定: it was wrong, and no longer counts."""

    verb, title, button = "revoke_excess", "撤销明显超过合理范围的认定", "确认撤销"
    danger = True
    done = "已撤销认定。"
    form_class = RevokeExcessForm

    def explain(self) -> dict[str, Any]:
        """What stands, and that it stays on file."""
        finding = finding_of(self.case)
        if finding is None:
            return {"lead": "本件没有明显超过合理范围的认定。"}
        lead = f"撤销后本件按一般申请办理（{BASIS.short()}）；原认定随卷保存。"
        return {"lead": f"{lead}正在进行的说明理由、延迟答复同时终止。", "quoted": [finding.why]}

    def after(self, result: Any) -> str:
        """Back to the numbers."""
        return reverse("desk:excess", args=[self.case.pk])
