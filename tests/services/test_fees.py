"""A fee: decided upon a finding, told within the handling period, its effect on the clock, called off, over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from letters import handlers
from requests_app.actors import Applicant, System
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import DisclosureRequest, ExtensionState, Fee, FeeState, Letter, LetterState
from requests_app.models.outbox import OutboxMessage
from requests_app.rules.fees import Schedule
from requests_app.rules.roles import Role
from requests_app.selectors.clock import derivation_of
from requests_app.selectors.fees import earlier_in_the_month, effect_of_fee, overdue_fees
from requests_app.selectors.inbox import inbox
from requests_app.services import closing, delivery, excess, extension, fees, payments, withdrawal
from tests.people import Office, again, case_in_handling, counter_case, natural_person, office, other_office
from tests.services.charging import (
    AMOUNT,
    PAGES,
    charge,
    excessive_case,
    hand_over,
    notice,
    payment,
    post,
    sign_for,
    told,
)
from tests.services.stages import made

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 30)
LAST_DAY, DAY_AFTER = "2026-03-30T10:00+08:00", "2026-03-31T10:00+08:00"


@pytest.fixture
def day() -> Iterator[Any]:
    """Monday, 2 March 2026: the reply is due on the 30th."""
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def here(day: Any) -> Office:
    return office()


@pytest.fixture
def case(here: Office) -> DisclosureRequest:
    return excessive_case(here)


def events(case: DisclosureRequest) -> list[tuple[str, str | None]]:
    """Type and day of service of what counts."""
    rows = case.clock_events.filter(revoked_at__isnull=True)
    return [(row.type, row.data.get("served")) for row in rows]


def warnings(case: DisclosureRequest) -> list[str]:
    derivation = derivation_of(again(case))
    assert derivation is not None
    return [warning.code for warning in derivation.warnings]


def test_the_clock_runs_until_the_applicant_is_told(here: Office, case: DisclosureRequest) -> None:
    fee = charge(here, case)
    waiting = again(case)
    assert (waiting.state, waiting.due_on, waiting.waiting_for) == ("awaiting_payment", DUE, "")
    assert (waiting.next_act, waiting.next_act_on) == ("tell_fee", DUE)
    assert (fee.amount, fee.count, fee.before, fee.earlier) == (AMOUNT, PAGES, 0, [])
    assert OutboxMessage.objects.filter(topic="letters.fee").count() == 1
    hand_over(here, notice(fee))
    waiting = again(case)
    # Thirty days after 2 March is the 1st of April, a Wednesday.
    assert (waiting.due_on, waiting.waiting_for, waiting.waiting_until) == (None, "payment", date(2026, 4, 1))
    assert (waiting.next_act, waiting.next_act_on) == ("payment_end", date(2026, 4, 1))
    assert events(case) == [("fee_notice", "2026-03-02")]


def test_posted_the_clock_stands_still_and_the_period_to_pay_runs_from_service(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    letter = notice(charge(here, case))
    post(here, letter)
    waiting = again(case)
    assert (waiting.due_on, waiting.waiting_until, waiting.next_act) == (None, None, "fee_service")
    day.move_to("2026-03-06T10:00+08:00")
    sign_for(here, letter, date(2026, 3, 5))
    assert again(case).waiting_until == date(2026, 4, 7), "the 4th is a Saturday, the 6th Qingming"
    assert events(case) == [("fee_notice", "2026-03-05")]
    assert case.clock_events.filter(type="fee_notice").count() == 2, "what was known before stays on record"


REFUSED = [
    ("received before the measures", {"received_on": date(2020, 12, 31)}, {}, "fee_before_measures"),
    ("where copies are not given", {"way": "consult"}, {}, "fee_without_copies"),
    ("no pages", {}, {"count": 0}, "fee_count"),
    ("thirty pages are free", {}, {"count": 30}, "fee_nothing_due"),
    ("ten pieces are free", {}, {"schedule": Schedule.PER_PIECE, "count": 1}, "fee_nothing_due"),
    ("more pieces than items", {}, {"schedule": Schedule.PER_PIECE, "count": 2}, "fee_pieces"),
]


@pytest.mark.parametrize(("name", "stored", "given", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_the_law_does_not_allow_is_refused(
    here: Office, case: DisclosureRequest, name: str, stored: dict, given: dict, code: str
) -> None:
    DisclosureRequest.objects.filter(pk=case.pk).update(**stored)
    with pytest.raises(ApplicationError) as refusal:
        charge(here, case, **given)
    assert (refusal.value.code, bool(refusal.value.basis)) == (code, True)
    assert again(case).state == "in_handling"
    assert not Fee.objects.exists()


def test_without_the_finding_nothing_is_charged(here: Office, case: DisclosureRequest) -> None:
    excess.revoke_finding(actor=here.handler, case_id=case.pk, reason="统计有误")
    with pytest.raises(RuleRefusal) as refusal:
        charge(here, case)
    assert refusal.value.code == "fee_not_excessive"


def test_an_agency_that_says_no_way_to_pay_charges_nothing(here: Office, case: DisclosureRequest) -> None:
    here.agency.settings = {}
    here.agency.save()
    with pytest.raises(RuleRefusal) as refusal:
        charge(here, case)
    assert refusal.value.code == "fee_no_way_to_pay"


def test_on_the_last_day_it_is_lawful_and_the_day_after_it_is_not(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    other = excessive_case(here)
    day.move_to(LAST_DAY)
    post(here, notice(charge(here, case)))
    assert again(case).waiting_for == "payment"
    day.move_to(DAY_AFTER)
    with pytest.raises(RuleRefusal) as refusal:
        charge(here, other)
    assert refusal.value.code == "fee_late"


@pytest.mark.parametrize(
    ("schedule", "code"), [(Schedule.PER_QUANTITY, "fee_twice"), (Schedule.PER_PIECE, "fee_both_schedules")]
)
def test_one_fee_by_one_schedule(
    here: Office, case: DisclosureRequest, schedule: Schedule, code: str
) -> None:
    told(here, case)
    DisclosureRequest.objects.filter(pk=case.pk).update(state="in_handling", due_on=DUE)
    with pytest.raises(RuleRefusal) as refusal:
        charge(here, case, schedule=schedule, count=1)
    assert refusal.value.code == code


@pytest.mark.parametrize("role", [Role.LEGAL_REVIEWER, Role.OFFICE_HEAD, Role.ARCHIVIST])
def test_only_officers_decide(here: Office, case: DisclosureRequest, role: Role) -> None:
    with pytest.raises(AccessRefused):
        fees.decide(actor=here.member(role), case_id=case.pk, schedule=Schedule.PER_QUANTITY, count=PAGES)


def test_only_a_case_in_handling_is_charged(here: Office) -> None:
    with pytest.raises(StateRefusal):
        charge(here, counter_case(here))


# The month


def test_the_pieces_of_a_month_are_those_of_the_same_person_here(here: Office, day: Any) -> None:
    day.move_to("2026-03-31T10:00+08:00")
    first, second = case_in_handling(here, "甲", "乙"), counter_case(here)
    mistaken = counter_case(here)
    closing.void(actor=here.head, case_id=mistaken.pk, reason="重复录入")
    counter_case(here, applicants=(natural_person("林某某", "110101199003074557"),))
    counter_case(other_office())
    case = excessive_case(here)
    counter_case(here)
    assert [one.number for one in earlier_in_the_month(again(case))] == [first.number, second.number]
    day.move_to("2026-04-01T10:00+08:00")
    assert earlier_in_the_month(again(case_in_handling(here))) == ()


def test_nobody_without_an_identity_number_is_the_same(here: Office) -> None:
    case = excessive_case(here)
    counter_case(here)
    case.applicants.update(identity_fingerprint="")
    assert earlier_in_the_month(again(case)) == ()


def test_the_eleventh_piece_of_a_month_is_charged(here: Office) -> None:
    before = [counter_case(here) for _ in range(8)]
    case = excessive_case(here, "甲", "乙", "丙")
    with pytest.raises(InvalidInput) as refusal:
        charge(here, case, schedule=Schedule.PER_PIECE, count=3)
    assert refusal.value.fields.keys() == {"explanation"}
    fee = charge(here, case, schedule=Schedule.PER_PIECE, count=3, explanation="三项互不相关，各计一件")
    assert (fee.before, fee.count, fee.amount) == (8, 3, 100)
    assert [row["number"] for row in fee.earlier] == [one.number for one in before]
    after = excessive_case(here)
    assert charge(here, after, schedule=Schedule.PER_PIECE, count=1).before == 11
    letter = notice(fee)
    assert letter.context["facts"]["month"] == "2026年3月"
    assert [row["sum"] for row in letter.context["facts"]["steps"]] == [0, 100]


def test_the_effect_is_known_before_anybody_decides(here: Office, case: DisclosureRequest, day: Any) -> None:
    effect = effect_of_fee(here.handler, again(case), Schedule.PER_QUANTITY, PAGES)
    assert effect.possible
    assert effect.reckoning is not None
    assert (effect.reckoning.amount, effect.tell_by) == (AMOUNT, DUE)
    assert (effect.last_day, effect.period) == (date(2026, 4, 1), 20)
    elsewhere = effect_of_fee(other_office().handler, again(case), Schedule.PER_QUANTITY, PAGES)
    assert not elsewhere.possible
    day.move_to(DAY_AFTER)
    assert "不能再收取" in effect_of_fee(here.handler, again(case), Schedule.PER_QUANTITY, PAGES).refusal


# Told too late, come back, called off


@pytest.mark.parametrize("give", [post, hand_over], ids=["posted", "handed over"])
def test_a_notice_told_after_the_last_day_is_on_record_and_nothing_is_charged(
    here: Office, case: DisclosureRequest, day: Any, give: Any
) -> None:
    letter = notice(charge(here, case))
    day.move_to(DAY_AFTER)
    give(here, letter)
    late = again(case)
    assert (late.state, late.due_on, late.waiting_for) == ("in_handling", DUE, "")
    assert (warnings(case), Fee.objects.get().state) == (["fee_notice_late"], FeeState.WITHOUT_EFFECT)


def test_a_late_notice_that_came_back_leaves_nothing_behind(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    letter = notice(charge(here, case))
    day.move_to(DAY_AFTER)
    post(here, letter)
    delivery.record_failure(actor=here.desk, case_id=case.pk, letter_id=letter.pk, reason="地址不详")
    assert (events(case), warnings(case)) == ([], [])
    letter.refresh_from_db()
    assert (Fee.objects.get().state, letter.state) == (FeeState.CANCELLED, LetterState.WITHDRAWN)


def test_a_notice_that_came_back_was_never_told(here: Office, case: DisclosureRequest) -> None:
    letter = notice(charge(here, case))
    post(here, letter)
    delivery.record_failure(actor=here.desk, case_id=case.pk, letter_id=letter.pk, reason="地址不详")
    assert (again(case).due_on, events(case)) == (DUE, [])
    assert Fee.objects.get().state == FeeState.DECIDED
    hand_over(here, letter)
    assert again(case).waiting_for == "payment"


def test_the_extension_that_was_asked_ends_with_the_due_date(here: Office, case: DisclosureRequest) -> None:
    extension.ask(actor=here.handler, case_id=case.pk, working_days=5, reason="案卷较多")
    letter = notice(charge(here, case))
    assert case.extensions.get().state == ExtensionState.ASKED
    hand_over(here, letter)
    assert case.extensions.get().state == ExtensionState.CANCELLED


@pytest.mark.parametrize("when", ["decided", "told"])
def test_a_fee_decided_by_mistake_is_cancelled_and_another_may_be_decided(
    here: Office, case: DisclosureRequest, when: str
) -> None:
    letter = notice(charge(here, case, count=86))
    if when == "told":
        hand_over(here, letter)
    with pytest.raises(InvalidInput):
        fees.cancel(actor=here.handler, case_id=case.pk, reason=" ")
    fees.cancel(actor=here.handler, case_id=case.pk, reason="页数数错了")
    letter.refresh_from_db()
    back = again(case)
    assert (back.state, back.due_on, back.waiting_for) == ("in_handling", DUE, "")
    assert (letter.state, events(case)) == (LetterState.WITHDRAWN, [])
    assert charge(here, case).amount == AMOUNT


def test_who_was_told_to_pay_is_told_that_it_is_over(here: Office, case: DisclosureRequest) -> None:
    letter = told(here, case)
    payments.receive(actor=here.desk, case_id=case.pk, payment=payment(100, part=True))
    fees.cancel(actor=here.handler, case_id=case.pk, reason="页数数错了")
    promised = OutboxMessage.objects.get(topic="letters.fee_cancelled")
    for _ in range(2):
        handlers.fee_cancelled(promised.payload)
    over = case.letters.get(kind="fee_cancelled_notice")
    said = over.context["facts"]
    assert {key: said[key] for key in ("notice_number", "reason", "paid", "new_due")} == {
        "notice_number": letter.number,
        "reason": "页数数错了",
        "paid": 100,
        "new_due": DUE.isoformat(),
    }
    hand_over(here, made(over))
    assert again(case).state == "in_handling"


def test_who_was_told_too_late_is_told_that_nothing_may_be_charged(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    letter = notice(charge(here, case))
    day.move_to(DAY_AFTER)
    hand_over(here, letter)
    handlers.fee_cancelled({"fee": letter.fee_id})
    said = case.letters.get(kind="fee_cancelled_notice").context["facts"]
    assert said["reason"] == "收费通知没有在答复期限内告知"


def test_a_notice_of_a_cancelled_fee_is_not_made(here: Office, case: DisclosureRequest) -> None:
    fee = charge(here, case)
    fees.cancel(actor=here.handler, case_id=case.pk, reason="页数数错了")
    handlers.fee({"fee": fee.pk})
    assert not Letter.objects.filter(fee=fee).exists()


def test_a_withdrawn_application_owes_nothing(here: Office, case: DisclosureRequest) -> None:
    letter = notice(charge(here, case))
    withdrawal.withdraw(actor=Applicant(again(case)), case_id=case.pk)
    letter.refresh_from_db()
    assert (Fee.objects.get().state, letter.state) == (FeeState.CANCELLED, LetterState.WITHDRAWN)
    with pytest.raises(StateRefusal):
        hand_over(here, letter)


def test_the_notice_is_made_once_and_says_what_was_decided(here: Office, case: DisclosureRequest) -> None:
    letter = notice(charge(here, case))
    handlers.fee({"fee": letter.fee_id})
    assert case.letters.filter(kind="fee_notice").count() == 1
    assert letter.number == "清自然资公开费〔2026〕1号"
    told_ = letter.context["facts"]
    assert (told_["amount"], told_["amount_words"], told_["count"]) == (AMOUNT, "叁佰捌拾元整", PAGES)
    assert "month" not in told_
    assert told_["ways"] == ["到清溪市东湖区文昌路18号窗口缴纳"]
    assert "内容相近" not in str(letter.context), "the reasons of the finding stay in the file"


def test_only_the_day_after_the_period_somebody_is_asked_to_confirm(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    told(here, case)
    day.move_to("2026-04-01T10:00+08:00")
    assert overdue_fees(date(2026, 4, 1)) == []
    with pytest.raises(RuleRefusal):
        fees.propose_lapse(actor=System("测试"), case_id=case.pk)
    day.move_to("2026-04-02T10:00+08:00")
    assert overdue_fees(date(2026, 4, 2)) == [case.pk]
    fees.propose_lapse(actor=System("测试"), case_id=case.pk)
    assert overdue_fees(date(2026, 4, 2)) == []
    assert again(case).state == "awaiting_payment"


def test_the_inbox_puts_it_where_somebody_looks(here: Office, case: DisclosureRequest, day: Any) -> None:
    letter = notice(charge(here, case))
    assert [group.key for group in inbox(here.desk)] == ["later"]
    hand_over(here, letter)
    assert [group.key for group in inbox(here.desk)] == ["paused"]
    day.move_to("2026-04-02T10:00+08:00")
    assert [group.key for group in inbox(here.desk)] == ["today"]


def test_a_letter_made_late_is_not_sent(here: Office, case: DisclosureRequest, day: Any) -> None:
    """The worker was down over the last day: the legality check refuses the letter."""
    fee = charge(here, case)
    day.move_to(DAY_AFTER)
    with pytest.raises(RuleRefusal) as refusal:
        handlers.fee({"fee": fee.pk})
    assert "不能再收取信息处理费" in refusal.value.message
    fees.cancel(actor=here.handler, case_id=case.pk, reason="没有在期限内通知")
    assert again(case).state == "in_handling"
