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


@dataclass(frozen=True)
class Choice:
    """A choice that was made: the level, what was proposed then, by a named role (`by_head`), and whether a reply was
    submitted since (`spent`)."""

    level: Level
    proposed: Level
    by_head: bool = False
    spent: bool = False


@dataclass(frozen=True)
class Standing:
    """What earlier choices come to: the lowest level that a reply may take, whether a named role set it, and a lower
    or emergency choice that still waits for its one submission."""

    floor: Level | None = None
    by_head: bool = False
    exception: Choice | None = None


def standing(choices: Sequence[Choice]) -> Standing:
    """A raise stays; a lower level or the emergency path holds for the next submission alone."""
    found = Standing()
    for choice in choices:
        before = _higher(choice.proposed, found.floor)
        if choice.level is Level.EMERGENCY or ORDER.index(choice.level) < ORDER.index(before):
            found = Standing(found.floor, found.by_head, None if choice.spent else choice)
        else:
            found = Standing(choice.level, choice.by_head, None)
    return found


def _higher(one: Level, other: Level | None) -> Level:
    return one if other is None or ORDER.index(one) >= ORDER.index(other) else other


def check_choice(*, proposed: Level, earlier: Standing, chosen: Level, reason: str, role: Role) -> None:
    """Whether a level may be chosen in place of the proposed one and of what was chosen before.

    Raising is always allowed; lowering and the emergency path need a reason that is kept, the latter one of the
    named roles too, and so does a level below the one that such a role set. What the law demands of every track
    stays (`check_track`). Raises `RuleRefusal`.
    """
    names = "、".join(sorted(one.label for one in MAY_DECLARE_EMERGENCY))
    if chosen is Level.EMERGENCY and role not in MAY_DECLARE_EMERGENCY:
        raise RuleRefusal("emergency_role", f"紧急审批只能由{names}决定。", WORKING_RULES.short())
    before = _higher(proposed, earlier.floor)
    lowered = chosen is not Level.EMERGENCY and ORDER.index(chosen) < ORDER.index(before)
    if lowered and earlier.by_head and before is earlier.floor and role not in MAY_DECLARE_EMERGENCY:
        raise RuleRefusal(
            "track_set_by_head", f"“{before.label}”由{names}选定，只能由其改低。", WORKING_RULES.short()
        )
    if (lowered or chosen is Level.EMERGENCY) and not reason.strip():
        what = "采用紧急审批" if chosen is Level.EMERGENCY else f"由“{before.label}”改为“{chosen.label}”"
        raise RuleRefusal("track_reason_missing", f"{what}的，须写明理由。", WORKING_RULES.short())


def level_in_force(proposed: Level, earlier: Standing) -> Level:
    """The level of the next submission.

    A lower or emergency choice holds against what was known when it was made: where the reply has become more
    delicate since, it falls away.
    """
    exception = earlier.exception
    if exception is not None and ORDER.index(proposed) <= ORDER.index(exception.proposed):
        return exception.level
    return _higher(proposed, earlier.floor)


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
