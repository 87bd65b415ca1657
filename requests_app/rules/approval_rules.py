"""Who may not do what because of what the same person did before on the same case (four eyes).

A person acts for himself and, under a delegation, for another; the incompatibilities of both apply.
"""

from collections.abc import Collection, Hashable, Iterable
from enum import StrEnum

from requests_app.errors import AccessRefused
from requests_app.rules.delayed_reply import BASIS as DELAY_BASIS
from requests_app.rules.extension import BASIS as EXTENSION_BASIS
from requests_app.rules.legal_basis import regulation
from requests_app.rules.roles import Role

REVIEW_BASIS = regulation(45)
"""The system of registration, review, handling, reply: the reviewer is another than the writer."""


class CaseAct(StrEnum):
    """Acts on a case that exclude others."""

    DRAFT = "draft"
    CHANGE = "change"
    APPROVE_LEGAL = "approve_legal"
    APPROVE_SECRECY = "approve_secrecy"
    APPROVE_HEAD = "approve_head"
    SIGN = "sign"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    ASK_DELAY = "ask_delay"
    GRANT_DELAY = "grant_delay"


WRITING: frozenset[CaseAct] = frozenset({CaseAct.DRAFT, CaseAct.CHANGE})
APPROVING: frozenset[CaseAct] = frozenset(
    {CaseAct.APPROVE_LEGAL, CaseAct.APPROVE_SECRECY, CaseAct.APPROVE_HEAD, CaseAct.SIGN}
)
INCOMPATIBLE: tuple[tuple[frozenset[CaseAct], frozenset[CaseAct]], ...] = (
    (WRITING, APPROVING),
    (frozenset({CaseAct.ASK_EXTENSION}), frozenset({CaseAct.GRANT_EXTENSION})),
    (frozenset({CaseAct.ASK_DELAY}), frozenset({CaseAct.GRANT_DELAY})),
)
"""Pairs of sets: one person may not do an act of each. Legal reviewer and head may be one person."""


def clashes(one: CaseAct, other: CaseAct) -> bool:
    """Whether one person may not do both acts on a case, in whichever order."""
    return any((one in a and other in b) or (one in b and other in a) for a, b in INCOMPATIBLE)


def may_act(
    done: Iterable[tuple[Hashable, CaseAct]],
    person: Hashable,
    act: CaseAct,
    acting_for: Hashable | None = None,
) -> bool:
    """Whether `person`, perhaps acting for another, may do `act` after what was done on the case.

    done: (person, act) pairs; an act done under a delegation is listed for both persons.
    """
    selves = {person} if acting_for is None else {person, acting_for}
    return not any(who in selves and clashes(earlier, act) for who, earlier in done)


def check_approver(
    person: Hashable, *, drafters: Collection[Hashable], acting_for: Hashable | None = None
) -> None:
    """Whoever wrote or changed the reply approves no step of it. Raises AccessRefused."""
    done = [(drafter, CaseAct.DRAFT) for drafter in drafters]
    if not may_act(done, person, CaseAct.SIGN, acting_for):
        raise AccessRefused(
            "own_draft", "起草或者修改过答复内容的人不能审批本件，须由他人审批。", REVIEW_BASIS.cite()
        )


def check_granter(person: Hashable, *, asked_by: Hashable | None, acting_for: Hashable | None = None) -> None:
    """Whoever asked for an extension does not grant it. Raises AccessRefused."""
    if not may_act([(asked_by, CaseAct.ASK_EXTENSION)], person, CaseAct.GRANT_EXTENSION, acting_for):
        raise AccessRefused(
            "own_extension",
            "申请延期的人不能批准本次延期，须由工作机构负责人另行批准。",
            EXTENSION_BASIS.cite(),
        )


def check_delay_granter(
    person: Hashable, *, asked_by: Hashable | None, acting_for: Hashable | None = None
) -> None:
    """Whoever proposed to delay the reply does not grant it. Raises AccessRefused."""
    if not may_act([(asked_by, CaseAct.ASK_DELAY)], person, CaseAct.GRANT_DELAY, acting_for):
        raise AccessRefused(
            "own_delay",
            "提出延迟答复的人不能批准延迟答复，须由工作机构负责人另行批准。",
            DELAY_BASIS.cite(),
        )


REVIEWING: frozenset[Role] = frozenset({Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER})


def may_combine(
    done: Iterable[tuple[Hashable, Role, bool]], person: Hashable, role: Role, *, lent: bool
) -> bool:
    """Whether `person` may take a step in `role` after the steps that were taken in the same round.

    done: (person, role, whether it was taken in somebody's place). One person may review and sign by offices of the
    own; where one of them is only lent, the second pair of eyes would be missing.
    """
    return not any(
        who == person and (lent or was_lent) and ((role in REVIEWING) != (earlier in REVIEWING))
        for who, earlier, was_lent in done
    )


def check_combination(
    done: Iterable[tuple[Hashable, Role, bool]], person: Hashable, role: Role, *, lent: bool
) -> None:
    """Raises AccessRefused as `may_combine` says."""
    if not may_combine(done, person, role, lent=lent):
        raise AccessRefused(
            "review_and_signature",
            "同一次送审中，不能既审核又签发而其中一项是代他人办理。",
            REVIEW_BASIS.cite(),
        )
