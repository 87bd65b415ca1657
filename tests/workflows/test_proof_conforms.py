"""What is proven is what runs: random walks through the model, each act done at the real door, and every approver
asked at every stage whether the door lets in whom the model lets in."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import transaction

from requests_app.errors import AccessRefused, ApplicationError
from requests_app.models import RequestItem, User
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.states import RequestState
from tests.people import again, join
from tests.people import office as real_office
from tests.workflows.walk import PROOF, Walk, example_reply
from workflows.perform import perform
from workflows.proof.world import Move, Part, Procedure, World, due_step, next_moves
from workflows.proof.world import Office as ModelOffice
from workflows.tracks import choose_track

pytestmark = pytest.mark.django_db
S = RequestState
# The handler reviews too, the head handles too: whoever wrote must be kept from approving.
MORE = {"wangqiang": Role.LEGAL_REVIEWER, "chentao": Role.HANDLER}
STATES = {S.UNDER_REVIEW, S.IN_HANDLING, S.IN_APPROVAL, S.APPROVED}


class _Undo(Exception):
    """Rolls a trial back."""


class Both:
    """One request in the model and at the door."""

    def __init__(self, handler: str = "wangqiang") -> None:
        self.handler = handler
        self.tampered = count(1)
        where = real_office()
        for login, role in MORE.items():
            join(where.agency, role, login, "")
        self.walk = Walk.begin(where)
        self.users = {user.username: user for user in User.objects.all()}
        self.office = ModelOffice(
            {
                login: frozenset(Role(role) for role in user.memberships.values_list("role", flat=True))
                for login, user in self.users.items()
            }
        )
        self.procedure = Procedure(choose_track(self.walk.case, ["already_public"]))
        self.world = World(S.UNDER_REVIEW)

    def moves(self) -> list[Move]:
        """Acts of the model that this test can do at the door."""
        possible = next_moves(self.procedure, self.office, self.world)
        return [move for move in possible if self.doing(move) is not None]

    def doing(self, move: Move) -> Callable[[], Any] | None:
        user, case = self.users.get(move.who), self.walk.case
        if move.act == f"{Part.TEXT}有变":
            return lambda: RequestItem.objects.filter(request=case).update(
                reason=f"送审后改的理由{next(self.tampered)}"
            )
        if user is None:
            return None
        acts: dict[str, Callable[[], Any]] = {
            "受理": lambda: self.perform(user, "review", handler=self.users[self.handler]),
            "起草或者修改": lambda: self.write(user),
            "送审": lambda: self.perform(user, "submit"),
            "撤回送审": lambda: self.perform(user, "recall", reason="再改一改"),
            "退回": lambda: self.send_back(user),
            "撤回申请": lambda: self.perform(user, "withdraw", signed_paper=PROOF),
            "出具": lambda: self.perform(user, "issue"),
        }
        if move.act.startswith("出具被拒"):
            return lambda: self.refused_issue(user)
        if move.act.endswith("同意"):
            return lambda: self.agree(user)
        # Only the case's own handler writes and submits: the walk keeps to him.
        if move.act in ("起草或者修改", "送审") and move.who != self.handler:
            return None
        return acts.get(move.act)

    def perform(self, user: User, verb: str, **arguments: Any) -> Any:
        return perform(user, again(self.walk.case), verb, **arguments)

    def write(self, user: User) -> None:
        self.perform(user, "save_draft", draft=example_reply("already_public"))

    def agree(self, user: User) -> None:
        task = self.walk.task("decide")
        perform(user, task, "approve", content_hash=self.walk.content_hash)

    def send_back(self, user: User) -> None:
        round_ = self.walk.case.submissions.last()
        assert round_ is not None
        seen = {"submission_id": round_.pk, "content_hash": round_.content_hash}
        self.perform(user, "send_back", reason="请核对文号", **seen)

    def refused_issue(self, user: User) -> None:
        with pytest.raises(ApplicationError) as refused:
            self.perform(user, "issue")
        assert refused.value.code == "content_changed"

    def take(self, move: Move) -> None:
        doing = self.doing(move)
        assert doing is not None
        doing()
        self.walk.case = again(self.walk.case)
        self.world = move.to
        assert self.walk.case.state == self.world.state, str(move)

    def admitted(self, act: Callable[[User], Any]) -> set[str]:
        """Who is let in by the door; every trial is rolled back."""
        found = set()
        for login, user in self.users.items():
            try:
                with transaction.atomic():
                    act(user)
                    raise _Undo
            except _Undo:
                found.add(login)
            except AccessRefused:
                pass
        return found

    def compare(self) -> None:
        """Model and door agree on who may take the step that is due, and on who may issue."""
        if self.world.state is S.IN_APPROVAL:
            step = due_step(self.procedure, self.world)
            assert step is not None
            moves = next_moves(self.procedure, self.office, self.world)
            assert self.admitted(self.agree) == {
                move.who for move in moves if move.act == f"{step.label}同意"
            }
        if self.world.state is S.APPROVED and self.world.changed is None:
            issuers = self.admitted(lambda user: self.perform(user, "issue"))
            assert issuers == set(self.office.having(OFFICERS))


@pytest.mark.parametrize("seed", range(12))
def test_a_walk_through_the_model_is_a_walk_through_the_door(seed: int) -> None:
    chance = random.Random(seed)
    both = Both()
    compared = 0
    for _ in range(14):
        moves = both.moves()
        if both.world.state not in STATES or not moves:
            break
        # The way on is long: withdrawals and returns are kept rare, so that walks get as far as the issue.
        weights = [0.05 if move.act in ("撤回申请", "退回", "撤回送审") else 1 for move in moves]
        both.take(chance.choices(moves, weights)[0])
        both.compare()
        compared += both.world.state in (S.IN_APPROVAL, S.APPROVED)
    assert compared or both.world.withdrawn


def test_the_head_who_wrote_cannot_sign_and_the_model_says_so() -> None:
    both = Both(handler="chentao")
    for act in ("受理", "起草或者修改", "送审", "法制审核同意"):
        both.take(next(move for move in both.moves() if move.act == act))
        both.compare()
    assert both.admitted(both.agree) == set()
