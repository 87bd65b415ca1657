"""An extension: once, within the first period, 1 to 20 working days, granted by the head and told in time."""

from datetime import date

import pytest

from requests_app.errors import RuleRefusal
from requests_app.rules.extension import (
    LONGEST,
    MAY_ASK,
    MAY_GRANT,
    check_extension,
    check_notified,
    check_state,
)
from requests_app.rules.roles import Role
from requests_app.rules.states import CAN_BE_EXTENDED, RequestState

DUE = date(2026, 4, 1)
BEFORE, AFTER = date(2026, 3, 20), date(2026, 4, 2)

# name, working days, today, first due, already extended, code ("" for allowed)
SCENARIOS = [
    ("in time", 10, BEFORE, DUE, False, ""),
    ("on the due date", 20, DUE, DUE, False, ""),
    ("one day", 1, BEFORE, DUE, False, ""),
    ("the day after the due date", 10, AFTER, DUE, False, "extension_after_due"),
    ("no day", 0, BEFORE, DUE, False, "extension_days"),
    ("21 days", 21, BEFORE, DUE, False, "extension_days"),
    ("a second time", 5, BEFORE, DUE, True, "extension_twice"),
    ("while no due date runs", 5, BEFORE, None, False, "extension_without_due_date"),
]


@pytest.mark.parametrize(
    ("name", "days", "today", "due", "already", "code"), SCENARIOS, ids=[s[0] for s in SCENARIOS]
)
def test_extension(name, days, today, due, already, code):
    given = {"working_days": days, "today": today, "first_due": due, "already_extended": already}
    if not code:
        assert check_extension(**given) is None
        return
    with pytest.raises(RuleRefusal) as refusal:
        check_extension(**given)
    assert refusal.value.code == code
    assert refusal.value.basis.endswith("第三十三条第二款")


NOTICES = [
    ("before the due date", DUE, BEFORE, ""),
    ("on the due date", DUE, DUE, ""),
    ("after the due date", DUE, AFTER, "extension_notified_late"),
    ("while no due date runs", None, BEFORE, "extension_without_due_date"),
]


@pytest.mark.parametrize(("name", "due", "notified", "code"), NOTICES, ids=[row[0] for row in NOTICES])
def test_notice_to_the_applicant(name, due, notified, code):
    if not code:
        assert check_notified(first_due=due, notified_on=notified) is None
        return
    with pytest.raises(RuleRefusal) as refusal:
        check_notified(first_due=due, notified_on=notified)
    assert refusal.value.code == code


@pytest.mark.parametrize("state", RequestState)
def test_state(state):
    if state in CAN_BE_EXTENDED:
        assert check_state(state) is None
        return
    with pytest.raises(RuleRefusal, match=state.label):
        check_state(state)


def test_only_the_head_of_the_office_grants():
    assert frozenset({Role.OFFICE_HEAD}) == MAY_GRANT
    assert frozenset({Role.DESK_OFFICER, Role.HANDLER}) == MAY_ASK
    assert LONGEST == 20
