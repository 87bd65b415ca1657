"""One request as far as approval is concerned, and every act that is possible on it next.

What may happen is taken from the shipped tracks (`workflows.tracks`), transitions (`rules.states`) and four-eyes
rules (`rules.approval_rules`). A `Procedure` holds them, so that a test can plant a fault in one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from requests_app.rules import approval_rules
from requests_app.rules.approval_rules import CaseAct
from requests_app.rules.roles import APPROVERS, OFFICERS, Party, Role
from requests_app.rules.states import TRANSITIONS, RequestState, Transition
from requests_app.rules.track_rules import Track, TrackStep

_S = RequestState
ACT_OF_ROLE: Mapping[Role, CaseAct] = {
    Role.LEGAL_REVIEWER: CaseAct.APPROVE_LEGAL,
    Role.SECRECY_REVIEWER: CaseAct.APPROVE_SECRECY,
    Role.OFFICE_HEAD: CaseAct.APPROVE_HEAD,
    Role.SIGNATORY: CaseAct.SIGN,
}
LAPSES: Mapping[str, str] = {"lapse_uncorrected": "not_corrected", "lapse_unpaid": "not_paid"}
"""Transitions that submit the letter which ends a case, and its outcome."""


class Part(StrEnum):
    """What can change after submission; each is covered by the hash of the approved content (`letters.content`)."""

    TEXT = "文书文字"
    OUTCOME = "答复情形"
    ITEMS = "申请事项的数目"
    ATTACHMENT = "附件"
    CLOCK = "收到日期和计时事件"
    JOINED = "合并答复的申请"


@dataclass(frozen=True)
class Delegation:
    """`deputy` acts for `principal` in one role."""

    deputy: str
    principal: str
    role: Role


@dataclass(frozen=True)
class Office:
    """Who is there, in which roles, and who stands in for whom."""

    people: Mapping[str, frozenset[Role]]
    delegations: frozenset[Delegation] = frozenset()

    def having(self, roles: frozenset[Role]) -> list[str]:
        """People with one of these roles of their own."""
        return sorted(person for person, own in self.people.items() if own & roles)


@dataclass(frozen=True)
class Capacity:
    """Somebody at work: the person, and whom this person stands in for, the nearest first."""

    person: str
    acting_for: tuple[str, ...] = ()

    @property
    def selves(self) -> frozenset[str]:
        """Everybody whose incompatibilities this capacity must carry."""
        return frozenset({self.person, *self.acting_for})

    def __str__(self) -> str:
        return self.person + "".join(f"，代{principal}" for principal in self.acting_for)


@dataclass(frozen=True)
class Agreement:
    """One step agreed to, by whom; `current` while the round lasts in which it was given."""

    step: str
    by: Capacity
    current: bool = True


@dataclass(frozen=True)
class World:
    """A request as it stands, or the one that carries a letter for several: the others go its steps with it.

    `changed`: the part that is no longer what was submitted; `outcome`: the letter is one that ends the case for want
    of a correction or a payment.
    """

    state: RequestState = _S.RECEIVED
    writers: frozenset[str] = frozenset()
    submitter: str = ""
    agreed: tuple[Agreement, ...] = ()
    changed: Part | None = None
    outcome: str = ""
    withdrawn: bool = False


@dataclass(frozen=True)
class Move:
    """One act: who, what, and the world after it. `applicant`: it is or needs something the applicant does."""

    who: str
    act: str
    to: World
    applicant: bool = False

    def __str__(self) -> str:
        return f"{self.who}：{self.act} → {self.to.state.label}"


MayAct = Callable[..., bool]


@dataclass(frozen=True)
class Procedure:
    """The rules that are proven; each field is the shipped rule unless a test replaces it.

    bound: parts covered by the approved hash. round_ends: the agreements of a round that ended count for nothing.
    sub_delegation: who stands in for somebody may hand that on. carries_chain: incompatibilities go along the whole
    chain, not only to the nearest principal. locked: an act reads the case again under its lock.
    """

    track: Track
    transitions: Mapping[str, Transition] | None = None
    may_act: MayAct = approval_rules.may_act
    bound: frozenset[Part] = frozenset(Part)
    round_ends: bool = True
    sub_delegation: bool = False
    carries_chain: bool = True
    locked: bool = True

    @property
    def moves(self) -> Mapping[str, Transition]:
        """The transitions of the lifecycle."""
        return TRANSITIONS if self.transitions is None else self.transitions


def due_step(procedure: Procedure, world: World) -> TrackStep | None:
    """The first step of the track that nobody has agreed to yet."""
    done = {agreement.step for agreement in world.agreed}
    return next((step for step in procedure.track.steps if step.key not in done), None)


def capacities(procedure: Procedure, office: Office, role: Role) -> Iterator[Capacity]:
    """Everybody who can act in this role: by a membership, or by standing in for somebody who has one."""
    for person in office.having(frozenset({role})):
        yield Capacity(person)
    for first in sorted(office.delegations, key=str):
        if first.role is role and role in office.people[first.principal]:
            yield Capacity(first.deputy, (first.principal,))
            if procedure.sub_delegation:
                for second in sorted(office.delegations, key=str):
                    if second.role is role and second.principal == first.deputy:
                        yield Capacity(second.deputy, (first.deputy, first.principal))


def may_agree(procedure: Procedure, world: World, step: TrackStep, by: Capacity) -> bool:
    """Whether the four-eyes rules let this capacity agree to the step."""
    roles = {one.key: one.role for one in procedure.track.steps}
    taken = [
        (one.by.person, roles[one.step], bool(one.by.acting_for)) for one in world.agreed if one.step in roles
    ]
    if not approval_rules.may_combine(taken, by.person, step.role, lent=bool(by.acting_for)):
        return False
    done = [(writer, CaseAct.DRAFT) for writer in world.writers]
    principals = by.acting_for if procedure.carries_chain else by.acting_for[:1]
    return all(
        procedure.may_act(done, by.person, ACT_OF_ROLE[step.role], principal)
        for principal in (principals or (None,))
    )


def next_moves(procedure: Procedure, office: Office, world: World) -> Iterator[Move]:
    """Every act that is possible on this world."""
    yield from _writing(procedure, office, world)
    yield from _deciding(procedure, office, world)
    yield from _issuing(procedure, office, world)
    for name, transition in procedure.moves.items():
        if name not in _SPECIAL and world.state in _sources(transition, world):
            yield from _transition(procedure, office, world, name, transition)


_SPECIAL = frozenset({"submit_reply", "approve_reply", "return_reply", "issue_reply", "import_state"})


def _sources(transition: Transition, world: World) -> frozenset[RequestState]:
    late = world.outcome in transition.only_outcomes and world.outcome
    return transition.all_sources if late else transition.sources


def _writing(procedure: Procedure, office: Office, world: World) -> Iterator[Move]:
    """Drafting and searching, submission, and whatever changes a content that was submitted."""
    if world.state is _S.IN_HANDLING:
        for person in office.having(OFFICERS):
            yield Move(person, "起草或者修改", replace(world, writers=world.writers | {person}))
        for person in office.having(frozenset({Role.HANDLER})) if world.writers else ():
            yield Move(person, "送审", _submitted(procedure, world, person, ""))
    if world.state in (_S.IN_APPROVAL, _S.APPROVED) and world.changed is None:
        for part in Part:
            yield Move("system", f"{part}有变", replace(world, changed=part))


def _submitted(procedure: Procedure, world: World, person: str, outcome: str) -> World:
    fresh = _over(procedure, world, _S.IN_APPROVAL)
    return replace(fresh, submitter=person, writers=world.writers | {person}, changed=None, outcome=outcome)


def _over(procedure: Procedure, world: World, state: RequestState) -> World:
    """The round has ended: its agreements are void."""
    kept = () if procedure.round_ends else world.agreed
    agreed = tuple(replace(agreement, current=False) for agreement in kept)
    return replace(world, state=state, agreed=agreed, submitter="", changed=None)


def _deciding(procedure: Procedure, office: Office, world: World) -> Iterator[Move]:
    """Agreeing to the step that is due, returning, recalling, sending back out of turn."""
    if world.state not in (_S.IN_APPROVAL, _S.APPROVED):
        return
    back = _over(procedure, world, procedure.moves["return_reply"].target_for(world.outcome))
    yield Move(world.submitter, "撤回送审", back)
    yield Move("system", "合并答复的一件退出，审批作废", back)
    for person in office.having(APPROVERS):
        if person not in world.writers:
            yield Move(person, "退回", back)
    step = due_step(procedure, world)
    if step is None or world.state is not _S.IN_APPROVAL:
        return
    for by in capacities(procedure, office, step.role):
        if may_agree(procedure, world, step, by):
            after = replace(world, agreed=(*world.agreed, Agreement(step.key, by)))
            if due_step(procedure, after) is None:
                after = replace(after, state=_S.APPROVED)
            yield Move(str(by), f"{step.label}同意", after)


def _issuing(procedure: Procedure, office: Office, world: World) -> Iterator[Move]:
    """Issue compares the content with what was approved: a difference that the hash covers voids the approval."""
    stale = not procedure.locked and world.state is _S.WITHDRAWN and due_step(procedure, world) is None
    if world.state is not _S.APPROVED and not stale:
        return
    for person in office.having(OFFICERS):
        if world.changed in procedure.bound:
            back = procedure.moves["return_reply"].target_for(world.outcome)
            yield Move(person, f"出具被拒（{world.changed}有变），审批作废", _over(procedure, world, back))
        else:
            yield Move(person, "出具", replace(world, state=_S.ISSUED))


def _transition(
    procedure: Procedure, office: Office, world: World, name: str, transition: Transition
) -> Iterator[Move]:
    """A transition of the lifecycle by everybody who may fire it."""
    to = transition.target_for(world.outcome)
    if name in LAPSES:
        for who in _who(office, transition):
            yield Move(who, transition.label, _submitted(procedure, world, who, LAPSES[name]))
        return
    if name == "withdraw":
        kept = world.agreed if not procedure.locked else ()
        after = replace(world, state=to, withdrawn=True, agreed=kept)
    elif to in (_S.ISSUED, _S.DELIVERED, _S.LAPSED):
        after = replace(world, state=to)
    else:
        outcome = world.outcome if to is _S.ARCHIVED else ""
        # An order brings back what was withdrawn, too.
        withdrawn = world.withdrawn and name != "reopen"
        after = replace(_over(procedure, world, to), outcome=outcome, withdrawn=withdrawn)
    for who in _who(office, transition):
        yield Move(who, transition.label, after, applicant=Party.APPLICANT in transition.by)


def _who(office: Office, transition: Transition) -> list[str]:
    roles = frozenset(party for party in transition.by if isinstance(party, Role))
    parties = [party.value for party in transition.by if isinstance(party, Party)]
    return [*office.having(roles), *sorted(parties)]
