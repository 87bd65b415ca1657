"""The states, phases, groups and transitions are those of the contract."""

import pytest

from requests_app.rules import states
from requests_app.rules.roles import Party, Role
from requests_app.rules.states import TRANSITIONS, RequestState

STATES = [
    ("received", "待登记", "登记"),
    ("under_review", "审核中", "审核"),
    ("awaiting_correction", "待补正", "审核"),
    ("in_handling", "办理中", "办理"),
    ("awaiting_payment", "待缴费", "办理"),
    ("in_approval", "审批中", "答复"),
    ("approved", "已签发", "答复"),
    ("issued", "已出具", "答复"),
    ("delivered", "已送达", "答复"),
    ("lapsed", "不再处理", "答复"),
    ("withdrawn", "已撤回", "–"),
    ("transferred", "已转出", "–"),
    ("voided", "作废", "–"),
    ("archived", "已归档", "归档"),
]


def test_states_labels_and_phases():
    assert [(state.value, state.label, state.phase.label) for state in RequestState] == STATES


# name, sources, sources on the way of outcome 21 or 22, targets
MOVES = [
    ("register", "received", "", "under_review"),
    ("route", "received", "", "received"),
    ("transfer_before_registration", "received", "", "transferred"),
    ("ask_correction", "under_review in_handling", "", "awaiting_correction"),
    ("receive_correction", "awaiting_correction", "in_approval approved", "under_review"),
    ("lapse_uncorrected", "awaiting_correction", "", "in_approval"),
    ("accept", "under_review", "", "in_handling"),
    ("ask_fee", "in_handling", "", "awaiting_payment"),
    ("receive_fee", "awaiting_payment", "in_approval approved", "in_handling"),
    ("lapse_unpaid", "awaiting_payment", "", "in_approval"),
    ("submit_reply", "in_handling", "", "in_approval"),
    ("return_reply", "in_approval approved", "", "in_handling awaiting_correction awaiting_payment"),
    ("approve_reply", "in_approval", "", "approved"),
    ("issue_reply", "approved", "", "issued"),
    ("confirm_delivery", "issued", "", "delivered lapsed"),
    ("withdraw_letter", "issued delivered lapsed", "", "in_handling"),
    (
        "withdraw",
        "received under_review awaiting_correction in_handling awaiting_payment in_approval approved",
        "",
        "withdrawn",
    ),
    ("reopen", "delivered lapsed archived", "", "in_handling"),
    ("void", "received under_review", "", "voided"),
    ("archive", "delivered lapsed withdrawn", "", "archived"),
    ("import_state", "", "", " ".join(row[0] for row in STATES)),
]


def test_no_transition_is_missing_or_invented():
    assert set(TRANSITIONS) == {row[0] for row in MOVES}


@pytest.mark.parametrize("row", MOVES, ids=[row[0] for row in MOVES])
def test_transition(row):
    move = TRANSITIONS[row[0]]
    assert move.sources == set(row[1].split())
    assert move.late_sources == set(row[2].split())
    assert list(move.targets) == row[3].split()
    assert move.all_sources == move.sources | move.late_sources
    assert move.label


TARGETS = [
    ("confirm_delivery", "provided", "delivered"),
    ("confirm_delivery", "not_corrected", "lapsed"),
    ("confirm_delivery", "not_paid", "lapsed"),
    ("return_reply", "secret", "in_handling"),
    ("return_reply", "not_corrected", "awaiting_correction"),
    ("return_reply", "not_paid", "awaiting_payment"),
    ("accept", None, "in_handling"),
]


@pytest.mark.parametrize(("name", "outcome", "target"), TARGETS)
def test_target_by_outcome(name, outcome, target):
    assert TRANSITIONS[name].target_for(outcome) == target


GROUPS = [
    ("CAN_BE_EXTENDED", "under_review in_handling in_approval approved"),
    ("WITHOUT_DUE_DATE", "awaiting_correction awaiting_payment"),
    ("FINAL", "transferred voided archived"),
    ("COUNTED_NOWHERE", "transferred voided"),
    ("CLOCK_STOPPED", "delivered lapsed withdrawn transferred voided archived"),
    (
        "OPEN",
        "received under_review awaiting_correction in_handling awaiting_payment in_approval approved issued",
    ),
]


@pytest.mark.parametrize(("name", "members"), GROUPS, ids=[group[0] for group in GROUPS])
def test_group(name, members):
    assert getattr(states, name) == set(members.split())


def test_groups_named_as_rights_are_the_sources_of_their_transitions():
    assert TRANSITIONS["withdraw"].sources == states.CAN_BE_WITHDRAWN
    assert TRANSITIONS["void"].sources == states.CAN_BE_VOIDED
    assert TRANSITIONS["reopen"].sources == states.CAN_BE_REOPENED
    assert TRANSITIONS["archive"].sources == states.CAN_BE_ARCHIVED


BY = [
    ("withdraw_letter", {Role.OFFICE_HEAD}),
    ("reopen", {Role.OFFICE_HEAD}),
    ("void", {Role.OFFICE_HEAD}),
    ("submit_reply", {Role.HANDLER}),
    ("withdraw", {Role.DESK_OFFICER, Role.HANDLER, Party.APPLICANT}),
    ("import_state", {Party.SYSTEM}),
]


@pytest.mark.parametrize(("name", "who"), BY, ids=[row[0] for row in BY])
def test_who_may_fire_it(name, who):
    assert TRANSITIONS[name].by == who


def test_every_role_has_a_chinese_label():
    assert all(role.label for role in Role)
