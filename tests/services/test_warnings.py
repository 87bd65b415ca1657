"""Reminders: who gets one, once; what was done drops out; the mail of the day."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app import dates, notifications
from requests_app.actors import Applicant, Member, System
from requests_app.models import (
    Agency,
    Delegation,
    DisclosureRequest,
    Letter,
    Membership,
    Notice,
    OutboxMessage,
    User,
)
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.rules.warnings import POST_PICKUP
from requests_app.selectors.inbox import inbox
from requests_app.selectors.notices import digest_of, open_notices, reminders
from requests_app.services import delivery, withdrawal
from requests_app.services.delivery import Posting
from requests_app.services.warnings import DIGEST, mark_read, warn
from tests.people import Office, again, case_in_handling, counter_case, government, office, other_office
from tests.services.stages import issued
from tests.web.desk_client import at_desk, text_of
from workflows.digest import send_digest

pytestmark = pytest.mark.django_db
SWEEPER = System("每日检查")
MONDAY = date(2026, 3, 2)
DUE = date(2026, 3, 30)
"""Twenty working days after the Monday of receipt."""


@pytest.fixture
def here() -> Office:
    return office()


def handled(here: Office, *items: str) -> DisclosureRequest:
    """One in handling since the Monday, whose dates are equal by both readings."""
    with dates.as_of(MONDAY):
        found = case_in_handling(here, *items)
    assert found.due_on == DUE
    DisclosureRequest.objects.filter(pk=found.pk).update(conservative_due_on=DUE)
    return again(found)


@pytest.fixture
def case(here: Office) -> DisclosureRequest:
    return handled(here)


def told(on: date) -> set[tuple[str, str, int]]:
    """(person, act, tier) of every notice made on a day."""
    rows = Notice.objects.filter(made_on=on)
    return {(row.user.name, row.act, row.tier) for row in rows.select_related("user")}


def warned(on: date) -> int:
    with dates.as_of(on):
        return warn(actor=SWEEPER, today=on)


def test_officer_then_head_then_supervisor(here: Office, case: DisclosureRequest) -> None:
    government()
    assert warned(date(2026, 3, 18)) == 0
    warned(date(2026, 3, 19))
    assert told(date(2026, 3, 19)) == {("王强", "reply", 7)}
    warned(date(2026, 3, 27))
    assert told(date(2026, 3, 27)) == {("王强", "reply", 1), ("陈涛", "reply", 1)}
    warned(date(2026, 3, 31))
    assert told(date(2026, 3, 31)) == {("王强", "reply", -1), ("陈涛", "reply", -1), ("江敏", "reply", -1)}
    supervisor = Notice.objects.get(user__name="江敏")
    assert (supervisor.agency, supervisor.role) == (here.agency.parent, Role.SUPERVISOR)


def test_a_repeat_writes_nothing_and_a_later_day_of_the_same_tier_neither(case: DisclosureRequest) -> None:
    assert warned(date(2026, 3, 19)) == 1
    with CaptureQueriesContext(connection) as queries:
        assert warned(date(2026, 3, 19)) == 0
    assert [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert warned(date(2026, 3, 20)) == 0


def test_a_machine_that_was_off_catches_up(case: DisclosureRequest) -> None:
    assert warned(date(2026, 3, 23)) == 1
    assert {tier for _, _, tier in told(date(2026, 3, 23))} == {7}


def test_nobody_is_told_on_a_rest_day(case: DisclosureRequest) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert warned(date(2026, 4, 4)) == 0
    assert not Notice.objects.exists()
    assert len(queries) <= 3


def test_without_a_handler_at_work_the_desk_is_told(here: Office, case: DisclosureRequest) -> None:
    Membership.objects.filter(user=here.handler.user).update(active_until=MONDAY)
    warned(date(2026, 3, 19))
    assert told(date(2026, 3, 19)) == {("李敏", "reply", 7)}


def test_a_deputy_hears_what_the_head_hears(here: Office, case: DisclosureRequest) -> None:
    Delegation.objects.create(
        agency=here.agency,
        principal=here.head.user,
        deputy=here.legal.user,
        role=Role.OFFICE_HEAD,
        starts_on=MONDAY,
        ends_on=DUE,
        reason="出差",
        made_by=here.head.user,
    )
    warned(DUE)
    assert {name for name, _, _ in told(DUE)} == {"王强", "陈涛", "赵静"}
    warned(date(2026, 3, 31))
    assert "赵静" not in {name for name, _, _ in told(date(2026, 3, 31))}


def test_officers_hear_the_stricter_reading_and_their_head_the_standard_one(here: Office) -> None:
    with dates.as_of(MONDAY):
        case_in_handling(here)
    warned(date(2026, 3, 27))
    assert told(date(2026, 3, 27)) == {("王强", "conservative", 0), ("陈涛", "reply", 1)}


def test_the_work_does_not_grow_with_the_cases(here: Office, case: DisclosureRequest) -> None:
    with CaptureQueriesContext(connection) as few:
        warned(date(2026, 3, 19))
    for _ in range(5):
        handled(here)
    with CaptureQueriesContext(connection) as many:
        assert warned(date(2026, 3, 19)) == 5
    assert len(many) == len(few) <= 12


def test_what_was_done_or_moved_drops_out(here: Office, case: DisclosureRequest) -> None:
    warned(DUE)
    with dates.as_of(DUE):
        assert [row.words for row in reminders(here.handler)] == ["答复：今天是最后一天"]
    later = DUE + timedelta(days=7)
    DisclosureRequest.objects.filter(pk=case.pk).update(next_act_on=later, due_on=later)
    assert not open_notices(here.handler).exists()
    DisclosureRequest.objects.filter(pk=case.pk).update(next_act_on=DUE, due_on=DUE, paused=True)
    assert not open_notices(here.handler).exists()


def test_a_case_that_was_withdrawn_is_no_matter_any_more(here: Office, case: DisclosureRequest) -> None:
    warned(DUE)
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk, reason="已经知道")
    assert not open_notices(here.head).exists()
    assert warned(DUE + timedelta(days=1)) == 0


def test_of_one_matter_the_newest_alone_with_the_days_of_today(here: Office, case: DisclosureRequest) -> None:
    warned(date(2026, 3, 19))
    warned(date(2026, 3, 25))
    with dates.as_of(date(2026, 3, 26)):
        assert [(row.notice.tier, row.remaining) for row in reminders(here.handler)] == [(3, 2)]


def test_read_is_read_with_the_earlier_ones_and_only_by_oneself(
    here: Office, case: DisclosureRequest
) -> None:
    warned(date(2026, 3, 19))
    warned(DUE)
    shown = [row.pk for row in open_notices(here.handler)]
    assert mark_read(actor=here.head, notice_ids=shown) == 0
    assert mark_read(actor=here.handler, notice_ids=shown) == 2
    assert not open_notices(here.handler).exists()
    assert open_notices(here.head).count() == 1
    assert mark_read(actor=here.handler, notice_ids=shown) == 0


def test_another_agency_hears_nothing(here: Office, case: DisclosureRequest) -> None:
    there = other_office()
    warned(date(2026, 3, 31))
    assert not Notice.objects.filter(user__in=[member.user for member in there.members.values()]).exists()


def test_reminders_belong_to_the_agency_in_whose_service_they_were_made(
    here: Office, case: DisclosureRequest
) -> None:
    warned(DUE)
    elsewhere = Member(here.handler.user, other_office().agency, Role.HANDLER)
    assert not open_notices(elsewhere).exists()


def test_a_wrong_setting_silences_nobody(
    here: Office, case: DisclosureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    Agency.objects.filter(pk=here.agency.pk).update(settings={"warnings": {"days": "often"}})
    with caplog.at_level(logging.ERROR, logger="requests_app.services.warnings"):
        assert warned(DUE) == 2
    assert "often" in caplog.text


def test_the_tiers_are_those_of_the_agency(here: Office, case: DisclosureRequest) -> None:
    Agency.objects.filter(pk=here.agency.pk).update(settings={"warnings": {"days": [10], "head_from": 10}})
    warned(date(2026, 3, 16))
    assert told(date(2026, 3, 16)) == {("王强", "reply", 10), ("陈涛", "reply", 10)}


# ---- the mail of the day ----


def with_address(member: Member) -> None:
    User.objects.filter(pk=member.user.pk).update(email=f"{member.user.username}@example.gov.cn")


def warned_at(moment: str) -> None:
    with time_machine.travel(f"{moment}+08:00", tick=False):
        warn(actor=SWEEPER, today=dates.today())


def promised() -> list[tuple[dict[str, Any], datetime]]:
    rows = OutboxMessage.objects.filter(topic=DIGEST).order_by("pk")
    return [(row.payload, row.due_at.astimezone(dates.CHINA)) for row in rows]


def test_one_mail_a_day_after_the_quiet_hours_for_who_has_an_address(
    here: Office, case: DisclosureRequest
) -> None:
    with_address(here.handler)
    warned_at("2026-03-30T00:10")
    [(payload, due_at)] = promised()
    assert payload == {"user": here.handler.user.pk, "on": "2026-03-30"}
    assert due_at == datetime(2026, 3, 30, 8, 30, tzinfo=dates.CHINA)
    handled(here)
    warned_at("2026-03-30T11:10")
    assert len(promised()) == 1
    warned_at("2026-03-31T09:10")
    assert promised()[1][1] == datetime(2026, 3, 31, 9, 10, tzinfo=dates.CHINA)


def test_the_mail_says_numbers_and_days_and_no_name(here: Office) -> None:
    with_address(here.handler)
    case = handled(here, "只有本机关知道的申请内容")
    warned_at("2026-03-31T00:10")
    with time_machine.travel("2026-03-31T08:31+08:00", tick=False):
        assert notifications.deliver_due(10, "test").failed == 0
    [sent] = mail.outbox
    assert sent.to == ["wangqiang@example.gov.cn"]
    assert sent.subject == "依申请公开：1 项提醒，其中 1 项已超期"
    assert f"{case.number}　答复：已超过 1 个工作日（2026年3月30日（周一））" in sent.body
    for secret in (case.applicants.get().name, "只有本机关知道", "13800000142"):
        assert secret not in sent.body


def test_no_mail_for_what_was_read_or_done_meanwhile(here: Office, case: DisclosureRequest) -> None:
    with_address(here.handler)
    warned_at("2026-03-30T00:10")
    [(payload, _)] = promised()
    DisclosureRequest.objects.filter(pk=case.pk).update(state=RequestState.VOIDED, next_act="")
    send_digest(payload)
    assert mail.outbox == []


def test_a_person_who_left_gets_no_mail(here: Office, case: DisclosureRequest) -> None:
    with_address(here.handler)
    warned_at("2026-03-30T00:10")
    [(payload, _)] = promised()
    Membership.objects.filter(user=here.handler.user).update(active_until=MONDAY)
    send_digest(payload)
    assert mail.outbox == []


def test_the_queue_alarms_desk_and_head_from_the_day_after_and_the_review_the_desk(here: Office) -> None:
    with dates.as_of(MONDAY):
        case = counter_case(here)
    assert case.next_act == "correction_notice"
    assert case.next_act_on is not None
    warned(case.next_act_on)
    assert ("李敏", "correction_notice", 0) in told(case.next_act_on)


def test_what_nobody_collects_is_to_be_posted_and_then_is_quiet(here: Office) -> None:
    with dates.as_of(MONDAY):
        letter = issued(here)
    Letter.objects.filter(pk=letter.pk).update(context={**letter.context, "delivery": "pickup"})
    case = again(letter.request)
    two_before = date(2026, 3, 26)
    warned(two_before)
    with dates.as_of(two_before):
        (told,) = [row for row in reminders(here.handler) if row.notice.act == POST_PICKUP]
        assert told.words == "自取的答复书没有领取，须改为邮寄：还剩 2 个工作日"
        assert [row.notice.act for row in digest_of(here.handler, two_before)].count(POST_PICKUP) == 1
        (row,) = [row for group in inbox(here.handler) for row in group.rows]
        assert row.post_instead
        page = text_of(at_desk(here.desk).get(reverse("desk:delivery", args=[case.pk])))
        assert "改为邮寄" in page
        posting = Posting(sent_on=two_before, tracking_number="EA123456789CN", carrier=POSTAL_ENTERPRISE)
        delivery.post_letter(actor=here.desk, case_id=case.pk, letter_id=letter.pk, posting=posting)
        assert POST_PICKUP not in {row.notice.act for row in reminders(here.handler)}
        (row,) = [row for group in inbox(here.handler) for row in group.rows]
        assert not row.post_instead
