"""Who must agree to a reply: the shipped tracks, and what an agency may switch in its settings.

The track is chosen when a reply is submitted and frozen on the submission. There is no editor: an agency's
`settings` hold `{"approval": {switch: value}}` with the switches of `Switches`. What the law demands of every
track is checked below, by `rules.track_rules`; no switch can take it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from requests_app.models import DisclosureRequest
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import (
    JOINT_CONSULTATION,
    ORDER,
    Level,
    Standing,
    Track,
    TrackStep,
    level_in_force,
    standing,
)
from requests_app.rules.track_switches import Switches
from requests_app.selectors.joining import answered_together
from requests_app.selectors.tracks import choices_of, newest_choice

VERSION = 2

SECRECY_REVIEW = TrackStep("secrecy_review", Role.SECRECY_REVIEWER, "保密审查")
LEGAL_REVIEW = TrackStep("legal_review", Role.LEGAL_REVIEWER, "法制审核")
HEAD_SIGN = TrackStep("head_sign", Role.OFFICE_HEAD, "工作机构负责人审签")
JOINT = TrackStep(JOINT_CONSULTATION, Role.OFFICE_HEAD, "联合会商")
LEADER_SIGN = TrackStep("leader_sign", Role.SIGNATORY, "机关负责人签发")

ROUTINE: Sequence[TrackStep] = (SECRECY_REVIEW, LEGAL_REVIEW, HEAD_SIGN)
SENSITIVE: Sequence[TrackStep] = (*ROUTINE, LEADER_SIGN)
STEPS: Mapping[Level, Sequence[TrackStep]] = {
    Level.ROUTINE: ROUTINE,
    Level.ABUSE: SENSITIVE,
    Level.SENSITIVE: SENSITIVE,
    Level.JOINT: (SECRECY_REVIEW, LEGAL_REVIEW, JOINT, HEAD_SIGN, LEADER_SIGN),
    # Without the leader's signature and the opinions of others; never without legal and secrecy review.
    Level.EMERGENCY: ROUTINE,
}
"""The steps of each level. The secrecy review falls away where nothing is handed out."""
HEIGHT: tuple[Level, ...] = (Level.EMERGENCY, *ORDER)
"""The levels by how far up they go."""
ABUSE_OUTCOMES = frozenset({"excessive", "petition", "repeated"})
"""Outcomes that turn an application away for how it is used; the leader signs them."""


@dataclass(frozen=True)
class Proposal:
    """The level that the rules propose for a reply, and why, in Chinese."""

    level: Level
    because: tuple[str, ...]


def propose(case: DisclosureRequest, outcomes: Iterable[str]) -> Proposal:
    """The level for a reply of this request with these outcomes, under the switches of its agency."""
    answered = [OUTCOMES[key] for key in outcomes if key]
    switches = Switches.of(case.agency.settings if case.agency else {})
    delicate = [outcome.name for outcome in answered if outcome.key in switches.sensitive_outcomes]
    because = [f"答复情形为“{name}”" for name in dict.fromkeys(delicate)]
    if switches.leader_signs_always:
        because.append("本机关规定答复一律由机关负责人签发")
    if len(answered) >= switches.many_items:
        because.append(f"申请事项有 {len(answered)} 项")
    if because:
        return Proposal(Level.SENSITIVE, tuple(because))
    abusive = [outcome.name for outcome in answered if outcome.key in ABUSE_OUTCOMES]
    if abusive:
        return Proposal(Level.ABUSE, tuple(f"答复情形为“{name}”" for name in dict.fromkeys(abusive)))
    return Proposal(Level.ROUTINE, ())


def choose_track(case: DisclosureRequest, outcomes: Iterable[str]) -> Track:
    """The track for a reply of this request with these outcomes: what the rules propose, or what somebody chose.

    The secrecy review stands first where content is handed out, so that everybody after it sees what may go out. A
    letter for several requests takes the highest that is in force for one of them.
    """
    answered = [key for key in outcomes if key]
    tracks = [
        track_of(case, answered, standing(choices_of(one)) if one.pk else Standing(), _reason_of(one))
        for one in answered_together(case)
    ]
    return max(tracks, key=lambda track: HEIGHT.index(Level(track.key)))


def _reason_of(case: DisclosureRequest) -> str:
    newest = newest_choice(case) if case.pk else None
    return newest.reason if newest is not None else ""


def track_of(case: DisclosureRequest, answered: Sequence[str], earlier: Standing, reason: str = "") -> Track:
    """The same after what was chosen before."""
    proposal = propose(case, answered)
    level = level_in_force(proposal.level, earlier)
    because = list(proposal.because)
    if level is not proposal.level:
        words = f"：{reason}" if reason else ""
        because.append(f"建议“{proposal.level.label}”，选择“{level.label}”{words}")
    switches = Switches.of(case.agency.settings if case.agency else {})
    releases = any(OUTCOMES[key].releases_content for key in answered)
    reviewed = releases or switches.secrecy_review_always
    steps = [step for step in STEPS[level] if reviewed or step is not SECRECY_REVIEW]
    return Track(level.value, VERSION, tuple(steps), tuple(because))
