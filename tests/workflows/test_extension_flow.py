"""An extension runs beside the handling: asked by the handler, granted only by the head, told in time."""

from __future__ import annotations

import pytest

from letters import handlers
from requests_app import dates
from requests_app.errors import AccessRefused, RuleRefusal, StaleForm
from requests_app.models import Extension, ExtensionState, Letter
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.roles import Role
from requests_app.services.delivery import Posting
from tests.people import CAST, Office, join
from tests.services.stages import made
from tests.workflows.walk import Walk

ASK = {"working_days": 20, "reason": "信息数量大，需要逐件核对"}


def _notice(extension: Extension) -> Letter:
    """The notice as the outbox makes it after the grant."""
    handlers.extension({"extension": extension.pk})
    return made(Letter.objects.get(extension=extension))


def test_granted_and_told_moves_the_due_date(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    first_due = walk.case.due_on
    asked = walk.do(Role.HANDLER, "ask_extension", **ASK)
    assert walk.open == ["handle", "decide"]
    walk.do(Role.OFFICE_HEAD, "grant_extension", walk.task("decide"), opinion="同意")
    assert walk.open == ["handle", "notify"]
    assert walk.case.due_on == first_due
    posting = Posting(dates.today(), "EA123456789CN", POSTAL_ENTERPRISE)
    walk.do(Role.DESK_OFFICER, "post", letter_id=_notice(asked).pk, posting=posting)
    assert walk.open == ["handle"]
    assert walk.case.extensions.get().state == ExtensionState.NOTIFIED
    assert walk.case.due_on is not None and first_due is not None
    assert walk.case.due_on > first_due


def test_refused_with_a_reason(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    walk.do(Role.HANDLER, "ask_extension", **ASK)
    walk.do(Role.OFFICE_HEAD, "refuse_extension", reason="可以按期答复")
    assert walk.open == ["handle"]
    assert walk.case.extensions.get().state == ExtensionState.REFUSED


def test_only_the_head_grants_and_never_the_one_who_asked(bureau: Office) -> None:
    join(bureau.agency, Role.OFFICE_HEAD, *CAST[Role.HANDLER])
    walk = Walk.begin(bureau)
    walk.accept()
    walk.do(Role.HANDLER, "ask_extension", **ASK)
    with pytest.raises(AccessRefused) as refused:
        walk.do(Role.SIGNATORY, "grant_extension")
    assert refused.value.code == "role_missing"
    with pytest.raises(AccessRefused) as refused:
        walk.do(Role.HANDLER, "grant_extension")
    assert refused.value.code == "own_extension"


def test_asked_twice_is_refused_and_a_second_grant_too(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    walk.do(Role.HANDLER, "ask_extension", **ASK)
    with pytest.raises(RuleRefusal) as refused:
        walk.do(Role.HANDLER, "ask_extension", **ASK)
    assert refused.value.code == "extension_twice"
    task = walk.task("decide")
    walk.do(Role.OFFICE_HEAD, "grant_extension", task)
    with pytest.raises(StaleForm):
        walk.do(Role.OFFICE_HEAD, "grant_extension", task)
    assert walk.case.extensions.count() == 1


def test_a_reply_issued_first_ends_the_asking(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.approve()
    walk.do(Role.HANDLER, "ask_extension", **ASK)
    walk.do(Role.DESK_OFFICER, "issue")
    assert walk.open == ["deliver"]
    assert walk.case.extensions.get().state == ExtensionState.CANCELLED


def test_a_reply_delivered_first_ends_the_telling(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.approve()
    walk.do(Role.HANDLER, "ask_extension", **ASK)
    walk.do(Role.OFFICE_HEAD, "grant_extension")
    letter = made(walk.do(Role.DESK_OFFICER, "issue"))
    assert sorted(walk.open) == ["deliver", "notify"]
    walk.hand_over(letter)
    assert walk.open == ["archive"]
    assert walk.case.extensions.get().state == ExtensionState.CANCELLED


def _post_notice(walk: Walk, letter: Letter) -> None:
    posting = Posting(dates.today(), "EA123456789CN", POSTAL_ENTERPRISE)
    walk.do(Role.DESK_OFFICER, "post", letter_id=letter.pk, posting=posting)


def test_a_notice_that_came_back_is_to_be_told_again_and_the_date_moves_back(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    first_due = walk.case.due_on
    asked = walk.do(Role.HANDLER, "ask_extension", **ASK)
    walk.do(Role.OFFICE_HEAD, "grant_extension")
    letter = _notice(asked)
    _post_notice(walk, letter)
    extended = walk.case.due_on
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="地址不详，退回")
    assert (walk.open, walk.case.due_on) == (["handle", "notify"], first_due)
    assert walk.case.extensions.get().state == ExtensionState.GRANTED
    _post_notice(walk, letter)
    assert (walk.open, walk.case.due_on) == (["handle"], extended)


def test_a_notice_that_came_back_after_the_reply_was_delivered_is_told_no_more(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    asked = walk.do(Role.HANDLER, "ask_extension", **ASK)
    walk.do(Role.OFFICE_HEAD, "grant_extension")
    letter = _notice(asked)
    _post_notice(walk, letter)
    walk.draft()
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    walk.hand_over(made(walk.do(Role.DESK_OFFICER, "issue")))
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="逾期未领，退回")
    assert walk.open == ["archive"]
    assert walk.case.extensions.get().state == ExtensionState.CANCELLED
