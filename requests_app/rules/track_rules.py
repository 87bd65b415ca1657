"""What every approval track must contain, whatever an agency switches on or off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from requests_app.errors import RuleRefusal
from requests_app.rules.legal_basis import REGULATION, LegalBasis
from requests_app.rules.roles import Role

REVIEW_BEFORE_RELEASE = LegalBasis(REGULATION, 17, 2)
WORKING_RULES = LegalBasis(REGULATION, 45)
SIGNING_ROLES: tuple[Role, ...] = (Role.OFFICE_HEAD, Role.SIGNATORY)


JOINT_CONSULTATION = "joint_consultation"
"""Key of the step that needs minutes before anybody can agree to it."""


class Level(StrEnum):
    """How far up a reply goes, the highest last; and the emergency path, which is chosen and never proposed."""

    ROUTINE = "routine"
    ABUSE = "abuse"
    SENSITIVE = "sensitive"
    JOINT = "joint"
    EMERGENCY = "emergency"

    @property
    def label(self) -> str:
        """The level as screens name it."""
        return _LEVEL_LABELS[self]


_LEVEL_LABELS = {
    Level.ROUTINE: "一般审批",
    Level.ABUSE: "滥用申请权、信访类审批",
    Level.SENSITIVE: "敏感事项审批",
    Level.JOINT: "联合会商",
    Level.EMERGENCY: "紧急审批",
}
ORDER: tuple[Level, ...] = (Level.ROUTINE, Level.ABUSE, Level.SENSITIVE, Level.JOINT)
MAY_DECLARE_EMERGENCY: frozenset[Role] = frozenset({Role.OFFICE_HEAD, Role.SIGNATORY})
"""The named roles of the emergency path; they answer for what is left out."""


def check_choice(*, proposed: Level, chosen: Level, reason: str, role: Role) -> None:
    """Whether a level may be chosen in place of the proposed one.

    Raising is always allowed; lowering and the emergency path need a reason that is kept, the latter one of the
    named roles too. What the law demands of every track stays (`check_track`). Raises `RuleRefusal`.
    """
    if chosen is Level.EMERGENCY and role not in MAY_DECLARE_EMERGENCY:
        names = "、".join(sorted(one.label for one in MAY_DECLARE_EMERGENCY))
        raise RuleRefusal("emergency_role", f"紧急审批只能由{names}决定。", WORKING_RULES.short())
    lowered = chosen is not Level.EMERGENCY and ORDER.index(chosen) < ORDER.index(proposed)
    if (lowered or chosen is Level.EMERGENCY) and not reason.strip():
        what = "采用紧急审批" if chosen is Level.EMERGENCY else f"由“{proposed.label}”改为“{chosen.label}”"
        raise RuleRefusal("track_reason_missing", f"{what}的，须写明理由。", WORKING_RULES.short())


def level_in_force(*, proposed: Level, chosen: Level | None, proposed_then: Level | None) -> Level:
    """The level at submission, after a choice that was made when `proposed_then` was proposed.

    A choice to go lower holds against what was known then: when the reply has become more delicate since, it falls
    away. A choice to go higher stays a minimum.
    """
    if chosen is None or proposed_then is None:
        return proposed
    if chosen is Level.EMERGENCY:
        return chosen
    if ORDER.index(chosen) >= ORDER.index(proposed):
        return chosen
    return chosen if ORDER.index(proposed) <= ORDER.index(proposed_then) else proposed


@dataclass(frozen=True)
class TrackStep:
    """One step of a track: `key` names it, `role` decides who acts, `label` is shown."""

    key: str
    role: Role
    label: str


@dataclass(frozen=True)
class Track:
    """A track as it is frozen on the submission. `because`: why it is this one, in Chinese."""

    key: str
    version: int
    steps: Sequence[TrackStep]
    because: Sequence[str] = ()


def check_track(roles: Sequence[Role], *, releases_content: bool) -> None:
    """Refuse a track without legal review, without a signer at its end, or without disclosure and secrecy
    review where content is released (Art. 17).

    `roles` are the roles of the steps in order. Raises `RuleRefusal`.
    """
    if Role.LEGAL_REVIEWER not in roles:
        raise RuleRefusal(
            "track_without_legal_review", "审批流程缺少法制审核，不能送审。", WORKING_RULES.short()
        )
    if not roles or roles[-1] not in SIGNING_ROLES:
        raise RuleRefusal(
            "track_without_signer", "审批流程的最后一步须为签发，不能送审。", WORKING_RULES.short()
        )
    if releases_content and Role.SECRECY_REVIEWER not in roles:
        raise RuleRefusal(
            "track_without_secrecy_review",
            "答复提供政府信息的，公开前须经公开审查和保密审查，审批流程缺少这一步。",
            REVIEW_BEFORE_RELEASE.short(),
        )
