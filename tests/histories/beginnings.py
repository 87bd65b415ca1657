"""How histories begin: a case is brought to some point once, and ten histories go on from there, each its own way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from requests_app.models import Fee
from requests_app.rules.consultation import Inquiry
from requests_app.rules.states import RequestState as S
from tests.histories.arrivals import CHANNELS, arrive
from tests.histories.desk import Desk
from tests.histories.record import Record
from tests.histories.stage import Stage

DAYS = ((12, 1), (2, 1), (11, 25), (5, 18), (12, 14), (12, 7), (9, 14))
"""Before the spring festival, in the middle of the year, before the national day; mostly before the year ends."""


def registered(h: Desk) -> int:
    """Under review, by any channel."""
    key = int(arrive(h, h.luck.choice(CHANNELS)).pk)
    if h.states[key] is S.RECEIVED:
        assert h.register(key)
    return key


def handled(h: Desk) -> int:
    """In handling."""
    key = registered(h)
    assert h.accept(key)
    return key


def to_be_corrected(h: Desk) -> int:
    """The applicant has been told to correct, by hand or by post."""
    key = registered(h)
    assert h.ask_correction(h.get(key), h.working_day(8))
    while h.get(key).corrections.get().told_on is None:
        assert h.tell_correction(key)
    return key


def told_of_reasons(h: Desk) -> int:
    """Found excessive, and the applicant has been asked for reasons."""
    key = handled(h)
    assert h.find_excessive(h.get(key))
    asked = h.ask_reasons(h.get(key), h.working_day(5))
    while asked.told_on is None:
        assert h.deliver_request(asked.pk)
        asked.refresh_from_db()
    return key


def gave_reasons(h: Desk) -> int:
    """The reasons are there, to be judged."""
    key = told_of_reasons(h)
    assert h.give_reasons(h.get(key).reasons_requests.get())
    return key


def to_be_paid(h: Desk) -> int:
    """The applicant has been told to pay."""
    key = handled(h)
    assert h.find_excessive(h.get(key))
    assert h.ask_fee(h.get(key), 68)
    while Fee.objects.get(request=key).told_on is None:
        assert h.tell_fee(key)
    return key


def given_up_unpaid(h: Desk) -> int:
    """Nothing was paid: the letter that says so is on its way through the office."""
    key = to_be_paid(h)
    h.confirm_what_was_posted(key)
    h.leap_beyond(h.get(key).waiting_until)
    assert h.lapse_unpaid(key)
    return key


def given_up_uncorrected(h: Desk) -> int:
    """Nothing was corrected: the letter that says so is on its way through the office."""
    key = to_be_corrected(h)
    h.confirm_what_was_posted(key)
    h.leap_beyond(h.get(key).waiting_until)
    assert h.lapse_correction(key)
    return key


def consulted(h: Desk) -> int:
    """Two are asked, and have what they are asked in hand."""
    key = handled(h)
    for kind in (Inquiry.THIRD_PARTY, h.luck.choice((Inquiry.CO_MAKER, Inquiry.OTHER_AGENCY))):
        asked = None
        while not asked:
            asked = h.consult(h.get(key), kind)
        while asked.served_on is None:
            assert h.serve_inquiry(asked.pk)
            asked.refresh_from_db()
    return key


def approved(h: Desk) -> int:
    """The reply is approved."""
    key = handled(h)
    return _until(h, key, S.APPROVED)


def delivered(h: Desk) -> int:
    """The reply is delivered."""
    key = handled(h)
    return _until(h, key, S.DELIVERED)


def _until(h: Desk, key: int, state: S) -> int:
    while h.states[key] is not state:
        assert h.go_on()
    return key


def nothing(h: Desk) -> int:
    """Only the day is set."""
    return 0


BEGINNINGS: tuple[Callable[[Desk], int], ...] = (
    handled, given_up_unpaid, to_be_corrected, gave_reasons, registered,
    delivered, consulted, given_up_uncorrected, to_be_paid, nothing,
    handled, given_up_unpaid, consulted, gave_reasons, registered,
    delivered, approved, given_up_uncorrected, to_be_paid, told_of_reasons,
)  # fmt: skip
"""Two rounds, each with everything that takes long to come to."""


def begin(stage: Stage, record: Record, part: int) -> Desk:
    """The beginning of a run of histories."""
    h = Desk(stage, record)
    h.luck = Random(part)
    month, day = DAYS[part % len(DAYS)]
    h.set_day(date(2026, month, day) + timedelta(days=h.luck.randrange(10)))
    h.surely = h.luck.random() < 0.5
    BEGINNINGS[part % len(BEGINNINGS)](h)
    h.surely = False
    return h
