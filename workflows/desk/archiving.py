"""归档: the finished case becomes a signed package."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from requests_app.rules.states import RequestState
from requests_app.selectors.documents import may_open
from requests_app.selectors.packages import packages_of
from workflows.desk.case_view import ActView


class Archive(ActView):
    """归档; once it is done, the page shows the package."""

    template_name = "desk/archive.html"
    verb, title, button = "archive", "归档", "生成归档数据包并归档"
    done = "已归档。"
    form_class = forms.Form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The packages of an archived case, else the button: a reopened case is archived again."""
        packages = list(packages_of(self.actor, self.case))
        if packages and self.case.state == RequestState.ARCHIVED:
            openable = may_open(self.actor, packages[-1].document)
            return self.case_page(
                package=packages[-1], earlier=packages[:-1], openable=openable, act_title=self.title
            )
        return super().get(request, *args, **kwargs)

    def after(self, result: Any) -> str:
        """Show the package."""
        return self.request.path
