"""Standing in for somebody: what may be lent, to whom, for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from requests_app.errors import ApplicationError, InvalidInput, RuleRefusal
from requests_app.rules.delegation import DELEGABLE, Arrangement, check_arrangement, check_deputy_grants
from requests_app.rules.policies import Policies
from requests_app.rules.roles import Role

TODAY = date(2026, 9, 28)
GOOD = Arrangement(
    role=Role.LEGAL_REVIEWER,
    same_person=False,
    starts_on=TODAY,
    ends_on=date(2026, 10, 9),
    principal_holds=True,
    deputy_belongs=True,
    taken=False,
)
REFUSED = [
    ("the period ends before it begins", {"starts_on": date(2026, 10, 10)}, "delegation_period"),
    (
        "the period is over",
        {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 27)},
        "delegation_period",
    ),
    ("the period began before today", {"starts_on": date(2026, 9, 27)}, "delegation_period"),
    ("longer than an absence", {"ends_on": date(2026, 12, 29)}, "delegation_too_long"),
    ("the administrator's own appointment", {"for_oneself": True}, "own_appointment"),
    ("work on the case is reassigned, not delegated", {"role": Role.HANDLER}, "not_delegable"),
    ("oneself", {"same_person": True}, "own_deputy"),
    ("what is only lent cannot be handed on", {"principal_holds": False}, "not_held"),
    ("somebody of another agency", {"deputy_belongs": False}, "foreign_deputy"),
    ("a second deputy on the same days", {"taken": True}, "already_delegated"),
]


@pytest.mark.parametrize("role", sorted(DELEGABLE))
def test_every_decision_of_an_approval_can_be_lent(role: Role) -> None:
    check_arrangement(replace(GOOD, role=role), TODAY)


def test_one_day_is_a_period() -> None:
    check_arrangement(replace(GOOD, ends_on=TODAY), TODAY)


@pytest.mark.parametrize(("name", "changes", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(name: str, changes: dict[str, object], code: str) -> None:
    with pytest.raises(ApplicationError) as refused:
        check_arrangement(replace(GOOD, **changes), TODAY)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_whether_a_deputy_of_the_head_grants_an_extension_is_the_agencys_choice() -> None:
    check_deputy_grants(acting_for_somebody=True, allowed=True)
    check_deputy_grants(acting_for_somebody=False, allowed=False)
    with pytest.raises(RuleRefusal, match="负责人本人"):
        check_deputy_grants(acting_for_somebody=True, allowed=False)


def test_how_long_is_a_reading_of_the_office() -> None:
    long = replace(GOOD, ends_on=GOOD.starts_on + timedelta(days=100))
    with pytest.raises(InvalidInput) as refusal:
        check_arrangement(long, TODAY)
    assert refusal.value.code == "delegation_too_long"
    check_arrangement(long, TODAY, Policies(longest_delegation_days=183))
