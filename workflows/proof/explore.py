"""Every world that can be reached, with the shortest way to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.proof.world import Move, Office, Procedure, World, next_moves


@dataclass(frozen=True)
class Explored:
    """The whole graph: the moves out of each world, and by which move from where it was first reached."""

    start: World
    moves: Mapping[World, tuple[Move, ...]]
    reached_by: Mapping[World, tuple[World, Move]]

    def edges(self) -> Iterator[tuple[World, Move]]:
        """Every act in every world."""
        for world, moves in self.moves.items():
            for move in moves:
                yield world, move

    def path_to(self, world: World) -> list[Move]:
        """The shortest way from the start."""
        path: list[Move] = []
        while world != self.start:
            world, move = self.reached_by[world]
            path.append(move)
        return path[::-1]


def explore(procedure: Procedure, office: Office) -> Explored:
    """Walk breadth-first from a request that has just arrived, until nothing new is found."""
    start = World()
    moves: dict[World, tuple[Move, ...]] = {}
    reached_by: dict[World, tuple[World, Move]] = {}
    waiting = deque([start])
    known = {start}
    while waiting:
        world = waiting.popleft()
        moves[world] = tuple(next_moves(procedure, office, world))
        for move in moves[world]:
            if move.to not in known:
                known.add(move.to)
                reached_by[move.to] = (world, move)
                waiting.append(move.to)
    return Explored(start, moves, reached_by)
