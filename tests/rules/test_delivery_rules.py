"""Which day decides whether an answer was in time, and what may carry it."""

from datetime import date

import pytest

from requests_app.errors import RuleRefusal
from requests_app.rules.delivery import (
    POSTAL_ENTERPRISE,
    Way,
    check_carrier,
    check_dates,
    check_online,
    counts_on,
    told_on,
)
from requests_app.rules.policies import Policies

SENT, SERVED = date(2026, 3, 2), date(2026, 3, 6)

DAYS = [
    (Way.POST, SENT),
    (Way.HAND, SERVED),
    (Way.ENTRUSTED, SERVED),
    (Way.ONLINE, SERVED),
    (Way.PICKUP, SERVED),
]


@pytest.mark.parametrize(("way", "day"), DAYS, ids=[way.value for way, _ in DAYS])
def test_day_that_counts(way, day):
    assert counts_on(way, sent_on=SENT, served_on=SERVED) == day


def test_a_letter_not_collected_has_not_arrived():
    assert counts_on(Way.PICKUP, sent_on=SENT, served_on=None) is None


TOLD = [
    ("posted, told on posting", Way.POST, True, SENT),
    ("posted, told on arrival", Way.POST, False, SERVED),
    ("handed over, told on posting", Way.HAND, True, SERVED),
    ("handed over, told on arrival", Way.HAND, False, SERVED),
]


@pytest.mark.parametrize(("name", "way", "on_posting", "day"), TOLD, ids=[row[0] for row in TOLD])
def test_day_on_which_a_procedure_letter_has_told(name, way, on_posting, day):
    policies = Policies(procedure_letter_told_on_posting=on_posting)
    assert told_on(way, sent_on=SENT, served_on=SERVED, policies=policies) == day


@pytest.mark.parametrize("written_for", ["post", "hand", "pickup", ""])
def test_online_only_what_was_written_for_it(written_for):
    assert check_online(written_for="online") is None
    with pytest.raises(RuleRefusal) as refusal:
        check_online(written_for=written_for)
    assert refusal.value.code == "not_written_for_online"


def test_only_the_postal_enterprise_carries():
    assert check_carrier(POSTAL_ENTERPRISE) is None
    with pytest.raises(RuleRefusal) as refusal:
        check_carrier("某快递")
    assert refusal.value.code == "private_courier"


WRONG = [
    ("sent before its date", {"sent_on": date(2026, 2, 27), "served_on": None}, "sent_before_issue"),
    ("served before sent", {"sent_on": SERVED, "served_on": SENT}, "served_before_sent"),
    ("served tomorrow", {"sent_on": SENT, "served_on": date(2026, 3, 10)}, "in_the_future"),
]


@pytest.mark.parametrize(("name", "dates", "code"), WRONG, ids=[row[0] for row in WRONG])
def test_dates_out_of_order(name, dates, code):
    with pytest.raises(RuleRefusal) as refusal:
        check_dates(issued_on=SENT, today=date(2026, 3, 9), **dates)
    assert refusal.value.code == code


def test_dates_in_order():
    assert check_dates(issued_on=SENT, sent_on=SENT, served_on=SERVED, today=SERVED) is None
