"""No path leads past the approval: every world of every track, and ten planted faults that must be found."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from requests_app.rules.approval_rules import may_act
from requests_app.rules.roles import Role
from requests_app.rules.states import TRANSITIONS, RequestState, Transition
from requests_app.rules.track_rules import Track, TrackStep
from workflows import checks
from workflows.proof.offices import (
    TAKING_PART,
    missing_roles,
    office_of,
    shipped_tracks,
    two_people,
    with_deputies,
)
from workflows.proof.properties import prove
from workflows.proof.world import Delegation, Office, Part, Procedure
from workflows.tracks import HEAD_SIGN, LEGAL_REVIEW, ROUTINE, SECRECY_REVIEW, STEPS

S = RequestState
TRACKS = {"→".join(step.key for step in track.steps): track for track in shipped_tracks()}
OFFICES = {"one of each": office_of(1), "two people": two_people(), "deputies": with_deputies()}


def test_every_combination_of_steps_is_shipped() -> None:
    keys = {tuple(step.key for step in track.steps) for track in TRACKS.values()}
    whole = {tuple(step.key for step in steps) for steps in STEPS.values()}
    assert keys == whole | {tuple(key for key in steps if key != SECRECY_REVIEW.key) for steps in whole}
    assert len(keys) == 6


@pytest.mark.parametrize("office", OFFICES.values(), ids=OFFICES)
@pytest.mark.parametrize("track", TRACKS.values(), ids=TRACKS)
def test_shipped_tracks_hold(track: Track, office: Office) -> None:
    proof = prove(Procedure(track), office)
    assert proof.counter_examples == ()
    assert proof.worlds > 100


@pytest.mark.parametrize("track", TRACKS.values(), ids=TRACKS)
def test_shipped_tracks_hold_with_two_people_in_each_role(track: Track) -> None:
    proof = prove(Procedure(track), two_who_write_and_decide())
    assert proof.counter_examples == ()
    assert proof.worlds > 500


@pytest.mark.parametrize("steps", [(LEGAL_REVIEW, HEAD_SIGN), (HEAD_SIGN,)], ids=["whole", "without review"])
def test_a_third_person_finds_nothing_that_two_do_not(steps: tuple[TrackStep, ...]) -> None:
    procedure = Procedure(Track("short", 1, steps))
    found = [
        [example.key for example in prove(procedure, many_writers_and_reviewers(size)).counter_examples]
        for size in (2, 3)
    ]
    assert found[0] == found[1] == ([] if LEGAL_REVIEW in steps else ["unreviewed"])


def two_who_write_and_decide() -> Office:
    """Two in each role; where nobody writes or decides (archive, dispatch, desk), a second one does nothing new."""
    alone = {Role.ARCHIVIST, Role.DISPATCHER, Role.DESK_OFFICER}
    people = office_of(2).people
    return Office({name: roles for name, roles in people.items() if name.endswith("1") or not roles & alone})


def many_writers_and_reviewers(size: int) -> Office:
    several = {Role.HANDLER, Role.LEGAL_REVIEWER, Role.OFFICE_HEAD}
    people = office_of(size).people
    return Office({name: roles for name, roles in people.items() if name.endswith("1") or roles & several})


TRACK = Track("routine", 1, ROUTINE)
GHOST = TrackStep("mayor_sign", Role.AGENCY_ADMIN, "没有人担任的环节")


def without(name: str) -> Mapping[str, Transition]:
    """The lifecycle in which a transition no longer starts anywhere."""
    return {**TRANSITIONS, name: replace(TRANSITIONS[name], sources=frozenset())}


def nearest_only(done: Any, person: Any, act: Any, acting_for: Any = None) -> bool:
    return may_act(done, person, act)


DELEGATED = Office(
    {
        **office_of(1).people,
        "法制审核人1": frozenset({Role.LEGAL_REVIEWER, Role.HANDLER}),
        "代理甲": frozenset(),
        "代理乙": frozenset(),
    },
    frozenset(
        {
            Delegation("代理甲", "法制审核人1", Role.LEGAL_REVIEWER),
            Delegation("代理乙", "代理甲", Role.LEGAL_REVIEWER),
        }
    ),
)
FAULTS: dict[str, tuple[Procedure, Office, str]] = {
    "an edge that bypasses the legal review": (
        Procedure(Track("bypass", 1, (SECRECY_REVIEW, HEAD_SIGN))), office_of(1), "unreviewed",
    ),
    "the drafter approves": (
        Procedure(TRACK, may_act=lambda *_args: True), with_deputies(), "own_draft",
    ),
    "the drafter approves through a deputy": (
        Procedure(TRACK, may_act=nearest_only), DELEGATED, "own_draft",
    ),
    "the drafter approves through a chain of delegations": (
        Procedure(TRACK, sub_delegation=True, carries_chain=False), DELEGATED, "own_draft",
    ),
    "a stale approval": (Procedure(TRACK, bound=frozenset()), office_of(1), "not_as_approved"),
    "an annex replaced under the same name": (
        Procedure(TRACK, bound=frozenset(Part) - {Part.ATTACHMENT}), office_of(1), "not_as_approved",
    ),
    "an item split after approval": (
        Procedure(TRACK, bound=frozenset(Part) - {Part.ITEMS}), office_of(1), "not_as_approved",
    ),
    "agreements outlive the round that was returned": (
        Procedure(TRACK, round_ends=False), office_of(1), "not_as_approved",
    ),
    "withdrawal races with issue": (
        Procedure(TRACK, locked=False), office_of(1), "issued_after_withdrawal",
    ),
    "nothing ends when the applicant does not correct": (
        Procedure(TRACK, transitions=without("lapse_uncorrected")), office_of(1), "dead_end",
    ),
    "what was answered can never be archived": (
        Procedure(TRACK, transitions=without("archive")), office_of(1), "dead_end",
    ),
    "a task without owner": (
        Procedure(Track("ghost", 1, (LEGAL_REVIEW, GHOST, HEAD_SIGN))), office_of(1), "without_owner",
    ),
    "everybody who may review may also have written": (
        Procedure(TRACK),
        Office({**two_people().people, "乙": two_people().people["乙"] | {Role.HANDLER}}),
        "without_owner",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_with_the_way_to_it(name: str) -> None:
    procedure, office, key = FAULTS[name]
    found = {example.key: example for example in prove(procedure, office).counter_examples}
    assert key in found, f"{name}: found only {sorted(found)}"
    example = found[key]
    assert example.path, "the way must be shown"
    assert str(example).count("\n") == len(example.path)
    assert example.path[0].to.state != RequestState.ARCHIVED


def test_the_way_is_the_shortest_and_starts_at_the_beginning() -> None:
    procedure, office, key = FAULTS["an edge that bypasses the legal review"]
    way = next(found for found in prove(procedure, office).counter_examples if found.key == key).path
    states = [move.to.state for move in way]
    assert states == [
        S.UNDER_REVIEW, S.AWAITING_CORRECTION, S.IN_APPROVAL, S.IN_APPROVAL, S.APPROVED, S.ISSUED,
    ]  # fmt: skip


def test_what_an_office_lacks_is_what_the_exploration_finds() -> None:
    """Forty small offices with roles thrown together at random: the short rule and the whole graph agree."""
    chance = random.Random(20190515)
    agreed = {True: 0, False: 0}
    for _ in range(40):
        people = {name: frozenset(chance.sample(TAKING_PART, chance.randint(1, 5))) for name in "甲乙丙"}
        people["丁"] = frozenset({Role.DESK_OFFICER, Role.HANDLER, Role.ARCHIVIST})
        office = Office(people)
        stuck = any(
            found.key == "without_owner" for found in prove(Procedure(TRACK), office).counter_examples
        )
        lacking = bool(missing_roles(office, TRACK))
        # A step behind one that nobody can take is never reached: there the rule says more than the graph.
        first = next((step for step in TRACK.steps if missing_roles(office, Track("one", 1, (step,)))), None)
        assert stuck == (first is not None) == lacking
        agreed[stuck] += 1
    assert min(agreed.values()) >= 3, agreed


def test_the_command_prints_what_it_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("prove_approval", people=1)
    said = capsys.readouterr().out
    assert said.count("成立：") == len(TRACKS) * 3
    assert "未经法制审核和签发就可以出具" in said.splitlines()[-1]


def test_the_command_and_the_check_fail_with_the_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bypass = [Track("bypass", 1, (HEAD_SIGN,))]
    monkeypatch.setattr("workflows.management.commands.prove_approval.shipped_tracks", lambda: bypass)
    monkeypatch.setattr(checks, "shipped_tracks", lambda: bypass)
    with pytest.raises(CommandError, match="处不成立"):
        call_command("prove_approval", people=1)
    assert "工作机构负责人审签同意 → 已签发" in capsys.readouterr().out
    assert {message.id for message in checks.approval_is_proven()} == {"workflows.E001"}
    monkeypatch.undo()
    assert checks.approval_is_proven() == []
