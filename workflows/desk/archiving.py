"""归档: the finished case becomes a signed package."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from requests_app.selectors.packages import package_of
from workflows.desk.case_view import ActView


class Archive(ActView):
    """归档; once it is done, the page shows the package."""

    template_name = "desk/archive.html"
    verb, title, button = "archive", "归档", "生成归档数据包并归档"
    done = "已归档。"
    form_class = forms.Form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The package where there is one, else the button."""
        package = package_of(self.actor, self.case)
        if package is not None:
            return self.case_page(package=package, act_title=self.title)
        return super().get(request, *args, **kwargs)

    def after(self, result: Any) -> str:
        """Show the package."""
        return self.request.path
