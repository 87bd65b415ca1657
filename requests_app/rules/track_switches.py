"""What an agency may switch in its approval tracks (Art. 45 wants rules of work, and leaves them to the agency)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from requests_app.errors import InvalidInput
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.track_rules import WORKING_RULES

SETTINGS_KEY = "approval"
MOST_ITEMS = 100
"""More items than any application has; a larger number would be a slip of the pen."""


@dataclass(frozen=True)
class Switches:
    """What an agency may decide for itself.

    leader_signs_always: every reply goes up to the signing leader. secrecy_review_always: also replies that hand
    nothing out. sensitive_outcomes: outcomes whose replies the signing leader signs. many_items: from so many items on
    a reply is sensitive.
    """

    leader_signs_always: bool = False
    secrecy_review_always: bool = False
    sensitive_outcomes: tuple[str, ...] = ("secret", "forbidden", "security")
    many_items: int = 10

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

    def as_json(self) -> dict[str, Any]:
        """As an agency's settings keep it."""
        return {**asdict(self), "sensitive_outcomes": list(self.sensitive_outcomes)}


def lowered(before: Switches, after: Switches) -> tuple[str, ...]:
    """Which safeguards a change takes away, in words; empty where it takes none."""
    less = []
    if before.leader_signs_always and not after.leader_signs_always:
        less.append("答复不再一律由机关负责人签发")
    if before.secrecy_review_always and not after.secrecy_review_always:
        less.append("不提供信息的答复不再一律经保密审查")
    gone = [OUTCOMES[key].name for key in before.sensitive_outcomes if key not in after.sensitive_outcomes]
    if gone:
        less.append(f"{'、'.join(gone)}的答复不再由机关负责人签发")
    if after.many_items > before.many_items:
        less.append(f"由机关负责人签发的申请事项数由 {before.many_items} 项提高到 {after.many_items} 项")
    return tuple(less)


def check_switches(switches: Switches) -> None:
    """Whether an office may switch so. Raises `InvalidInput` with its fields."""
    wrong = {}
    if not 1 <= switches.many_items <= MOST_ITEMS:
        wrong["many_items"] = f"请填写 1 至 {MOST_ITEMS} 之间的整数。"
    if not set(switches.sensitive_outcomes) <= set(OUTCOMES):
        wrong["sensitive_outcomes"] = "没有这一答复情形，请重新选择。"
    if wrong:
        raise InvalidInput("switches_wrong", "".join(wrong.values()), WORKING_RULES.cite(), fields=wrong)
