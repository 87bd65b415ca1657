"""Answering several requests of one applicant in one letter (合并答复): which may be joined, and by when [I].

The Regulation knows no joined application: each stays one of its own, with its number, clock and row in the report.
What is joined is the letter alone, which answers every item of every request (Art. 36). Who asked, and
by which agent, must be the same on all of them, so that nobody reads another's answer; what waits for somebody or for
money cannot be answered now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from requests_app.errors import RuleRefusal
from requests_app.rules.legal_basis import regulation
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.states import RequestState

MAY_JOIN: frozenset[Role] = OFFICERS
CAN_BE_JOINED: frozenset[RequestState] = frozenset({RequestState.IN_HANDLING})
"""In handling, and before the reply goes to approval; leaving again is possible in the same states."""
BASIS = regulation(36)


@dataclass(frozen=True)
class Side:
    """One request as joining sees it, beside the one that is to carry the letter.

    `same_applicants` None: an identity number is missing on one side, so that nobody can tell. `same_agents`: by
    the same agent, or none; False, too, where the number of an agent is missing. `joined`: it is already answered with
    another one. `answered`: a reply of it stands. `consulted`, `correcting`, `paying`: that is under way.
    """

    number: str
    state: RequestState
    same_agency: bool = True
    same_applicants: bool | None = True
    same_agents: bool = True
    same_regime: bool = True
    joined: bool = False
    answered: bool = False
    consulted: bool = False
    correcting: bool = False
    paying: bool = False


def check_joining(side: Side) -> None:
    """Whether this request may be answered in the joint letter. Raises `RuleRefusal` with the first reason why not."""
    of = f"{side.number} "
    unknown = side.same_applicants is None
    reasons = {
        "agency": (not side.same_agency, f"{of}不是本机关受理的申请，不能合并答复。"),
        "identity": (unknown, f"{of}的申请人有的没有登记证件号码，不能确认是同一申请人，不能合并答复。"),
        "applicants": (not side.same_applicants, f"{of}的申请人与本件不同，不能合并答复。"),
        "agents": (
            not side.same_agents,
            f"{of}的代理人与本件不同，或者没有登记代理人的证件号码：代理人会看到每一件的答复，不能合并答复。",
        ),
        "joined": (side.joined, f"{of}已经与其他申请合并答复，请先退出合并。"),
        "state": (
            side.state not in CAN_BE_JOINED,
            f"{of}现为“{side.state.label}”，只有“{RequestState.IN_HANDLING.label}”的申请可以合并答复。",
        ),
        "answered": (side.answered, f"{of}已经答复过，正在依照决定重新办理，须单独答复。"),
        "consulted": (side.consulted, f"{of}正在征求意见，请在办结以后合并答复。"),
        "correcting": (side.correcting, f"{of}的补正还在进行，不能合并答复。"),
        "paying": (side.paying, f"{of}的信息处理费还没有办结，不能合并答复。"),
        "regime": (not side.same_regime, f"{of}与本件适用的条例不同，不能合并答复。"),
    }
    for code, (found, words) in reasons.items():
        if found:
            raise RuleRefusal(f"join_{code}", words, BASIS.short())


def joint_due(dues: Iterable[date | None]) -> date | None:
    """The day by which the joint letter must go out: the first on which one of its requests is due; None for none."""
    return min((due for due in dues if due is not None), default=None)
