"""A correction beside an extension: asking leaves the extension alone, telling ends what was not told yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from requests_app.models import ExtensionState, Letter
from requests_app.rules.roles import Role
from tests.people import Office
from tests.workflows.test_correction_flow import ASK, hand_over, notice, received, told
from tests.workflows.walk import Walk


@pytest.fixture
def walk(bureau: Office) -> Iterator[Walk]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False):
        yield Walk.begin(bureau)


def granted(walk: Walk) -> Letter:
    """An extension that the head has granted, with its notice."""
    walk.do(Role.DESK_OFFICER, "ask_extension", working_days=5, reason="案卷较多")
    walk.do(Role.OFFICE_HEAD, "grant_extension", walk.task("decide"))
    walk.deliver_outbox()
    return walk.case.letters.get(extension__isnull=False)


def test_a_granted_extension_outlives_a_correction_that_was_called_off(walk: Walk) -> None:
    extended = granted(walk)
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    walk.do(Role.DESK_OFFICER, "call_off_correction", reason="申请人已经当面说明")
    assert walk.open == ["notify", "review"]
    hand_over(walk, extended)
    assert walk.case.extensions.get().state == ExtensionState.NOTIFIED
    # Five working days after 30 March; 6 April is the holiday of Qingming.
    assert (walk.case.due_on, walk.open) == (date(2026, 4, 7), ["review"])


def test_a_granted_extension_falls_away_when_the_applicant_is_told_to_correct(walk: Walk) -> None:
    granted(walk)
    walk.do(Role.DESK_OFFICER, "ask_correction", **ASK)
    hand_over(walk, notice(walk))
    assert (walk.open, walk.case.extensions.get().state) == (["await_correction"], ExtensionState.CANCELLED)


def test_the_notice_of_an_extension_that_came_back_keeps_its_task(walk: Walk) -> None:
    extended = granted(walk)
    walk.post(extended)
    told(walk)
    walk.do(Role.DESK_OFFICER, "record_failure", letter_id=extended.pk, reason="退回")
    walk.do(Role.DESK_OFFICER, "receive_correction", received=received())
    assert sorted(walk.open) == ["notify", "review"]
    assert walk.case.extensions.get().state == ExtensionState.GRANTED
