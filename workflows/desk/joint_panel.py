"""What the pages of a request say of the letter that answers it together with others (合并答复)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from requests_app import dates
from requests_app.actors import Member
from requests_app.models import DisclosureRequest
from requests_app.pictures import date_words
from requests_app.rules.states import OPEN
from requests_app.selectors.clock import provisional_mark
from requests_app.selectors.joining import joined_with
from workflows.desk.base import address


@dataclass(frozen=True)
class JointLink:
    """Another request of the same letter: the way to it, its number, its day while one runs, whether that is over."""

    url: str
    number: str
    due: str
    late: bool


def joint_panel(actor: Member, case: DisclosureRequest) -> dict[str, Any]:
    """What every page of a request says of its joint letter: the other requests, and where the letter is written
    (`joint_lead`: "" here). Nothing for a request that is answered alone."""
    others = joined_with(actor, case)
    if not others:
        return {}
    elsewhere = case.joined_to if case.state in OPEN else None
    return {
        "joint_links": [_link(one) for one in others],
        "joint_lead": elsewhere.number if elsewhere is not None else "",
        "joint_open": case.state in OPEN,
    }


def _link(case: DisclosureRequest) -> JointLink:
    due, late = "", False
    if case.state in OPEN and case.due_on is not None:
        due = f"{date_words.month_day(case.due_on)}{provisional_mark(case, case.due_on)}"
        late = case.due_on < dates.today()
    return JointLink(address("desk:case", case.pk), str(case.number), due, late)


def day_of(case: DisclosureRequest) -> str:
    """The own due date of a request, as a list shows it."""
    if case.due_on is None:
        return "未定"
    return f"{date_words.month_day_weekday(case.due_on)}{provisional_mark(case, case.due_on)}"
