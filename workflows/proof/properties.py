"""What must hold in every world that can be reached, and the way to the first world where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from requests_app.rules.roles import Role
from requests_app.rules.states import FINAL, RequestState
from requests_app.rules.track_rules import SIGNING_ROLES
from workflows.proof.explore import Explored, explore
from workflows.proof.world import Move, Office, Procedure, World, capacities, due_step, may_agree

_S = RequestState


@dataclass(frozen=True)
class CounterExample:
    """One property that does not hold: its key, what it means, and the acts that lead there."""

    key: str
    meaning: str
    path: tuple[Move, ...]

    def __str__(self) -> str:
        steps = "\n".join(f"  {number}. {move}" for number, move in enumerate(self.path, start=1))
        return f"{self.meaning}：\n{steps}" if steps else f"{self.meaning}。"


Broken = Iterator[tuple[World, Move | None]]
"""Worlds where a property does not hold, with the act that shows it (None: the world itself)."""


def _issues(explored: Explored) -> Iterator[tuple[World, Move]]:
    for world, move in explored.edges():
        if move.to.state is _S.ISSUED and world.state is not _S.ISSUED:
            yield world, move


def _unreviewed(procedure: Procedure, office: Office, explored: Explored) -> Broken:
    roles = {step.key: step.role for step in procedure.track.steps}
    for world, move in _issues(explored):
        agreed = {roles.get(agreement.step) for agreement in world.agreed}
        if Role.LEGAL_REVIEWER not in agreed or not agreed & set(SIGNING_ROLES):
            yield world, move


def _not_as_approved(procedure: Procedure, office: Office, explored: Explored) -> Broken:
    for world, move in _issues(explored):
        stale = any(not agreement.current for agreement in world.agreed)
        if stale or move.to.changed is not None or due_step(procedure, world) is not None:
            yield world, move


def _own_draft(procedure: Procedure, office: Office, explored: Explored) -> Broken:
    for world, move in explored.edges():
        if any(agreement.by.selves & move.to.writers for agreement in move.to.agreed):
            yield world, move


def _issued_after_withdrawal(procedure: Procedure, office: Office, explored: Explored) -> Broken:
    for world, move in _issues(explored):
        if world.withdrawn:
            yield world, move


def _without_owner(procedure: Procedure, office: Office, explored: Explored) -> Broken:
    for world in explored.moves:
        step = due_step(procedure, world)
        if world.state is not _S.IN_APPROVAL or step is None:
            continue
        able = capacities(procedure, office, step.role)
        if not any(may_agree(procedure, world, step, by) for by in able):
            yield world, None


def _dead_end(procedure: Procedure, office: Office, explored: Explored) -> Broken:
    """Worlds from which the office, without the applicant's help, reaches no end."""
    before: dict[World, list[World]] = {}
    for world, move in explored.edges():
        if not move.applicant:
            before.setdefault(move.to, []).append(world)
    good = {world for world in explored.moves if world.state in FINAL}
    waiting = list(good)
    while waiting:
        for world in before.get(waiting.pop(), ()):
            if world not in good:
                good.add(world)
                waiting.append(world)
    for world in explored.moves:
        if world not in good:
            yield world, None


Property = Callable[[Procedure, Office, Explored], Broken]
PROPERTIES: tuple[tuple[str, str, Property], ...] = (
    ("unreviewed", "文书未经法制审核和签发就可以出具", _unreviewed),
    ("not_as_approved", "出具的内容可以不是各环节同意的内容", _not_as_approved),
    ("own_draft", "起草或者修改的人可以审批", _own_draft),
    ("issued_after_withdrawal", "申请撤回以后仍可以出具答复书", _issued_after_withdrawal),
    ("without_owner", "有的审批环节没有人可以办理", _without_owner),
    ("dead_end", "有的状态没有办法办结", _dead_end),
)
"""Key, what it would mean if it were broken, and where it is."""


@dataclass(frozen=True)
class Proof:
    """What was looked at, and what does not hold."""

    worlds: int
    acts: int
    counter_examples: tuple[CounterExample, ...]


def prove(procedure: Procedure, office: Office) -> Proof:
    """Look at every path; the shortest way to each property that does not hold."""
    explored = explore(procedure, office)
    found = []
    for key, meaning, broken in PROPERTIES:
        # Worlds are kept in the order in which they were reached: the first one has the shortest way.
        first = next(broken(procedure, office, explored), None)
        if first is not None:
            world, move = first
            path = explored.path_to(world)
            found.append(CounterExample(key, meaning, (*path, move) if move is not None else tuple(path)))
    return Proof(len(explored.moves), sum(1 for _ in explored.edges()), tuple(found))
