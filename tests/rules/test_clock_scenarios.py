"""The clock as a table: what was done, on what it rests, and the dates a person gets by counting on a calendar."""

import json
from pathlib import Path
from typing import Any

import pytest

from requests_app.calendars import shipped_calendar
from requests_app.errors import ImpossibleHistory
from requests_app.rules.clock import derive, parse_history
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
    transferred,
    withdrawn,
)

GOLDEN = json.loads(Path(__file__).with_name("golden").joinpath("deadlines.json").read_text(encoding="utf-8"))


def explain(given: dict[str, Any]) -> dict[str, Any]:
    return derive(parse_history(given), shipped_calendar()).as_json()


def facts(given: dict[str, Any]) -> dict[str, Any]:
    """The answer, flat: `first`, `due`, `conservative` and the codes of the warnings."""
    answer = explain(given)
    flat = {key: answer[key] for key in answer if key not in ("standard", "conservative", "warnings", "days")}
    flat["first"], flat["due"] = answer["standard"]["first_due"], answer["standard"]["due"]
    flat["conservative"] = answer["conservative"]["due"]
    flat["warnings"] = [warning["code"] for warning in answer["warnings"]]
    return flat


def contains(actual: dict[str, Any], expected: dict[str, Any]) -> bool:
    return all(
        contains(actual[key], value) if isinstance(value, dict) else actual[key] == value
        for key, value in expected.items()
    )


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case['id']} {case['name']}")
def test_decided_and_reckoned_cases(case: dict[str, Any]) -> None:
    assert contains(explain(case["input"]), case["expect"])


def at(month_and_day: str) -> str:
    return f"2026-{month_and_day}"


THIRD = consulted("2026-03-09", "2026-03-10", "2026-03-24")
ASKED, CORRECTED = notice("2026-03-05"), corrected("2026-03-10")

