"""Sixteen people act on one case in one moment: one of them is heard, everyone else is told why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from requests_app import audit
from requests_app.actors import Applicant
from requests_app.models import Letter
from requests_app.rules.roles import Role
from requests_app.services import withdrawal
from tests import people
from tests.people import again
from tests.reliability.at_once import Outcomes, at_once
from tests.workflows.walk import Walk
from workflows.consistency import check_flows
from workflows.perform import perform

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 16
Act = Callable[[], Any]


@pytest.fixture
def walk() -> Walk:
    return Walk.begin(people.office())


def colleagues(walk: Walk, role: Role, number: int) -> list[Any]:
    """So many people of one role, the one of the cast among them."""
    first = walk.office.member(role).user
    agency = walk.office.agency
    others = [people.join(agency, role, f"{role.value}{n}", f"同事{n}").user for n in range(number - 1)]
    return [first, *others]


def act_of(user: Any, walk: Walk, verb: str, **arguments: Any) -> tuple[str, Act]:
    """One person with the page open as it was before anybody acted."""
    seen = walk.case
    return verb, lambda: perform(user, seen, verb, **arguments)


def assert_everyone_knows(found: Outcomes) -> None:
    assert found.broken == []
    assert len(found.done) + len(found.refused) == PEOPLE
    assert all(refusal.message for refusal in found.refused), "everyone else reads a sentence"
    assert check_flows() == []
    assert audit.verify() == [], "the record is whole"


def assert_one_was_heard(found: Outcomes) -> None:
    assert_everyone_knows(found)
    assert len(found.done) == 1, found.done


def test_of_eight_who_agree_and_eight_who_return_one_decides(walk: Walk) -> None:
    walk.submit()
    task, sent = walk.task("decide"), {"step": "legal_review", "content_hash": walk.content_hash}
    acts = []
    for number, user in enumerate(colleagues(walk, Role.LEGAL_REVIEWER, PEOPLE)):
        words = {"reason": "请核对"} if number % 2 else {"opinion": "同意"}
        verb = "return_reply" if number % 2 else "approve"
        acts.append((verb, lambda u=user, v=verb, w=words: perform(u, task, v, **sent, **w)))
    found = at_once(acts)
    assert_one_was_heard(found)
    (decision,) = walk.case.submissions.get().approvals.all()
    assert decision.verdict == {"approve": "approve", "return_reply": "return"}[found.done[0]]
    assert again(walk.case).state == {"approve": "in_approval", "return_reply": "in_handling"}[found.done[0]]


def test_issue_return_recall_and_withdrawal_race_for_an_approved_reply(walk: Walk) -> None:
    walk.approve()
    submission = walk.case.submissions.get()
    back = {"submission_id": submission.pk, "content_hash": submission.content_hash, "reason": "又有疑问"}
    seen = walk.case.version
    acts = [
        act_of(user, walk, "issue", seen_version=seen)
        for user in colleagues(walk, Role.DESK_OFFICER, PEOPLE // 4)
    ]
    acts += [
        act_of(user, walk, "send_back", **back) for user in colleagues(walk, Role.OFFICE_HEAD, PEOPLE // 4)
    ]
    handler = walk.office.handler.user
    acts += [act_of(handler, walk, "recall", reason="再改", seen_version=seen)] * (PEOPLE // 4)
    visitor = Applicant(walk.case)
    acts += [("withdraw", lambda: withdrawal.withdraw(actor=visitor, case_id=walk.case.pk))] * (PEOPLE // 4)
    found = at_once(acts)
    assert_everyone_knows(found)
    # The applicant may withdraw what has just gone back to its handler, and nothing that was issued.
    decided = [verb for verb in found.done if verb != "withdraw"]
    assert len(decided) <= 1 and len(found.done) - len(decided) <= 1, found.done
    assert "issue" not in found.done or found.done == ["issue"]
    ended = {"issue": "issued", "send_back": "in_handling", "recall": "in_handling"}
    assert again(walk.case).state == ("withdrawn" if "withdraw" in found.done else ended[decided[0]])
    assert Letter.objects.filter(kind="reply_already_public").count() == (found.done == ["issue"])


def test_two_who_extend_at_once_extend_once(walk: Walk) -> None:
    walk.accept()
    handler = walk.office.handler.user
    asked = {"working_days": 10, "reason": "需要逐卷调阅档案"}
    found = at_once([act_of(handler, walk, "ask_extension", **asked)] * PEOPLE)
    assert_one_was_heard(found)
    task = walk.task("decide")
    granting = colleagues(walk, Role.OFFICE_HEAD, PEOPLE)
    found = at_once([("grant", lambda u=user: perform(u, task, "grant_extension")) for user in granting])
    assert_one_was_heard(found)
    assert walk.case.extensions.count() == 1
