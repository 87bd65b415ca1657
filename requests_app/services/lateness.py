"""Why a reply was late, and which unit caused it: kept with every request that it answers too late (law.md 9.1)."""

from __future__ import annotations

from requests_app import dates
from requests_app.actors import OFFICERS, Actor
from requests_app.models import DisclosureRequest
from requests_app.rules.supervision import LateBy, check_lateness
from requests_app.selectors.joining import answered_together
from requests_app.selectors.supervision import late_words
from requests_app.services.act import By, act
from requests_app.services.journal import note


def is_late(case: DisclosureRequest) -> bool:
    """Whether a reply of today would be late for this request, by its own clock."""
    return case.due_on is not None and dates.today() > case.due_on


def keep_lateness(case: DisclosureRequest, actor: Actor, by: str, unit: str) -> None:
    """Account for the lateness of the reply that is issued now, on each request that is late. Part of that act.

    The reason stands on the case. Raises `InvalidInput` for a late reply whose lateness nobody accounts for.
    """
    late = [one for one in answered_together(case) if is_late(one)]
    check_lateness(late=bool(late), reason=case.late_reason, by=by, unit=unit)
    for one in late:
        _account(actor=actor, case_id=one.pk, reason=case.late_reason, by=by, unit=unit)
    if late and case not in late:
        case.late_reason = ""


@act("出具答复书", by=By(roles=OFFICERS))
def _account(*, actor: Actor, case: DisclosureRequest, reason: str, by: str, unit: str) -> None:
    case.late_reason, case.late_by, case.late_unit = reason, LateBy(by).value, unit
    words = f"答复已过期限，造成逾期的单位：{LateBy(by).label}"
    note(case, actor, "lateness_recorded", words, remark=late_words(case), by=case.late_by)
