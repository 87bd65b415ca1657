"""退回统计: why replies came back from approval, for whoever leads or reviews the work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from requests_app import sheets
from requests_app.errors import AccessRefused
from requests_app.rules.roles import Role
from requests_app.selectors.returns import returns_counted
from workflows.desk.base import DeskView
from workflows.desk.forms.period import PeriodForm

READERS = frozenset(
    {Role.OFFICE_HEAD, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNATORY, Role.AGENCY_ADMIN}
)


class ReturnCountsPage(DeskView):
    """The table of a period."""

    template_name = "desk/return_counts.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """All rounds, or those submitted in a period; `format=xlsx` gives the workbook. Raises `AccessRefused`."""
        if not READERS & self.seat.roles:
            raise AccessRefused("not_for_this_role", "退回统计由审批人、工作机构负责人和本单位管理员查看。")
        form = PeriodForm(request.GET)
        if not form.is_valid():
            return self.page(form=form, counts=None, status=422)
        counts = returns_counted(self.actor, **form.cleaned_data)
        if request.GET.get("format") == "xlsx":
            headings = ("退回的主要原因", *(role.label for role in counts.roles), "合计")
            rows: list[list[str | int]] = [[ground, *found, total] for ground, found, total in counts.rows()]
            response = HttpResponse(sheets.workbook("退回统计", headings, rows), content_type=sheets.XLSX)
            response.headers["Content-Disposition"] = "attachment; filename=returns.xlsx"
            return response
        address = request.GET.copy()
        address["format"] = "xlsx"
        return self.page(form=form, counts=counts, rows=counts.rows(), export_query=address.urlencode())