# name, basis, given, expect; `warnings` is compared as a whole and is empty where it is not named.
SCENARIOS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    # Receipt and reply
    ("twenty working days after receipt", "33", history(),
     {"first": at("03-30"), "due": at("03-30"), "conservative": at("03-27"), "correction_notice_due": at("03-11"),
      "remaining": None, "in_time": None, "provisional": False, "regime": "2019"}),
    ("received on a Saturday that is a working day", "33", history(received=at("02-28")),
     {"first": at("03-27"), "conservative": at("03-26")}),
    ("received on a Sunday: day 1 is Monday on both counts", "33", history(received=at("03-01")),
     {"first": at("03-27"), "conservative": at("03-27")}),
    ("today is the day of receipt", "33", history(today=at("03-02")), {"remaining": 20, "in_time": None}),
    ("the day before the last", "33", history(today=at("03-27")), {"remaining": 1}),
    ("a Saturday leaves what Friday left", "33", history(today=at("03-28")), {"remaining": 1}),
    ("the last day", "33", history(today=at("03-30")), {"remaining": 0, "in_time": None}),
    ("one day late", "33", history(today=at("03-31")), {"remaining": -1, "in_time": False}),
    ("late on a rest day is late", "33", history(received=at("03-06"), today=at("04-04")),
     {"due": at("04-03"), "remaining": -1, "in_time": False}),
    ("two working days late across Qingming", "33", history(received=at("03-06"), today=at("04-08")),
     {"remaining": -2, "in_time": False}),
    ("posted on the last day", "235号", history(replied(at("03-30")), today=at("04-20")),
     {"in_time": True, "remaining": None, "due": at("03-30")}),
    ("posted one day late", "235号", history(replied(at("03-31"))), {"in_time": False}),
    ("handed over on the day of receipt", "33", history(replied(at("03-02"), "hand")), {"in_time": True}),
    ("the first of two replies counts", "33", history(replied(at("03-30")), replied(at("04-02"))),
     {"in_time": True}),
    ("web, confirmed late by the desk", "31", history(received=at("03-10"), submitted=at("03-04"), channel="web"),
     {"first": at("04-08"), "conservative": at("03-31"), "warnings": ["web_received_after_submitted"]}),
    ("web, confirmed at once", "31", history(submitted=at("03-02"), channel="web"), {"first": at("03-30")}),
    ("posted earlier than signed for is no warning", "31", history(submitted=at("02-26")),
     {"first": at("03-30"), "conservative": at("03-24")}),
    ("submitted after it was received", "31", history(submitted=at("03-09"), channel="web"),
     {"first": at("03-30"), "conservative": at("03-27"), "warnings": ["submitted_after_received"]}),
    # Correction
    ("asked on the 7th working day", "30", history(notice(at("03-11"), at("03-25"))),
     {"first": None, "due": None, "conservative": None, "waiting_for": "correction", "until": at("03-25"),
      "remaining": None, "in_time": None}),
    ("asked without a period", "30", history(notice(at("03-11"))), {"waiting_for": "correction", "until": None}),
    ("asked on the 8th working day", "30", history(notice(at("03-12"))),
     {"due": at("03-30"), "waiting_for": None, "warnings": ["correction_notice_late"]}),
    ("asked late, corrected: no fresh period", "30", history(notice(at("03-12")), corrected(at("03-18"))),
     {"due": at("03-30"), "warnings": ["correction_notice_late"]}),
    ("corrected: twenty fresh working days", "30", history(ASKED, CORRECTED),
     {"first": at("04-08"), "due": at("04-08"), "conservative": at("04-08"), "waiting_for": None,
      "correction_notice_due": at("03-11")}),
    ("corrected on the day it was asked", "30", history(notice(at("03-04")), corrected(at("03-04"))),
     {"due": at("04-01")}),
    ("corrected after the period that was set", "30", history(notice(at("03-05"), at("03-09")), CORRECTED),
     {"due": at("04-08"), "warnings": ["correction_received_late"]}),
    ("corrected on the last day of that period", "30", history(notice(at("03-05"), at("03-10")), CORRECTED),
     {"due": at("04-08")}),
    ("asked a second time", "30", history(notice(at("03-03")), corrected(at("03-05")), notice(at("03-11"))),
     {"due": at("04-02"), "waiting_for": None, "warnings": ["second_correction_notice"]}),
    ("a second notice changes nothing while the first is open", "30",
     history(notice(at("03-03"), at("03-20")), notice(at("03-04"), at("03-31"))),
     {"waiting_for": "correction", "until": at("03-20"), "warnings": ["second_correction_notice"]}),
    ("more material after the correction", "30", history(ASKED, CORRECTED, corrected(at("03-13"))),
     {"due": at("04-08"), "warnings": ["correction_without_own_notice"]}),
    ("long past the period, still no due date", "30", history(notice(at("03-05"), at("03-26")), today=at("05-20")),
     {"due": None, "remaining": None, "in_time": None, "until": at("03-26")}),
    ("told that it is no longer handled: no period ran that could be missed", "30",
     history(notice(at("03-05"), at("03-26")), replied(at("04-20"))), {"due": None, "in_time": True}),
    # Consultation
    ("third party answers", "32, 33", history(THIRD), {"due": at("04-15"), "paused_days": 11}),
    ("third party answers after its fifteen working days", "32",
     history(consulted(at("03-09"), at("03-10"), at("04-10"))), {"due": at("04-22"), "paused_days": 16}),
    ("third party silent, nobody asks about a day", "32", history(consulted(at("03-09"), at("03-10"))),
     {"due": at("04-22")}),
    ("third party still has time", "32", history(consulted(at("03-09"), at("03-10")), today=at("03-20")),
     {"due": at("04-13"), "paused_days": 9, "remaining": 15}),
    ("third party had its time", "32", history(consulted(at("03-09"), at("03-10")), today=at("04-20")),
     {"due": at("04-22"), "remaining": 2}),
    ("third party not served: paused to today", "32", history(consulted(at("03-09")), today=at("03-20")),
     {"due": at("04-13")}),
    ("third party not served, no today", "32", history(consulted(at("03-09"))),
     {"due": at("03-30"), "paused_days": 0, "warnings": ["consultation_open"]}),
    ("given up unserved", "32", history(consulted(at("03-09"), closed=at("03-13")), today=at("04-20")),
     {"due": at("04-03"), "paused_days": 4}),
    ("called back after service", "32", history(consulted(at("03-09"), at("03-10"), closed=at("03-13"))),
     {"due": at("04-03")}),
    ("co-maker answers", "34", history(consulted(at("03-09"), at("03-10"), at("03-24"), "co_maker")),
     {"due": at("04-15")}),
    ("co-maker silent", "34", history(consulted(at("03-09"), at("03-10"), None, "co_maker")), {"due": at("04-22")}),
    ("other agency answers after 23 working days", "11, 33",
     history(consulted(at("03-09"), None, at("04-10"), "other_agency")), {"due": at("05-06"), "paused_days": 23}),
    ("other agency silent for 14 working days", "11",
     history(consulted(at("03-09"), at("03-10"), None, "other_agency"), today=at("03-30")), {"due": at("04-21")}),
    ("other agency silent for 15 working days", "11",
     history(consulted(at("03-09"), None, None, "other_agency"), today=at("03-30")),
     {"due": at("04-21"), "remaining": 15, "warnings": ["agency_silent"]}),
    ("other agency, no today: nothing is excluded", "11", history(consulted(at("03-09"), None, None, "other_agency")),
     {"due": at("03-30"), "warnings": ["consultation_open"]}),
    ("other agency, closed without an answer", "11",
     history(consulted(at("03-09"), None, None, "other_agency", at("03-24"))), {"due": at("04-15")}),
    ("two at once: their union", "33",
     history(consulted(at("03-09"), at("03-09"), at("03-16")),
             consulted(at("03-12"), at("03-12"), at("03-19"), "co_maker")), {"due": at("04-10"), "paused_days": 8}),
    ("one inside the other", "33", history(THIRD, consulted(at("03-11"), at("03-11"), at("03-13"))),
     {"due": at("04-15"), "paused_days": 11}),
    ("one after the other", "33",
     history(consulted(at("03-03"), at("03-03"), at("03-05")), consulted(at("03-16"), at("03-16"), at("03-18"))),
     {"due": at("04-03"), "paused_days": 4}),
    ("the second lies in the days that the first added", "33",
     history(THIRD, consulted(at("04-13"), at("04-13"), at("04-15"))), {"due": at("04-17"), "paused_days": 13}),
    ("answered on the day of sending: no day is excluded", "33",
     history(consulted(at("03-09"), at("03-09"), at("03-09"))), {"due": at("03-30"), "paused_days": 0}),
    ("sent on a Saturday", "33", history(consulted(at("03-07"), at("03-09"), at("03-10"))),
     {"due": at("04-01"), "paused_days": 2}),
    ("sent on the day before the last", "33", history(consulted(at("03-27"), at("03-27"), at("03-31"))),
     {"due": at("04-01")}),
    ("sent on the last day: too late to move it", "33", history(consulted(at("03-30"), at("03-30"), at("04-02"))),
     {"due": at("03-30")}),
    ("a reply ends the pause of a consultation that was never served", "33",
     history(consulted(at("03-09")), replied(at("03-20")), today=at("06-01")), {"due": at("04-13"), "in_time": True}),
    ("another agency silent, replied, no today: nothing is excluded", "11",
     history(consulted(at("03-09"), None, None, "other_agency"), replied(at("04-01"))),
     {"due": at("03-30"), "paused_days": 0, "in_time": False, "warnings": ["consultation_open"]}),
    ("third party never served, replied, no today: nothing is excluded", "32",
     history(consulted(at("03-09")), replied(at("03-20"))),
     {"due": at("03-30"), "paused_days": 0, "in_time": True, "warnings": ["consultation_open"]}),
    ("co-maker never served, replied, no today: nothing is excluded", "34",
     history(consulted(at("03-09"), kind="co_maker"), replied(at("03-20"))),
     {"due": at("03-30"), "paused_days": 0, "in_time": True, "warnings": ["consultation_open"]}),
    # Extension
    ("the longest, told on the last day", "33", history(extended(20, at("03-30"))),
     {"first": at("03-30"), "due": at("04-28"), "conservative": at("04-27")}),
    ("one working day", "33", history(extended(1, at("03-10"))), {"due": at("03-31")}),
    ("told one day late", "33", history(extended(20, at("03-31"), at("03-30"))),
     {"due": at("03-30"), "warnings": ["extension_late"]}),
    ("approved one day late", "33", history(extended(20, at("03-30"), at("03-31"))),
     {"due": at("03-30"), "warnings": ["extension_late", "extension_told_before_approval"]}),
    ("told before it was approved: it has its effect, and is remarked on", "33",
     history(extended(10, at("03-10"), at("03-12"))),
     {"due": at("04-14"), "warnings": ["extension_told_before_approval"]}),
    ("longer than the law allows", "33", history(extended(21, at("03-10"))),
     {"due": at("03-30"), "warnings": ["extension_too_long"]}),
    ("a second one", "33", history(extended(10, at("03-10")), extended(5, at("03-20"))),
     {"due": at("04-14"), "warnings": ["second_extension"]}),
    ("a void one does not use up the right", "33", history(extended(25, at("03-10")), extended(20, at("03-20"))),
     {"due": at("04-28"), "warnings": ["extension_too_long"]}),
    ("after a pause", "33", history(consulted(at("03-09"), at("03-09"), at("03-16")), extended(10, at("04-07"))),
     {"first": at("04-07"), "due": at("04-21")}),
    ("a pause within the extension", "33",
     history(extended(10, at("03-10")), consulted(at("04-01"), at("04-01"), at("04-03"))),
     {"first": at("03-30"), "due": at("04-16")}),
    ("replied within the extension", "33", history(extended(10, at("03-10")), replied(at("04-14"))), {"in_time": True}),
    ("outlives a correction", "33, 30", history(extended(10, at("03-04")), ASKED, CORRECTED),
     {"first": at("04-08"), "due": at("04-22")}),
    ("granted on the day the correction is asked", "33, 30", history(extended(10, at("03-05")), ASKED, CORRECTED),
     {"due": at("04-22")}),
    ("granted while there is no due date", "33, 30", history(ASKED, extended(10, at("03-09")), CORRECTED),
     {"due": at("04-08"), "warnings": ["extension_without_due_date"]}),
    ("granted after the correction, ends on a working Saturday", "33, 30",
     history(ASKED, CORRECTED, extended(20, at("04-08"))), {"first": at("04-08"), "due": at("05-09")}),
    # Article 35
    ("asking for reasons", "35", history(reasons(at("03-10"))), {"due": at("03-30")}),
    ("a delayed reply", "35", history(delayed(at("05-20"), at("03-30"))),
     {"first": at("03-30"), "due": at("05-20"), "conservative": at("05-20")}),
    ("a delayed reply told late", "35", history(delayed(at("05-20"), at("03-31"))),
     {"due": at("03-30"), "warnings": ["delayed_reply_late"]}),
    ("a delayed reply that ends on the first due date", "35", history(delayed(at("03-30"), at("03-20"))),
     {"due": at("03-30"), "warnings": ["delayed_reply_not_later"]}),
    ("a delayed reply without effect leaves the conservative date too", "35",
     history(delayed(at("03-30"), at("03-20"))),
     {"conservative": at("03-27"), "warnings": ["delayed_reply_not_later"]}),
    ("a delayed reply without effect leaves the extension", "35, 33",
     history(delayed(at("03-30"), at("03-20")), extended(10, at("03-20"))),
     {"due": at("04-14"), "warnings": ["delayed_reply_not_later"]}),
    ("delayed twice", "35", history(delayed(at("05-20"), at("03-20")), delayed(at("06-20"), at("03-25"))),
     {"due": at("05-20"), "warnings": ["second_delayed_reply"]}),
    ("delayed while there is no due date", "35", history(ASKED, delayed(at("05-20"), at("03-09")), CORRECTED),
     {"due": at("04-08"), "warnings": ["delayed_reply_without_due_date"]}),
    ("a delayed reply that ends before the extension does", "35, 33",
     history(extended(20, at("03-20")), delayed(at("04-08"), at("03-27"))),
     {"due": at("04-08"), "warnings": ["delayed_reply_before_extension"]}),
    ("extended after a delayed reply: the later of both would be the extension", "35, 33",
     history(delayed(at("04-08"), at("03-20")), extended(20, at("03-27"))),
     {"due": at("04-08"), "warnings": ["delayed_reply_before_extension"]}),
    ("a delayed reply to the last day of the extension", "35, 33",
     history(extended(20, at("03-20")), delayed(at("04-28"), at("03-27"))), {"due": at("04-28")}),
    # Fee
    ("waiting for payment; the thirtieth day is a Sunday", "109号", history(fee(at("03-20"), at("03-20"))),
     {"due": None, "waiting_for": "payment", "until": at("04-20")}),
    ("waiting for payment; the thirtieth day is a working day", "109号", history(fee(at("03-20"), at("03-24"))),
     {"until": at("04-23")}),
    ("fee notice not served yet", "109号", history(fee(at("03-20"))), {"waiting_for": "payment", "until": None}),
    ("paid", "109号", history(fee(at("03-20"), at("03-20")), paid(at("04-10"))),
     {"due": at("05-12"), "conservative": at("05-12"), "waiting_for": None}),
    ("paid on the last day", "109号", history(fee(at("03-20"), at("03-20")), paid(at("04-20"))), {"due": at("05-20")}),
    ("paid after the last day", "109号", history(fee(at("03-20"), at("03-20")), paid(at("04-21"))),
     {"due": at("05-21"), "warnings": ["paid_late"]}),
    ("paid before the notice was served: the dates are to be checked", "109号",
     history(fee(at("03-20"), at("03-24")), paid(at("03-23"))),
     {"due": at("04-21"), "warnings": ["paid_before_served"]}),
    ("fee notice on the last day", "109号", history(fee(at("03-30"), at("03-30"))), {"waiting_for": "payment"}),
    ("fee notice after the due date", "109号", history(fee(at("03-31"), at("03-31")), paid(at("04-01"))),
     {"due": at("03-30"), "waiting_for": None, "warnings": ["fee_notice_late"]}),
    ("a second fee notice after the payment", "109号",
     history(fee(at("03-20"), at("03-20")), paid(at("04-10")), fee(at("04-20"), at("04-20")), paid(at("04-22"))),
     {"due": at("05-12"), "waiting_for": None, "warnings": ["second_fee_notice"]}),
    ("a second fee notice before the payment: the first one counts", "109号",
     history(fee(at("03-20"), at("03-24")), fee(at("03-25"), at("04-30"))),
     {"due": None, "until": at("04-23"), "waiting_for": "payment", "warnings": ["second_fee_notice"]}),
    ("two fee notices of one day: the one that was served first counts", "109号",
     history(fee(at("03-20"), at("04-10")), fee(at("03-20"), at("04-09")), fee(at("03-20"))),
     {"until": at("05-09"), "warnings": ["second_fee_notice", "second_fee_notice"]}),
    ("a fee before there were measures for it", "109号",
     history(fee("2020-11-10", "2020-11-10"), paid("2020-11-12"), received="2020-11-02"),
     {"due": "2020-11-30", "waiting_for": None, "warnings": ["fee_before_measures"]}),
    ("the answer to a late notice is one", "30", history(notice(at("03-20")), corrected(at("03-23"))),
     {"due": at("03-30"), "warnings": ["correction_notice_late"]}),
    ("fee notice within the extension", "109号, 33", history(extended(10, at("03-10")), fee(at("03-31"), at("03-31"))),
     {"waiting_for": "payment"}),
    ("a consultation runs on after payment", "109号, 33",
     history(THIRD, fee(at("03-12"), at("03-12")), paid(at("03-18"))), {"due": at("04-22"), "paused_days": 4}),
    ("a consultation that ended before the restart no longer counts", "30, 33",
     history(consulted(at("03-03"), at("03-03"), at("03-05")), ASKED, CORRECTED),
     {"due": at("04-08"), "paused_days": 0}),
    ("corrected, consulted, extended, paid", "30, 32, 33, 109号",
     history(notice(at("03-03")), corrected(at("03-04")), consulted(at("03-06"), at("03-06"), at("03-13")),
             extended(10, at("03-16")), fee(at("03-17"), at("03-17")), paid(at("03-18"))),
     {"first": at("04-16"), "due": at("04-30"), "paused_days": 0}),
    # Order, withdrawal, transfer
    ("ordered: earlier extension gone", "51", history(extended(20, at("03-10")), ordered(at("04-13"), 10)),
     {"first": at("04-27"), "due": at("04-27"), "conservative": at("04-27")}),
    ("ordered: an earlier reply does not count", "51",
     history(replied(at("03-20")), ordered(at("04-13"), 10), today=at("04-28")), {"remaining": -1, "in_time": False}),
    ("ordered and replied", "51", history(replied(at("04-01")), ordered(at("04-13"), 10), replied(at("04-27"))),
     {"in_time": True}),
    ("ordered while waiting for a correction", "51", history(ASKED, ordered(at("04-13"), 10)),
     {"due": at("04-27"), "waiting_for": None}),
    ("ordered twice: the last order", "51", history(ordered(at("03-16"), 10), ordered(at("04-13"), 10)),
     {"due": at("04-27")}),
    ("extended under the order", "51, 33",
     history(extended(20, at("03-10")), ordered(at("04-13"), 10), extended(1, at("04-27"))), {"due": at("04-28")}),
    ("withdrawn", "–", history(withdrawn(at("03-20")), today=at("04-20")),
     {"due": at("03-30"), "remaining": None, "in_time": None}),
    ("withdrawn while nobody was served: the dates stay as they stood", "–",
     history(consulted(at("03-09")), withdrawn(at("03-20")), today=at("04-20")), {"due": at("04-13")}),
    ("withdrawn while a third party had time", "–",
     history(consulted(at("03-09"), at("03-10")), withdrawn(at("03-20")), today=at("04-20")), {"due": at("04-13")}),
    ("extended after the withdrawal", "–", history(withdrawn(at("03-20")), extended(5, at("03-25"))),
     {"due": at("03-30"), "warnings": ["after_the_end"]}),
    ("extended on the day of the withdrawal", "–", history(withdrawn(at("03-20")), extended(5, at("03-20"))),
     {"due": at("04-07")}),
    ("transferred", "–", history(transferred(at("03-03")), today=at("04-20")),
     {"due": at("03-30"), "remaining": None, "in_time": None}),
    # Receipt corrected
    ("received later than recorded", "31", history(moved(at("03-04"), at("03-06"))),
     {"due": at("04-01"), "correction_notice_due": at("03-13")}),
    ("received earlier than recorded", "31", history(moved(at("03-02"), at("03-06")), received=at("03-04")),
     {"due": at("03-30")}),
    ("corrected twice: the last word", "31", history(moved(at("03-04"), at("03-06")), moved(at("03-03"), at("03-09"))),
     {"due": at("03-31")}),
    ("a notice in time by the record is late by the right day", "31, 30",
     history(notice(at("03-12")), moved(at("03-02"), at("03-13")), received=at("03-04")),
     {"due": at("03-30"), "warnings": ["correction_notice_late"]}),
    ("an event before the recorded receipt is possible after the right one", "31",
     history(reasons(at("03-03")), moved(at("03-02"), at("03-06")), received=at("03-04")), {"due": at("03-30")}),
    # The rule of 2008
    ("the last day of the old rule", "2007: 24", history(received="2019-05-14"),
     {"regime": "2008", "first": "2019-06-04", "correction_notice_due": None}),
    ("the first day of the rule in force", "33", history(received="2019-05-15"),
     {"regime": "2019", "first": "2019-06-13", "correction_notice_due": "2019-05-24"}),
    ("the right day of receipt decides the rule", "31",
     history(moved("2019-05-14", "2019-05-16"), received="2019-05-15"),
     {"regime": "2008", "first": "2019-06-04"}),
    ("old rule, extended by fifteen", "2007: 24", history(extended(15, at("03-20")), regime="2008"),
     {"first": at("03-23"), "due": at("04-14")}),
    ("old rule, extended by sixteen", "2007: 24", history(extended(16, at("03-20")), regime="2008"),
     {"due": at("03-23"), "warnings": ["extension_too_long"]}),
    ("old rule, no last day for a correction notice", "2007: 24",
     history(notice(at("03-19")), corrected(at("03-23")), regime="2008"), {"due": at("04-14")}),
    # Years without a notice
    ("the last due date of 2026", "–", history(received=at("12-03")), {"due": at("12-31"), "provisional": False}),
    ("the first due date of 2027", "–", history(received=at("12-04")), {"due": "2027-01-04", "provisional": True}),
    ("Spring Festival reckoned", "–", history(received="2027-01-15"), {"due": "2027-02-16", "provisional": True}),
    ("waiting for a correction is not provisional", "–", history(notice(at("12-11")), received=at("12-10")),
     {"due": None, "provisional": False}),
    ("the last day to pay lies in an unloaded year", "–",
     history(fee(at("12-10"), at("12-10")), received=at("12-04")), {"until": "2027-01-11", "provisional": True}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "basis", "given", "expect"), SCENARIOS, ids=[row[0] for row in SCENARIOS])
def test_scenario(name: str, basis: str, given: dict[str, Any], expect: dict[str, Any]) -> None:
    expect = {"warnings": [], **expect}
    actual = facts(given)
    assert {key: actual[key] for key in expect} == expect


def test_an_order_beyond_all_calendars_is_refused() -> None:
    with pytest.raises(ImpossibleHistory) as refused:
        explain(history(ordered(at("04-13"), 10**9)))
    assert refused.value.code == "date_out_of_range"
