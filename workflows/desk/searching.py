"""Search records (检索记录): what was searched before anybody says that something does not exist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from requests_app import dates
from requests_app.selectors.searches import searches_of
from workflows.desk.case_view import ActView
from workflows.desk.forms.case import SearchForm


class RecordSearch(ActView):
    """登记检索: one search for one item, and those that were recorded before."""

    template_name = "desk/search.html"
    verb, title, button = "record_search", "登记检索", "保存检索记录"
    done = "检索记录已保存。"
    form_class = SearchForm

    def form_arguments(self) -> dict[str, Any]:
        """The items of the case; today, this person, and the request's own words to begin with."""
        items = list(self.case.items.all())
        initial = {
            "searched_on": dates.today(),
            "searcher": self.user.name,
            "units": self.case.unit.name if self.case.unit else "",
            "ordinal": items[0].ordinal if items else None,
            "found": "no",
        }
        return {"case": self.case, "initial": initial}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The item and the search."""
        assert isinstance(form, SearchForm)
        return {"ordinal": form.cleaned_data["ordinal"], "search": form.as_search()}

    def explain(self) -> dict[str, Any]:
        """Earlier searches."""
        return {"searches": searches_of(self.actor, self.case)}

    def after(self, result: Any) -> str:
        """Stay here: often the next item is searched too."""
        return reverse("desk:search", args=[self.case.pk])
