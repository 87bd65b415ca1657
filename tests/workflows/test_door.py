"""The one door: who may, when, and once. A refusal leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from requests_app.actors import Member
from requests_app.errors import AccessRefused, ApplicationError, RuleRefusal, StaleForm, StateRefusal
from requests_app.models import AuditEntry, DisclosureRequest, SubmissionState
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from tests.people import CAST, Office, again, counter_case, join, other_office
from tests.workflows.walk import Walk
from workflows.models import FlowTask
from workflows.perform import may_perform, perform, tasks_for
from workflows.verbs import VERBS


def _entries(case: DisclosureRequest) -> int:
    return AuditEntry.objects.filter(request_id=case.pk).count()


def _refused(walk: Walk, role: Role, verb: str, subject: Any = None, **arguments: Any) -> ApplicationError:
    """The refusal of an act, after making sure that it left no trace."""
    before = (walk.case.state, walk.case.version, _entries(walk.case), walk.open)
    with pytest.raises(ApplicationError) as refused:
        walk.do(role, verb, subject, **arguments)
    walk.case = again(walk.case)
    assert (walk.case.state, walk.case.version, _entries(walk.case), walk.open) == before
    assert refused.value.message
    return refused.value


NODE_ROLES = (
    # verb, stage, who may
    ("review", "begin", {Role.DESK_OFFICER, Role.HANDLER}),
    ("save_draft", "accept", {Role.HANDLER}),
    ("submit", "accept", {Role.HANDLER}),
    ("approve", "submit", {Role.LEGAL_REVIEWER}),
    ("return_reply", "submit", {Role.LEGAL_REVIEWER}),
    ("recall", "submit", {Role.HANDLER, Role.DESK_OFFICER}),
    ("issue", "approve", {Role.HANDLER, Role.DESK_OFFICER}),
    ("confirm_delivery", "issue", {Role.HANDLER, Role.DESK_OFFICER}),
    ("archive", "deliver", {Role.ARCHIVIST, Role.HANDLER, Role.DESK_OFFICER}),
    ("void", "begin", {Role.OFFICE_HEAD}),
    ("reassign", "accept", {Role.HANDLER, Role.DESK_OFFICER, Role.OFFICE_HEAD}),
    ("ask_extension", "accept", {Role.HANDLER, Role.DESK_OFFICER}),
    ("withdraw", "accept", {Role.HANDLER, Role.DESK_OFFICER}),
)


@pytest.mark.parametrize(("verb", "stage", "allowed"), NODE_ROLES)
def test_each_verb_is_open_to_its_roles_only(
    bureau: Office, verb: str, stage: str, allowed: set[Role]
) -> None:
    walk = Walk.begin(bureau)
    if stage != "begin":
        getattr(walk, stage)()
    may = {role for role in CAST if may_perform(bureau.member(role).user, walk.case, verb)}
    assert may == allowed
    for role in set(CAST) - allowed:
        arguments = {"step": walk.task("decide").data["step"]} if "decide:legal_review" in walk.open else {}
        assert isinstance(_refused(walk, role, verb, **arguments), AccessRefused)


def test_somebody_of_another_agency_does_not_even_learn_that_the_case_exists(bureau: Office) -> None:
    case = counter_case(bureau)
    strangers = other_office()
    for verb in VERBS:
        for role in CAST:
            stranger = strangers.member(role).user
            assert not may_perform(stranger, case, verb)
            with pytest.raises(AccessRefused) as refused:
                perform(stranger, case, verb)
            assert refused.value.code == "unknown_case"
        assert tasks_for(stranger, case) == []


def test_an_ended_membership_opens_nothing_although_the_task_was_there_before(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    bureau.desk.user.memberships.update(active_until="2020-01-01")
    error = _refused(walk, Role.DESK_OFFICER, "review", walk.task("review"), handler=bureau.handler.user)
    assert error.code == "unknown_case"


def test_the_draft_belongs_to_the_handler_of_the_case(bureau: Office) -> None:
    colleague = join(bureau.agency, Role.HANDLER, "hanmei", "韩梅")
    walk = Walk.begin(bureau)
    walk.accept()
    with pytest.raises(AccessRefused) as refused:
        perform(colleague.user, walk.case, "submit")
    assert refused.value.code == "not_the_handler"
    assert tasks_for(colleague.user, walk.case) == []
    assert [task.flow_task.name for task in tasks_for(bureau.handler.user, walk.case)] == ["handle"]


def test_who_wrote_the_reply_approves_no_step_of_it(bureau: Office) -> None:
    for role in (Role.LEGAL_REVIEWER, Role.OFFICE_HEAD):
        join(bureau.agency, role, *CAST[Role.HANDLER])
    walk = Walk.begin(bureau)
    walk.submit()
    error = _refused(walk, Role.HANDLER, "approve", walk.task("decide"), content_hash=walk.content_hash)
    assert error.code == "own_draft"
    walk.agree(Role.LEGAL_REVIEWER)
    error = _refused(walk, Role.HANDLER, "approve", walk.task("decide"), content_hash=walk.content_hash)
    assert error.code == "own_draft"


def test_legal_reviewer_and_head_may_be_one_person_who_decides_twice(bureau: Office) -> None:
    join(bureau.agency, Role.OFFICE_HEAD, *CAST[Role.LEGAL_REVIEWER])
    walk = Walk.begin(bureau)
    walk.submit()
    walk.agree(Role.LEGAL_REVIEWER)
    approval = walk.agree(Role.LEGAL_REVIEWER)
    assert approval.role == Role.OFFICE_HEAD
    assert walk.case.state == RequestState.APPROVED


def test_the_second_click_of_a_task_is_refused_and_says_who_did_it(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    task = walk.task("review")
    walk.do(Role.DESK_OFFICER, "review", task, handler=bureau.handler.user)
    error = _refused(walk, Role.DESK_OFFICER, "review", task, handler=bureau.handler.user)
    assert (type(error), error.code) == (StaleForm, "task_done")
    assert "李敏" in error.message


def test_a_task_that_fell_away_is_refused_as_such(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.submit()
    task = walk.task("decide")
    walk.do(Role.HANDLER, "recall", reason="还要改一处")
    error = _refused(walk, Role.LEGAL_REVIEWER, "approve", task, content_hash=walk.content_hash)
    assert (type(error), error.code) == (StaleForm, "task_done")
    assert "取消" in error.message


def test_a_verb_at_a_task_of_another_kind_is_refused(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    error = _refused(walk, Role.HANDLER, "submit", walk.task("review"))
    assert (type(error), error.code) == (StateRefusal, "no_task")


def test_the_second_click_of_an_approval_does_not_decide_the_next_step(bureau: Office) -> None:
    join(bureau.agency, Role.OFFICE_HEAD, *CAST[Role.LEGAL_REVIEWER])
    walk = Walk.begin(bureau)
    walk.submit()
    form = {"step": "legal_review", "content_hash": walk.content_hash}
    walk.do(Role.LEGAL_REVIEWER, "approve", **form)
    error = _refused(walk, Role.LEGAL_REVIEWER, "approve", **form)
    assert (type(error), error.code) == (StaleForm, "step_done")
    assert walk.open == ["await_approval", "decide:head_sign"]


def test_an_approval_without_its_step_is_refused(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.submit()
    assert isinstance(
        _refused(walk, Role.LEGAL_REVIEWER, "approve", content_hash=walk.content_hash), StaleForm
    )


def test_a_second_click_on_the_case_finds_no_task(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.approve()
    walk.do(Role.DESK_OFFICER, "issue")
    error = _refused(walk, Role.DESK_OFFICER, "issue")
    assert (type(error), error.code) == (StateRefusal, "no_task")
    assert walk.case.letters.filter(submission__isnull=False).count() == 1


def test_a_form_opened_before_somebody_else_acted_is_stale(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    seen = walk.case.version
    walk.draft()
    error = _refused(walk, Role.HANDLER, "submit", seen_version=seen)
    assert (type(error), error.code) == (StaleForm, "stale_form")
    walk.do(Role.HANDLER, "submit", seen_version=walk.case.version)


def test_slow_preparation_runs_before_the_lock_and_only_for_those_who_may(
    bureau: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk.begin(bureau)
    walk.deliver()
    outside = len(connection.savepoint_ids)
    prepared: list[tuple[Role, int]] = []

    def prepare(actor: Member, case_id: int, seen_version: int | None) -> dict[str, Any]:
        prepared.append((actor.role, len(connection.savepoint_ids)))
        raise StateRefusal("not_now", "现在不能归档。")

    monkeypatch.setitem(VERBS, "archive", replace(VERBS["archive"], prepare=prepare))
    assert isinstance(_refused(walk, Role.SIGNATORY, "archive"), AccessRefused)
    assert prepared == []
    assert _refused(walk, Role.ARCHIVIST, "archive").code == "not_now"
    assert prepared == [(Role.ARCHIVIST, outside)]


def test_what_a_service_refuses_leaves_the_task_open(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    error = _refused(walk, Role.DESK_OFFICER, "review", handler=bureau.desk.user)
    assert error.code == "no_handler"


def test_when_the_content_changed_the_approval_is_void_although_the_issue_is_refused(
    bureau: Office,
) -> None:
    walk = Walk.begin(bureau)
    walk.approve()
    walk.case.items.update(reason="审批以后写上去的理由")
    with pytest.raises(RuleRefusal) as refused:
        walk.do(Role.DESK_OFFICER, "issue")
    assert refused.value.code == "content_changed"
    walk.case = again(walk.case)
    assert walk.case.submissions.get().state == SubmissionState.VOIDED
    assert (walk.case.state, walk.open) == (RequestState.IN_HANDLING, ["handle"])
    assert not walk.case.letters.filter(submission__isnull=False).exists()


def test_a_failure_in_the_flow_takes_the_act_back(bureau: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk.begin(bureau)

    def broken(*arguments: object) -> None:
        raise RuntimeError("the flow broke")

    monkeypatch.setattr("workflows.engine.finish", broken)
    with pytest.raises(RuntimeError):
        walk.do(Role.DESK_OFFICER, "review", handler=bureau.handler.user)
    assert again(walk.case).state == RequestState.UNDER_REVIEW
    assert again(walk.case).handler is None
    assert FlowTask.objects.get(pk=walk.task("review").pk).owner is None


OFFERED = (
    # verb, stages at which it is worth a button
    ("register", ()),
    ("void", ("begin",)),
    ("reassign", ("begin", "accept")),
    ("record_search", ("begin", "accept")),
    ("recall", ("submit", "approve")),
    ("send_back", ("submit", "approve")),
    ("ask_extension", ("begin", "accept", "submit", "approve")),
    ("withdraw", ("begin", "accept", "submit", "approve")),
)


@pytest.mark.parametrize("stage", ["begin", "accept", "submit", "approve", "issue"])
def test_a_verb_without_task_is_offered_only_where_its_service_accepts_it(bureau: Office, stage: str) -> None:
    walk = Walk.begin(bureau)
    if stage != "begin":
        getattr(walk, stage)()
    for verb, stages in OFFERED:
        anybody = any(may_perform(bureau.member(role).user, walk.case, verb) for role in CAST)
        assert anybody == (stage in stages), verb
