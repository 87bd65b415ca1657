"""Which track a reply takes, and what an agency may switch."""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.models import Agency, DisclosureRequest
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.track_rules import check_track
from workflows.tracks import Switches, choose_track

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
