"""当场答复 (Art. 33¶1): who can be answered so, on which day, and whether it came off."""

from datetime import date

import pytest

from requests_app.errors import RuleRefusal
from requests_app.rules import on_the_spot as rule
from requests_app.rules.receipt import Channel

TODAY, YESTERDAY = date(2026, 3, 10), date(2026, 3, 9)

# name, channel, day of receipt, code of the refusal
WHO = [
    ("at the counter", "counter", TODAY, None),
    ("by word of mouth", "oral", TODAY, None),
    ("at the counter, but yesterday", "counter", YESTERDAY, "spot_day_over"),
    ("not received yet", "counter", None, "spot_day_over"),
    *[
        (f"by {one.value}", one.value, TODAY, "spot_not_in_person")
        for one in Channel
        if one not in rule.IN_PERSON
    ],
]


@pytest.mark.parametrize(("name", "channel", "received_on", "code"), WHO, ids=[row[0] for row in WHO])
def test_only_who_stands_there_today(name, channel, received_on, code):
    if code is None:
        assert rule.check(channel=channel, received_on=received_on, today=TODAY) is None
        return
    with pytest.raises(RuleRefusal) as refusal:
        rule.check(channel=channel, received_on=received_on, today=TODAY)
    assert (refusal.value.code, "第三十三条第一款" in refusal.value.basis) == (code, True)


# name, received, replied, open, how it stands
STANDING = [
    ("the applicant waits", TODAY, None, True, "today"),
    ("answered and handed over", TODAY, TODAY, False, "given"),
    ("seen later it was given", YESTERDAY, YESTERDAY, False, "given"),
    ("the day is over", YESTERDAY, None, True, "missed"),
    ("answered the next day", YESTERDAY, TODAY, False, "missed"),
    ("withdrawn or voided without a reply", YESTERDAY, None, False, None),
]


@pytest.mark.parametrize(
    ("name", "received", "replied", "is_open", "found"), STANDING, ids=[row[0] for row in STANDING]
)
def test_how_it_stands_follows_from_the_day_of_the_reply(name, received, replied, is_open, found):
    standing = rule.standing(received_on=received, replied_on=replied, is_open=is_open, today=TODAY)
    assert standing == found
