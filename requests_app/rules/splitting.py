"""Splitting one application into several (拆分): what may be split off, and when it is too late (law.md 2.13).

Each part is an application of its own with the same day of receipt and the same clock. Only what stands alone can be
split: while somebody is being asked, or something is being paid, a part could not tell which of it is its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.states import RequestState

MAY_SPLIT: frozenset[Role] = OFFICERS | {Role.OFFICE_HEAD}
CAN_BE_SPLIT: frozenset[RequestState] = frozenset({RequestState.UNDER_REVIEW, RequestState.IN_HANDLING})
"""After registration, before the reply goes to approval."""
STAYS = 0
"""The part of the items that stay under the old number; the others are numbered from 1."""


def check_parts(ordinals: Sequence[int], part_of: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    """The items of each new request, from which part each item (by ordinal) is to belong to.

    Raises `InvalidInput` for a single item, a part that is not said, nothing split off, or nothing that stays.
    """
    if len(ordinals) < 2:
        raise InvalidInput("single_item", "本件只有一项申请内容，不能拆分。")
    if set(part_of) != set(ordinals) or min(part_of.values()) < STAYS:
        raise InvalidInput("part_missing", "请为每一项选择归属。")
    if STAYS not in part_of.values():
        raise InvalidInput("nothing_stays", "至少要有一项留在本件：第一部分沿用原来的编号。")
    numbers = sorted(set(part_of.values()) - {STAYS})
    if not numbers:
        raise InvalidInput("nothing_split", "没有拆出任何一项：请至少选择一项拆为新的申请。")
    return tuple(
        tuple(ordinal for ordinal in sorted(part_of) if part_of[ordinal] == number) for number in numbers
    )


def check_alone(
    *,
    answered: bool,
    consulted: bool,
    correcting: bool,
    extending: bool,
    paying: bool,
    reasoning: bool,
    posting: bool,
    telling: bool,
) -> None:
    """Whether nothing is under way, or was done, that belongs to several items at once. Raises RuleRefusal."""
    reasons = {
        "answered": (answered, "本件已经答复过，正在重新办理，不能拆分。请在一份答复书中逐项答复。"),
        "consulted": (
            consulted,
            "征求过意见的申请不能拆分：暂停的时间不能分给各部分。请在一份答复书中逐项答复。",
        ),
        "correcting": (correcting, "补正还在进行，不能拆分。请在收到补正以后拆分。"),
        "extending": (extending, "延期还没有办结，不能拆分。请在批准并告知申请人以后拆分。"),
        "paying": (paying, "本件涉及信息处理费，不能拆分：费用按一件计算。"),
        "reasoning": (reasoning, "正在要求申请人说明理由，不能拆分。请在审查理由以后拆分。"),
        "posting": (
            posting,
            "影响期限的文书已经交邮、还没有登记签收，不能拆分：退回的，期限又要变化。请在登记签收以后拆分。",
        ),
        "telling": (telling, "期限的变化还没有告知申请人，不能拆分。请在告知以后拆分。"),
    }
    for code, (found, words) in reasons.items():
        if found:
            raise RuleRefusal(f"split_{code}", words)
