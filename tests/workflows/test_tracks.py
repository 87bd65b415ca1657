"""Which track a reply takes, and what an agency may switch."""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.errors import RuleRefusal
from requests_app.models import Agency, DisclosureRequest
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import (
    Choice,
    Level,
    Standing,
    check_choice,
    check_track,
    level_in_force,
    standing,
)
from requests_app.rules.track_switches import Switches, lowered
from workflows.tracks import choose_track, track_of

SECRECY, LEGAL, HEAD, LEADER = "secrecy_review", "legal_review", "head_sign", "leader_sign"

SCENARIOS: tuple[tuple[str, dict[str, Any], tuple[str, ...], str, tuple[str, ...]], ...] = (
    ("nothing handed out", {}, ("not_existing",), "routine", (LEGAL, HEAD)),
    ("content handed out: Art. 17", {}, ("provided",), "routine", (SECRECY, LEGAL, HEAD)),
    ("one item of several hands out", {}, ("not_ours", "partial"), "routine", (SECRECY, LEGAL, HEAD)),
    ("kept back for secrecy", {}, ("secret",), "sensitive", (LEGAL, HEAD, LEADER)),
    (
        "kept back and handed out",
        {},
        ("security", "provided"),
        "sensitive",
        (SECRECY, LEGAL, HEAD, LEADER),
    ),
    ("leader signs all", {"leader_signs_always": True}, ("not_ours",), "sensitive", (LEGAL, HEAD, LEADER)),
    (
        "secrecy review for all",
        {"secrecy_review_always": True},
        ("not_ours",),
        "routine",
        (SECRECY, LEGAL, HEAD),
    ),
    ("other sensitive outcomes", {"sensitive_outcomes": ["process"]}, ("secret",), "routine", (LEGAL, HEAD)),
    ("items without outcome yet", {}, ("", "not_ours"), "routine", (LEGAL, HEAD)),
    ("turned away as abuse", {}, ("repeated",), "abuse", (LEGAL, HEAD, LEADER)),
    ("a petition", {}, ("petition", "not_ours"), "abuse", (LEGAL, HEAD, LEADER)),
    ("delicate goes before abuse", {}, ("petition", "secret"), "sensitive", (LEGAL, HEAD, LEADER)),
    ("many items", {"many_items": 3}, ("not_ours",) * 3, "sensitive", (LEGAL, HEAD, LEADER)),
)


def _case(switches: dict[str, Any]) -> DisclosureRequest:
    return DisclosureRequest(agency=Agency(settings={"approval": switches} if switches else {}))


@pytest.mark.parametrize(
    ("name", "switches", "outcomes", "key", "steps"), SCENARIOS, ids=[row[0] for row in SCENARIOS]
)
def test_track(
    name: str, switches: dict[str, Any], outcomes: tuple[str, ...], key: str, steps: tuple[str, ...]
) -> None:
    track = choose_track(_case(switches), outcomes)
    assert (track.key, tuple(step.key for step in track.steps)) == (key, steps)


@pytest.mark.parametrize("outcome", sorted(OUTCOMES))
@pytest.mark.parametrize("leader", [True, False])
def test_no_switch_takes_away_what_the_law_demands(outcome: str, leader: bool) -> None:
    case = _case({"leader_signs_always": leader, "sensitive_outcomes": []})
    roles = [step.role for step in choose_track(case, [outcome]).steps]
    check_track(roles, releases_content=OUTCOMES[outcome].releases_content)


@pytest.mark.parametrize("wrong", [{"unknown": True}, {"sensitive_outcomes": ["no_such_outcome"]}, "routine"])
def test_a_wrong_switch_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="unknown"):
        Switches.of({"approval": wrong})


