"""The information processing fee: both schedules to the yuan, when it may be charged, when it has lapsed (109号)."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.errors import ApplicationError, InvalidInput, RuleRefusal
from requests_app.rules.fees import (
    MAY_DECIDE,
    MOST,
    Schedule,
    Step,
    check_amount,
    check_decide,
    check_lapse,
    check_paid_on,
    check_payment,
    is_over,
    last_day_to_pay,
    reckon,
    takes_effect,
    total,
)
from requests_app.rules.policies import Policies
from requests_app.rules.roles import Role
from requests_app.rules.working_days import CalendarYear, WorkingCalendar

PIECES, PAGES = Schedule.PER_PIECE, Schedule.PER_QUANTITY

TOTALS = [
    (PIECES, {0: 0, 1: 0, 10: 0, 11: 100, 30: 2_000, 31: 2_200, 40: 4_000, 41: 4_300, 50: 7_000, 60: 11_000}),
    (PIECES, {100: 37_000}),
    (PAGES, {0: 0, 1: 0, 30: 0, 31: 10, 68: 380, 100: 700, 101: 720, 200: 2_700, 201: 2_740, 300: 6_700}),
]
TOTAL_ROWS = [(schedule, count, yuan) for schedule, rows in TOTALS for count, yuan in rows.items()]


@pytest.mark.parametrize(
    ("schedule", "count", "yuan"), TOTAL_ROWS, ids=[f"{s.value} {c}" for s, c, _ in TOTAL_ROWS]
)
def test_totals(schedule: Schedule, count: int, yuan: int) -> None:
    assert total(schedule, count) == yuan


# before, of this application, yuan
MONTHS = [
    (0, 1, 0),
    (9, 1, 0),
    (10, 1, 100),
    (29, 1, 100),
    (30, 1, 200),
    (39, 1, 200),
    (40, 1, 300),
    (8, 4, 200),
    (28, 5, 800),
    (99, 1, 800),
]


@pytest.mark.parametrize(("before", "count", "yuan"), MONTHS)
def test_the_fee_of_one_application_is_the_difference_of_the_totals(
    before: int, count: int, yuan: int
) -> None:
    found = reckon(PIECES, count, before)
    assert found.amount == yuan == total(PIECES, before + count) - total(PIECES, before)
    assert found.after == before + count


def test_every_step_is_told() -> None:
    assert reckon(PIECES, 5, 28).steps == (Step(29, 30, 100), Step(31, 33, 200))
    assert reckon(PAGES, 210).steps == (
        Step(1, 30, 0),
        Step(31, 100, 10),
        Step(101, 200, 20),
        Step(201, 210, 40),
    )


@pytest.mark.parametrize("count", [0, -1, MOST + 1])
def test_a_count_that_is_none_is_refused(count: int) -> None:
    with pytest.raises(InvalidInput) as refusal:
        reckon(PAGES, count)
    assert refusal.value.code == "fee_count"


def test_pages_of_several_applications_are_never_added_up() -> None:
    with pytest.raises(ValueError, match="never added up"):
        reckon(PAGES, 10, 25)


COUNTS = st.integers(0, 3_000)


@given(st.sampled_from(Schedule), COUNTS)
def test_one_more_never_costs_less_and_never_less_than_the_one_before(schedule: Schedule, n: int) -> None:
    one, two = total(schedule, n + 1) - total(schedule, n), total(schedule, n + 2) - total(schedule, n + 1)
    assert 0 <= one <= two


@given(COUNTS, st.integers(1, 500), st.integers(1, 500))
def test_it_makes_no_difference_how_the_pieces_of_a_month_come(before: int, one: int, other: int) -> None:
    apart = reckon(PIECES, one, before).amount + reckon(PIECES, other, before + one).amount
    assert reckon(PIECES, one + other, before).amount == apart


@given(st.sampled_from(Schedule), st.integers(1, 3_000))
def test_the_steps_cover_every_unit_once(schedule: Schedule, count: int) -> None:
    steps = reckon(schedule, count).steps
    assert steps[0].first == 1
    assert steps[-1].last == count
    assert all(after.first == before.last + 1 for before, after in pairwise(steps))
    assert all(before.rate < after.rate for before, after in pairwise(steps))


@given(st.integers(31, 3_000))
def test_every_ten_pieces_beyond_the_thirtieth_are_a_step(n: int) -> None:
    assert total(PIECES, n) - total(PIECES, n - 1) == 100 * ((n - 31) // 10 + 2)


def test_the_standards_say_what_is_reckoned() -> None:
    for words in ("10件以下", "11至30件", "每件100元", "31件以上", "以10件为一档"):
        assert words in PIECES.standard
    for words in ("30页以下", "31至100页", "每页10元", "每页20元", "201页以上", "每页40元"):
        assert words in PAGES.standard


DUE = date(2026, 3, 30)
GOOD = {
    "today": DUE,
    "received_on": date(2026, 3, 2),
    "due": DUE,
    "excessive": True,
    "earlier": None,
    "schedule": PAGES,
    "copies": True,
}
# name, what is otherwise, code ("" for allowed)
DECISIONS = [
    ("on the last day", {}, ""),
    ("per piece without copies", {"schedule": PIECES, "copies": False}, ""),
    ("received before the measures", {"received_on": date(2020, 12, 31)}, "fee_before_measures"),
    ("received on their first day", {"received_on": date(2021, 1, 1)}, ""),
    ("nobody found it excessive", {"excessive": False}, "fee_not_excessive"),
    ("a second fee", {"earlier": PAGES}, "fee_twice"),
    ("both schedules", {"earlier": PIECES}, "fee_both_schedules"),
    ("the day after", {"today": date(2026, 3, 31)}, "fee_late"),
    ("no period runs", {"due": None}, "fee_without_due_date"),
    ("per quantity without copies", {"copies": False}, "fee_without_copies"),
]


@pytest.mark.parametrize(("name", "given_", "code"), DECISIONS, ids=[row[0] for row in DECISIONS])
def test_deciding(name: str, given_: dict, code: str) -> None:
    if not code:
        check_decide(**{**GOOD, **given_})
        return
    with pytest.raises(RuleRefusal) as refusal:
        check_decide(**{**GOOD, **given_})
    assert refusal.value.code == code
    assert refusal.value.basis


def test_nothing_due_is_no_fee() -> None:
    check_amount(10)
    with pytest.raises(RuleRefusal) as refusal:
        check_amount(0)
    assert refusal.value.code == "fee_nothing_due"


@pytest.mark.parametrize(
    ("due", "told", "stops"),
    [(DUE, DUE, True), (DUE, date(2026, 3, 31), False), (None, DUE, False)],
    ids=["on the last day", "the day after", "no period runs"],
)
def test_the_day_of_telling_counts(due: date | None, told: date, stops: bool) -> None:
    assert takes_effect(due=due, told_on=told) is stops


CALENDAR = WorkingCalendar([CalendarYear(2026, {date(2026, 5, 1): "劳动节"}, {}, "测试", None)])


@pytest.mark.parametrize(
    ("served", "moves", "last"),
    [
        (date(2026, 3, 24), True, date(2026, 4, 23)),
        (date(2026, 3, 20), True, date(2026, 4, 20)),
        (date(2026, 3, 20), False, date(2026, 4, 19)),
        (date(2026, 4, 1), True, date(2026, 5, 4)),
    ],
    ids=["a working day", "a Sunday", "a Sunday that stays", "a holiday before a weekend"],
)
def test_thirty_days_from_the_day_after_service(served: date, moves: bool, last: date) -> None:
    assert last_day_to_pay(served, CALENDAR, Policies(payment_last_day_moves=moves)) == last
    assert not is_over(last, last)
    assert is_over(last, date.fromordinal(last.toordinal() + 1))


# name, amount, outstanding, part, whether it is taken
PAYMENTS = [
    ("the whole", 380, 380, False, True),
    ("a part, and known to be one", 100, 380, True, True),
    ("too little by mistake", 308, 380, False, False),
    ("too much", 400, 380, False, False),
    ("too much as a part", 400, 380, True, False),
    ("the whole as a part", 380, 380, True, False),
    ("nothing", 0, 380, True, False),
    ("less than nothing", -1, 380, True, False),
]


@pytest.mark.parametrize(
    ("name", "amount", "outstanding", "part", "taken"), PAYMENTS, ids=[row[0] for row in PAYMENTS]
)
def test_payments(name: str, amount: int, outstanding: int, part: bool, taken: bool) -> None:
    if taken:
        check_payment(amount=amount, outstanding=outstanding, part=part)
        return
    with pytest.raises(InvalidInput) as refusal:
        check_payment(amount=amount, outstanding=outstanding, part=part)
    assert (refusal.value.code, set(refusal.value.fields)) == ("fee_amount", {"amount"})


TOLD, SERVED, TODAY = date(2026, 3, 20), date(2026, 3, 24), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("paid_on", "served", "code"),
    [
        (SERVED, SERVED, ""),
        (TOLD, None, ""),
        (date(2026, 3, 23), SERVED, "fee_paid_before_served"),
        (date(2026, 3, 19), None, "fee_paid_before_served"),
        (date(2026, 4, 2), SERVED, "fee_paid_in_the_future"),
    ],
    ids=["on the day of service", "in the post", "before service", "before it was told", "tomorrow"],
)
def test_the_day_of_payment(paid_on: date, served: date | None, code: str) -> None:
    dates = {"paid_on": paid_on, "told_on": TOLD, "served_on": served, "today": TODAY}
    if not code:
        check_paid_on(**dates)
        return
    with pytest.raises(InvalidInput) as refusal:
        check_paid_on(**dates)
    assert refusal.value.code == code


LAST = date(2026, 4, 23)
OVER = {"today": date(2026, 4, 24), "last": LAST, "served_on": SERVED, "paid": False, "reported": False}
LAPSES = [
    ("unpaid", {}, ""),
    ("paid", {"paid": True}, "fee_paid"),
    ("a report nobody has verified", {"reported": True}, "fee_reported"),
    ("no proof of service", {"served_on": None, "last": None}, "fee_unserved"),
    ("the last day", {"today": LAST}, "fee_running"),
]


@pytest.mark.parametrize(("name", "given_", "code"), LAPSES, ids=[row[0] for row in LAPSES])
def test_lapsing(name: str, given_: dict, code: str) -> None:
    if not code:
        check_lapse(**OVER)
        return
    with pytest.raises(ApplicationError) as refusal:
        check_lapse(**{**OVER, **given_})
    assert refusal.value.code == code


def test_only_officers_decide() -> None:
    assert {Role.DESK_OFFICER, Role.HANDLER} == MAY_DECIDE


def test_a_step_knows_what_it_costs() -> None:
    step = Step(31, 33, 200)
    assert (step.count, step.amount, replace(step, rate=0).amount) == (3, 600, 0)
