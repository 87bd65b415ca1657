"""A calendar that moves open cases: what is written, what is proposed to the handler, what becomes of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letters import handlers
from requests_app import dates
from requests_app.actors import System
from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import (
    AuditEntry,
    CalendarVersion,
    DateChange,
    DateChangeState,
    DisclosureRequest,
    LetterState,
)
from requests_app.models.outbox import OutboxMessage
from requests_app.rules.calendar_file import read_calendar_file
from requests_app.rules.roles import Role
from requests_app.rules.working_days import CalendarYear
from requests_app.selectors.calendars import live_date_change, moved_by, pointless_changes
from requests_app.services import clock, date_change, delivery, extension, withdrawal
from requests_app.services.calendars import load_year
from requests_app.services.delivery import Service
from requests_app.services.documents import Upload
from requests_app.services.recalculation import recalculate
from tests.people import Office, again, case_in_handling, counter_case, government, office, other_office
from tests.services.stages import PDF, made

ADMIN = System("测试")
TODAY = date(2026, 12, 10)
DUE, LATER = date(2027, 1, 8), date(2027, 1, 11)


def notice(*off: int, source: str = "测试通知", on: tuple[int, ...] = ()) -> CalendarYear:
    """The year 2027 with these days of January off, and these weekend days worked."""
    free = {date(2027, 1, day): "元旦" for day in (1, *off)}
    return CalendarYear(2027, free, {date(2027, 1, day): "元旦" for day in on}, source, date(2026, 11, 5))


@pytest.fixture
def here(db: None) -> Iterator[Office]:
    with dates.as_of(TODAY):
        yield office()


def live(case: DisclosureRequest) -> DateChange:
    found = case.date_changes.get()
    assert found.state in (DateChangeState.PROPOSED, DateChangeState.ORDERED)
    return found


def entries(case: DisclosureRequest, action: str) -> list[str]:
    return list(
        AuditEntry.objects.filter(request_id=case.pk, action=action).values_list("message", flat=True)
    )


def test_before_it_is_confirmed_every_moved_case_is_listed_with_its_reason(here: Office) -> None:
    case = case_in_handling(here)
    quiet = case_in_handling(here, received_on=date(2026, 11, 16), arrived_on=date(2026, 11, 16))
    elsewhere = counter_case(other_office())
    moved = moved_by(ADMIN, notice(4))
    assert [one.case.pk for one in moved] == [case.pk, elsewhere.pk]
    assert quiet.due_on == date(2026, 12, 14)
    one = moved[0]
    assert (one.before.due, one.before.provisional) == (DUE, True)
    assert (one.after.due, one.after.provisional) == (LATER, False)
    assert [day.words for day in one.days] == ["2027年1月4日由工作日变为休息日（元旦）"]
    assert CalendarVersion.objects.count() == 0
    assert again(case).due_on == DUE


def test_who_does_not_keep_the_calendar_sees_no_list(here: Office) -> None:
    for member in (here.head, here.member(Role.AGENCY_ADMIN)):
        with pytest.raises(AccessRefused):
            moved_by(member, notice(4))
    assert moved_by(government().member(Role.AGENCY_ADMIN), notice(4)) == []


def test_after_it_the_dates_are_those_of_the_list_and_the_record_says_why(here: Office) -> None:
    case = case_in_handling(here)
    foreseen = moved_by(ADMIN, notice(4))
    loaded = load_year(actor=ADMIN, year=notice(4))
    assert [one.after for one in loaded.moved] == [one.after for one in foreseen]
    case = again(case)
    assert (case.due_on, case.provisional) == (LATER, False)
    assert entries(case, "date_moved") == [
        "到期日由2027年1月8日变为2027年1月11日，因载入2027年节假日安排（来源：测试通知）"
    ]
    change = live(case)
    assert (change.old_due, change.new_due, change.was_provisional) == (DUE, LATER, True)
    assert change.days == ["2027年1月4日由工作日变为休息日（元旦）"]


def test_a_mark_that_goes_away_without_a_change_needs_no_letter(here: Office) -> None:
    case = case_in_handling(here)
    loaded = load_year(actor=ADMIN, year=notice())
    assert [(one.moves, one.settles) for one in loaded.moved] == [(False, True)]
    assert not again(case).provisional
    assert entries(case, "date_settled") == ["到期日不再是暂定，因载入2027年节假日安排（来源：测试通知）"]
    assert not case.date_changes.exists()


def test_done_again_nothing_is_written(here: Office) -> None:
    case_in_handling(here)
    load_year(actor=ADMIN, year=notice(4))
    counted = AuditEntry.objects.count(), DateChange.objects.count()
    assert load_year(actor=ADMIN, year=notice(4)).version is None
    assert recalculate(actor=ADMIN, why="核对") == []
    assert (AuditEntry.objects.count(), DateChange.objects.count()) == counted


def test_a_case_not_yet_received_and_one_that_waits_move_without_a_proposal(here: Office) -> None:
    case = case_in_handling(here)
    DisclosureRequest.objects.filter(pk=case.pk).update(state="issued")
    load_year(actor=ADMIN, year=notice(4))
    assert again(case).due_on == LATER
    assert not DateChange.objects.exists()


def test_reading_the_cases_costs_the_same_for_one_and_for_many(here: Office) -> None:
    case_in_handling(here)
    with CaptureQueriesContext(connection) as one:
        moved_by(ADMIN, notice(4))
    for _ in range(4):
        case_in_handling(here)
    with CaptureQueriesContext(connection) as many:
        assert len(moved_by(ADMIN, notice(4))) == 5
    assert len(many) == len(one)


def test_a_calendar_that_changes_under_a_paused_case_moves_only_what_it_moves(here: Office) -> None:
    case = case_in_handling(here)
    clock.record_event(
        case,
        actor=here.handler,
        type="consultation",
        on=TODAY,
        data={"kind": "other_agency", "sent": TODAY, "served": TODAY, "answered": None},
    )
    with dates.as_of(date(2027, 1, 6)):
        before = moved_by(ADMIN, notice(4))
        load_year(actor=ADMIN, year=notice(4))
        case = again(case)
        # Paused all the while: a day that is no longer worked neither counts nor is excluded.
        assert [one.after.due for one in before] == ([case.due_on] if before else [])
        assert case.paused


def test_a_second_notice_overtakes_what_was_not_told_yet(here: Office) -> None:
    case = case_in_handling(here)
    load_year(actor=ADMIN, year=notice(4))
    load_year(actor=ADMIN, year=notice(4, 5, source="更正通知"))
    change = live(again(case))
    assert (change.old_due, change.new_due) == (DUE, date(2027, 1, 12))
    assert "更正通知" in change.why
    load_year(actor=ADMIN, year=notice(source="再次更正"))
    assert case.date_changes.get().state == DateChangeState.CANCELLED
    assert again(case).due_on == DUE


def test_the_handler_orders_the_notice_or_notes_why_not(here: Office) -> None:
    case, other = case_in_handling(here), case_in_handling(here)
    load_year(actor=ADMIN, year=notice(4))
    change = date_change.order_notice(actor=here.handler, case_id=case.pk, change_id=live(case).pk)
    assert change.state == DateChangeState.ORDERED
    assert OutboxMessage.objects.filter(topic="letters.date_change", payload={"change": change.pk}).exists()
    with pytest.raises(StateRefusal):
        date_change.order_notice(actor=here.handler, case_id=case.pk, change_id=change.pk)
    with pytest.raises(InvalidInput):
        date_change.waive_notice(actor=here.handler, case_id=other.pk, change_id=live(other).pk, reason=" ")
    date_change.waive_notice(
        actor=here.handler, case_id=other.pk, change_id=live(other).pk, reason="已电话告知"
    )
    assert other.date_changes.get().state == DateChangeState.WAIVED
    with pytest.raises(AccessRefused):
        date_change.order_notice(actor=here.legal, case_id=case.pk, change_id=change.pk)


def test_a_date_that_came_back_is_not_told(here: Office) -> None:
    case = case_in_handling(here)
    load_year(actor=ADMIN, year=notice(4))
    change = live(case)
    DateChange.objects.filter(pk=change.pk).update(old_due=LATER)
    with pytest.raises(RuleRefusal, match="相同"):
        date_change.order_notice(actor=here.handler, case_id=case.pk, change_id=change.pk)
    assert pointless_changes() == [case.pk]
    assert date_change.drop_pointless(actor=ADMIN, case_id=case.pk) == 1
    assert live_date_change(here.handler, case) is None


def test_withdrawal_ends_it(here: Office) -> None:
    from requests_app.actors import Applicant

    case = case_in_handling(here)
    load_year(actor=ADMIN, year=notice(4))
    withdrawal.withdraw(actor=Applicant(again(case)), case_id=case.pk)
    assert case.date_changes.get().state == DateChangeState.CANCELLED


def test_another_office_sees_nothing_of_it(here: Office) -> None:
    case = case_in_handling(here)
    load_year(actor=ADMIN, year=notice(4))
    assert live_date_change(other_office().handler, case) is None


def test_a_mended_event_moves_its_case_and_is_listed_first(here: Office) -> None:
    case = case_in_handling(here)
    DisclosureRequest.objects.filter(pk=case.pk).update(
        due_on=date(2027, 1, 7), first_due_on=date(2027, 1, 7)
    )
    out = io.StringIO()
    call_command("recalculate_deadlines", "--dry-run", stdout=out)
    assert f"{case.number}\t" in out.getvalue()
    assert again(case).due_on == date(2027, 1, 7)
    shown = again(case).version
    call_command("recalculate_deadlines", "--why", "更正计算口径", stdout=out)
    assert again(case).due_on == DUE
    assert again(case).version == shown + 1, "what others have on their screens is stale"
    assert live(case).why == "因更正计算口径"
    assert entries(case, "date_moved") == ["到期日由2027年1月7日变为2027年1月8日，因更正计算口径"]


FILE = (
    "date,kind,name,source,source_date\n2027-01-01,holiday,元旦,测试通知,2026-11-05\n"
    "2027-01-04,holiday,元旦,测试通知,2026-11-05\n"
).encode()


def test_the_command_lists_with_a_dry_run_and_writes_nothing(here: Office, tmp_path: Path) -> None:
    case = case_in_handling(here)
    path = tmp_path / "2027.csv"
    path.write_bytes(FILE)
    out, err = io.StringIO(), io.StringIO()
    call_command("load_calendar", str(path), "--dry-run", stdout=out, stderr=err)
    said = out.getvalue()
    assert (
        f"{case.number}\t清溪市规划和自然资源局\t王强\t2027-01-08（暂定）\t2027-01-11\t2027年1月4日" in said
    )
    assert "没有载入任何内容" in said
    assert CalendarVersion.objects.count() == 0
    call_command("load_calendar", str(path), stdout=out, stderr=err)
    assert "到期日变更 1 件" in out.getvalue()
    call_command("load_calendar", str(path), stdout=out, stderr=err)
    assert "与现行版本相同" in out.getvalue()
    assert read_calendar_file(FILE).year == 2027


EDGES = [
    # name, received, off in January 2027, worked weekend days, due before, due after
    (
        "the last working day before a long holiday",
        date(2026, 12, 3),
        (4, 5, 6),
        (),
        date(2026, 12, 31),
        None,
    ),
    ("31 December is not moved", date(2026, 12, 3), (4,), (9,), date(2026, 12, 31), None),
    ("the first day of the year moves", date(2026, 12, 4), (4,), (), date(2027, 1, 4), date(2027, 1, 5)),
    ("a Saturday that is worked is the last day", date(2026, 12, 10), (4,), (2, 9), DUE, DUE),
    ("a worked Saturday at the end", date(2026, 12, 11), (4,), (9,), date(2027, 1, 11), date(2027, 1, 11)),
    ("a worked Saturday becomes the due date", date(2026, 12, 10), (4,), (9,), DUE, date(2027, 1, 9)),
]


@pytest.mark.parametrize(
    ("name", "received", "off", "on", "before", "after"), EDGES, ids=[e[0] for e in EDGES]
)
def test_edges_of_holidays(
    here: Office,
    name: str,
    received: date,
    off: tuple[int, ...],
    on: tuple[int, ...],
    before: date,
    after: date | None,
) -> None:
    with dates.as_of(date(2026, 12, 12)):
        case = case_in_handling(here, received_on=received, arrived_on=received)
        assert case.due_on == before
        load_year(actor=ADMIN, year=notice(*off, on=on))
        assert again(case).due_on == (after or before)
        assert not again(case).provisional


def test_a_notice_between_asking_and_granting_an_extension(here: Office) -> None:
    case = case_in_handling(here)
    asked = extension.ask(actor=here.handler, case_id=case.pk, working_days=5, reason="需要调阅档案")
    load_year(actor=ADMIN, year=notice(4))
    granted = extension.grant(actor=here.head, case_id=case.pk, extension_id=asked.pk)
    extension_due = again(case)
    assert extension_due.first_due_on == LATER
    assert granted.working_days == 5


def test_an_extension_notice_that_names_a_wrong_date_does_not_go_out(here: Office) -> None:
    case = case_in_handling(here)
    asked = extension.ask(actor=here.handler, case_id=case.pk, working_days=5, reason="需要调阅档案")
    extension.grant(actor=here.head, case_id=case.pk, extension_id=asked.pk)
    handlers.extension({"extension": asked.pk})
    old = made(case.letters.get(extension=asked))
    load_year(actor=ADMIN, year=notice(4))
    old.refresh_from_db()
    assert (old.state, old.withdrawn_reason) == (
        LetterState.WITHDRAWN,
        "因2027年节假日安排（来源：测试通知）载入",
    )
    again_promised = OutboxMessage.objects.filter(topic="letters.extension").order_by("pk").last()
    assert again_promised is not None
    handlers.extension(again_promised.payload)
    handlers.extension(again_promised.payload)
    new = case.letters.exclude(state=LetterState.WITHDRAWN).get(extension=asked)
    assert new.context["facts"]["first_due"] == LATER.isoformat()
    assert new.context["facts"]["new_due"] > old.context["facts"]["new_due"]
    service = Service(way="hand", served_on=TODAY, recipient="王契", proof=Upload("回证.pdf", PDF))
    with pytest.raises(StateRefusal) as refusal:
        delivery.confirm_delivery(actor=here.desk, case_id=case.pk, letter_id=old.pk, service=service)
    assert refusal.value.code == "letter_withdrawn"
    delivery.confirm_delivery(actor=here.desk, case_id=case.pk, letter_id=made(new).pk, service=service)
    assert str(again(case).due_on) == new.context["facts"]["new_due"]


def test_a_notice_that_the_calendar_leaves_alone_is_not_made_again(here: Office) -> None:
    case = case_in_handling(here, received_on=date(2026, 11, 16), arrived_on=date(2026, 11, 16))
    asked = extension.ask(actor=here.handler, case_id=case.pk, working_days=1, reason="需要调阅档案")
    extension.grant(actor=here.head, case_id=case.pk, extension_id=asked.pk)
    handlers.extension({"extension": asked.pk})
    load_year(actor=ADMIN, year=notice(4))
    assert case.letters.get(extension=asked).state != LetterState.WITHDRAWN
