"""Standing in for somebody who is away (代理): in which roles, for whom, for how long.

The Regulation knows no deputy; it wants the work done in time (Art. 33) under a system of review (Art. 45). So a
deputy acts in the name of the principal, in the open, for a period, and carries the incompatibilities of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.extension import BASIS as EXTENSION_BASIS
from requests_app.rules.legal_basis import LegalBasis, regulation
from requests_app.rules.policies import DEFAULT, Policies
from requests_app.rules.roles import APPROVERS, Role

BASIS = regulation(45)
DELEGABLE: frozenset[Role] = APPROVERS
"""Decisions can be taken by a deputy. Work on a case is not delegated but given to somebody else (改派)."""


@dataclass(frozen=True)
class Arrangement:
    """What is to be arranged. Days are inclusive.

    for_oneself: who arranges it for somebody else is the deputy. principal_holds: the principal has the role by a
    membership of the own. deputy_belongs: the deputy is of the same agency. taken: somebody stands in for the
    principal in this role on one of these days already.
    """

    role: Role
    same_person: bool
    starts_on: date
    ends_on: date
    principal_holds: bool
    deputy_belongs: bool
    taken: bool
    for_oneself: bool = False


def check_arrangement(wanted: Arrangement, today: date, policies: Policies = DEFAULT) -> None:
    """Whether it may be arranged; for how long at most is a reading of the office (policy
    `longest_delegation_days`). Raises `RuleRefusal`, or `InvalidInput` for days that make no period."""
    if wanted.ends_on < max(wanted.starts_on, today):
        words = "代理的截止日期不能早于开始日期，也不能早于今天。"
        raise InvalidInput("delegation_period", words, fields={"ends_on": words})
    if wanted.starts_on < today:
        words = "代理不能从今天以前开始。"
        raise InvalidInput("delegation_period", words, fields={"starts_on": words})
    longest = policies.longest_delegation_days
    if (wanted.ends_on - wanted.starts_on).days >= longest:
        words = f"一次代理最长 {longest} 天。"
        raise InvalidInput("delegation_too_long", words, fields={"ends_on": words})
    if wanted.for_oneself:
        raise RuleRefusal("own_appointment", "管理员不能安排自己代理他人。", BASIS.short())
    if wanted.role not in DELEGABLE:
        names = "、".join(sorted(role.label for role in DELEGABLE))
        raise RuleRefusal(
            "not_delegable", f"只有审批环节可以代理（{names}）；承办的工作请改派。", BASIS.short()
        )
    if wanted.same_person:
        raise RuleRefusal("own_deputy", "不能由本人代理本人。", BASIS.short())
    if not wanted.principal_holds:
        # Also what keeps a deputy from handing on what is only lent.
        raise RuleRefusal(
            "not_held", "被代理人没有担任这一角色；代理他人的，不能再委托别人代理。", BASIS.short()
        )
    if not wanted.deputy_belongs:
        raise RuleRefusal("foreign_deputy", "代理人须是本机关的工作人员。", BASIS.short())
    if wanted.taken:
        raise RuleRefusal("already_delegated", "这段时间里这一角色已经安排了代理人。", BASIS.short())


def check_deputy_grants(
    *, acting_for_somebody: bool, allowed: bool, what: str = "延期", basis: LegalBasis = EXTENSION_BASIS
) -> None:
    """Whether a deputy of the head may grant an extension, or another longer period (policy
    `deputy_may_grant_extension`). Raises RuleRefusal."""
    if acting_for_somebody and not allowed:
        text = f"{what}须由政府信息公开工作机构负责人本人批准。"
        raise RuleRefusal("deputy_cannot_grant", text, basis.cite())
