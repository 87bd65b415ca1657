"""What a transfer before registration needs, and on which day the receiver got it."""

from datetime import date

import pytest

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.transfer import check_forwarded_receipt, check_transfer

ARRIVED, SENT, TODAY = date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10)
GIVEN = {
    "on": SENT,
    "arrived_on": ARRIVED,
    "today": TODAY,
    "told_on": SENT,
    "to_name": "某某市水利局",
    "reason": "该信息由该局制作",
    "within": False,
    "contact": "0000-5550400",
    "proof": "交接单第3号",
}


@pytest.mark.parametrize("changes", [{}, {"within": True, "contact": "", "proof": ""}, {"on": ARRIVED}])
def test_a_transfer_with_everything_is_allowed(changes):
    assert check_transfer(**{**GIVEN, **changes}) is None


IMPOSSIBLE = [
    ("tomorrow", {"on": date(2026, 3, 11)}, "transfer_in_the_future"),
    ("told tomorrow", {"told_on": date(2026, 3, 11)}, "transfer_in_the_future"),
    ("before it arrived", {"on": date(2026, 3, 5)}, "transfer_before_arrival"),
    ("told before it arrived", {"told_on": date(2026, 3, 5)}, "transfer_before_arrival"),
]


@pytest.mark.parametrize(("name", "changes", "code"), IMPOSSIBLE, ids=[row[0] for row in IMPOSSIBLE])
def test_a_day_that_cannot_be_is_refused(name, changes, code):
    with pytest.raises(RuleRefusal) as refusal:
        check_transfer(**{**GIVEN, **changes})
    assert refusal.value.code == code
    assert "第十条" in refusal.value.basis


MISSING = [
    ({"to_name": " "}, {"to_name"}),
    ({"reason": ""}, {"reason"}),
    ({"contact": ""}, {"contact"}),
    ({"proof": " "}, {"proof"}),
    ({"to_name": "", "reason": "", "within": True, "contact": "", "proof": ""}, {"to_name", "reason"}),
]


@pytest.mark.parametrize(("changes", "fields"), MISSING)
def test_what_is_missing_is_named(changes, fields):
    with pytest.raises(InvalidInput) as refusal:
        check_transfer(**{**GIVEN, **changes})
    assert set(refusal.value.fields) == fields


@pytest.mark.parametrize("received", [SENT, TODAY])
def test_the_receiver_counts_from_the_day_it_got_the_papers(received):
    given = {"handed_over_on": SENT, "received_on": received, "proof": "签收单", "today": TODAY}
    assert check_forwarded_receipt(**given) is None


NOT_RECEIVED = [
    ({"received_on": ARRIVED}, RuleRefusal, "received_before_arrival"),
    ({"received_on": date(2026, 3, 11)}, RuleRefusal, "receipt_in_the_future"),
    ({"proof": " "}, InvalidInput, "receipt_proof_missing"),
]


@pytest.mark.parametrize(("changes", "error", "code"), NOT_RECEIVED)
def test_another_day_or_no_proof_is_refused(changes, error, code):
    given = {"handed_over_on": SENT, "received_on": SENT, "proof": "签收单", "today": TODAY}
    with pytest.raises(error) as refusal:
        check_forwarded_receipt(**{**given, **changes})
    assert refusal.value.code == code
    assert "第三十一条" in refusal.value.basis
