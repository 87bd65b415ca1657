"""One act under way, and what a verb of the desk is: the frame that `verbs.py` and its sisters fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from viewflow.workflow.base import Node

from requests_app.actors import Member
from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.joining import answered_together
from workflows import engine
from workflows.models import FlowTask

OFFICER_ROLES = (Role.HANDLER, Role.DESK_OFFICER)


@dataclass(frozen=True)
class Doing:
    """One act under way: by whom, on which locked case, for which open task (None: the act needs none)."""

    actor: Member
    case: DisclosureRequest
    task: FlowTask | None
    seen_version: int | None

    def call(self, service: Callable[..., Any], /, **arguments: Any) -> Any:
        """Run a service on the case."""
        return service(actor=self.actor, case_id=self.case.pk, seen_version=self.seen_version, **arguments)

    def finish(self, outcome: str = "") -> None:
        """The task is done by this person."""
        assert self.task is not None
        engine.finish(self.task, self.actor.user, outcome)

    def each_answered(self) -> list[Doing]:
        """The same act as it concerns each request that the letter of the case answers."""
        others = answered_together(self.case)[1:]
        return [self, *(replace(self, case=one, task=None, seen_version=None) for one in others)]

    @property
    def record_id(self) -> int:
        """Key of the business record the task's flow hangs on."""
        assert self.task is not None
        return int(self.task.process.artifact_object_id)


@dataclass(frozen=True)
class Verb:
    """One verb. `node`: the task that must be open (its roles decide); None: `roles` decide alone.

    `states`: where such a verb is worth offering (None: everywhere); the service itself refuses elsewhere.
    `any_task`: at the open task that is given, whatever its node.
    `prepare`: slow work (rendering) that needs no lock, done before the transaction; gives further arguments.
    `of_the_letter`: done where the letter is written, never on a request that is joined to another.
    """

    run: Callable[..., Any]
    node: Node | None = None
    roles: tuple[Role, ...] = ()
    states: frozenset[RequestState] | None = None
    prepare: Callable[[Member, int, int | None], dict[str, Any]] | None = None
    any_task: bool = False
    of_the_letter: bool = False


def serving(service: Callable[..., Any]) -> Callable[..., Any]:
    """A verb that leaves every task as it is (signals may close some)."""

    def run(doing: Doing, /, **arguments: Any) -> Any:
        return doing.call(service, **arguments)

    return run


def finishing(service: Callable[..., Any], outcome: str = "") -> Callable[..., Any]:
    """A verb whose service finishes the task."""

    def run(doing: Doing, /, **arguments: Any) -> Any:
        result = doing.call(service, **arguments)
        doing.finish(outcome)
        return result

    return run
