"""A moved date is a task of its own: it ends with the delivery of the notice, with a reason, or with the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from requests_app import dates
from requests_app.actors import Applicant, System
from requests_app.models import DateChangeState, Letter, LetterState
from requests_app.rules.roles import Role
from requests_app.services import withdrawal
from requests_app.services.calendars import load_year
from tests.people import Office, again
from tests.services.test_date_change import notice
from tests.workflows.walk import Walk
from workflows.consistency import check_flows
from workflows.sweep import sweep

ADMIN = System("测试")


@pytest.fixture
def walk(bureau: Office) -> Iterator[Walk]:
    with dates.as_of(date(2026, 12, 10)):
        walk = Walk.begin(bureau)
        walk.accept()
        walk.deliver_outbox()
        load_year(actor=ADMIN, year=notice(4))
        walk.case = again(walk.case)
        yield walk


def notice_of(walk: Walk) -> Letter:
    change = walk.case.date_changes.get()
    walk.do(Role.HANDLER, "tell_date_change", change_id=change.pk)
    walk.deliver_outbox()
    return change.letter_set.get()


def test_the_task_stands_beside_the_handling(walk: Walk) -> None:
    assert walk.open == ["handle", "tell"]
    assert check_flows() == []


def test_the_notice_tells_both_dates_and_its_delivery_ends_the_task(walk: Walk) -> None:
    letter = notice_of(walk)
    assert letter.kind == "changed_date_notice"
    facts = letter.context["facts"]
    assert (facts["old_due"], facts["new_due"], facts["old_mark"]) == ("2027-01-08", "2027-01-11", "暂定")
    assert walk.open == ["handle", "tell"]
    walk.hand_over(letter)
    assert walk.open == ["handle"]
    assert walk.case.date_changes.get().state == DateChangeState.TOLD


def test_a_notice_that_came_back_is_to_be_delivered_again(walk: Walk) -> None:
    letter = notice_of(walk)
    walk.post(letter)
    assert walk.open == ["handle"]
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=letter.pk, reason="查无此人")
    assert walk.open == ["handle", "tell"]
    walk.hand_over(letter)
    assert walk.open == ["handle"]


def test_a_reason_ends_it_without_a_letter(walk: Walk) -> None:
    change = walk.case.date_changes.get()
    walk.do(Role.HANDLER, "waive_date_change", change_id=change.pk, reason="已电话告知")
    assert walk.open == ["handle"]
    assert not change.letter_set.exists()


def test_a_second_notice_of_the_state_council_withdraws_an_undelivered_letter(walk: Walk) -> None:
    letter = notice_of(walk)
    load_year(actor=ADMIN, year=notice(4, 5, source="更正通知"))
    letter.refresh_from_db()
    assert letter.state == LetterState.WITHDRAWN
    assert walk.open == ["handle", "tell"]
    change = walk.case.date_changes.get()
    walk.do(Role.HANDLER, "tell_date_change", change_id=change.pk)
    walk.deliver_outbox()
    assert (
        change.letter_set.exclude(state=LetterState.WITHDRAWN).get().context["facts"]["new_due"]
        == "2027-01-12"
    )


def test_one_in_the_post_is_told_and_the_next_date_is_another_change(walk: Walk) -> None:
    letter = notice_of(walk)
    walk.post(letter)
    load_year(actor=ADMIN, year=notice(4, 5, source="更正通知"))
    states = list(walk.case.date_changes.order_by("pk").values_list("state", "old_due"))
    assert states == [("told", date(2027, 1, 8)), ("proposed", date(2027, 1, 11))]
    assert check_flows() == []


def test_the_reply_makes_it_pointless(walk: Walk) -> None:
    walk.draft()
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    walk.do(Role.DESK_OFFICER, "issue")
    assert walk.open == ["deliver"]
    assert walk.case.date_changes.get().state == DateChangeState.CANCELLED


def test_withdrawal_ends_it(walk: Walk) -> None:
    withdrawal.withdraw(actor=Applicant(walk.case), case_id=walk.case.pk)
    assert walk.open == ["archive"]
    assert check_flows() == []


def test_the_sweep_ends_what_the_clock_has_overtaken(walk: Walk) -> None:
    walk.case.date_changes.update(old_due=walk.case.due_on)
    sweep(dates.today())
    assert walk.open == ["handle"]
