"""我的审批: every decision of this person, over which content, in whose place; also as a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from letters.catalogue import CATALOGUE
from requests_app import sheets
from requests_app.selectors.submissions import PastApproval, approvals_by
from workflows.desk.base import DeskView
from workflows.desk.forms.period import PeriodForm
from workflows.desk.return_counts import READERS

HEADINGS = (
    "决定时间",
    "受理编号",
    "文书",
    "送审轮次",
    "环节",
    "决定",
    "代谁办理",
    "意见",
    "所审内容的校验值",
)


class PastApprovals(DeskView):
    """The list."""

    template_name = "desk/past_approvals.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """All decisions, or those of a period; `format=xlsx` gives the workbook."""
        form = PeriodForm(request.GET)
        if not form.is_valid():
            return self.page(form=form, rows=[], status=422)
        found = approvals_by(self.actor, **form.cleaned_data)
        rows = [_row(past) for past in found]
        if request.GET.get("format") == "xlsx":
            content = sheets.workbook("我的审批", HEADINGS, [row["cells"] for row in rows])
            response = HttpResponse(content, content_type=sheets.XLSX)
            response.headers["Content-Disposition"] = "attachment; filename=approvals.xlsx"
            return response
        address = request.GET.copy()
        address["format"] = "xlsx"
        return self.page(
            form=form,
            rows=rows,
            export_query=address.urlencode(),
            sees_returns=bool(READERS & self.seat.roles),
        )


def _row(past: PastApproval) -> dict[str, Any]:
    approval = past.approval
    steps = {step["key"]: step["label"] for step in approval.submission.steps}
    letter = CATALOGUE[past.letter].name if past.letter in CATALOGUE else past.letter
    step = steps.get(approval.step, approval.get_role_display())
    place = approval.acting_for.name if approval.acting_for else ""
    return {
        "approval": approval,
        "case": past.case,
        "letter": letter,
        "step": step,
        "cells": (
            approval.decided_at,
            past.case.number or "",
            letter,
            approval.submission.round,
            step,
            approval.get_verdict_display(),
            place,
            approval.reason,
            approval.content_hash,
        ),
    }
