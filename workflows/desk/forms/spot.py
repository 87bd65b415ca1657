"""The choice at registration to answer on the spot."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.actors import Member
from requests_app.models import User
from requests_app.selectors.people import handlers_of


class SpotForm(forms.Form):
    """Who answers at once; nobody, unless it is chosen."""

    spot_handler = forms.ChoiceField(
        label="能够当场答复的，由谁承办",
        required=False,
        help_text="限当面、口头提出的申请。登记后即可起草；审批一步不少，答复期限不变",
    )

    def __init__(self, data: Any = None, *, actor: Member) -> None:
        super().__init__(data)
        self._people = {str(user.pk): user for user in handlers_of(actor)}
        choices = [(pk, user.name) for pk, user in self._people.items()]
        self.fields["spot_handler"].choices = [("", "按一般程序办理"), *choices]  # type: ignore[attr-defined]

    def clean_spot_handler(self) -> User | None:
        """The person, if one was chosen."""
        return self._people.get(self.cleaned_data["spot_handler"])
