"""The turn of the day: what moves with it is written once, the audit day is sealed, flows are checked."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from requests_app import dates, notifications
from requests_app.models import DisclosureRequest, OutboxMessage
from requests_app.models.audit_entry import AuditHead
from requests_app.notifications.outbox import set_hint
from requests_app.rules.states import RequestState
from requests_app.selectors.derived_dates import DERIVED
from requests_app.services import clock
from tests.people import Office, again, case_in_handling
from tests.workflows.walk import Walk
from workflows import tasks
from workflows.sweep import sweep

MONDAY = date(2026, 3, 2)


def _consult(case: DisclosureRequest, bureau: Office, on: date) -> None:
    clock.record_event(
        case,
        actor=bureau.handler,
        type="consultation",
        on=on,
        data={"kind": "other_agency", "sent": on, "served": on, "answered": None},
    )
    # As at the end of every act.
    clock.refresh(case)
    case.save()


def written(queries: CaptureQueriesContext) -> list[str]:
    """The statements that change rows."""
    return [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_an_open_consultation_moves_the_date_day_by_day(bureau: Office) -> None:
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False):
        case, quiet = case_in_handling(bureau), case_in_handling(bureau)
        _consult(case, bureau, MONDAY)
        due = case.due_on
    assert due is not None
    tuesday = MONDAY + timedelta(days=1)
    assert sweep(tuesday).refreshed == 1
    moved = again(case)
    assert moved.paused
    assert moved.due_on is not None
    assert moved.due_on > due
    assert moved.version == case.version
    assert again(quiet).updated_at == quiet.updated_at


def test_on_a_weekend_a_pause_stays_a_pause(bureau: Office) -> None:
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False):
        case = case_in_handling(bureau)
        _consult(case, bureau, MONDAY)
    sweep(MONDAY + timedelta(days=5))
    assert again(case).paused


def test_a_repeat_writes_nothing(bureau: Office) -> None:
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False):
        case = case_in_handling(bureau)
        _consult(case, bureau, MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    sweep(tuesday)
    with CaptureQueriesContext(connection) as queries:
        again_swept = sweep(tuesday)
    assert again_swept.refreshed == 0
    assert written(queries) == []


def test_a_date_that_leaned_on_an_unannounced_year_settles(bureau: Office) -> None:
    case = case_in_handling(bureau)
    DisclosureRequest.objects.filter(pk=case.pk).update(provisional=True, due_on=None)
    sweep(dates.today())
    assert again(case).due_on == case.due_on
    assert again(case).provisional == case.provisional


def test_a_history_that_cannot_be_keeps_no_other_from_its_dates(
    bureau: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False):
        broken, sound = case_in_handling(bureau), case_in_handling(bureau)
        for case in (broken, sound):
            _consult(case, bureau, MONDAY)
    broken.clock_events.update(data={"kind": "other_agency", "sent": "2026-02-31"})
    assert sweep(MONDAY + timedelta(days=1)).refreshed == 1
    assert again(sound).paused
    assert f"case {broken.pk} has no dates: no_such_date" in caplog.text


def test_cases_of_which_the_same_is_recorded_move_alike_and_others_do_not(bureau: Office) -> None:
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False):
        cases = [case_in_handling(bureau) for _ in range(3)]
        for case in cases:
            _consult(case, bureau, MONDAY)
    # A day earlier in China, by the clock of Greenwich: only the stricter reading knows it.
    moment = datetime(2026, 2, 26, 15, 59, tzinfo=UTC)
    DisclosureRequest.objects.filter(pk=cases[2].pk).update(submitted_at=moment)
    assert sweep(MONDAY + timedelta(days=1)).refreshed == 3
    first, second, third = (again(case) for case in cases)
    assert first.due_on == second.due_on == third.due_on
    assert first.conservative_due_on == second.conservative_due_on
    assert third.conservative_due_on < first.conservative_due_on


@pytest.mark.parametrize("consulted", ["lead", "other", "both"])
def test_the_letter_of_two_is_due_by_the_dates_of_both_as_they_move(bureau: Office, consulted: str) -> None:
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False):
        lead, other, alone = (case_in_handling(bureau) for _ in range(3))
        DisclosureRequest.objects.filter(pk=other.pk).update(joined_to=lead)
        lead, other = again(lead), again(other)
        for case in {"lead": [lead, alone], "other": [other], "both": [lead, other, alone]}[consulted]:
            _consult(case, bureau, MONDAY)
    sweep(MONDAY + timedelta(days=7))
    lead, other = again(lead), again(other)
    assert lead.next_act_on == min(lead.due_on, other.due_on)
    assert max(lead.due_on, other.due_on) > date(2026, 3, 30), "one of them has moved"
    stored = [getattr(lead, name) for name in DERIVED]
    clock.refresh(lead, MONDAY + timedelta(days=7))
    assert [getattr(lead, name) for name in DERIVED] == stored


def test_the_audit_day_that_ended_is_sealed(bureau: Office) -> None:
    swept = sweep(dates.today())
    assert swept.sealed == dates.today() - timedelta(days=1)
    assert AuditHead.objects.filter(day=swept.sealed).count() == 1


def test_a_flow_out_of_step_is_logged(bureau: Office, caplog: pytest.LogCaptureFixture) -> None:
    walk = Walk.begin(bureau)
    DisclosureRequest.objects.filter(pk=walk.case.pk).update(state=RequestState.ISSUED)
    with caplog.at_level(logging.ERROR, logger="workflows.sweep"):
        swept = sweep(dates.today())
    assert len(swept.mismatches) == len(caplog.records) == 1
    assert "DisclosureRequest" in caplog.text


def test_the_task_of_beat_sweeps_the_chinese_day(bureau: Office) -> None:
    with time_machine.travel("2026-03-02T16:30+00:00", tick=False):
        tasks.daily_sweep()
    assert AuditHead.objects.get().day == date(2026, 3, 2)


def test_beat_sweeps_every_hour_so_that_no_machine_misses_the_day() -> None:
    schedule = settings.CELERY_BEAT_SCHEDULE["daily_sweep"]["schedule"]
    assert schedule.hour == set(range(24))
    assert schedule.minute == {10}


def test_the_later_sweeps_of_a_day_change_no_row(bureau: Office) -> None:
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False):
        _consult(case_in_handling(bureau), bureau, MONDAY)
    with time_machine.travel("2026-03-03T00:10+08:00", tick=False):
        tasks.daily_sweep()
    for later in ("2026-03-03T01:10+08:00", "2026-03-03T23:10+08:00"):
        with time_machine.travel(later, tick=False), CaptureQueriesContext(connection) as queries:
            tasks.daily_sweep()
        assert written(queries) == []


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    done: list[int] = []
    monkeypatch.setattr(
        "requests_app.notifications.outbox.handler_of",
        lambda topic: lambda payload: done.append(payload["n"]),
    )
    monkeypatch.setattr(tasks, "BATCH", 2)
    return done


@pytest.mark.django_db(transaction=True)
def test_a_promise_wakes_the_worker_who_goes_on_until_nothing_is_due(delivered: list[int]) -> None:
    with transaction.atomic():
        for n in range(5):
            notifications.enqueue("test.topic", f"test:{n}", {"n": n})
    assert sorted(delivered) == [0, 1, 2, 3, 4]
    tasks.deliver_outbox()
    assert OutboxMessage.objects.filter(done_at__isnull=True).count() == 0
    assert len(delivered) == 5


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_costs_the_act_nothing(
    delivered: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    def down() -> None:
        raise OSError("no broker")

    set_hint(down)
    try:
        with transaction.atomic():
            notifications.enqueue("test.topic", "test:1", {"n": 1})
    finally:
        set_hint(tasks.deliver_outbox.delay)
    assert delivered == []
    assert "could not be published" in caplog.text
    tasks.deliver_outbox()
    assert delivered == [1]
