"""当场答复: accepted to be answered while the applicant waits; how that stands, and who must still agree."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from requests_app import dates
from requests_app.errors import RuleRefusal
from requests_app.models import DisclosureRequest
from requests_app.pictures import date_words
from requests_app.rules import on_the_spot
from requests_app.rules.on_the_spot import SpotReply
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.states import RequestState
from requests_app.selectors.on_the_spot import spot_standing
from requests_app.selectors.people import holders_of
from workflows.desk.case_acts import Accept
from workflows.desk.case_view import CaseView
from workflows.tracks import choose_track

BEFORE_ISSUE = frozenset({RequestState.UNDER_REVIEW, RequestState.IN_HANDLING, RequestState.IN_APPROVAL})
_RELEASING = next(key for key, outcome in OUTCOMES.items() if outcome.releases_content)


class AcceptOnTheSpot(Accept):
    """当场答复: the same review as any other, with today as the day to answer."""

    verb, title, button = "accept_on_the_spot", "当场答复", "受理，当场答复"
    done = "已受理，列为当场答复。"

    def explain(self) -> dict[str, Any]:
        """What it means, and who must be called."""
        found = super().explain()
        return {
            **found,
            "lead": f"{found['lead']}申请人在场等候，今天答复并当面送达；今天不能办结的，按一般程序继续办理。"
            f"审批一步不少，答复期限不变。{agreeing_words(self)}",
        }

    def after(self, result: Any) -> str:
        """To the draft."""
        return reverse("desk:reply", args=[self.case.pk])


def possible_today(case: DisclosureRequest) -> bool:
    """Whether this request may still be marked; the service asks again."""
    try:
        on_the_spot.check(channel=case.channel, received_on=case.received_on, today=dates.today())
    except RuleRefusal:
        return False
    return True


def agreeing_words(view: CaseView) -> str:
    """The steps of the approval, each with those who may take it: whoever is not there must be called.

    Before an outcome is chosen the steps are those of a reply that hands something out: the longest usual way.
    """
    case = view.case
    outcomes = [key for key in case.items.values_list("outcome", flat=True) if key]
    steps = []
    for step in choose_track(case, outcomes or [_RELEASING]).steps:
        people = [user.name for user in holders_of(view.actor, step.role) if user.pk != case.handler_id]
        steps.append(f"{step.label}（{'、'.join(people) or '本机关现无此角色'}）")
    return f"须依次同意：{'→'.join(steps)}。"


def spot_panel(view: CaseView) -> dict[str, Any]:
    """The mark on the pages of the case: today, given, or gone on as an ordinary one."""
    state, case = spot_standing(view.case), view.case
    if state is None:
        return {}
    words = {
        SpotReply.TODAY: "当场答复：申请人在场等候，请今天答复并当面送达、由申请人签收。",
        SpotReply.GIVEN: "当场答复：已在收到申请的当日答复。",
        SpotReply.MISSED: "原拟当场答复，未能在收到申请的当日答复，按一般程序办理，答复期限不变。",
    }[state]
    if state is SpotReply.TODAY and RequestState(case.state) in BEFORE_ISSUE:
        words += f"审批一步不少。{agreeing_words(view)}"
        if case.due_on is not None:
            words += f"今天不能办结的，答复期限仍为 {date_words.full_weekday(case.due_on)}。"
    return {"spot_words": words, "spot_state": state.value}
