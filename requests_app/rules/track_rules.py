"""What every approval track must contain, whatever an agency switches on or off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.errors import RuleRefusal
from requests_app.rules.legal_basis import REGULATION, LegalBasis
from requests_app.rules.roles import Role

REVIEW_BEFORE_RELEASE = LegalBasis(REGULATION, 17, 2)
WORKING_RULES = LegalBasis(REGULATION, 45)
SIGNING_ROLES: tuple[Role, ...] = (Role.OFFICE_HEAD, Role.SIGNATORY)


@dataclass(frozen=True)
class TrackStep:
    """One step of a track: `key` names it, `role` decides who acts, `label` is shown."""

    key: str
    role: Role
    label: str


@dataclass(frozen=True)
class Track:
    """A track as it is frozen on the submission."""

    key: str
    version: int
    steps: Sequence[TrackStep]


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
