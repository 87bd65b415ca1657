"""What cannot have happened is refused by name; what is only unlawful is not."""

from typing import Any

import pytest

from requests_app.errors import ImpossibleHistory
from requests_app.rules.clock import parse_history
from tests.rules.events import (
    consulted,
    corrected,
    extended,
    fee,
    history,
    moved,
    notice,
    ordered,
    paid,
    replied,
    withdrawn,
)

IMPOSSIBLE: list[tuple[str, object, str]] = [
    ("a list", [], "not_an_object"),
    ("nothing", None, "not_an_object"),
    ("a number", 7, "not_an_object"),
    ("no receipt", {"channel": "post"}, "missing_field"),
    ("30 February", history(received="2026-02-30"), "no_such_date"),
    ("29 February of a common year", history(received="2026-02-29"), "no_such_date"),
    ("a month without its nought", history(received="2026-2-3"), "no_such_date"),
    ("a date and a time", history(received="2026-02-03T00:00"), "no_such_date"),
    ("a week date", history(received="2026-W10-1"), "no_such_date"),
    ("digits of another script", history(received="２０２６-02-03"), "no_such_date"),
    ("a number for a date", history(received=20260203), "no_such_date"),
    ("true for a date", history(received=True), "no_such_date"),
    ("a list for a date", history(received=["2026-02-03"]), "no_such_date"),
    ("an empty date", history(received=""), "no_such_date"),
    ("before there was a Regulation", history(received="1999-12-31"), "date_out_of_range"),
    ("the year 9999", history(received="9999-12-31"), "date_out_of_range"),
    ("a carrier pigeon", history(channel="pigeon"), "unknown_channel"),
    ("a list for a channel", history(channel=["post"]), "unknown_channel"),
    ("no channel", {"received": "2026-03-02", "events": []}, "missing_field"),
    ("a third regime", history(regime="2020"), "unknown_regime"),
    ("a number for a regime", history(regime=2019), "unknown_regime"),
    ("events that are no list", {**history(), "events": {"type": "replied"}}, "not_a_list"),
    ("an event that is no object", {**history(), "events": ["replied"]}, "not_an_object"),
    ("an event without a type", {**history(), "events": [{"on": "2026-03-04"}]}, "unknown_event"),
    ("an unknown event", {**history(), "events": [{"type": "lost", "on": "2026-03-04"}]}, "unknown_event"),
    ("an event whose type is a list", {**history(), "events": [{"type": []}]}, "unknown_event"),
    ("an event without its day", {**history(), "events": [{"type": "fee_paid"}]}, "missing_field"),
    ("a reply before receipt", history(replied("2026-02-27")), "event_before_receipt"),
    ("a reply by pigeon", history(replied("2026-03-04", "pigeon")), "unknown_way"),
    ("an order before receipt", history(ordered("2026-02-27", 10)), "event_before_receipt"),
    ("approved before receipt", history(extended(5, "2026-03-04", "2026-02-27")), "event_before_receipt"),
    ("received after today", history(today="2026-03-01"), "event_after_today"),
    ("submitted after today", history(submitted="2026-03-04", today="2026-03-03"), "event_after_today"),
    ("withdrawn after today", history(withdrawn("2026-03-05"), today="2026-03-04"), "event_after_today"),
    ("served after today", history(consulted("2026-03-03", "2026-03-05"), today="2026-03-04"), "event_after_today"),
    ("answered before served", history(consulted("2026-03-03", "2026-03-05", "2026-03-04")), "answered_before_served"),
    ("answered before sent", history(consulted("2026-03-05", None, "2026-03-04")), "answered_before_served"),
    ("served before sent", history(consulted("2026-03-05", "2026-03-04")), "served_before_sent"),
    ("closed before sent", history(consulted("2026-03-05", closed="2026-03-04")), "closed_before_sent"),
    ("a neighbour consulted", history(consulted("2026-03-05", kind="neighbour")), "unknown_kind"),
    ("paid without notice", history(paid("2026-03-05")), "paid_without_notice"),
    ("paid before the notice", history(fee("2026-03-06"), paid("2026-03-05")), "paid_without_notice"),
    ("fee notice served before it was made", history(fee("2026-03-06", "2026-03-05")), "served_before_sent"),
    ("corrected, nobody asked", history(corrected("2026-03-05")), "correction_without_notice"),
    ("corrected before asked", history(notice("2026-03-06"), corrected("2026-03-05")), "correction_without_notice"),
    ("a period to correct that ended before the notice", history(notice("2026-03-06", "2026-03-05")),
     "reply_by_before_notice"),
    ("an extension of no day", history(extended(0, "2026-03-05")), "extension_too_short"),
    ("an extension of minus one day", history(extended(-1, "2026-03-05")), "extension_too_short"),
    ("an extension of true days", history({**extended(1, "2026-03-05"), "working_days": True}), "invalid_number"),
    ("an extension of half a day", history({**extended(1, "2026-03-05"), "working_days": 0.5}), "invalid_number"),
    ("an extension of “20” days", history({**extended(1, "2026-03-05"), "working_days": "20"}), "invalid_number"),
    ("an extension of unsaid length", history({**extended(1, "2026-03-05"), "working_days": None}), "missing_field"),
    ("an order of no day", history(ordered("2026-03-05", 0)), "order_too_short"),
    ("a receipt that lies after its correction", history(moved("2026-03-06", "2026-03-05")),
     "receipt_after_its_correction"),
    ("the right receipt lies after an event", history(notice("2026-03-03"), moved("2026-03-04", "2026-03-05")),
     "event_before_receipt"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "code"), IMPOSSIBLE, ids=[row[0] for row in IMPOSSIBLE])
def test_impossible(name: str, given: object, code: str) -> None:
    with pytest.raises(ImpossibleHistory) as refused:
        parse_history(given)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_the_old_rule_is_never_refused_by_an_article_of_the_new_one() -> None:
    given: dict[str, Any] = history(paid("2011-06-03"), received="2011-06-01")
    with pytest.raises(ImpossibleHistory) as refused:
        parse_history(given)
    assert "国务院令第492号" in refused.value.basis


LAW_NAMES_IT: list[tuple[dict[str, Any], str]] = [
    (history(consulted("2026-03-03", "2026-03-05", "2026-03-04")), "第三十二条"),
    (history(consulted("2026-03-05", "2026-03-04", kind="co_maker")), "第三十四条"),
    (history(consulted("2026-03-05", closed="2026-03-04", kind="other_agency")), "第十一条第一款"),
    (history(fee("2026-03-06", "2026-03-05")), "信息处理费管理办法"),
    (history(extended(0, "2026-03-05")), "第三十三条第二款"),
    (history(ordered("2026-03-05", 0)), "第五十一条"),
    (history(notice("2026-03-06", "2026-03-05")), "第三十条"),
    (history(moved("2026-03-06", "2026-03-05")), "第三十一条"),
    (history(extended(0, "2011-06-03"), received="2011-06-01"), "第二十四条"),
]


@pytest.mark.parametrize(("given", "article"), LAW_NAMES_IT, ids=[row[1] for row in LAW_NAMES_IT])
def test_a_refusal_names_its_article_where_the_law_has_one(given: dict[str, Any], article: str) -> None:
    with pytest.raises(ImpossibleHistory) as refused:
        parse_history(given)
    assert article in refused.value.basis


def test_unknown_fields_are_left_alone() -> None:
    assert parse_history({**history(), "note": "x"}) == parse_history(history())


def test_without_events_is_a_history() -> None:
    assert parse_history({"received": "2026-03-02", "channel": "oral"}).events == ()
