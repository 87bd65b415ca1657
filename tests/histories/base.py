"""What can happen: each with its weight and the states in which a case must be for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState as S
from tests.histories.desk import Desk

SOON = 20
"""So much sooner happens what a history is bent on."""
LUCK = st.integers(0, 2**20)
"""One draw for each step: everything that the step leaves open follows from it."""


@dataclass(frozen=True)
class Happening:
    """Something that may happen. No states: always. `errand`: a history may be bent on it."""

    name: str
    weight: int
    states: tuple[S, ...]
    when: Callable[[Desk], bool]
    errand: bool

    def is_possible(self, h: Desk) -> bool:
        """Whether some case of the bureau is in a state for it."""
        return (not self.states or bool(h.having(*self.states))) and self.when(h)


def happening(
    weight: int, *states: S, when: Callable[[Desk], bool] = lambda h: True, errand: bool = True
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark a method as something that may happen, so many times as often as one of weight 1."""

    def mark(method: Callable[..., None]) -> Callable[..., None]:
        method.happening = Happening(method.__name__, weight, states, when, errand)  # type: ignore[attr-defined]
        return method

    return mark


class Base(RuleBasedStateMachine):
    """A machine over one history."""

    h: Desk
    part = steps = 0
    errands: set[str]

    @classmethod
    @cache
    def happenings(cls) -> tuple[Happening, ...]:
        """Everything that may happen, in a stable order."""
        methods = (getattr(cls, name) for name in sorted(dir(cls)) if not name.startswith("_"))
        return tuple(method.happening for method in methods if hasattr(method, "happening"))

    def turn(self, luck: int) -> Desk:
        """The history, with the luck of this step: the same draw means another thing in another run or step."""
        self.steps += 1
        self.h.luck = Random(f"{self.part}.{self.steps}.{luck}")
        return self.h

    def anything(self) -> None:
        """One of the things that can happen now."""
        possible = [one for one in self.happenings() if one.is_possible(self.h)]
        weights = [one.weight * (SOON if one.name in self.errands else 1) for one in possible]
        (chosen,) = self.h.luck.choices(possible, weights)
        self.errands.discard(chosen.name)
        getattr(self, chosen.name)()

    def some(self, *states: S) -> DisclosureRequest:
        """Some case of the bureau in one of these states."""
        return self.h.case(*states)

    def does(self, event: str, role: Role, case: DisclosureRequest, verb: str, **arguments: Any) -> Any:
        """The same as that of the history, on a case in hand."""
        return self.h.does(event, role, case.pk, verb, **arguments)
