"""Several branches of one request at once: each case with the reason for its dates, counted on a calendar.

Twenty working days after Monday 2 March 2026 end on 30 March, thirty on 14 April, forty on 28 April; 6 April and 1 to 5
May rest, 9 May is worked.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.events import (
    consulted,
    corrected,
    delayed,
    extended,
    fee,
    history,
    moved,
    notice,
    ordered,
    paid,
    reasons,
    replied,
    withdrawn,
)
from tests.rules.test_clock_scenarios import at, facts

CASES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    # Twenty days from 3/10 end on 4/8; 3/17–3/24 take six.
    ("corrected, then a third party asked", "30, 33",
     history(notice(at("03-05")), corrected(at("03-10")), consulted(at("03-16"), at("03-17"), at("03-24"))),
     {"due": at("04-16"), "paused_days": 6}),
    # Excluded days up to 3/10 are gone with the period they belonged to; 3/11–3/13 remain.
    ("asked before the correction, answered after it", "30, 33",
     history(consulted(at("03-03"), at("03-04"), at("03-13")), notice(at("03-05")), corrected(at("03-10"))),
     {"due": at("04-13"), "paused_days": 3}),
    # The extension lives on [I]: 4/8, six days of pause, five of extension.
    ("extended before the correction, consulted after", "30, 33",
     history(extended(5, at("03-04")), notice(at("03-05")), corrected(at("03-10")),
             consulted(at("03-16"), at("03-17"), at("03-24"))),
     {"due": at("04-23"), "first": at("04-16"), "paused_days": 6}),
    # Five days of pause make 4/7 the first due date, on which an extension is still in time.
    ("extended on the due date that a pause moved", "33",
     history(consulted(at("03-09"), at("03-09"), at("03-16")), extended(20, at("04-07"))),
     {"due": at("05-08"), "first": at("04-07"), "paused_days": 5}),
    # One day later it is not.
    ("extended a day after the due date that a pause moved", "33",
     history(consulted(at("03-09"), at("03-09"), at("03-16")), extended(20, at("04-08"))),
     {"due": at("04-07"), "warnings": ["extension_late"], "paused_days": 5}),
    # No due date; the pause is counted to today; thirty days from service.
    ("fee asked while a third party has time", "109号, 33",
     history(consulted(at("03-09"), at("03-10")), fee(at("03-16"), at("03-16")), today=at("03-20")),
     {"due": None, "waiting_for": "payment", "until": at("04-15"), "paused_days": 9}),
    # Fresh from 3/18 to 4/16; the third party's fifteen days go on to 3/31 and exclude nine.
    ("paid while a third party has time", "109号, 32",
     history(consulted(at("03-09"), at("03-10")), fee(at("03-16"), at("03-16")), paid(at("03-18")),
             today=at("05-06")),
     {"due": at("04-29"), "remaining": -2, "in_time": False, "paused_days": 9}),
    # 4/8 is the last day of the fresh period: in time; twenty days from 4/10.
    ("corrected and then a fee", "30, 109号",
     history(notice(at("03-05")), corrected(at("03-10")), fee(at("04-08"), at("04-08")), paid(at("04-10"))),
     {"due": at("05-12")}),
    # After the due date of the period that runs: nothing may wait for it.
    ("fee asked a day after the fresh due date", "109号",
     history(notice(at("03-05")), corrected(at("03-10")), fee(at("04-09"), at("04-09")), paid(at("04-10"))),
     {"due": at("04-08"), "warnings": ["fee_notice_late"]}),
    # The fixed day is the due date, and a notice on it is in time; the thirtieth day, a festival, moves on.
    ("fee asked within the days of a delay", "35, 109号",
     history(reasons(at("03-10")), delayed(at("05-20"), at("03-20")), fee(at("05-20"), at("05-20"))),
     {"due": None, "waiting_for": "payment", "until": at("06-22")}),
    # 4/23 is the fresh first date; the fixed day lies after it.
    ("paid within a delay: the fixed day stays, if it is later than the fresh first date", "35, 109号",
     history(delayed(at("05-20"), at("03-20")), fee(at("03-23"), at("03-23")), paid(at("03-25"))),
     {"due": at("05-20"), "first": at("04-23")}),
    # A day fixed before the fresh first date gives nobody less than the law.
    ("paid late in a delay: the fresh period ends later than the fixed day", "35, 109号",
     history(delayed(at("05-20"), at("03-20")), fee(at("05-11"), at("05-11")), paid(at("05-18"))),
     {"due": at("06-15"), "warnings": ["delayed_reply_overtaken"]}),
    ("a consultation sent after the delay was told overtakes it", "35, 32",
     history(delayed(at("04-01"), at("03-20")), consulted(at("03-23"), at("03-23"), at("03-30"))),
     {"due": at("04-07"), "warnings": ["delayed_reply_overtaken"], "paused_days": 5}),
    # Until makes the due date, also where the extension ends earlier.
    ("delay and extension: the fixed day replaces both", "33, 35",
     history(extended(10, at("03-10")), delayed(at("05-20"), at("03-20"))),
     {"due": at("05-20"), "first": at("03-30")}),
    # Told after the first due date: no effect, the extension stands.
    ("delay told within the extension, after the first due date", "35",
     history(extended(10, at("03-10")), delayed(at("05-20"), at("03-31"))),
     {"due": at("04-14"), "first": at("03-30"), "warnings": ["delayed_reply_late"]}),
    # Due = until (contracts 2), also where the extension would have ended later.
    ("delay fixed on a day within the extension", "35",
     history(extended(20, at("03-10")), delayed(at("04-10"), at("03-20"))),
     {"due": at("04-10"), "first": at("03-30"), "warnings": ["delayed_reply_before_extension"]}),
    # Eleven days of pause put the first due date after the fixed day.
    ("pause makes a delay come to nothing", "33, 35",
     history(consulted(at("03-09"), at("03-09"), at("03-24")), delayed(at("04-10"), at("03-20"))),
     {"due": at("04-15"), "warnings": ["delayed_reply_not_later"], "paused_days": 11}),
    # Ten days from 3/16; those of the third party after it, to 3/31, are excluded.
    ("ordered while a third party has time", "51, 32",
     history(consulted(at("03-09"), at("03-10")), ordered(at("03-16"), 10), today=at("05-06")),
     {"due": at("04-15"), "remaining": -12, "in_time": False, "paused_days": 11}),
    # The period of the order is paused like any other: 4/27 and three days.
    ("ordered, then a third party asked", "51, 33",
     history(replied(at("03-20")), ordered(at("04-13"), 10), consulted(at("04-15"), at("04-15"),
             at("04-20"))),
     {"due": at("04-30"), "paused_days": 3}),
    # The right to one extension is a fresh one too; the reply of 3/20 does not count.
    ("ordered, then extended, then replied in the extension", "51, 33",
     history(replied(at("03-20")), ordered(at("04-13"), 10), extended(5, at("04-20")),
             replied(at("05-07"))),
     {"due": at("05-07"), "first": at("04-27"), "in_time": True}),
    # Seven working days after receipt are long over.
    ("ordered, then a correction: the seven days ran from the first receipt", "51, 30",
     history(replied(at("03-20")), ordered(at("04-13"), 10), notice(at("04-14")), corrected(at("04-16"))),
     {"due": at("04-27"), "warnings": ["correction_notice_late"]}),
    # Payment restarts the period of the law.
    ("ordered, then a fee: twenty fresh days, not those of the order", "51, 109号",
     history(replied(at("03-20")), ordered(at("04-13"), 10), fee(at("04-15"), at("04-15")),
             paid(at("04-17"))),
     {"due": at("05-19")}),
    # The dates stay as they stood: none.
    ("withdrawn while a correction is awaited", "30",
     history(notice(at("03-05")), withdrawn(at("03-10")), today=at("04-01")),
     {"due": None, "waiting_for": "correction"}),
    # The last day to pay stays as it stood; a festival moves it.
    ("withdrawn while a fee is awaited", "109号",
     history(fee(at("03-05"), at("03-06")), withdrawn(at("03-10")), today=at("04-01")),
     {"due": None, "waiting_for": "payment", "until": at("04-07")}),
    # 3/5 is within seven days of 3/2 as well; the fresh period does not lean on receipt.
    ("receipt corrected to an earlier day, correction still in time", "31, 30",
     history(notice(at("03-05")), corrected(at("03-10")), moved(at("03-02"), at("03-12")),
             received=at("03-04")),
     {"due": at("04-08")}),
    # From 2/27 the first due date is 3/26 (2/28 is worked).
    ("receipt corrected: the extension was told too late then", "31, 33",
     history(extended(10, at("03-30")), moved(at("02-27"), at("03-31"))),
     {"due": at("03-26"), "warnings": ["extension_late"]}),
    # Every check runs again with the right day.
    ("receipt corrected: the fee notice was late then", "31, 109号",
     history(fee(at("03-30"), at("03-30")), paid(at("04-01")), moved(at("02-27"), at("04-02"))),
     {"due": at("03-26"), "warnings": ["fee_notice_late"]}),
    # 3/10–3/18 and 3/18–3/26 as one set: thirteen days.
    ("three at once, the longest kind last", "33",
     history(consulted(at("03-09"), at("03-09"), at("03-13")), consulted(at("03-11"), at("03-11"),
             at("03-18"), "co_maker"), consulted(at("03-17"), None, at("03-26"), "other_agency")),
     {"due": at("04-17"), "paused_days": 13}),
    # 12/29–12/31 and 1/4–1/6; New Year's Day rests anyway.
    ("asked over the new year", "33",
     history(consulted("2026-12-28","2026-12-28","2027-01-06"), received=at("12-21"), today="2027-01-08"),
     {"due": "2027-01-27", "remaining": 13, "paused_days": 6}),
    # Day 0 may be a rest day: twenty days after Friday.
    ("corrected on a Saturday", "30",
     history(notice(at("03-05")), corrected(at("03-07"))),
     {"due": at("04-03")}),
    # The same.
    ("paid on a Sunday", "109号",
     history(fee(at("03-06"), at("03-06")), paid(at("03-08"))),
     {"due": at("04-03")}),
    # The working days up to the answer: 3/10–3/13.
    ("third party answers on a Sunday", "32",
     history(consulted(at("03-09"), at("03-09"), at("03-15"))),
     {"due": at("04-03"), "paused_days": 4}),
    # No working day lies between.
    ("third party asked and answered on rest days", "32",
     history(consulted(at("03-07"), at("03-07"), at("03-08"))),
     {"due": at("03-30")}),
    # The day of sending counts; nothing is excluded.
    ("called back the day it was sent", "33",
     history(consulted(at("03-09"), closed=at("03-09")), today=at("04-20")),
     {"due": at("03-30"), "remaining": -14, "in_time": False}),
    # No period runs that it could miss.
    ("reply posted while a correction is awaited", "30",
     history(notice(at("03-05")), replied(at("03-10")), today=at("04-20")),
     {"due": None, "waiting_for": "correction", "in_time": True}),
    # No fixed end: 3/11–3/20 are excluded up to today.
    ("silent agency and a correction: the pause runs on after the restart", "11, 30",
     history(consulted(at("03-03"), None, None,"other_agency"), notice(at("03-05")),
             corrected(at("03-10")), today=at("03-20")),
     {"due": at("04-20"), "remaining": 20, "paused_days": 8}),
    # Fifteen days from 5/11, then twenty more.
    ("extension granted under the first period, gone with the order, granted again", "51, 33",
     history(extended(20, at("03-10")), replied(at("04-20")), ordered(at("05-11"), 15),
             extended(20, at("05-12"))),
     {"due": at("06-30"), "first": at("06-01")}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "basis", "given", "expect"), CASES, ids=[row[0] for row in CASES])
def test_together(name: str, basis: str, given: dict[str, Any], expect: dict[str, Any]) -> None:
    expect = {"warnings": [], "paused_days": 0, **expect}
    actual = facts(given)
    assert {key: actual[key] for key in expect} == expect
