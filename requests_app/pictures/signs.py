"""Signs: a shape, a word and a colour for one meaning, never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass

ICONS = {
    "over": "warning",
    "today": "today",
    "soon": "clock",
    "calm": "dot",
    "pause": "pause",
    "new": "inbox",
    "stopped": "stop",
    "pass": "check",
    "fail": "cross",
    "ask": "ask",
}
SOON = 3  # working days; the groups of the inbox


@dataclass(frozen=True)
class Sign:
    """`kind` is the CSS class and chooses the icon; `words` says the meaning."""

    kind: str
    words: str

    @property
    def icon(self) -> str:
        """Name of the icon that goes with the kind."""
        return ICONS[self.kind]


def remaining_sign(remaining: int | None, *, paused: bool = False, unassigned: bool = False) -> Sign:
    """The sign for the working days until the next date: negative when late, None without a date."""
    if unassigned:
        return Sign("new", "未接收")
    if remaining is not None and remaining < 0:
        return Sign("over", f"超期 {-remaining} 日")
    if paused:
        return Sign("pause", "暂停")
    if remaining is None:
        return Sign("stopped", "无期限")
    if remaining == 0:
        return Sign("today", "今天")
    return Sign("soon" if remaining <= SOON else "calm", f"剩 {remaining} 日")
