"""Who must agree to a reply: the shipped tracks, and what an agency may switch in its settings.

The track is chosen when a reply is submitted and frozen on the submission. There is no editor: an agency's
`settings` hold `{"approval": {switch: value}}` with the switches of `Switches`. What the law demands of every
track is checked below, by `rules.track_rules`; no switch can take it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from requests_app.models import DisclosureRequest
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import Track, TrackStep

SETTINGS_KEY = "approval"
VERSION = 1

SECRECY_REVIEW = TrackStep("secrecy_review", Role.SECRECY_REVIEWER, "保密审查")
LEGAL_REVIEW = TrackStep("legal_review", Role.LEGAL_REVIEWER, "法制审核")
HEAD_SIGN = TrackStep("head_sign", Role.OFFICE_HEAD, "工作机构负责人审签")
LEADER_SIGN = TrackStep("leader_sign", Role.SIGNATORY, "机关负责人签发")

ROUTINE: Sequence[TrackStep] = (SECRECY_REVIEW, LEGAL_REVIEW, HEAD_SIGN)
SENSITIVE: Sequence[TrackStep] = (*ROUTINE, LEADER_SIGN)


@dataclass(frozen=True)
class Switches:
    """What an agency may decide for itself.

    leader_signs_always: every reply goes up to the signing leader. secrecy_review_always: also replies that hand
    nothing out. sensitive_outcomes: outcomes whose replies the signing leader signs.
    """

    leader_signs_always: bool = False
    secrecy_review_always: bool = False
    sensitive_outcomes: tuple[str, ...] = ("secret", "forbidden", "security")

    @classmethod
    def of(cls, settings: dict[str, object]) -> Switches:
        """From an agency's settings; a switch that is not set has its shipped value.

        Raises `ValueError` for a switch or an outcome that does not exist.
        """
        chosen = settings.get(SETTINGS_KEY) or {}
        if not isinstance(chosen, dict) or not set(chosen) <= {field.name for field in fields(cls)}:
            raise ValueError(f"unknown approval switches: {chosen!r}")
        values = dict(chosen)
        if "sensitive_outcomes" in values:
            values["sensitive_outcomes"] = tuple(values["sensitive_outcomes"])
        switches = cls(**values)
        if not set(switches.sensitive_outcomes) <= set(OUTCOMES):
            raise ValueError(f"unknown outcomes: {switches.sensitive_outcomes!r}")
        return switches


def choose_track(case: DisclosureRequest, outcomes: Iterable[str]) -> Track:
    """The track for a reply of this request with these outcomes, under the switches of its agency.

    The secrecy review stands first where content is handed out, so that everybody after it sees what may go out.
    """
    answered = [OUTCOMES[key] for key in outcomes if key]
    switches = Switches.of(case.agency.settings if case.agency else {})
    releases = any(outcome.releases_content for outcome in answered)
    sensitive = switches.leader_signs_always or any(
        outcome.key in switches.sensitive_outcomes for outcome in answered
    )
    steps = SENSITIVE if sensitive else ROUTINE
    if not (releases or switches.secrecy_review_always):
        steps = [step for step in steps if step is not SECRECY_REVIEW]
    return Track("sensitive" if sensitive else "routine", VERSION, tuple(steps))
