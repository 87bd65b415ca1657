"""The four kinds of node the office's procedures are made of.

They subclass viewflow's and leave out what would let somebody pass by the door (`perform`): there is no assign,
no start, no execute from outside, and undo, revive and cancel never proceed. An undone task would leave the
legal state where it is. A closed case closes its tasks through `engine.close`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Self

from django.utils.timezone import now
from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.status import STATUS

from requests_app.rules.roles import Role

ROW_LOCK = SelectForUpdateLock(nowait=False, attempts=1)
"""The lock of viewflow's own entry points. The door and the receivers hold the lock of the case before, one
lock for all sibling flows, so this one is never contended; on SQLite the IMMEDIATE transaction is the lock."""


def _never(activation: Activation) -> bool:
    return False


def _nobody(activation: Activation, user: object) -> bool:
    return False


class _NoWayBack:
    """Undo, revive and cancel as transitions that never proceed."""

    @Activation.status.transition(
        source=STATUS.DONE, target=STATUS.CANCELED, conditions=[_never], permission=_nobody
    )
    def undo(self) -> None:
        """Never: the legal state does not come back with the task."""

    @Activation.status.transition(
        source=[STATUS.CANCELED, STATUS.ERROR],
        target=STATUS.REVIVED,
        conditions=[_never],
        permission=_nobody,
    )
    def revive(self) -> None:
        """Never: a task that fell away is made anew by its flow."""

    @Activation.status.transition(
        source=[STATUS.NEW, STATUS.ERROR],
        target=STATUS.CANCELED,
        conditions=[_never],
        permission=_nobody,
    )
    def cancel(self) -> None:
        """Never by hand: `engine.close` closes what a withdrawal ends."""


class _Branches:
    """A node with one way on (`Next`) or one for each outcome (`When`)."""

    def __init__(self, **kwargs: Any) -> None:
        self._ways: dict[str, Any] = {}
        super().__init__(**kwargs)

    def Next(self, node: Any) -> Self:
        """The way on when no other outcome is named."""
        return self.When("", node)

    def When(self, outcome: str, node: Any) -> Self:
        """The way on for `outcome`."""
        self._ways = {**self._ways, outcome: node}
        return self

    def _resolve(self, instance: Any) -> None:
        self._ways = {outcome: this.resolve(instance, node) for outcome, node in self._ways.items()}

    def _outgoing(self) -> Iterator[Edge]:
        for outcome, node in self._ways.items():
            kind = "cond_true" if outcome else "next"
            yield Edge(src=self, dst=node, edge_class=kind, label=outcome or None)

    def way(self, outcome: str) -> Node:
        """The node behind `outcome`. Raises `ValueError` for an outcome the flow does not know."""
        found = self._ways.get(outcome)
        if found is None:
            raise ValueError(f"{self} has no way for outcome {outcome!r}")
        return found


class _TaskActivation(_NoWayBack, Activation):
    """A task that stays open until `finish`."""

    @Activation.status.super()
    def activate(self) -> None:
        """It waits for its person or for its sibling flow."""

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        """Not on its own: viewflow completes a new task that could complete at once."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.DONE)
    def finish(self, user: Any, outcome: str) -> None:
        """Done by `user` (None: by a sibling flow), with the outcome that decides the way on."""
        moment = now()
        self.task.owner = user
        self.task.assigned = self.task.started = moment
        if outcome:
            self.task.data = {**self.task.data, "outcome": outcome}
        super().complete.original()
        self.activate_next()

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        """The task behind the outcome."""
        outcome = self.task.data.get("outcome", "")
        yield self.flow_task.way(outcome)._create(self, self.task.token)


class PersonTask(_Branches, Node):
    """Something a person must do. `roles`: who may, in the order in which a capacity is chosen; empty where the
    task itself names the role. `only_handler`: the request's own handler, once it has one.
    """

    task_type = "HUMAN"
    activation_class = _TaskActivation
    shape = nodes.View.shape
    bpmn_element = "userTask"

    def __init__(self, title: str, *roles: Role, only_handler: bool = False) -> None:
        super().__init__()
        self.roles = roles
        self.only_handler = only_handler
        self.task_title = title


class Waiting(_Branches, Node):
    """The flow waits for a sibling flow; nobody can do it."""

    task_type = "WAITING"
    activation_class = _TaskActivation
    shape = nodes.Handle.shape
    bpmn_element = "receiveTask"
    roles: tuple[Role, ...] = ()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.task_title = title


Choice = Callable[[Any], tuple[str, Mapping[str, Any]]]


class Gate(_Branches, Node):
    """Chooses the way on from the business record and leaves no row of its own.

    `choose(process)` gives the outcome and the data of the task it leads to.
    """

    task_type = "GATE"
    shape = nodes.Switch.shape
    bpmn_element = "exclusiveGateway"

    def __init__(self, choose: Any) -> None:
        super().__init__()
        self._choose: Choice = choose

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self._choose = this.resolve(instance, self._choose)

    def _create(
        self,
        prev_activation: Activation,
        token: Any,
        data: Mapping[str, Any] | None = None,
        seed: Any = None,
    ) -> Activation:
        outcome, facts = self._choose(prev_activation.process)
        return self.way(outcome)._create(prev_activation, token, data=dict(facts))


class _StartActivation(_NoWayBack, StartHandleActivation):
    """Started by the code that made the business record, never by hand."""


class Start(nodes.StartHandle):
    """The flow begins with its business record."""

    activation_class = _StartActivation


class _EndActivation(_NoWayBack, nodes.EndActivation):
    """The end is the end."""


class End(nodes.End):
    """An end, named by the outcome."""

    activation_class = _EndActivation

    def __init__(self, title: str) -> None:
        super().__init__()
        self.task_title = title
