"""The columns of a case that follow from its clock, so that the database can find and sort by them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from requests_app.rules.clock import Derivation
from requests_app.rules.history import CorrectionReceived
from requests_app.rules.joining import joint_due
from requests_app.rules.next_act import next_act
from requests_app.rules.states import OPEN, RequestState
from requests_app.selectors.clock import CaseFacts, derivation_before_receipt


class DerivedDates(NamedTuple):
    """The columns, by their names. `moves_on`: the next day on which time alone may change one of the others."""

    first_due_on: date | None = None
    due_on: date | None = None
    conservative_due_on: date | None = None
    correction_notice_due_on: date | None = None
    waiting_for: str = ""
    waiting_until: date | None = None
    provisional: bool = False
    paused: bool = False
    moves_on: date | None = None
    next_act: str = ""
    next_act_on: date | None = None


DERIVED = DerivedDates._fields


def derived_dates(
    case: CaseFacts,
    derivation: Derivation | None,
    stored: DerivedDates,
    today: date,
    *,
    remedy_answer_due: date | None = None,
    joined: Iterable[date | None] = (),
) -> DerivedDates:
    """What the columns of `case` must hold on `today`.

    Without a clock (`derivation` None: the receipt is not confirmed) there is no due date, only the warning of the
    officers, which runs from the arrival. `stored` is what the columns hold now, `remedy_answer_due` the day by which
    an answer is owed in a dispute. The letter of a case that answers others too must go out by the first of their days,
    `joined`.
    """
    state, found = RequestState(case.state), stored
    if derivation is not None:
        first_due, due = derivation.standard
        found = DerivedDates(
            first_due,
            due,
            derivation.conservative.due,
            derivation.correction_notice_due,
            derivation.waiting_for or "",
            derivation.until,
            derivation.provisional,
            # A case that has ended waits for nobody, and no sweep comes to it any more.
            derivation.paused_on(today) if state in OPEN else False,
            derivation.moves_on(today) if state in OPEN else None,
        )
    elif state is RequestState.RECEIVED:
        found = stored._replace(conservative_due_on=derivation_before_receipt(case).conservative.due)
    following = next_act(
        state,
        arrived_on=case.arrived_on,
        correction_notice_due=_last_day_to_ask(found, derivation),
        due=joint_due((found.due_on, *joined)),
        waiting_until=found.waiting_until,
        answered=case.replied_on is not None,
        remedy_answer_due=remedy_answer_due,
    )
    return found._replace(next_act=following.act.value, next_act_on=following.on)


def _last_day_to_ask(found: DerivedDates, derivation: Derivation | None) -> date | None:
    """The last day for the one correction notice; None once it was told and the applicant has corrected."""
    asked = derivation is not None and any(
        isinstance(event, CorrectionReceived) for event in derivation.history.events
    )
    return None if asked else found.correction_notice_due_on