R, A, S, J, E = Level.ROUTINE, Level.ABUSE, Level.SENSITIVE, Level.JOINT, Level.EMERGENCY
CHOICES = [
    # name, choices, proposed at submission, level in force
    ("nobody chose", [], S, S),
    ("raised", [Choice(J, R)], R, J),
    ("raised, and proposed higher since: the choice is a minimum", [Choice(A, R)], S, S),
    ("raised, and proposed lower since", [Choice(J, S)], R, J),
    ("a raise outlives a round", [Choice(J, R, spent=True)], R, J),
    ("lowered with a reason", [Choice(R, S)], S, R),
    ("lowered, for one submission only", [Choice(R, S, spent=True)], S, S),
    (
        "lowered below an earlier raise, for one submission only",
        [Choice(J, R), Choice(R, R, spent=True)],
        R,
        J,
    ),
    ("lowered, and more delicate since: the choice falls away", [Choice(R, A)], S, S),
    ("the emergency path", [Choice(E, S)], S, E),
    ("the emergency path, and more delicate since", [Choice(E, R)], S, S),
    ("the emergency path, for one submission only", [Choice(E, S, spent=True)], S, S),
    ("raised after an emergency choice", [Choice(E, R), Choice(J, R)], R, J),
]


@pytest.mark.parametrize(("name", "choices", "now", "level"), CHOICES, ids=[row[0] for row in CHOICES])
def test_the_level_in_force(name: str, choices: list[Choice], now: Level, level: Level) -> None:
    assert level_in_force(now, standing(choices)) is level


HEAD_SET_JOINT = standing([Choice(J, R, by_head=True)])
NOBODY = standing([])
REFUSED = [
    ("lowered without a reason", S, NOBODY, R, " ", Role.HANDLER, "track_reason_missing"),
    ("emergency without a reason", S, NOBODY, E, "", Role.OFFICE_HEAD, "track_reason_missing"),
    ("emergency by the handler", S, NOBODY, E, "灾害信息急需公布", Role.HANDLER, "emergency_role"),
    ("raised", R, NOBODY, J, "", Role.HANDLER, ""),
    ("lowered with a reason", S, NOBODY, R, "经核实不涉密", Role.HANDLER, ""),
    ("emergency by the head", J, NOBODY, E, "灾害信息急需公布", Role.OFFICE_HEAD, ""),
    ("below what the head set", R, HEAD_SET_JOINT, R, "不需要会商", Role.HANDLER, "track_set_by_head"),
    ("below it by the head", R, HEAD_SET_JOINT, R, "不需要会商", Role.OFFICE_HEAD, ""),
    ("below an own raise", R, standing([Choice(J, R)]), R, "", Role.HANDLER, "track_reason_missing"),
]


@pytest.mark.parametrize(
    ("name", "proposed", "earlier", "chosen", "reason", "role", "code"),
    REFUSED,
    ids=[row[0] for row in REFUSED],
)
def test_a_choice_is_refused_or_not(
    name: str, proposed: Level, earlier: Standing, chosen: Level, reason: str, role: Role, code: str
) -> None:
    try:
        check_choice(proposed=proposed, earlier=earlier, chosen=chosen, reason=reason, role=role)
    except RuleRefusal as refusal:
        assert refusal.code == code
    else:
        assert code == ""


@pytest.mark.parametrize("outcome", sorted(OUTCOMES))
@pytest.mark.parametrize("level", list(Level))
def test_no_choice_takes_away_what_the_law_demands(outcome: str, level: Level) -> None:
    track = track_of(_case({}), [outcome], standing([Choice(level, Level.JOINT)]))
    check_track([step.role for step in track.steps], releases_content=OUTCOMES[outcome].releases_content)


LOWERED: tuple[tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...]], ...] = (
    # name, before, after, what each sentence on a lost safeguard speaks of
    ("nothing changed", {}, {}, ()),
    ("more is signed above", {}, {"leader_signs_always": True, "many_items": 3}, ()),
    ("an outcome more", {}, {"sensitive_outcomes": ("secret", "forbidden", "security", "process")}, ()),
    ("an outcome less", {}, {"sensitive_outcomes": ("secret", "security")}, (OUTCOMES["forbidden"].name,)),
    ("more items", {}, {"many_items": 11}, ("由 10 项提高到 11 项",)),
    (
        "both switched off",
        {"leader_signs_always": True, "secrecy_review_always": True},
        {},
        ("不再一律由机关负责人签发", "不再一律经保密审查"),
    ),
)


@pytest.mark.parametrize(("name", "before", "after", "said"), LOWERED, ids=[row[0] for row in LOWERED])
def test_a_safeguard_that_a_change_takes_away_is_named(
    name: str, before: dict[str, Any], after: dict[str, Any], said: tuple[str, ...]
) -> None:
    found = lowered(Switches(**before), Switches(**after))
    assert [words in one for words, one in zip(said, found, strict=True)] == [True] * len(said)
